/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The practice ledger: its rows are made here, in pages such as head office would send, and it is the
 * live one that says who may practise, and by which programme. */
#include "cp-error.h"
#include "cp-ledger-private.h"
#include "cp-practice.h"

#include <glib/gi18n-lib.h>

gboolean
cp_ledger_is_wrong_card (const CpLedger *self, const char *uid)
{
  return cp_practice_has_card (self->practice, uid) != self->is_training;
}

gboolean
cp_ledger_has_wrong_card (const CpLedger *self, const CpOperation *operation)
{
  g_autoptr (GArray) keys = cp_keys_new ();

  cp_operation_add_keys (operation, self->programme, keys);
  for (guint i = 0; i < keys->len; i++) {
    const CpKey *key = &g_array_index (keys, CpKey, i);

    if (key->type == CP_KEY_CARD_UID && cp_ledger_is_wrong_card (self, key->value))
      return TRUE;
  }
  return FALSE;
}

gboolean
cp_ledger_check_live (const CpLedger *self, GError **error)
{
  if (!self->is_training)
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED,
               "Training has no head office: nothing of it is ever sent");
  return FALSE;
}

/* (transfer full): who may practise, as what they practise as, and nothing of their own accounts */
static CpJson *
list_staff (const CpLedger *self)
{
  CpJson *list = json_array ();

  for (guint i = 0; i < self->staff->len; i++) {
    const CpStaff *staff = self->staff->pdata[i];
    const CpRole *role = cp_programme_find_role (self->programme, staff->role_id);
    CpStaff *trainee;

    if (staff->inactive || role == NULL || !cp_programme_may_train (self->programme, role->id))
      continue;
    trainee = cp_entity_new (CP_KIND_STAFF, staff->entity.id, NULL);
    trainee->name = g_strdup (staff->name);
    trainee->role_id = g_strdup (role->practises_as != NULL ? role->practises_as : role->id);
    trainee->pin_verifier = g_strdup (staff->pin_verifier);
    trainee->card_uid = g_strdup (staff->card_uid);
    cp_json_append (list, cp_entity_to_json (trainee));
    cp_entity_free (trainee);
  }
  return list;
}

CpJson *
cp_ledger_prepare_training (CpLedger *self, const char *session, GError **error)
{
  const CpStaff *staff;
  CpJson *prepared;

  if (!cp_ledger_check_alive (self, error) || !cp_ledger_check_programme (self, error))
    return NULL;
  staff = cp_ledger_use_session (self, session, error);
  if (staff == NULL)
    return NULL;
  if (!cp_programme_may_train (self->programme, staff->role_id)) {
    g_set_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED, _ ("Your role may not go into training"));
    return NULL;
  }
  prepared = json_object ();
  cp_json_set_text (prepared, "staff_id", staff->entity.id);
  cp_json_set (prepared, "programme", json_deep_copy (self->programme_document));
  cp_json_set (prepared, "staff", list_staff (self));
  return prepared;
}

static CpJson *
begin_page (CpLedger *self, gboolean fresh)
{
  const char *old_epoch = cp_replica_get_epoch (self->replica);
  g_autofree char *new_epoch = cp_id_new (&self->ids, self->world);
  gboolean is_new = fresh || old_epoch == NULL;
  CpJson *page = json_object ();

  cp_json_set_text (page, "epoch", is_new ? new_epoch : old_epoch);
  cp_json_set_int (page, "after", is_new ? 0 : cp_replica_get_cursor (self->replica));
  cp_json_set_int (page, "through", (is_new ? 0 : cp_replica_get_cursor (self->replica)) + 1);
  cp_json_set_int (page, "head_office_ms", cp_world_wall_ms (self->world));
  cp_json_set (page, "items", json_array ());
  return page;
}

