/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What people at head office see of devices, and decide of operations that needed somebody. */
#include "cp-error.h"
#include "cp-head-office-private.h"

/* A poll is held for less than a minute, so a device that is there is written down that often. */
#define CONTACT_MS 10000

const CpHeadOfficeCounts *
cp_head_office_get_counts (const CpHeadOffice *self)
{
  return &self->counts;
}

typedef struct {
  gint64 at_ms;
  gint64 waiting;
} Written;

/* Who has sent everything may say nothing of it for long. */
static gboolean
is_due (const Written *last, const CpContact *contact, gint64 now_ms)
{
  return now_ms - last->at_ms >= CONTACT_MS || now_ms < last->at_ms ||
         (contact->waiting == 0 && last->waiting != 0);
}

/* Returns: whether it is to be written, which it then counts as */
static gboolean
take_due (CpHeadOffice *self, const char *device_id, const CpContact *contact, gint64 now_ms)
{
  Written *last = g_hash_table_lookup (self->contacts, device_id);

  if (last == NULL) {
    last = g_new0 (Written, 1);
    g_hash_table_insert (self->contacts, g_strdup (device_id), last);
  } else if (!is_due (last, contact, now_ms)) {
    return FALSE;
  }
  last->at_ms = now_ms;
  if (contact->waiting >= 0)
    last->waiting = contact->waiting;
  return TRUE;
}

void
cp_head_office_note_contact (CpHeadOffice *self, const char *device_id, const CpContact *contact)
{
  const CpHeadOfficeStorageClass *storage = self->storage->class_;
  gint64 now_ms = cp_world_wall_ms (self->world);
  g_autoptr (GError) error = NULL;

  if (!take_due (self, device_id, contact, now_ms))
    return;
  if (storage->begin (self->storage, &error) &&
      storage->put_contact (self->storage, device_id, now_ms, contact, &error) &&
      storage->commit (self->storage, &error))
    return;
  storage->rollback (self->storage);
  g_message ("It could not be written down that a device was heard: %s", error->message);
}

static CpJson *
reject (const CpJson *before, const char *note)
{
  CpJson *outcome = json_object ();

  cp_json_set_text (outcome, "outcome", "rejected");
  cp_json_set_text (outcome, "code", cp_json_get_text (before, "code"));
  cp_json_set_text (outcome, "detail",
                    note != NULL && *note != '\0' ? note : cp_json_get_text (before, "detail"));
  return outcome;
}

static CpJson *
post (CpHeadOffice *self, const CpReceived *received, GError **error)
{
  g_autoptr (CpJson) body = cp_json_parse (received->body, -1, error);
  CpPushOperation item = { .seq = received->seq, .id = received->id, .body = body };

  return body != NULL ? cp_head_office_post_again (self, received->device_id, &item, error) : NULL;
}

/* Every till shows its line of history. What is accepted gets one anew. */
static gboolean
refuse_line (CpHeadOffice *self, const char *operation_id, GError **error)
{
  CpAction *action = NULL;
  gboolean ok = TRUE;

  if (!self->storage->class_->get_row (self->storage, CP_KIND_ACTION, operation_id,
                                       (gpointer *) &action, error))
    return FALSE;
  if (action != NULL && g_strcmp0 (action->outcome, "needs_review") == 0) {
    g_free (action->outcome);
    action->outcome = g_strdup ("rejected");
    ok = cp_head_office_put_row (self, action, error);
  }
  cp_entity_free (action);
  return ok;
}

typedef struct {
  const char *operation_id;
  gboolean accept;
  const char *note;
} Verdict;

/* Each chain in which it stands is told: what a restored device sends again has another number. */
static gboolean
tell_outcome (CpHeadOffice *self,
              const CpReceived *received,
              const char *outcome,
              const GArray *places,
              GError **error)
{
  for (guint i = 0; i < places->len; i++) {
    const CpReceived *one = &g_array_index (places, CpReceived, i);
    const CpPlace place = { one->device_id, one->incarnation, one->seq };

    if (!self->storage->class_->add_ack (self->storage, &place, received->id, outcome, error))
      return FALSE;
  }
  return self->storage->class_->end_transaction (self->storage, error);
}

static gboolean
resolve (CpHeadOffice *self, const CpReceived *received, const Verdict *verdict, GError **error)
{
  g_autoptr (GArray) places = cp_received_list_new ();
  g_autoptr (CpJson) before = cp_json_parse (received->outcome, -1, error);
  g_autoptr (CpJson) after = NULL;
  g_autofree char *text = NULL;

  if (before == NULL)
    return FALSE;
  after = verdict->accept ? post (self, received, error) : reject (before, verdict->note);
  if (after == NULL)
    return FALSE;
  text = cp_json_to_text (after);
  return self->storage->class_->set_outcome (self->storage, received->id, received->outcome, text,
                                             places, error) &&
         (verdict->accept || refuse_line (self, received->id, error)) &&
         tell_outcome (self, received, text, places, error);
}

static gboolean
waits (const CpReceived *received)
{
  g_autoptr (CpJson) outcome =
      received->outcome != NULL ? cp_json_parse (received->outcome, -1, NULL) : NULL;

  return g_strcmp0 (cp_json_get_text (outcome, "outcome"), "needs_review") == 0;
}

static gboolean
try_to_resolve (CpHeadOffice *self, gpointer data, gboolean *ret_again, GError **error)
{
  const Verdict *verdict = data;
  g_auto (CpReceived) received = { 0 };
  gboolean ok = FALSE;

  if (!cp_head_office_begin (self, error))
    return FALSE;
  if (!self->storage->class_->get_operation (self->storage, verdict->operation_id, &received,
                                             error))
    return cp_head_office_finish (self, FALSE, error);
  if (!waits (&received))
    g_set_error_literal (error, CP_ERROR, CP_ERROR_NOT_FOUND,
                         "No such operation has to be looked at any more");
  else
    ok = resolve (self, &received, verdict, error);
  return cp_head_office_finish (self, ok, error);
}

gboolean
cp_head_office_resolve (
    CpHeadOffice *self, const char *operation_id, gboolean accept, const char *note, GError **error)
{
  Verdict verdict = { operation_id, accept, note };

  return cp_head_office_attempt (self, try_to_resolve, &verdict, error);
}
