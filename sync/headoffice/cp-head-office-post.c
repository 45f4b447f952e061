/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One operation: the rules with head office's rows, and all that is written of it. */
#include "cp-calendar.h"
#include "cp-chain.h"
#include "cp-decision.h"
#include "cp-error.h"
#include "cp-head-office-private.h"
#include "cp-store-scope.h"

/* What an operation is decided with; the accounts are the storage's, until something is written. */
typedef struct {
  const CpOperation *operation;
  char *account_id;               /* (nullable): on which its member is now */
  const CpAccount *account;       /* (nullable) */
  const CpAccount *other_account; /* (nullable) */
  CpAccount *to_erase;            /* (nullable): our own copy, in place of @account */
  GPtrArray *others;
  const CpStaff *staff; /* (nullable): the storage's, as nobody changes staff here, or @unknown's */
  const CpStaff *approver; /* (nullable) */
  GPtrArray *unknown;      /* (nullable): of CpStaff */
  CpLease *lease;          /* (nullable): of the account's home store, where it matters */
  const char *incarnation; /* (nullable) */
  CpCase the_case;
  gint64 day; /* on which it counts towards limits */
} Matter;

static void
clear_matter (Matter *matter)
{
  g_free (matter->account_id);
  g_clear_pointer (&matter->others, g_ptr_array_unref);
  g_clear_pointer (&matter->unknown, g_ptr_array_unref);
  cp_entity_free (matter->lease);
  cp_account_free (matter->to_erase);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Matter, clear_matter)

/* Somebody whom head office doesn't know has no role, so no right; nor has nobody, unless the member did
 * it for themself. */
static const CpStaff *
make_unknown (Matter *matter, const char *id)
{
  CpStaff *staff = cp_entity_new (CP_KIND_STAFF, id, NULL);

  if (matter->unknown == NULL)
    matter->unknown = g_ptr_array_new_with_free_func (cp_entity_free);
  g_ptr_array_add (matter->unknown, staff);
  return staff;
}

static gboolean
load_staff (
    CpHeadOffice *self, Matter *matter, const char *id, const CpStaff **ret_staff, GError **error)
{
  const CpEntity *row = NULL;

  if (!self->storage->class_->look_at_row (self->storage, CP_KIND_STAFF, id, &row, error))
    return FALSE;
  *ret_staff = row != NULL ? (const CpStaff *) row : make_unknown (matter, id);
  return TRUE;
}

/* (nullable): an enrolment makes its account; should there be one, that is loaded all the same, for
 * the rules to see that the id is taken. */
char *
cp_head_office_dup_account_id (const CpOperation *operation)
{
  if (operation->account_id == NULL && operation->kind == CP_OPERATION_ENROL_MEMBER)
    return cp_derive_id (operation->id, CP_ENROLMENT_ACCOUNT);
  return g_strdup (operation->account_id);
}

/* Where the member is now: the device may have known another account, before a merge or a join.
 * @ret_account_id: (transfer full) (nullable) */
static gboolean
find_account (CpHeadOffice *self, const char *member_id, char **ret_account_id, GError **error)
{
  gpointer row = NULL;

  if (member_id != NULL &&
      !self->storage->class_->get_row (self->storage, CP_KIND_MEMBER, member_id, &row, error))
    return FALSE;
  *ret_account_id = row != NULL ? g_strdup (((CpEntity *) row)->account_id) : NULL;
  cp_entity_free (row);
  return TRUE;
}

/* The operation is on the account on which its member is now. */
static gboolean
load_account (CpHeadOffice *self, Matter *matter, GError **error)
{
  const CpHeadOfficeStorageClass *storage = self->storage->class_;
  const CpOperation *operation = matter->operation;
  g_autofree char *present_id = NULL;

  matter->account_id = cp_head_office_dup_account_id (operation);
  if (matter->account_id == NULL)
    return TRUE;
  if (!storage->get_account (self->storage, matter->account_id, &matter->account, error))
    return FALSE;
  if (operation->kind == CP_OPERATION_ENROL_MEMBER || operation->member_id == NULL ||
      cp_account_find_member (matter->account, operation->member_id) != NULL)
    return TRUE;
  if (!find_account (self, operation->member_id, &present_id, error))
    return FALSE;
  if (present_id == NULL)
    return TRUE;
  g_free (matter->account_id);
  matter->account_id = g_steal_pointer (&present_id);
  return storage->get_account (self->storage, matter->account_id, &matter->account, error);
}

