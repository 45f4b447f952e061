/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-clienteling-rows.h"

#include "cp-entities.h"

#define TEXT_LENGTH 1000

/* What each of these rows starts with. */
#define HEAD(Struct)                                                                          \
  { "id", CP_FIELD_TEXT, G_STRUCT_OFFSET (CpEntity, id), TRUE, 0, NULL },                     \
      { "account_id", CP_FIELD_TEXT, G_STRUCT_OFFSET (CpEntity, account_id), TRUE, 0, NULL }, \
      CP_REQUIRED_TEXT_FIELD (Struct, member_id)

static const char *const task_states[] = { "open", "done", "cancelled", NULL };
static const char *const promise_states[] = { "proposed", "agreed", "declined", NULL };
static const char *const favourite_lists[] = { "favourite", "wish", NULL };
static const char *const message_states[] = { "queued", "sent", "delivered", "failed", NULL };

const CpField cp_note_fields[] = {
  HEAD (CpNote),
  CP_LONG_TEXT_FIELD (CpNote, text, TEXT_LENGTH),
  CP_INT_FIELD (CpNote, at_ms),
  CP_TEXT_FIELD (CpNote, staff_id),
  CP_TEXT_FIELD (CpNote, store_id),
  CP_LAST_FIELD,
};

const CpField cp_tag_fields[] = {
  HEAD (CpTag),
  CP_TEXT_FIELD (CpTag, tag),
  CP_INT_FIELD (CpTag, at_ms),
  CP_TEXT_FIELD (CpTag, staff_id),
  CP_BOOL_FIELD (CpTag, removed),
  CP_LAST_FIELD,
};

const CpField cp_task_fields[] = {
  HEAD (CpTask),
  CP_LONG_TEXT_FIELD (CpTask, text, TEXT_LENGTH),
  CP_ENUM_FIELD (CpTask, state, task_states),
  CP_INT_FIELD (CpTask, due_ms),
  CP_TEXT_FIELD (CpTask, owner_staff_id),
  CP_TEXT_FIELD (CpTask, store_id),
  CP_INT_FIELD (CpTask, made_at_ms),
  CP_TEXT_FIELD (CpTask, made_by_staff_id),
  CP_INT_FIELD (CpTask, closed_at_ms),
  CP_TEXT_FIELD (CpTask, closed_by_staff_id),
  CP_LONG_TEXT_FIELD (CpTask, result, TEXT_LENGTH),
  CP_LAST_FIELD,
};

const CpField cp_promise_fields[] = {
  HEAD (CpPromise),
  CP_LONG_TEXT_FIELD (CpPromise, text, TEXT_LENGTH),
  CP_ENUM_FIELD (CpPromise, state, promise_states),
  CP_TEXT_FIELD (CpPromise, definition_id),
  CP_INT_FIELD (CpPromise, made_at_ms),
  CP_TEXT_FIELD (CpPromise, made_by_staff_id),
  CP_INT_FIELD (CpPromise, answered_at_ms),
  CP_TEXT_FIELD (CpPromise, answered_by_staff_id),
  CP_LONG_TEXT_FIELD (CpPromise, answer, TEXT_LENGTH),
  CP_TEXT_FIELD (CpPromise, incentive_id),
  CP_LAST_FIELD,
};

const CpField cp_favourite_fields[] = {
  HEAD (CpFavourite),
  CP_ENUM_FIELD (CpFavourite, list, favourite_lists),
  CP_TEXT_FIELD (CpFavourite, product_id),
  CP_TEXT_FIELD (CpFavourite, name),
  CP_INT_FIELD (CpFavourite, at_ms),
  CP_TEXT_FIELD (CpFavourite, staff_id),
  CP_BOOL_FIELD (CpFavourite, removed),
  CP_LAST_FIELD,
};

const CpField cp_subscription_fields[] = {
  HEAD (CpSubscription),
  CP_REQUIRED_TEXT_FIELD (CpSubscription, mailing_id),
  CP_REQUIRED_TEXT_FIELD (CpSubscription, channel_id),
  CP_BOOL_FIELD (CpSubscription, opted_in),
  CP_INT_FIELD (CpSubscription, at_ms),
  CP_TEXT_FIELD (CpSubscription, text_version),
  CP_TEXT_FIELD (CpSubscription, language),
  CP_TEXT_FIELD (CpSubscription, method),
  CP_TEXT_FIELD (CpSubscription, staff_id),
  CP_TEXT_FIELD (CpSubscription, operation_id),
  CP_LAST_FIELD,
};

const CpField cp_message_fields[] = {
  HEAD (CpMessage),
  CP_TEXT_FIELD (CpMessage, channel_id),
  CP_TEXT_FIELD (CpMessage, mailing_id),
  CP_TEXT_FIELD (CpMessage, subject),
  CP_ENUM_FIELD (CpMessage, state, message_states),
  CP_INT_FIELD (CpMessage, at_ms),
  CP_INT_FIELD (CpMessage, delivered_at_ms),
  CP_TEXT_FIELD (CpMessage, receipt_id),
  CP_TEXT_FIELD (CpMessage, operation_id),
  CP_LONG_TEXT_FIELD (CpMessage, trouble, TEXT_LENGTH),
  CP_LAST_FIELD,
};
