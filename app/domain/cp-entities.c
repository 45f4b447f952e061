/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-entities.h"

#include "cp-clienteling-rows.h"
#include "cp-error.h"

/* Fields stand in the byte order of their names, which is the one in which they are written.
 * The entity's own stand in the struct's first member, so their keys are given by hand. */
#define ID_FIELD                                                       \
  {                                                                    \
    "id", CP_FIELD_TEXT, G_STRUCT_OFFSET (CpEntity, id), TRUE, 0, NULL \
  }
#define ACCOUNT_ID_FIELD(required)                                                         \
  {                                                                                        \
    "account_id", CP_FIELD_TEXT, G_STRUCT_OFFSET (CpEntity, account_id), required, 0, NULL \
  }

static const char *const member_states[] = { "provisional", "active", "enrolled", "unenrolled",
                                             "on_hold",     "merged", "erased",   NULL };
static const char *const card_states[] = {
  "stock", "linked", "active", "replaced", "retired", NULL
};
static const char *const card_media[] = { "physical", "additional", "virtual", NULL };
static const char *const incentive_states[] = { "issued",  "active", "part_used", "used",
                                                "expired", "voided", NULL };
static const char *const redemption_states[] = { "held",      "confirmed", "reversed", "returned",
                                                 "cancelled", "lapsed",    NULL };
static const char *const receipt_states[] = { "confirmed", "incomplete", "cancelled", NULL };
static const char *const attributions[] = { "unattributed", "pending", "attributed", "detached",
                                            NULL };

const char *const cp_incentive_class_words[] = { "reward", "benefit", "credit", NULL };

static const CpField account_fields[] = {
  ACCOUNT_ID_FIELD (FALSE),
  CP_LONG_TEXT_FIELD (CpAccountRow, block_reason, 800),
  CP_BOOL_FIELD (CpAccountRow, blocked),
  CP_TEXT_FIELD (CpAccountRow, blocked_by_operation_id),
  ID_FIELD,
  CP_INT_FIELD (CpAccountRow, lease_recalled_ms),
  CP_BOOL_FIELD (CpAccountRow, lease_returned),
  CP_TEXT_FIELD (CpAccountRow, moved_to_account_id),
  CP_BOOL_FIELD (CpAccountRow, overdrawn),
  CP_LAST_FIELD,
};

static const CpField member_fields[] = {
  ACCOUNT_ID_FIELD (TRUE),
  CP_TEXT_FIELD (CpMember, birth_date),
  CP_TEXT_FIELD (CpMember, city),
  CP_INT_FIELD (CpMember, contact_changed_at_ms),
  CP_LONG_TEXT_FIELD (CpMember, email, 254),
  CP_INT_FIELD (CpMember, enrolled_at_ms),
  CP_TEXT_FIELD (CpMember, external_id),
  CP_TEXT_FIELD (CpMember, family_name),
  CP_JSON_FIELD (CpMember, fields),
  CP_JSON_FIELD (CpMember, former_account_ids),
  CP_TEXT_FIELD (CpMember, given_name),
  CP_TEXT_FIELD (CpMember, home_store_id),
  ID_FIELD,
  CP_TEXT_FIELD (CpMember, language),
  CP_TEXT_FIELD (CpMember, merged_into),
  CP_TEXT_FIELD (CpMember, phone),
  CP_TEXT_FIELD (CpMember, postcode),
  CP_BOOL_FIELD (CpMember, removing),
  CP_ENUM_FIELD (CpMember, state, member_states),
  CP_LONG_TEXT_FIELD (CpMember, state_reason, 800),
  CP_BOOL_FIELD (CpMember, thin),
  CP_LAST_FIELD,
};

static const CpField status_fields[] = {
  ACCOUNT_ID_FIELD (TRUE),
  CP_BOOL_FIELD (CpStatus, by_points),
  CP_INT_FIELD (CpStatus, from_ms),
  ID_FIELD,
  CP_REQUIRED_TEXT_FIELD (CpStatus, member_id),
  CP_LONG_TEXT_FIELD (CpStatus, reason, 500),
  CP_BOOL_FIELD (CpStatus, removed),
  CP_INT_FIELD (CpStatus, removed_at_ms),
  CP_REQUIRED_TEXT_FIELD (CpStatus, status_id),
  CP_REQUIRED_TEXT_FIELD (CpStatus, system_id),
  CP_INT_FIELD (CpStatus, until_ms),
  CP_LAST_FIELD,
};