static gboolean
load_other_account (CpHeadOffice *self, Matter *matter, GError **error)
{
  const char *other_id = cp_operation_get_other_member (matter->operation);
  g_autofree char *account_id = NULL;

  if (other_id == NULL)
    return TRUE;
  if (!find_account (self, other_id, &account_id, error))
    return FALSE;
  if (account_id == NULL || g_strcmp0 (account_id, matter->account_id) == 0)
    return TRUE;
  return self->storage->class_->get_account (self->storage, account_id, &matter->other_account,
                                             error);
}

static gboolean
has_row (const GPtrArray *rows, const CpEntity *entity)
{
  for (guint i = 0; i < rows->len; i++) {
    const CpEntity *other = g_ptr_array_index (rows, i);

    if (other->kind == entity->kind && g_str_equal (other->id, entity->id))
      return TRUE;
  }
  return FALSE;
}

/* Keeps what is outside the account, each row once. */
static void
take_others (Matter *matter, GPtrArray *found)
{
  while (found->len > 0) {
    CpEntity *entity = g_ptr_array_steal_index_fast (found, found->len - 1);

    if (g_strcmp0 (entity->account_id, matter->account_id) == 0 || has_row (matter->others, entity))
      cp_entity_free (entity);
    else
      g_ptr_array_add (matter->others, entity);
  }
}

/* An enrolment names its member itself, so somebody else's id has to be seen too. */
static gboolean
find_namesake (CpHeadOffice *self, const Matter *matter, GPtrArray *found, GError **error)
{
  const CpEnrolMember *payload = matter->operation->payload;
  gpointer row = NULL;

  if (matter->operation->kind != CP_OPERATION_ENROL_MEMBER)
    return TRUE;
  if (!self->storage->class_->get_row (self->storage, CP_KIND_MEMBER, payload->member_id, &row,
                                       error))
    return FALSE;
  if (row != NULL)
    g_ptr_array_add (found, row);
  return TRUE;
}

static gboolean
load_others (CpHeadOffice *self, Matter *matter, GError **error)
{
  g_autoptr (GArray) keys = cp_keys_new ();
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (cp_entity_free);

  matter->others = g_ptr_array_new_with_free_func (cp_entity_free);
  cp_operation_add_keys (matter->operation, self->programme, keys);
  for (guint i = 0; i < keys->len; i++)
    if (!self->storage->class_->add_rows_by_key (self->storage, &g_array_index (keys, CpKey, i),
                                                 found, error))
      return FALSE;
  if (!find_namesake (self, matter, found, error))
    return FALSE;
  take_others (matter, found);
  return TRUE;
}

static gboolean
load_people (CpHeadOffice *self, Matter *matter, GError **error)
{
  const CpOperation *operation = matter->operation;

  return (operation->by_member ||
          load_staff (self, matter, operation->staff_id, &matter->staff, error)) &&
         (operation->approver_id == NULL ||
          load_staff (self, matter, operation->approver_id, &matter->approver, error));
}

/* What was done offline counts on the day on which it was done, unless that is still to come. */
static gboolean
load_usage (CpHeadOffice *self, Matter *matter, CpUsage *usage, GError **error)
{
  const CpOperation *operation = matter->operation;
  const char *word = cp_operation_kind_get_info (operation->kind)->word;

  matter->day = cp_calendar_get_day (self->programme, operation->store_id,
                                     MIN (operation->at_ms, matter->the_case.now_ms));
  if (operation->by_member)
    return TRUE;
  return self->storage->class_->get_usage (self->storage, operation->staff_id, word, matter->day,
                                           &usage->staff_today, &usage->staff_today_minor, error) &&
         (matter->approver == NULL ||
          self->storage->class_->get_usage (self->storage, operation->approver_id, word,
                                            matter->day, &usage->approver_today,
                                            &usage->approver_today_minor, error));
}

static gboolean
load_lease (CpHeadOffice *self, Matter *matter, GError **error)
{
  const CpOperation *operation = matter->operation;
  const char *home_id = matter->account != NULL ? cp_account_get_home (matter->account) : NULL;
  gpointer row = NULL;

  if (home_id == NULL || (!operation->asks && operation->kind != CP_OPERATION_RETURN_LEASE))
    return TRUE;
  if (!self->storage->class_->get_row (self->storage, CP_KIND_LEASE, home_id, &row, error))
    return FALSE;
  matter->lease = row;
  return TRUE;
}

