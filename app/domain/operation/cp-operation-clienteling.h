/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-record.h"

G_BEGIN_DECLS

/* What is chosen for the operations on consent and in clienteling; see cp-operation-kind.h. */

/** CpOptIn: one cell of the matrix, with what shows that the member agreed: which text, in which
 *  language, and how (`in_person`, `paper` …). Time and staff member are the operation's. */
typedef struct {
  char *mailing_id;
  char *channel_id;
  char *text_version;
  char *language;
  char *method;
} CpOptIn;

/** CpOptOut: without a @mailing_id all of the channel's, without a @channel_id all of the mailing's,
 *  without either everything. @after_ms: where a clock was wrong, the time that the latest opt-in bore
 *  which it was made in sight of; written by the device */
typedef struct {
  char *mailing_id;
  char *channel_id;
  gint64 after_ms;
} CpOptOut;

typedef struct {
  char *list; /* `favourite` or `wish` */
  char *product_id;
  char *name; /* to add it */
} CpFavouriteChoice;

typedef struct {
  char *text;
} CpAddNote;

typedef struct {
  char *tag;
} CpTagChoice;

typedef struct {
  char *text;
  gint64 due_ms;        /* any time on the day (UTC) */
  char *owner_staff_id; /* (nullable): whoever adds it */
} CpAddTask;

typedef struct {
  char *task_id;
  gboolean cancelled;
  char *text;
} CpCloseTask;

typedef struct {
  char *text;
  char *definition_id; /* what it becomes if a manager agrees */
} CpMakePromise;

typedef struct {
  char *promise_id;
  gboolean declined;
  char *text;
} CpAnswerPromise;

extern const CpRecordType cp_opt_in_type, cp_opt_out_type, cp_add_favourite_type,
    cp_remove_favourite_type, cp_add_note_type, cp_add_tag_type, cp_remove_tag_type,
    cp_add_task_type, cp_close_task_type, cp_make_promise_type, cp_answer_promise_type;

G_END_DECLS
