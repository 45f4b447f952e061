/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One operation, from the request to the journal. */
#include "cp-ledger-private.h"

#include <string.h>

#include "cp-calendar.h"
#include "cp-error.h"

#include <glib/gi18n-lib.h>

/* All that one call gathers on its way. */
typedef struct {
  CpLedger *ledger;
  const char *session;
  const CpStaff *staff; /* (nullable): the member does it for themself */
  const char *own_id;   /* (nullable): whose own session it is */
  const CpStaff *approver;
  CpOperation *operation;
  CpJson *body;
  CpAccount *base;
  CpAccount *current;
  CpAccount *other; /* (nullable): of the second member */
  GPtrArray *others;
  CpLease *lease;  /* (nullable): of the account's home store */
  CpCase the_case; /* by which it was decided */
  CpDecision *decision;
} Submission;

static void
submission_clear (Submission *self)
{
  cp_operation_free (self->operation);
  json_decref (self->body);
  cp_account_free (self->base);
  cp_account_free (self->current);
  cp_account_free (self->other);
  g_clear_pointer (&self->others, g_ptr_array_unref);
  cp_entity_free (self->lease);
  cp_decision_free (self->decision);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Submission, submission_clear)

/* What the device notes by itself nobody can have it note. */
static gboolean
check_kind (const char *word, GError **error)
{
  int kind = cp_operation_kind_from_word (word);

  if (kind < 0 || !cp_operation_kind_is_record ((CpOperationKind) kind))
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "\"%s\" is not for anybody to do", word);
  return FALSE;
}

static gboolean
check_shape (const CpJson *request, GError **error)
{
  static const char *const keys[] = { "kind",     "member_id", "visit_id", "id",
                                      "approver", "payload",   NULL };
  static const char *const optional[] = { "member_id", "visit_id", "id" };

  if (!cp_ledger_check_request (request, keys, error) ||
      cp_ledger_require_text (request, "kind", error) == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (optional); i++)
    if (json_object_get (request, optional[i]) != NULL &&
        cp_ledger_require_text (request, optional[i], error) == NULL)
      return FALSE;
  if (cp_json_get_object (request, "payload") != NULL)
    return check_kind (cp_json_get_text (request, "kind"), error);
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "\"payload\" must be an object");
  return FALSE;
}

static gboolean
check_id (const CpJson *request, GError **error)
{
  const char *id = cp_json_get_text (request, "id");

  if (id == NULL || cp_id_is_valid (id))
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "\"id\" is not a UUIDv7");
  return FALSE;
}

/* Within their own session nobody does anything for others, or has a PIN looked at. */
static gboolean
check_own (const Submission *self, const CpJson *request, GError **error)
{
  if (self->own_id == NULL)
    return TRUE;
  if (json_object_get (request, "approver") == NULL)
    return cp_ledger_check_own (self->ledger, self->own_id, cp_json_get_text (request, "member_id"),
                                error);
  g_set_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED, _ ("Nobody approves what a member does"));
  return FALSE;
}

/* (nullable): in their own session, a member as they are called since any merge */
static const char *
get_member_id (const Submission *self, const CpJson *request)
{
  const char *asked_id = cp_json_get_text (request, "member_id");

  return asked_id != NULL && self->own_id != NULL ? self->own_id : asked_id;
}

static gboolean
check_approver (Submission *self, const CpJson *request, GError **error)
{
  static const char *const keys[] = { "staff_id", "pin", "card_uid", NULL };
  const CpJson *approver = json_object_get (request, "approver");
  const char *staff_id, *pin;

  if (approver == NULL)
    return TRUE;
  if (!cp_ledger_check_request (approver, keys, error))
    return FALSE;
  if (json_object_get (approver, "card_uid") != NULL) {
    const char *uid = cp_ledger_require_text (approver, "card_uid", error);

    self->approver = uid != NULL ? cp_ledger_check_staff_card (self->ledger, uid, error) : NULL;
    return self->approver != NULL;
  }
  staff_id = cp_ledger_require_text (approver, "staff_id", error);
  pin = staff_id != NULL ? cp_ledger_require_text (approver, "pin", error) : NULL;
  if (pin == NULL)
    return FALSE;
  self->approver = cp_ledger_check_pin (self->ledger, staff_id, pin, error);
  return self->approver != NULL;
}