/* @data: (transfer full) (nullable): %NULL: the row is gone */
static void
add_row (CpJson *page, CpKind kind, const char *id, CpJson *data)
{
  CpJson *item = json_object ();

  cp_json_set_text (item, "t", "row");
  cp_json_set_text (item, "kind", cp_kind_get_type (kind)->name);
  cp_json_set_text (item, "id", id);
  cp_json_set_int (item, "ver", cp_json_get_int (page, "through", 0));
  cp_json_set (item, "data", data != NULL ? data : json_null ());
  cp_json_append (cp_json_get_array (page, "items"), item);
}

static gboolean
is_listed (const CpJson *staff, const char *id)
{
  gsize i;
  CpJson *who;

  json_array_foreach (staff, i, who)
  {
    if (g_str_equal (cp_json_get_text (who, "id"), id))
      return TRUE;
  }
  return FALSE;
}

/* Whoever may no longer practise leaves. */
static gboolean
add_staff (CpLedger *self, CpJson *page, const CpJson *prepared, GError **error)
{
  const CpJson *staff = cp_json_get_array (prepared, "staff");
  CpStaff *approver;
  gsize i;
  CpJson *who;

  for (guint n = 0; n < self->staff->len; n++) {
    const CpEntity *old = self->staff->pdata[n];

    if (!is_listed (staff, old->id))
      add_row (page, CP_KIND_STAFF, old->id, NULL);
  }
  json_array_foreach (staff, i, who)
  {
    add_row (page, CP_KIND_STAFF, cp_json_get_text (who, "id"), json_incref (who));
  }
  approver = cp_practice_make_approver (self->practice, self->programme, self->pin_key, error);
  if (approver == NULL)
    return FALSE;
  add_row (page, CP_KIND_STAFF, approver->entity.id, cp_entity_to_json (approver));
  cp_entity_free (approver);
  return TRUE;
}

static void
add_programme (CpJson *page, const CpJson *prepared)
{
  CpProgrammeRow *row = cp_entity_new (CP_KIND_PROGRAMME, "current", NULL);

  row->document = json_deep_copy (cp_json_get_object (prepared, "programme"));
  add_row (page, CP_KIND_PROGRAMME, "current", cp_entity_to_json (row));
  cp_entity_free (row);
}

static void
add_people (CpLedger *self, CpJson *page)
{
  g_autoptr (GPtrArray) rows = cp_practice_make_rows (self->practice, self->programme,
                                                      self->store_id, &self->ids, self->world);

  for (guint i = 0; i < rows->len; i++) {
    const CpEntity *row = rows->pdata[i];

    add_row (page, row->kind, row->id, cp_entity_to_json (row));
  }
}

static void
append_ack (CpLedger *self, CpJson *page, const char *operation_id, const CpDecision *decision)
{
  gboolean flagged = decision != NULL && decision->flags->len > 0;
  CpRejection code = decision != NULL ? decision->code : CP_REJECTION_NONE;
  CpJson *item = json_object ();

  cp_json_set_text (item, "t", "ack");
  cp_json_set_int (item, "seq", cp_journal_get_last_seq (self->journal, CP_LANE_PRIORITY));
  cp_json_set_text (item, "operation_id", operation_id);
  cp_json_set_text (item, "outcome",
                    code != CP_REJECTION_NONE ? "rejected"
                    : flagged                 ? "accepted_changed"
                                              : "accepted");
  if (flagged && code == CP_REJECTION_NONE)
    code = g_array_index (decision->flags, guint, 0);
  if (code != CP_REJECTION_NONE)
    cp_json_set_text (item, "code", cp_rejection_get_info (code)->word);
  if (decision != NULL)
    cp_json_set_text (item, "detail", decision->detail);
  cp_json_append (cp_json_get_array (page, "items"), item);
}

