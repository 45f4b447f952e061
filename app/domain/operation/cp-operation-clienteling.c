/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-operation-clienteling.h"

#define TEXT_LENGTH 1000

#define REQUIRED_LONG_TEXT_FIELD(Struct, member)                                     \
  {                                                                                  \
#member, CP_FIELD_TEXT, G_STRUCT_OFFSET(Struct, member), TRUE, TEXT_LENGTH, NULL \
  }

static const CpField opt_in_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpOptIn, mailing_id),
  CP_REQUIRED_TEXT_FIELD (CpOptIn, channel_id),
  CP_TEXT_FIELD (CpOptIn, text_version),
  CP_TEXT_FIELD (CpOptIn, language),
  CP_TEXT_FIELD (CpOptIn, method),
  CP_LAST_FIELD,
};

static const CpField opt_out_fields[] = {
  CP_TEXT_FIELD (CpOptOut, mailing_id),
  CP_TEXT_FIELD (CpOptOut, channel_id),
  CP_INT_FIELD (CpOptOut, after_ms),
  CP_LAST_FIELD,
};

static const CpField favourite_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpFavouriteChoice, list),
  CP_REQUIRED_TEXT_FIELD (CpFavouriteChoice, product_id),
  CP_TEXT_FIELD (CpFavouriteChoice, name),
  CP_LAST_FIELD,
};

static const CpField add_note_fields[] = {
  REQUIRED_LONG_TEXT_FIELD (CpAddNote, text),
  CP_LAST_FIELD,
};

static const CpField tag_fields[] = {
  { "tag", CP_FIELD_TEXT, G_STRUCT_OFFSET (CpTagChoice, tag), TRUE, 40, NULL },
  CP_LAST_FIELD,
};

static const CpField add_task_fields[] = {
  REQUIRED_LONG_TEXT_FIELD (CpAddTask, text),
  CP_REQUIRED_INT_FIELD (CpAddTask, due_ms),
  CP_TEXT_FIELD (CpAddTask, owner_staff_id),
  CP_LAST_FIELD,
};

static const CpField close_task_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpCloseTask, task_id),
  CP_BOOL_FIELD (CpCloseTask, cancelled),
  CP_LONG_TEXT_FIELD (CpCloseTask, text, TEXT_LENGTH),
  CP_LAST_FIELD,
};

static const CpField make_promise_fields[] = {
  REQUIRED_LONG_TEXT_FIELD (CpMakePromise, text),
  CP_REQUIRED_TEXT_FIELD (CpMakePromise, definition_id),
  CP_LAST_FIELD,
};

static const CpField answer_promise_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpAnswerPromise, promise_id),
  CP_BOOL_FIELD (CpAnswerPromise, declined),
  CP_LONG_TEXT_FIELD (CpAnswerPromise, text, TEXT_LENGTH),
  CP_LAST_FIELD,
};

#define TYPE(name, Struct, fields) \
  const CpRecordType cp_##name##_type = { #name, sizeof (Struct), fields }

TYPE (opt_in, CpOptIn, opt_in_fields);
TYPE (opt_out, CpOptOut, opt_out_fields);
TYPE (add_favourite, CpFavouriteChoice, favourite_fields);
TYPE (remove_favourite, CpFavouriteChoice, favourite_fields);
TYPE (add_note, CpAddNote, add_note_fields);
TYPE (add_tag, CpTagChoice, tag_fields);
TYPE (remove_tag, CpTagChoice, tag_fields);
TYPE (add_task, CpAddTask, add_task_fields);
TYPE (close_task, CpCloseTask, close_task_fields);
TYPE (make_promise, CpMakePromise, make_promise_fields);
TYPE (answer_promise, CpAnswerPromise, answer_promise_fields);