/* Whom it is for: an enrolment makes its member and account, everything else names a member. */
static gboolean
add_subject (Submission *self, const CpJson *request, CpJson *payload, GError **error)
{
  CpLedger *ledger = self->ledger;
  const char *member_id = get_member_id (self, request);
  g_autofree char *account_id = NULL;

  if (g_str_equal (cp_json_get_text (request, "kind"), "enrol_member")) {
    const char *id = cp_json_get_text (self->body, "id");
    g_autofree char *new_member_id = cp_derive_id (id, CP_ENROLMENT_MEMBER);

    account_id = cp_derive_id (id, CP_ENROLMENT_ACCOUNT);
    cp_json_set_text (payload, "member_id", new_member_id);
    cp_json_set_text (self->body, "member_id", new_member_id);
    cp_json_set_text (self->body, "account_id", account_id);
    return TRUE;
  }
  if (member_id == NULL)
    return TRUE;
  if (!cp_ledger_find_account_of_member (ledger, member_id, &account_id, error))
    return FALSE;
  cp_json_set_text (self->body, "member_id", member_id);
  cp_json_set_text (self->body, "account_id", account_id);
  cp_card_proofs_stamp (cp_ledger_cards_get_proofs (ledger->cards), self->session, member_id,
                        self->body);
  return TRUE;
}

static gboolean
make_operation (Submission *self, const CpJson *request, GError **error)
{
  CpLedger *ledger = self->ledger;
  g_autofree char *new_id = cp_id_new (&ledger->ids, ledger->world);
  const char *id = cp_json_get_text (request, "id");
  CpJson *payload = json_deep_copy (cp_json_get_object (request, "payload"));

  self->body = json_object ();
  cp_json_set (self->body, "payload", payload);
  cp_json_set_text (self->body, "id", id != NULL ? id : new_id);
  cp_json_set_text (self->body, "kind", cp_json_get_text (request, "kind"));
  cp_json_set_int (self->body, "version", 1);
  cp_json_set_int (self->body, "at_ms", cp_world_wall_ms (ledger->world));
  if (self->staff != NULL)
    cp_json_set_text (self->body, "staff_id", self->staff->entity.id);
  else
    cp_json_set_bool (self->body, "by_member", TRUE);
  cp_json_set_text (self->body, "approver_id",
                    self->approver != NULL ? self->approver->entity.id : NULL);
  cp_json_set_text (
      self->body, "identified_by",
      cp_ledger_session_get_identified (ledger, self->session, get_member_id (self, request)));
  cp_json_set_text (self->body, "store_id", ledger->store_id);
  cp_json_set_text (self->body, "device_id", ledger->device_id);
  cp_json_set_text (self->body, "visit_id", cp_json_get_text (request, "visit_id"));
  cp_json_set_int (self->body, "programme_version", ledger->programme->version);
  cp_json_set_bool (self->body, "online", cp_ledger_is_online (ledger));
  if (!add_subject (self, request, payload, error))
    return FALSE;
  self->operation = cp_operation_from_json (self->body, error);
  if (self->operation != NULL)
    return TRUE;
  /* A kind that is too new for us is, at our own counter, only a wrong one. */
  if (error != NULL && g_error_matches (*error, CP_ERROR, CP_ERROR_NEWER))
    (*error)->code = CP_ERROR_INVALID;
  return FALSE;
}

static gboolean
load_accounts (Submission *self, GError **error)
{
  self->others = cp_ledger_gather_others (self->ledger, self->operation, error);
  if (self->others == NULL ||
      !cp_ledger_load_other_account (self->ledger, self->operation, &self->other, error))
    return FALSE;
  if (self->operation->account_id == NULL)
    return TRUE;
  self->current =
      cp_ledger_load_account (self->ledger, self->operation->account_id, &self->base, error);
  return self->current != NULL;
}

/* (nullable): that of @role_id (nullable) to do it */
static const CpRight *
find_right (const Submission *self, const char *role_id)
{
  return role_id != NULL
             ? cp_programme_get_right (self->ledger->programme, role_id, self->operation->kind)
             : NULL;
}

/* @staff_id: NULL for everybody on this device */
static gboolean
sum_today (
    Submission *self, const char *staff_id, gint64 *ret_count, gint64 *ret_minor, GError **error)
{
  const CpProgramme *programme = self->ledger->programme;
  const CpOperation *operation = self->operation;

  return cp_journal_sum_usage (
      self->ledger->journal, staff_id, cp_operation_kind_get_info (operation->kind)->word,
      cp_calendar_get_day_end_ms (programme, operation->store_id, operation->at_ms, -1),
      cp_calendar_get_day_end_ms (programme, operation->store_id, operation->at_ms, 0), ret_count,
      ret_minor, error);
}