/* What was practised before counts as dealt with, so that it is not replayed on what is new. */
static gboolean
add_ack (CpLedger *self, CpJson *page, GError **error)
{
  gint64 last_seq = cp_journal_get_last_seq (self->journal, CP_LANE_PRIORITY);
  g_autoptr (GPtrArray) entries = NULL;

  if (last_seq == 0)
    return TRUE;
  entries = cp_journal_list_from (self->journal, CP_LANE_PRIORITY, last_seq, 1, error);
  if (entries == NULL)
    return FALSE;
  append_ack (self, page, ((const CpJournalEntry *) entries->pdata[0])->id, NULL);
  return TRUE;
}

/* @page: (transfer full): ends it; the ledger knows everything as of now */
static gboolean
apply (CpLedger *self, CpJson *page, GError **error)
{
  g_autoptr (CpJson) owned = page;
  g_autofree char *incarnation = g_strdup (cp_journal_get_incarnation (self->journal));
  g_auto (CpReplicaChanges) changes = { NULL };

  json_array_append_new (cp_json_get_array (page, "items"), json_pack ("{s:s}", "t", "end"));
  if (!cp_replica_apply_page (self->replica, incarnation, NULL, page, &changes, error) ||
      !cp_ledger_take_up_page (self, page, TRUE, &changes, error))
    return FALSE;
  g_free (self->line.state);
  self->line.state = g_strdup ("online");
  cp_ledger_tell_changes (self, &changes);
  return TRUE;
}

gboolean
cp_ledger_practise_verdict (CpLedger *self,
                            const CpCase *at_counter,
                            const CpOperation *operation,
                            const CpAccount *base,
                            GError **error)
{
  CpCase the_case = *at_counter;
  g_autoptr (CpDecision) decision = NULL;
  CpJson *page = begin_page (self, FALSE);

  the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  the_case.account = base != NULL && !cp_account_is_empty (base) ? base : NULL;
  decision = cp_decide (&the_case, operation);
  for (guint i = 0; i < decision->changes->len; i++) {
    const CpEntity *row = decision->changes->pdata[i];

    add_row (page, row->kind, row->id, cp_entity_to_json (row));
  }
  append_ack (self, page, operation->id, decision);
  return apply (self, page, error);
}

/* The programme first: by it everything else is made. */
static gboolean
seed (CpLedger *self, const CpJson *prepared, gboolean fresh, GError **error)
{
  gboolean is_new = fresh || cp_replica_get_epoch (self->replica) == NULL;
  CpJson *page = begin_page (self, fresh);

  add_programme (page, prepared);
  if (!apply (self, page, error) || !cp_ledger_check_programme (self, error))
    return FALSE;
  page = begin_page (self, FALSE);
  if (is_new)
    add_people (self, page);
  if (add_staff (self, page, prepared, error) && (!is_new || add_ack (self, page, error)))
    return apply (self, page, error);
  json_decref (page);
  return FALSE;
}

static CpJson *
describe_approver (const CpLedger *self)
{
  const CpJson *approver = cp_json_get_object (self->practice, "approver");
  CpJson *document = json_object ();

  cp_json_set_text (document, "staff_id", cp_json_get_text (approver, "id"));
  cp_json_set_text (document, "pin", cp_json_get_text (approver, "pin"));
  return document;
}

CpJson *
cp_ledger_begin_training (CpLedger *self, const CpJson *prepared, gboolean fresh, GError **error)
{
  const CpStaff *staff;
  CpJson *reply;

  g_return_val_if_fail (self->is_training, NULL);

  if (!cp_ledger_check_alive (self, error))
    return NULL;
  if (fresh)
    g_hash_table_remove_all (self->sessions);
  if (!seed (self, prepared, fresh, error))
    return NULL;
  staff = cp_ledger_find_staff (self, cp_json_get_text (prepared, "staff_id"));
  g_return_val_if_fail (staff != NULL, NULL);
  reply = cp_ledger_begin_session (self, staff);
  cp_json_set (reply, "cases", cp_practice_describe_cases (self->practice));
  cp_json_set (reply, "approver", describe_approver (self));
  return reply;
}