static gboolean
load_history (CpHeadOffice *self, Matter *matter, GError **error)
{
  if (matter->operation->kind != CP_OPERATION_REMOVE_MEMBER || matter->account == NULL)
    return TRUE;
  if (!cp_head_office_copy_to_erase (self, matter->account, &matter->to_erase, error))
    return FALSE;
  matter->account = matter->to_erase;
  return TRUE;
}

static gboolean
load_matter (CpHeadOffice *self, Matter *matter, GError **error)
{
  CpCase *the_case = &matter->the_case;

  the_case->mode = CP_DECIDE_AT_HEAD_OFFICE;
  the_case->programme = self->programme;
  the_case->now_ms = cp_world_wall_ms (self->world);
  if (!load_account (self, matter, error) || !load_other_account (self, matter, error) ||
      !load_others (self, matter, error) || !load_people (self, matter, error) ||
      !load_history (self, matter, error) || !load_lease (self, matter, error) ||
      !load_usage (self, matter, &the_case->usage, error))
    return FALSE;
  the_case->account = matter->account;
  the_case->other_account = matter->other_account;
  the_case->others = matter->others;
  the_case->staff = matter->staff;
  the_case->approver = matter->approver;
  the_case->lease = matter->lease;
  the_case->incarnation = matter->incarnation;
  return TRUE;
}

static CpJson *
make_outcome (const char *word, const char *code, const char *detail)
{
  CpJson *outcome = json_object ();

  cp_json_set_text (outcome, "outcome", word);
  cp_json_set_text (outcome, "code", code);
  cp_json_set_text (outcome, "detail", detail);
  return outcome;
}

static CpJson *
review (const char *detail)
{
  return make_outcome ("needs_review", cp_rejection_get_info (CP_REJECTION_INVALID)->word, detail);
}

static CpJson *
judge (const CpDecision *decision, const CpOperation *operation)
{
  const CpOperationKindInfo *info = cp_operation_kind_get_info (operation->kind);
  CpJson *outcome;
  CpJson *flags;

  if (decision->code != CP_REJECTION_NONE)
    return make_outcome (info->is_fact && !decision->needs_word ? "needs_review" : "rejected",
                         cp_rejection_get_info (decision->code)->word, decision->detail);
  if (decision->flags == NULL || decision->flags->len == 0)
    return make_outcome ("accepted", NULL, NULL);
  outcome = make_outcome ("accepted_changed", NULL, decision->detail);
  flags = json_array ();
  for (guint i = 0; i < decision->flags->len; i++)
    cp_json_append (
        flags,
        json_string (
            cp_rejection_get_info ((CpRejection) g_array_index (decision->flags, guint, i))->word));
  cp_json_set (outcome, "flags", flags);
  return outcome;
}

/* A row that the rules have made, and not changed, has an id of its own. */
static void
expect_new_rows (CpHeadOffice *self, const CpDecision *decision)
{
  for (guint i = 0; decision->changes != NULL && i < decision->changes->len; i++) {
    const CpEntity *entity = decision->changes->pdata[i];

    if (entity->ver == 0)
      cp_head_office_expect_new (self, entity);
  }
}

static gboolean
write_changes (CpHeadOffice *self, const CpDecision *decision, GError **error)
{
  for (guint i = 0; decision->changes != NULL && i < decision->changes->len; i++)
    if (!cp_head_office_put_row (self, decision->changes->pdata[i], error))
      return FALSE;
  return TRUE;
}

/* The home store's till is asked to give back what somebody else wants: by a row that is another each
 * time, so that one who missed it is asked again. */
static gboolean
recall_lease (CpHeadOffice *self, const Matter *matter, GError **error)
{
  const CpAccountRow *row = cp_account_get_row (matter->account);
  CpAccountRow *recalled = row != NULL ? cp_entity_copy (row)
                                       : cp_entity_new (CP_KIND_ACCOUNT, matter->account->id, NULL);
  gboolean ok;

  recalled->lease_recalled_ms = MAX (matter->the_case.now_ms, recalled->lease_recalled_ms + 1);
  ok = cp_head_office_put_row (self, recalled, error);
  cp_entity_free (recalled);
  return ok;
}

