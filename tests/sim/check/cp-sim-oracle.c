/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-oracle.h"

#include "cp-rejection.h"

struct _CpSimOracle {
  GPtrArray *deeds;
  GHashTable *by_id;   /* id → CpSimDeed */
  GHashTable *blocked; /* "KIOSK CARD" → the deed that blocked it there */
  char *failure;
};

static void
free_deed (gpointer data)
{
  CpSimDeed *deed = data;

  g_free (deed->id);
  g_free (deed->account_id);
  g_free (deed->member_id);
  g_free (deed->card_id);
  g_free (deed->own_uid);
  g_free (deed->poor_cards);
  json_decref (deed->payload);
  g_free (deed);
}

CpSimOracle *
cp_sim_oracle_new (void)
{
  CpSimOracle *self = g_new0 (CpSimOracle, 1);

  self->deeds = g_ptr_array_new_with_free_func (free_deed);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->blocked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
cp_sim_oracle_free (CpSimOracle *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->blocked);
  g_ptr_array_unref (self->deeds);
  g_free (self->failure);
  g_free (self);
}

void
cp_sim_oracle_fail (CpSimOracle *self, const char *invariant, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  if (self->failure != NULL)
    return;
  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  self->failure = g_strdup_printf ("%s: %s", invariant, text);
}

const char *
cp_sim_oracle_get_failure (const CpSimOracle *self)
{
  return self->failure;
}

CpSimDeed *
cp_sim_oracle_find (CpSimOracle *self, const char *id)
{
  return id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;
}

void
cp_sim_oracle_take_over (CpSimOracle *self, const CpSimOracle *from)
{
  for (guint i = 0; i < from->deeds->len; i++) {
    const CpSimDeed *old = from->deeds->pdata[i];
    CpSimDeed *deed = g_memdup2 (old, sizeof *old);

    deed->id = g_strdup (old->id);
    deed->account_id = g_strdup (old->account_id);
    deed->member_id = g_strdup (old->member_id);
    deed->card_id = g_strdup (old->card_id);
    deed->own_uid = g_strdup (old->own_uid);
    deed->poor_cards = g_strdup (old->poor_cards);
    deed->payload = json_deep_copy (old->payload);
    g_ptr_array_add (self->deeds, deed);
    g_hash_table_insert (self->by_id, deed->id, deed);
  }
}

CpSimDeed *
cp_sim_oracle_ask (CpSimOracle *self, guint kiosk, gint64 at_ms, const CpJson *request)
{
  const char *id = cp_json_get_text (request, "id");
  CpSimDeed *deed = cp_sim_oracle_find (self, id);

  if (deed != NULL) {
    deed->at_ms = at_ms;
    return deed;
  }
  deed = g_new0 (CpSimDeed, 1);
  deed->id = g_strdup (id);
  deed->number = self->deeds->len + 1;
  deed->kiosk = kiosk;
  deed->at_ms = at_ms;
  deed->kind = (CpOperationKind) cp_operation_kind_from_word (cp_json_get_text (request, "kind"));
  deed->member_id = g_strdup (cp_json_get_text (request, "member_id"));
  deed->payload = json_deep_copy (cp_json_get_object (request, "payload"));
  deed->card_id = g_strdup (cp_json_get_text (deed->payload, "card_id"));
  g_ptr_array_add (self->deeds, deed);
  g_hash_table_insert (self->by_id, deed->id, deed);
  return deed;
}

/* Whether somebody lifted a block on the card, and head office may not have heard of it; or did so after
 * @block was asked for the first time: asked again, it may be told of what it did before that. */