/* What is not limited isn't counted. */
static gboolean
fill_usage (Submission *self, CpUsage *usage, GError **error)
{
  const CpRight *own =
      find_right (self, self->staff != NULL ? self->staff->role_id : CP_PROGRAMME_CUSTOMER);
  const CpRight *approvers =
      find_right (self, self->approver != NULL ? self->approver->role_id : NULL);

  if (self->staff != NULL && own != NULL && (own->per_day != 0 || own->day_minor != 0) &&
      !sum_today (self, self->staff->entity.id, &usage->staff_today, &usage->staff_today_minor,
                  error))
    return FALSE;
  if (approvers != NULL && (approvers->per_day != 0 || approvers->day_minor != 0) &&
      !sum_today (self, self->approver->entity.id, &usage->approver_today,
                  &usage->approver_today_minor, error))
    return FALSE;
  return own == NULL || (own->device_day == 0 && own->device_day_minor == 0) ||
         sum_today (self, NULL, &usage->device_today, &usage->device_today_minor, error);
}

static gboolean
decide (Submission *self, GError **error)
{
  CpCase *the_case = &self->the_case;

  the_case->mode = CP_DECIDE_AT_COUNTER;
  if (!load_accounts (self, error) || !fill_usage (self, &the_case->usage, error) ||
      !cp_ledger_fill_offline (self->ledger, self->operation, self->base, &the_case->offline,
                               &self->lease, error))
    return FALSE;
  the_case->programme = self->ledger->programme;
  if (self->current != NULL)
    cp_decision_prepare (self->operation, self->current);
  if (self->current != NULL && !cp_account_is_empty (self->current))
    the_case->account = self->current;
  the_case->other_account = self->other;
  the_case->others = self->others;
  the_case->staff = self->staff;
  the_case->approver = self->approver;
  the_case->has_wrong_card = cp_ledger_has_wrong_card (self->ledger, self->operation);
  the_case->lease = self->lease;
  the_case->incarnation = cp_journal_get_incarnation (self->ledger->journal);
  the_case->now_ms = self->operation->at_ms;
  self->decision = cp_decide (the_case, self->operation);
  cp_decision_note_asked (self->decision, self->operation);
  return TRUE;
}

/* Returns: (transfer none) (nullable): whose wrong PINs the operation forgets */
static char *
get_unlocked (const CpOperation *operation)
{
  if (operation->kind != CP_OPERATION_UNLOCK_STAFF)
    return NULL;
  return ((const CpUnlockStaff *) operation->payload)->staff_id;
}

static gboolean
append (Submission *self, const CpJson *answer, GError **error)
{
  CpLedger *ledger = self->ledger;
  const CpOperation *operation = self->operation;
  g_autoptr (GArray) keys = cp_keys_new ();
  g_autoptr (CpJson) document = cp_operation_to_json (operation);
  g_autofree char *body = cp_json_to_text (document);
  g_autofree char *answer_text = cp_json_to_text (answer);
  g_autoptr (GError) local = NULL;
  const CpJournalEntry entry = {
    .lane = cp_operation_kind_get_lane (operation->kind),
    .id = operation->id,
    .kind = (char *) cp_operation_kind_get_info (operation->kind)->word,
    .account_id = operation->account_id,
    .member_id = operation->member_id,
    .staff_id = self->staff != NULL ? operation->staff_id : (char *) CP_LEDGER_NO_STAFF,
    .at_ms = operation->at_ms,
    .value_minor = self->decision->value_minor,
    .body = body,
    .answer = answer_text,
    .unlocks = get_unlocked (operation),
    .terms = cp_terms_words[self->decision->terms],
  };
  gboolean ok;

  cp_operation_add_keys (operation, ledger->programme, keys);
  ok = cp_journal_append (ledger->journal, &entry, keys, &local);
  cp_ledger_note_write (ledger, local);
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&local));
  return ok && (!ledger->is_training ||
                cp_ledger_practise_verdict (ledger, &self->the_case, operation, self->base, error));
}

/* What an answer says besides the decision. */
static void
add_names (CpJson *answer, const char *operation_id, const char *member_id, const char *account_id)
{
  cp_json_set_text (answer, "operation_id", operation_id);
  cp_json_set_text (answer, "member_id", member_id);
  cp_json_set_text (answer, "account_id", account_id);
}

static void
add_view (const Submission *self,
          CpJson *answer,
          const CpAccount *base,
          const CpAccount *current,
          const char *member_id)
{
  CpViewSource source = cp_ledger_make_view_source (self->ledger, base, current, self->staff);
  CpJson *view = NULL;

  if (member_id != NULL && self->staff == NULL)
    view = cp_ledger_make_own_view (self->ledger, self->session, base, current, self->own_id);
  else if (member_id != NULL)
    view = cp_view_member (&source, member_id);
  if (view != NULL)
    cp_json_set (answer, "view", view);
}

