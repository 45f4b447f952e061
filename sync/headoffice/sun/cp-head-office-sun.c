/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-head-office-sun.h"

#include <string.h>

#include "cp-card-bytes.h"
#include "cp-entities.h"
#include "cp-error.h"
#include "cp-head-office-private.h"
#include "cp-sun.h"

#define MAX_URL 512

/* @answers: device → its last answer, challenge and all: a request that the line carried twice. */
struct CpSunDesk {
  CpCardKeys *keys;
  GHashTable *answers;
};

/* One message and what came of it. @uid: (nullable): in hex; @key: whoever has it */
typedef struct {
  const char *device_id;
  CpQuestion question;
  const CpKey *key;
  CpSun sun;
  char *uid;
  const char *proof;
} Tap;

void
cp_sun_desk_free (CpSunDesk *self)
{
  if (self == NULL)
    return;
  cp_card_keys_free (self->keys);
  g_hash_table_unref (self->answers);
  g_free (self);
}

void
cp_head_office_set_card_keys (CpHeadOffice *self, CpCardKeys *keys)
{
  cp_sun_desk_free (self->sun);
  self->sun = g_new0 (CpSunDesk, 1);
  self->sun->keys = keys;
  self->sun->answers =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_decref);
}

/* (transfer full) (nullable) @ret_card: whose UID it is */
static gboolean
find_card (CpHeadOffice *self, const CpKey *key, CpCard **ret_card, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) cp_entity_free);

  *ret_card = NULL;
  if (!self->storage->class_->add_rows_by_key (self->storage, key, rows, error))
    return FALSE;
  for (guint i = 0; i < rows->len && *ret_card == NULL; i++) {
    const CpEntity *entity = rows->pdata[i];

    if (entity->kind == CP_KIND_CARD)
      *ret_card = cp_entity_copy (entity);
  }
  return TRUE;
}

/* Nobody else may take a number of this card, or write its row, until we are through. */
static gboolean
lock (CpHeadOffice *self, const CpKey *key, const char *account_id, GError **error)
{
  const CpHeadOfficeStorageClass *storage = self->storage->class_;
  g_autoptr (CpWanted) wanted = cp_wanted_new ();

  if (storage->prefetch == NULL)
    return TRUE;
  cp_wanted_add (wanted->account_ids, account_id);
  cp_keys_add (wanted->keys, key->type, key->value);
  return storage->prefetch (self->storage, wanted, error);
}

/* Within a transaction. */
static gboolean
advance (CpHeadOffice *self, Tap *tap, CpCard *card, GError **error)
{
  if (tap->sun.counter <= card->counter) {
    tap->proof = "replayed";
    return TRUE;
  }
  card->counter = tap->sun.counter;
  g_free (card->counter_device_id);
  card->counter_device_id = g_strdup (tap->device_id);
  tap->proof = "token";
  return cp_head_office_put_row (self, card, error) &&
         self->storage->class_->end_transaction (self->storage, error);
}

/* A card that has moved to another account meanwhile was not locked: it is asked for again. */
static gboolean
judge_locked (
    CpHeadOffice *self, Tap *tap, const char *account_id, gboolean *ret_moved, GError **error)
{
  CpCard *card = NULL;
  gboolean ok;

  if (!lock (self, tap->key, account_id, error) || !find_card (self, tap->key, &card, error))
    return FALSE;
  *ret_moved = card == NULL || g_strcmp0 (card->entity.account_id, account_id) != 0;
  ok = *ret_moved || advance (self, tap, card, error);
  cp_entity_free (card);
  return ok;
}