/* A card in stock hangs on no account yet. */
static const CpField card_fields[] = {
  ACCOUNT_ID_FIELD (FALSE),
  CP_LONG_TEXT_FIELD (CpCard, block_reason, 800),
  CP_BOOL_FIELD (CpCard, blocked),
  CP_TEXT_FIELD (CpCard, blocked_by_operation_id),
  CP_TEXT_FIELD (CpCard, category_id),
  CP_INT_FIELD (CpCard, counter),
  CP_TEXT_FIELD (CpCard, counter_device_id),
  ID_FIELD,
  CP_INT_FIELD (CpCard, linked_at_ms),
  CP_ENUM_FIELD (CpCard, medium, card_media),
  CP_TEXT_FIELD (CpCard, member_id),
  CP_TEXT_FIELD (CpCard, number),
  CP_TEXT_FIELD (CpCard, replaced_by_card_id),
  CP_LONG_TEXT_FIELD (CpCard, retire_reason, 800),
  CP_ENUM_FIELD (CpCard, retired_from, card_states),
  CP_ENUM_FIELD (CpCard, state, card_states),
  CP_TEXT_FIELD (CpCard, uid),
  CP_LAST_FIELD,
};

static const CpField incentive_fields[] = {
  ACCOUNT_ID_FIELD (TRUE),
  CP_INT_FIELD (CpIncentive, amount_minor),
  CP_INT_FIELD (CpIncentive, balance_minor),
  CP_BOOL_FIELD (CpIncentive, claimed),
  { "class", CP_FIELD_ENUM, G_STRUCT_OFFSET (CpIncentive, class_), FALSE, 0,
    cp_incentive_class_words },
  CP_BOOL_FIELD (CpIncentive, counted),
  CP_REQUIRED_TEXT_FIELD (CpIncentive, definition_id),
  CP_INT_FIELD (CpIncentive, expires_at_ms),
  CP_BOOL_FIELD (CpIncentive, extended),
  ID_FIELD,
  CP_INT_FIELD (CpIncentive, issued_at_ms),
  CP_TEXT_FIELD (CpIncentive, issued_by_staff_id),
  CP_TEXT_FIELD (CpIncentive, issued_operation_id),
  CP_TEXT_FIELD (CpIncentive, issued_store_id),
  CP_TEXT_FIELD (CpIncentive, member_id),
  CP_LONG_TEXT_FIELD (CpIncentive, reason, 500),
  CP_ENUM_FIELD (CpIncentive, state, incentive_states),
  CP_INT_FIELD (CpIncentive, usable_from_ms),
  CP_INT_FIELD (CpIncentive, uses),
  CP_INT_FIELD (CpIncentive, uses_left),
  CP_LONG_TEXT_FIELD (CpIncentive, void_reason, 800),
  CP_LAST_FIELD,
};

static const CpField redemption_fields[] = {
  ACCOUNT_ID_FIELD (TRUE),
  CP_INT_FIELD (CpRedemption, amount_minor),
  CP_INT_FIELD (CpRedemption, at_ms),
  CP_TEXT_FIELD (CpRedemption, card_id),
  CP_TEXT_FIELD (CpRedemption, definition_id),
  CP_INT_FIELD (CpRedemption, held_until_ms),
  ID_FIELD,
  CP_REQUIRED_TEXT_FIELD (CpRedemption, incentive_id),
  CP_TEXT_FIELD (CpRedemption, operation_id),
  CP_TEXT_FIELD (CpRedemption, returned_as),
  CP_TEXT_FIELD (CpRedemption, staff_id),
  CP_ENUM_FIELD (CpRedemption, state, redemption_states),
  CP_TEXT_FIELD (CpRedemption, store_id),
  CP_INT_FIELD (CpRedemption, uses),
  CP_LAST_FIELD,
};

static const CpField points_fields[] = {
  ACCOUNT_ID_FIELD (TRUE),
  CP_BOOL_FIELD (CpPoints, adjusted),
  CP_INT_FIELD (CpPoints, amount),
  CP_INT_FIELD (CpPoints, at_ms),
  CP_TEXT_FIELD (CpPoints, card_id),
  CP_INT_FIELD (CpPoints, expires_at_ms),
  ID_FIELD,
  CP_LONG_TEXT_FIELD (CpPoints, note, 500),
  CP_TEXT_FIELD (CpPoints, operation_id),
  CP_INT_FIELD (CpPoints, pending_until_ms),
  CP_LONG_TEXT_FIELD (CpPoints, reason, 800),
  CP_TEXT_FIELD (CpPoints, receipt_id),
  CP_REQUIRED_TEXT_FIELD (CpPoints, type_id),
  CP_LAST_FIELD,
};