/* There head office has spoken already. */
static CpJson *
answer_in_training (Submission *self, CpJson *answer, GError **error)
{
  CpLedger *ledger = self->ledger;
  const CpOperation *operation = self->operation;
  g_autoptr (CpOutcome) outcome = NULL;
  g_autoptr (CpAccount) base = NULL;
  g_autoptr (CpAccount) current = NULL;

  if (!cp_replica_find_outcome (ledger->replica, operation->id, &outcome, error))
    return NULL;
  cp_json_set_text (answer, "state", outcome != NULL ? outcome->outcome : "accepted");
  if (operation->account_id == NULL)
    return json_incref (answer);
  current = cp_ledger_load_account (ledger, operation->account_id, &base, error);
  if (current == NULL)
    return NULL;
  add_view (self, answer, base, current, operation->member_id);
  return json_incref (answer);
}

static CpJson *
write_down (Submission *self, CpJson *answer, GError **error)
{
  const CpOperation *operation = self->operation;

  if (!append (self, answer, error))
    return NULL;
  if (operation->kind == CP_OPERATION_END_VISIT)
    cp_ledger_session_ends_visit (self->ledger, self->session);
  cp_json_set_text (answer, "state", "waiting");
  if (self->ledger->is_training)
    return answer_in_training (self, answer, error);
  if (self->current != NULL) {
    cp_decision_apply (self->decision, self->current, TRUE);
    add_view (self, answer, self->base, self->current, operation->member_id);
  }
  if (operation->kind == CP_OPERATION_ENROL_MEMBER || operation->kind == CP_OPERATION_EDIT_PROFILE)
    g_clear_pointer (&self->ledger->waiting_accounts, g_ptr_array_unref);
  cp_ledger_tell (self->ledger, "accounts", operation->account_id);
  cp_ledger_tell (self->ledger, "outbox", NULL);
  return json_incref (answer);
}

gboolean
cp_ledger_write_record (CpLedger *self,
                        const char *session,
                        const CpStaff *staff,
                        const CpJson *request,
                        GError **error)
{
  g_auto (Submission) submission = { .ledger = self, .session = session, .staff = staff };
  g_autoptr (CpJson) answer = NULL;

  if (!make_operation (&submission, request, error) || !decide (&submission, error))
    return FALSE;
  /* Somebody who is not there (any more) can't be noted to have been opened. */
  if (submission.decision->code != CP_REJECTION_NONE)
    return TRUE;
  answer = json_object ();
  if (!append (&submission, answer, error))
    return FALSE;
  cp_ledger_tell (self, "outbox", NULL);
  return TRUE;
}

/* What is too large for a push, or too deep for who reads it, would never get to head office, and nothing
 * behind it. */
static gboolean
check_size (const CpOperation *operation, GError **error)
{
  g_autoptr (CpJson) document = cp_operation_to_json (operation);
  g_autofree char *body = cp_json_to_text (document);

  if (strlen (body) > CP_OPERATION_MAX_BYTES) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "The operation is larger than %d bytes",
                 CP_OPERATION_MAX_BYTES);
    return FALSE;
  }
  if (cp_json_get_depth (body) > CP_OPERATION_MAX_DEPTH) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "The operation nests deeper than %d",
                 CP_OPERATION_MAX_DEPTH);
    return FALSE;
  }
  return TRUE;
}

static CpJson *
do_new (Submission *self, const CpJson *request, gboolean preview, GError **error)
{
  g_autoptr (CpJson) answer = NULL;

  if (!check_approver (self, request, error) || !make_operation (self, request, error) ||
      !check_size (self->operation, error) || !decide (self, error))
    return NULL;
  answer = cp_view_decision (self->decision);
  cp_json_set_bool (answer, "preview", preview);
  add_names (answer, self->operation->id, self->operation->member_id, self->operation->account_id);
  if (preview)
    return g_steal_pointer (&answer);
  if (self->decision->code != CP_REJECTION_NONE)
    return cp_ledger_note_refusal (self->ledger, self->staff, self->operation, self->decision->code,
                                   error)
               ? g_steal_pointer (&answer)
               : NULL;
  return write_down (self, answer, error);
}