static gboolean
may_be_unblocked (const CpSimOracle *self, const CpSimDeed *block)
{
  for (guint i = 0; i < self->deeds->len; i++) {
    const CpSimDeed *deed = self->deeds->pdata[i];

    if (deed->kind == CP_OPERATION_UNBLOCK_CARD && deed->state != CP_SIM_DEED_REFUSED &&
        (!deed->at_office || deed->number > block->number) &&
        g_strcmp0 (deed->card_id, block->card_id) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
unblock (CpSimOracle *self, const char *card_id)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->blocked);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (g_str_has_suffix (key, card_id))
      g_hash_table_iter_remove (&iter);
}

static void
note_card (CpSimOracle *self, CpSimDeed *deed)
{
  if (deed->card_id == NULL)
    return;
  /* An unblock of which nobody knows counts as one. */
  if (deed->kind == CP_OPERATION_UNBLOCK_CARD && deed->state != CP_SIM_DEED_REFUSED)
    unblock (self, deed->card_id);
  if (deed->kind == CP_OPERATION_BLOCK_CARD && deed->state == CP_SIM_DEED_ACCEPTED &&
      !may_be_unblocked (self, deed))
    g_hash_table_insert (self->blocked, g_strdup_printf ("%u %s", deed->kiosk, deed->card_id),
                         deed);
}

static void
hear_answer (CpSimOracle *self, CpSimDeed *deed, const CpJson *result)
{
  gboolean accepted = g_strcmp0 (cp_json_get_text (result, "decision"), "accepted") == 0;

  if (deed->state == CP_SIM_DEED_ACCEPTED && !accepted) {
    cp_sim_oracle_fail (self, "same answer", "deed %u was accepted and is then refused: %s",
                        deed->number, cp_json_get_text (result, "code"));
    return;
  }
  if (accepted && deed->account_id == NULL) {
    deed->account_id = g_strdup (cp_json_get_text (result, "account_id"));
    g_free (deed->member_id);
    deed->member_id = g_strdup (cp_json_get_text (result, "member_id"));
  }
  deed->is_asked = deed->is_asked || g_strcmp0 (cp_json_get_text (result, "terms"), "asked") == 0;
  deed->state = accepted ? CP_SIM_DEED_ACCEPTED : CP_SIM_DEED_REFUSED;
}

void
cp_sim_oracle_hear (CpSimOracle *self, CpSimDeed *deed, const CpJson *result, gboolean is_full)
{
  if (result != NULL)
    hear_answer (self, deed, result);
  else if (!is_full)
    deed->may_be_done = TRUE;
  else if (deed->state == CP_SIM_DEED_UNKNOWN && !deed->may_be_done)
    deed->state = CP_SIM_DEED_REFUSED;
  note_card (self, deed);
}

CpSimDeed *
cp_sim_oracle_pick_unknown (CpSimOracle *self, guint kiosk)
{
  for (guint i = self->deeds->len; i > 0; i--) {
    CpSimDeed *deed = self->deeds->pdata[i - 1];

    if (deed->kiosk == kiosk && deed->state == CP_SIM_DEED_UNKNOWN)
      return deed;
  }
  return NULL;
}

const GPtrArray *
cp_sim_oracle_list (const CpSimOracle *self)
{
  return self->deeds;
}

void
cp_sim_oracle_forget_since (CpSimOracle *self, guint kiosk, gint64 since_ms)
{
  g_autofree char *prefix = g_strdup_printf ("%u ", kiosk);
  GHashTableIter iter;
  gpointer key;

  for (guint i = 0; i < self->deeds->len; i++) {
    CpSimDeed *deed = self->deeds->pdata[i];

    if (deed->kiosk != kiosk || deed->at_ms < since_ms)
      continue;
    deed->is_forgotten = TRUE;
    /* One that head office is known to have stays; but asking again for one of which nobody knows
     * would now be decided anew. */
    if (deed->state == CP_SIM_DEED_UNKNOWN ||
        (deed->state == CP_SIM_DEED_ACCEPTED && !deed->at_office))
      deed->state = CP_SIM_DEED_MAY_BE_LOST;
  }
  g_hash_table_iter_init (&iter, self->blocked);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (g_str_has_prefix (key, prefix))
      g_hash_table_iter_remove (&iter);
}

/* @member_id: (nullable): %NULL for anybody */
static gboolean
is_removed (const CpSimOracle *self, const char *member_id)
{
  for (guint i = 0; i < self->deeds->len; i++) {
    const CpSimDeed *deed = self->deeds->pdata[i];

    if (deed->kind == CP_OPERATION_REMOVE_MEMBER && deed->state != CP_SIM_DEED_REFUSED &&
        (member_id == NULL || g_strcmp0 (deed->member_id, member_id) == 0))
      return TRUE;
  }
  return FALSE;
}

gboolean
cp_sim_oracle_has_removed (const CpSimOracle *self)
{
  return is_removed (self, NULL);
}

/* What a till knew of somebody's card went with them, so a head office from before can bring the card
 * back, until it has removed them once more. */
static void
forget_removed (CpSimOracle *self)
{
  GHashTableIter iter;
  gpointer deed;

  g_hash_table_iter_init (&iter, self->blocked);
  while (g_hash_table_iter_next (&iter, NULL, &deed))
    if (is_removed (self, ((const CpSimDeed *) deed)->member_id))
      g_hash_table_iter_remove (&iter);
}

void
cp_sim_oracle_office_forgets (CpSimOracle *self)
{
  forget_removed (self);
  for (guint i = 0; i < self->deeds->len; i++) {
    CpSimDeed *deed = self->deeds->pdata[i];

    deed->at_office = FALSE;
  }
}

void
cp_sim_oracle_tap (CpSimOracle *self, guint kiosk, const char *card_id)
{
  g_autofree char *key = g_strdup_printf ("%u %s", kiosk, card_id);
  const CpSimDeed *deed = g_hash_table_lookup (self->blocked, key);

  if (deed != NULL)
    cp_sim_oracle_fail (
        self, "blocked",
        "till-%u: card %s identifies, which deed %u blocked there at %" G_GINT64_FORMAT " ms",
        kiosk, card_id, deed->number, deed->at_ms);
}