static gboolean
try_once (CpHeadOffice *self, gpointer data, gboolean *ret_again, GError **error)
{
  Tap *tap = data;
  CpCard *card = NULL;
  g_autofree char *account_id = NULL;

  tap->proof = "uid";
  if (!find_card (self, tap->key, &card, error))
    return FALSE;
  if (card == NULL)
    return TRUE; /* it keeps no number of a card that is not the chain's */
  account_id = g_strdup (card->entity.account_id);
  cp_entity_free (card);
  if (!cp_head_office_begin (self, error))
    return FALSE;
  if (cp_head_office_finish (
          self, judge_locked (self, tap, account_id, ret_again, error) && !*ret_again, error))
    return TRUE;
  if (*ret_again)
    g_set_error_literal (error, CP_ERROR, CP_ERROR_UNAVAILABLE, "The card keeps moving");
  return FALSE;
}

static gboolean
take_number (CpHeadOffice *self, Tap *tap, GError **error)
{
  g_autoptr (GArray) keys = cp_keys_new ();

  cp_keys_add (keys, CP_KEY_CARD_UID, tap->uid);
  tap->key = &g_array_index (keys, CpKey, 0);
  return cp_head_office_attempt (self, try_once, tap, error);
}

/* Sets what the message proves; its number is taken only if it is genuine. */
static gboolean
judge (CpHeadOffice *self, const CpSunUrl *parts, Tap *tap, GError **error)
{
  CpSunVerdict verdict = cp_sun_judge (cp_card_keys_get_source (self->sun->keys), parts, &tap->sun);

  tap->proof = verdict == CP_SUN_VERDICT_FORGED ? "wrong_key" : "uid";
  if (verdict != CP_SUN_VERDICT_GENUINE)
    return TRUE;
  tap->uid = cp_bytes_to_hex (tap->sun.uid, CP_SUN_UID);
  return take_number (self, tap, error);
}

static void
answer (CpHeadOffice *self, const Tap *tap, CpWireAnswer *ret_answer)
{
  CpJson *document = json_object ();

  cp_json_set_text (document, "challenge", tap->question.challenge);
  cp_json_set_text (document, "proof", tap->proof);
  if (tap->uid != NULL) {
    cp_json_set_text (document, "uid", tap->uid);
    cp_json_set_int (document, "counter", tap->sun.counter);
  }
  cp_head_office_seal_answer (self, document, CP_SEAL_SUN,
                              &(CpPlace){ tap->device_id, tap->question.incarnation, 0 },
                              tap->question.challenge);
  g_hash_table_replace (self->sun->answers, g_strdup (tap->device_id), json_incref (document));
  *ret_answer = (CpWireAnswer){ 200, document };
}

/* (transfer full) (nullable): what this device was answered to the very same question */
static CpJson *
find_answer (CpHeadOffice *self, const char *device_id, const char *challenge)
{
  CpJson *document = g_hash_table_lookup (self->sun->answers, device_id);

  if (g_strcmp0 (cp_json_get_text (document, "challenge"), challenge) != 0)
    return NULL;
  return json_incref (document);
}

void
cp_head_office_handle_sun (CpHeadOffice *self,
                           const char *device_id,
                           const CpJson *request,
                           CpWireAnswer *ret_answer)
{
  Tap tap = { .device_id = device_id };
  g_autoptr (CpJson) before = NULL;
  g_autoptr (GError) error = NULL;
  CpSunUrl parts;

  if (self->sun == NULL) {
    cp_wire_answer_refuse (ret_answer, 404, "not_found", "Head office has no keys of cards");
    return;
  }
  if (!cp_head_office_read_question (request, "url", MAX_URL, &tap.question) ||
      !cp_sun_parse_url (tap.question.text, &parts)) {
    cp_wire_answer_refuse (ret_answer, 400, "invalid", "That is no message of a card");
    return;
  }
  before = find_answer (self, device_id, tap.question.challenge);
  if (before != NULL)
    *ret_answer = (CpWireAnswer){ 200, g_steal_pointer (&before) };
  else if (!judge (self, &parts, &tap, &error))
    cp_head_office_answer_error (self, "verify a card", error, ret_answer);
  else
    answer (self, &tap, ret_answer);
  g_free (tap.uid);
}