static gboolean
is_of_same_member (const Submission *self, const CpJson *request, const CpJournalEntry *entry)
{
  if (self->own_id == NULL)
    return g_strcmp0 (cp_json_get_text (request, "member_id"), entry->member_id) == 0;
  return entry->member_id != NULL &&
         cp_ledger_check_own (self->ledger, self->own_id, entry->member_id, NULL);
}

/* Whether @request is the one that @entry came from; where that was erased, as far as can be told. */
static gboolean
is_same (const Submission *self, const CpJson *request, const CpJournalEntry *entry)
{
  g_autoptr (CpJson) body =
      entry->body != NULL ? cp_json_parse_object (entry->body, -1, NULL) : NULL;
  g_autoptr (CpJson) payload = json_deep_copy (cp_json_get_object (request, "payload"));
  gboolean is_enrolment = g_str_equal (entry->kind, "enrol_member");
  /* By the device itself, see cp_decision_prepare(). */
  static const char *const filled_in[] = { "block_id", "definition_id", "after_ms" };
  CpJson *before;

  if (g_strcmp0 (cp_json_get_text (request, "kind"), entry->kind) != 0)
    return FALSE;
  if ((!is_enrolment || self->own_id != NULL) && !is_of_same_member (self, request, entry))
    return FALSE;
  if (body == NULL)
    return entry->body == NULL;
  before = cp_json_get_object (body, "payload");
  if (is_enrolment) {
    json_object_del (payload, "member_id");
    json_object_del (before, "member_id");
  }
  for (guint i = 0; i < G_N_ELEMENTS (filled_in); i++)
    if (json_object_get (payload, filled_in[i]) == NULL)
      json_object_del (before, filled_in[i]);
  return json_equal (payload, before);
}

/* Answers are not kept for ever: with an erasure all go that head office has. What is in the journal
 * was accepted. */
static CpJson *
recall (const CpJournalEntry *entry)
{
  CpJson *answer = json_object ();

  cp_json_set_text (answer, "decision", "accepted");
  cp_json_set_bool (answer, "preview", FALSE);
  add_names (answer, entry->id, entry->member_id, entry->account_id);
  return answer;
}

static CpJson *
answer_again (const Submission *self,
              const CpJournalEntry *entry,
              gboolean is_current,
              GError **error)
{
  CpLedger *ledger = self->ledger;
  g_autoptr (CpJson) answer =
      entry->answer != NULL ? cp_json_parse_object (entry->answer, -1, error) : recall (entry);
  g_autoptr (CpAccount) base = NULL;
  g_autoptr (CpAccount) current = NULL;
  g_autofree char *state = NULL;

  if (answer == NULL || !cp_ledger_find_state (ledger, entry, is_current, &state, error))
    return NULL;
  cp_json_set_text (answer, "state", state);
  if (entry->account_id != NULL) {
    current = cp_ledger_load_account (ledger, entry->account_id, &base, error);
    if (current == NULL)
      return NULL;
    add_view (self, answer, base, current, entry->member_id);
  }
  return g_steal_pointer (&answer);
}

static CpJson *
do_known (const Submission *self,
          const CpJson *request,
          const CpJournalEntry *entry,
          gboolean is_current,
          GError **error)
{
  if (entry->kind == NULL) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID,
                 "This was done long ago; the member's history has it");
    return NULL;
  }
  if (is_same (self, request, entry))
    return answer_again (self, entry, is_current, error);
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "\"id\" was used for something else");
  return NULL;
}

CpJson *
cp_ledger_submit (
    CpLedger *self, const char *session, const CpJson *request, gboolean preview, GError **error)
{
  g_auto (Submission) submission = { .ledger = self, .session = session };
  g_autoptr (CpJournalEntry) known = NULL;
  g_autoptr (GError) local = NULL;
  gboolean is_current = FALSE;
  const char *id;
  CpJson *answer;

  if (!cp_ledger_check_alive (self, error) || !cp_ledger_check_programme (self, error))
    return NULL;
  if (!cp_ledger_use_own_session (self, session, &submission.own_id, error))
    return NULL;
  if (submission.own_id == NULL)
    submission.staff = cp_ledger_use_session (self, session, error);
  if ((submission.own_id == NULL && submission.staff == NULL) || !check_shape (request, error) ||
      !check_id (request, error) || !check_own (&submission, request, error))
    return NULL;
  id = cp_json_get_text (request, "id");
  if (id != NULL && !cp_journal_find (self->journal, id, &known, &is_current, error))
    return NULL;
  if (known != NULL)
    return do_known (&submission, request, known, is_current, error);
  answer = do_new (&submission, request, preview, &local);
  if (answer == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return answer;
}