static const CpField receipt_fields[] = {
  ACCOUNT_ID_FIELD (FALSE),
  CP_INT_FIELD (CpReceipt, at_ms),
  CP_ENUM_FIELD (CpReceipt, attribution, attributions),
  CP_TEXT_FIELD (CpReceipt, card_id),
  CP_INT_FIELD (CpReceipt, claimed_at_ms),
  ID_FIELD,
  CP_JSON_FIELD (CpReceipt, lines),
  CP_TEXT_FIELD (CpReceipt, member_id),
  CP_REQUIRED_TEXT_FIELD (CpReceipt, number),
  CP_TEXT_FIELD (CpReceipt, programme_id),
  CP_ENUM_FIELD (CpReceipt, state, receipt_states),
  CP_TEXT_FIELD (CpReceipt, store_id),
  CP_INT_FIELD (CpReceipt, total_minor),
  CP_LAST_FIELD,
};

static const CpField action_fields[] = {
  ACCOUNT_ID_FIELD (TRUE),
  CP_TEXT_FIELD (CpAction, approver_id),
  CP_INT_FIELD (CpAction, at_ms),
  CP_BOOL_FIELD (CpAction, by_member),
  CP_TEXT_FIELD (CpAction, card_id),
  CP_TEXT_FIELD (CpAction, code),
  ID_FIELD,
  CP_REQUIRED_TEXT_FIELD (CpAction, kind),
  CP_TEXT_FIELD (CpAction, member_id),
  CP_TEXT_FIELD (CpAction, outcome),
  CP_TEXT_FIELD (CpAction, staff_id),
  CP_TEXT_FIELD (CpAction, store_id),
  CP_TEXT_FIELD (CpAction, subject_id),
  CP_INT_FIELD (CpAction, value_minor),
  CP_LAST_FIELD,
};

static const CpField staff_fields[] = {
  CP_TEXT_FIELD (CpStaff, card_uid),
  CP_JSON_FIELD (CpStaff, household),
  ID_FIELD,
  CP_BOOL_FIELD (CpStaff, inactive),
  CP_REQUIRED_TEXT_FIELD (CpStaff, name),
  CP_TEXT_FIELD (CpStaff, own_account_id),
  CP_TEXT_FIELD (CpStaff, own_member_id),
  CP_TEXT_FIELD (CpStaff, pin_verifier),
  CP_REQUIRED_TEXT_FIELD (CpStaff, role_id),
  CP_LAST_FIELD,
};

static const CpField programme_fields[] = {
  CP_JSON_FIELD (CpProgrammeRow, document),
  ID_FIELD,
  CP_LAST_FIELD,
};

static const CpField lease_fields[] = {
  CP_INT_FIELD (CpLease, amount_minor),
  CP_REQUIRED_TEXT_FIELD (CpLease, device_id),
  ID_FIELD,
  CP_REQUIRED_TEXT_FIELD (CpLease, incarnation),
  CP_INT_FIELD (CpLease, until_ms),
  CP_LAST_FIELD,
};

static const CpField visitor_fields[] = {
  ID_FIELD,
  CP_INT_FIELD (CpVisitor, until_ms),
  CP_REQUIRED_TEXT_FIELD (CpVisitor, visited_account_id),
  CP_LAST_FIELD,
};

