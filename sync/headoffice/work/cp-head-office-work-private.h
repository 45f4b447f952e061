/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office-work.h"

G_BEGIN_DECLS

struct _CpWork {
  GHashTable *rows;       /* CpRowName → CpWorkRow */
  GHashTable *missing;    /* set of CpRowName: of what is not there */
  GHashTable *accounts;   /* id → CpWorkAccount */
  GHashTable *keys;       /* "type/value" → GPtrArray of CpWorkRow */
  GHashTable *usages;     /* "staff/kind/day" → CpWorkUsage */
  GHashTable *operations; /* id → CpReceived, or NULL: it is not there */
  GPtrArray *changed;
  GPtrArray *usage_list;
  GPtrArray *received;
  GPtrArray *awake; /* of CpWorkAccount: those that are good in this turn */
  guint turn;
};

/** CpWorkAccount: @view: of its rows, all but its history; @turn: in which it was good last;
 *  @changes: its number, when it was put to sleep */
struct _CpWorkAccount {
  CpAccount *view;
  guint turn;
  gint64 changes;
};

/** CpRowName: what a row is looked up by; one that is kept holds the id behind itself */
typedef struct {
  CpKind kind;
  const char *id;
} CpRowName;

/** cp_work_find_account: (transfer none) (nullable): if it is good in this turn */
CpWorkAccount *cp_work_find_account (const CpWork *self, const char *account_id);

/** cp_work_drop_account: with its rows, as if nobody had asked for them */
void cp_work_drop_account (CpWork *self, CpWorkAccount *account);

/** cp_work_make_room: nothing stands under that name that is of an earlier turn. */
void cp_work_make_room (CpWork *self, CpKind kind, const char *id);

/** cp_work_row_is_good: whether it can be believed in this turn */
static inline gboolean
cp_work_row_is_good (const CpWork *self, const CpWorkRow *row)
{
  return (row->account != NULL ? row->account->turn : row->turn) == self->turn;
}

G_END_DECLS