/* What erases somebody here has to erase them in what is kept of earlier times too. */
static gboolean
forget_removed (CpHeadOffice *self,
                const Matter *matter,
                const CpDecision *decision,
                GError **error)
{
  const CpOperation *operation = matter->operation;

  return operation->kind != CP_OPERATION_REMOVE_MEMBER || decision->code != CP_REJECTION_NONE ||
         cp_head_office_forget_member (self, matter->account_id, operation->member_id,
                                       decision->changes, error);
}

/* What stands has its line of history among its changes; what was refused gets one here. Not an
 * enrolment: the account that it ran into is somebody else's. */
static gboolean
write_refusal (CpHeadOffice *self,
               const Matter *matter,
               const CpDecision *decision,
               const CpJson *outcome,
               GError **error)
{
  CpAction *action = NULL;
  gboolean ok;

  if (decision->code == CP_REJECTION_LEASED_ELSEWHERE && !recall_lease (self, matter, error))
    return FALSE;
  if (matter->operation->kind != CP_OPERATION_ENROL_MEMBER)
    action = cp_decision_make_action (decision, &matter->the_case, matter->operation);
  if (action == NULL)
    return TRUE;
  g_free (action->outcome);
  action->outcome = g_strdup (cp_json_get_text (outcome, "outcome"));
  ok = cp_head_office_put_row (self, action, error);
  cp_entity_free (action);
  return ok;
}

static void
count_outcome (CpHeadOffice *self, const CpJson *outcome)
{
  for (guint i = 0; i < CP_N_OUTCOMES; i++)
    if (g_strcmp0 (cp_json_get_text (outcome, "outcome"), cp_outcome_words[i]) == 0)
      self->counts.operations[i]++;
}

static gboolean
write_received (CpHeadOffice *self,
                const CpPlace *place,
                CpReceived *received,
                const CpJson *outcome,
                GError **error)
{
  g_autofree char *text = cp_json_to_text (outcome);

  received->outcome = text;
  received->at_ms = cp_world_wall_ms (self->world);
  count_outcome (self, outcome);
  return self->storage->class_->put_operation (self->storage, place, received, error) &&
         self->storage->class_->add_ack (self->storage, place, received->id, text, error);
}

/* What stands counts towards the limits of whoever did it, and of whoever agreed. */
static void
count (CpReceived *received, const Matter *matter, const CpDecision *decision)
{
  if (decision->code != CP_REJECTION_NONE)
    return;
  received->kind = (char *) cp_operation_kind_get_info (matter->operation->kind)->word;
  received->staff_id = matter->operation->staff_id;
  received->approver_id = matter->operation->approver_id;
  received->day = matter->day;
  received->value_minor = decision->value_minor;
}

/* What it says of somebody who has been erased is not kept, for whatever reason it was refused. */
static gboolean
drop_refused (CpHeadOffice *self, const CpDecision *decision, CpReceived *received, GError **error)
{
  if (decision->code == CP_REJECTION_NONE)
    return TRUE;
  if (decision->code == CP_REJECTION_MEMBER_ERASED)
    received->body = (char *) "null";
  return cp_head_office_drop_erased (self, received, error);
}

static gboolean
post_readable (
    CpHeadOffice *self, const CpPlace *place, CpReceived *received, Matter *matter, GError **error)
{
  g_autoptr (CpDecision) decision = NULL;
  g_autoptr (CpJson) outcome = NULL;

  if (!load_matter (self, matter, error))
    return FALSE;
  decision = cp_decide (&matter->the_case, matter->operation);
  if (!drop_refused (self, decision, received, error))
    return FALSE;
  outcome = judge (decision, matter->operation);
  expect_new_rows (self, decision);
  if (decision->code == CP_REJECTION_NONE ? !write_changes (self, decision, error)
                                          : !write_refusal (self, matter, decision, outcome, error))
    return FALSE;
  if (!forget_removed (self, matter, decision, error) ||
      (decision->code == CP_REJECTION_NONE &&
       !cp_store_scope_welcome (self, place->device_id, matter->account_id, matter->operation,
                                error)))
    return FALSE;
  count (received, matter, decision);
  return write_received (self, place, received, outcome, error);
}