static const CpRecordType types[CP_N_KINDS] = {
  [CP_KIND_ACCOUNT] = { "account", sizeof (CpAccountRow), account_fields },
  [CP_KIND_MEMBER] = { "member", sizeof (CpMember), member_fields },
  [CP_KIND_STATUS] = { "status", sizeof (CpStatus), status_fields },
  [CP_KIND_CARD] = { "card", sizeof (CpCard), card_fields },
  [CP_KIND_INCENTIVE] = { "incentive", sizeof (CpIncentive), incentive_fields },
  [CP_KIND_REDEMPTION] = { "redemption", sizeof (CpRedemption), redemption_fields },
  [CP_KIND_POINTS] = { "points", sizeof (CpPoints), points_fields },
  [CP_KIND_RECEIPT] = { "receipt", sizeof (CpReceipt), receipt_fields },
  [CP_KIND_ACTION] = { "action", sizeof (CpAction), action_fields },
  [CP_KIND_NOTE] = { "note", sizeof (CpNote), cp_note_fields },
  [CP_KIND_TAG] = { "tag", sizeof (CpTag), cp_tag_fields },
  [CP_KIND_TASK] = { "task", sizeof (CpTask), cp_task_fields },
  [CP_KIND_PROMISE] = { "promise", sizeof (CpPromise), cp_promise_fields },
  [CP_KIND_FAVOURITE] = { "favourite", sizeof (CpFavourite), cp_favourite_fields },
  [CP_KIND_SUBSCRIPTION] = { "subscription", sizeof (CpSubscription), cp_subscription_fields },
  [CP_KIND_MESSAGE] = { "message", sizeof (CpMessage), cp_message_fields },
  [CP_KIND_STAFF] = { "staff", sizeof (CpStaff), staff_fields },
  [CP_KIND_PROGRAMME] = { "programme", sizeof (CpProgrammeRow), programme_fields },
  [CP_KIND_LEASE] = { "lease", sizeof (CpLease), lease_fields },
  [CP_KIND_VISITOR] = { "visitor", sizeof (CpVisitor), visitor_fields },
};

char *
cp_visitor_dup_id (const char *store_id, const char *account_id)
{
  return g_strconcat (store_id, "/", account_id, NULL);
}

const CpRecordType *
cp_kind_get_type (CpKind kind)
{
  g_return_val_if_fail (kind < CP_N_KINDS, NULL);

  return &types[kind];
}

int
cp_kind_from_word (const char *word)
{
  for (guint kind = 0; kind < CP_N_KINDS; kind++)
    if (g_strcmp0 (types[kind].name, word) == 0)
      return (int) kind;
  return -1;
}

/* @entity: (nullable) (transfer full): as it was read */
static gpointer
complete (CpEntity *entity, CpKind kind, gint64 ver, GError **error)
{
  if (entity == NULL)
    return NULL;
  entity->kind = kind;
  entity->ver = ver;
  if (kind == CP_KIND_ACCOUNT && entity->account_id == NULL)
    entity->account_id = g_strdup (entity->id);
  if (kind == CP_KIND_ACCOUNT && !g_str_equal (entity->account_id, entity->id)) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "account: \"account_id\" is not its own id");
    cp_entity_free (entity);
    return NULL;
  }
  return entity;
}

gpointer
cp_entity_from_json (CpKind kind, const CpJson *data, gint64 ver, GError **error)
{
  g_return_val_if_fail (kind < CP_N_KINDS, NULL);

  return complete (cp_record_from_json (&types[kind], data, error), kind, ver, error);
}

gpointer
cp_entity_from_newer_json (CpKind kind, const CpJson *data, gint64 ver, GError **error)
{
  g_return_val_if_fail (kind < CP_N_KINDS, NULL);

  return complete (cp_record_from_newer_json (&types[kind], data, error), kind, ver, error);
}

gpointer
cp_entity_new (CpKind kind, const char *id, const char *account_id)
{
  CpEntity *entity;

  g_return_val_if_fail (kind < CP_N_KINDS, NULL);

  entity = cp_record_new (&types[kind]);
  entity->kind = kind;
  entity->id = g_strdup (id);
  if (kind == CP_KIND_ACCOUNT)
    entity->account_id = g_strdup (id);
  else if (kind < CP_N_ACCOUNT_KINDS)
    entity->account_id = g_strdup (account_id);
  return entity;
}

CpJson *
cp_entity_to_json (gconstpointer entity)
{
  const CpEntity *self = entity;

  return cp_record_to_json (&types[self->kind], entity);
}

char *
cp_entity_to_text (gconstpointer entity)
{
  const CpEntity *self = entity;
  GString *text = g_string_sized_new (512);

  cp_record_write (text, &types[self->kind], entity);
  return g_string_free (text, FALSE);
}

gboolean
cp_entity_equal (gconstpointer a, gconstpointer b)
{
  const CpEntity *self = a, *other = b;

  return self->kind == other->kind && cp_record_equal (&types[self->kind], a, b);
}

gpointer
cp_entity_copy (gconstpointer entity)
{
  const CpEntity *self = entity;

  return cp_record_copy (&types[self->kind], entity);
}

void
cp_entity_free (gpointer entity)
{
  CpEntity *self = entity;

  if (self != NULL)
    cp_record_free (&types[self->kind], self);
}