CpJson *
cp_head_office_post_again (CpHeadOffice *self,
                           const char *device_id,
                           const CpPushOperation *item,
                           GError **error)
{
  g_autofree char *trouble = NULL;
  g_autoptr (CpOperation) operation = cp_head_office_read_operation (device_id, item, &trouble);
  g_auto (Matter) matter = { .operation = operation };
  g_autoptr (CpDecision) decision = NULL;

  if (operation == NULL) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, trouble);
    return NULL;
  }
  if (!load_matter (self, &matter, error))
    return NULL;
  decision = cp_decide (&matter.the_case, operation);
  if (decision->code != CP_REJECTION_NONE) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "It still can't be posted: %s %s",
                 cp_rejection_get_info (decision->code)->word,
                 decision->detail != NULL ? decision->detail : "");
    return NULL;
  }
  return write_changes (self, decision, error) && forget_removed (self, &matter, decision, error)
             ? judge (decision, operation)
             : NULL;
}

/* The chain covers the id inside alone, so that is the one that counts where there is one. */
const char *
cp_head_office_get_operation_id (const CpPushOperation *item, const CpOperation *operation)
{
  const char *id = cp_json_get_text (item->body, "id");

  if (operation != NULL)
    return operation->id;
  return id != NULL && cp_id_is_valid (id) ? id : item->id;
}

CpOperation *
cp_head_office_read_operation (const char *device_id,
                               const CpPushOperation *item,
                               char **ret_trouble)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpOperation) operation = cp_operation_from_json (item->body, &error);

  if (json_is_null (item->body))
    *ret_trouble = g_strdup ("What it said has been erased");
  else if (operation == NULL)
    *ret_trouble = g_strdup (error->message);
  else if (!g_str_equal (operation->id, cp_head_office_get_operation_id (item, NULL)))
    *ret_trouble = g_strdup ("Its id is none");
  else if (g_strcmp0 (operation->device_id, device_id) != 0)
    *ret_trouble = g_strdup ("It says that another device made it");
  else
    return g_steal_pointer (&operation);
  return NULL;
}

static gboolean
post_new (CpHeadOffice *self,
          const CpPlace *place,
          const CpPushOperation *item,
          const CpOperation *operation,
          CpReceived *received,
          GError **error)
{
  g_autofree char *trouble = NULL;
  g_auto (Matter) matter = { .operation = operation, .incarnation = place->incarnation };
  g_autoptr (CpJson) outcome = NULL;

  if (operation != NULL)
    return post_readable (self, place, received, &matter, error);
  cp_operation_free (cp_head_office_read_operation (place->device_id, item, &trouble));
  g_message ("An operation of device %s needs review: %s", place->device_id, trouble);
  outcome = review (trouble);
  return cp_head_office_drop_erased (self, received, error) &&
         write_received (self, place, received, outcome, error);
}

/* What was erased on the device is compared by what is left of it. */
static gboolean
is_same_body (const CpReceived *known, const CpReceived *received, const char *body_hash)
{
  g_autofree char *known_hash = NULL;

  /* Of one that was erased here nothing is left to compare. */
  if (g_str_equal (known->body, "null"))
    return TRUE;
  if (body_hash == NULL)
    return g_str_equal (known->body, received->body);
  known_hash = cp_chain_hash_body (known->body);
  return g_str_equal (known_hash, body_hash);
}

/* The same operation under another number has the effect and the outcome that it had. */
static gboolean
post_known (CpHeadOffice *self,
            const CpPlace *place,
            const CpReceived *known,
            const CpPushOperation *item,
            CpReceived *received,
            GError **error)
{
  g_autoptr (CpJson) outcome = is_same_body (known, received, item->body_hash)
                                   ? cp_json_parse (known->outcome, -1, error)
                                   : review ("Its id is another operation's");

  /* What was erased since does not come back by it. */
  if (g_str_equal (known->body, "null"))
    received->body = (char *) "null";
  received->is_repeat = TRUE;
  return outcome != NULL && write_received (self, place, received, outcome, error);
}

gboolean
cp_head_office_post (CpHeadOffice *self,
                     const CpPlace *place,
                     const CpPushOperation *item,
                     const char *body,
                     const CpOperation *operation,
                     GError **error)
{
  CpReceived received = { .id = (char *) cp_head_office_get_operation_id (item, operation),
                          .hash = (char *) item->hash,
                          .body = (char *) body };
  const CpHeadOfficeStorageClass *storage = self->storage->class_;
  g_auto (CpReceived) known = { 0 };

  if (storage->expect_no_operation != NULL)
    storage->expect_no_operation (self->storage, received.id);
  if (!storage->get_operation (self->storage, received.id, &known, error))
    return FALSE;
  return known.id != NULL ? post_known (self, place, &known, item, &received, error)
                          : post_new (self, place, item, operation, &received, error);
}
