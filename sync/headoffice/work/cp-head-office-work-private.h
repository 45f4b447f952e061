/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office-work.h"

G_BEGIN_DECLS

struct _CpWork {
  GHashTable *rows;       /* CpRowName → CpWorkRow, or NULL: it is not there */
  GHashTable *accounts;   /* id → CpAccount: views */
  GHashTable *keys;       /* "type/value" → GPtrArray of CpWorkRow */
  GHashTable *usages;     /* "staff/kind/day" → CpWorkUsage */
  GHashTable *operations; /* id → CpReceived, or NULL: it is not there */
  GPtrArray *changed;
  GPtrArray *usage_list;
  GPtrArray *received;
};

/** CpRowName: what a row is looked up by; one that is kept holds the id behind itself */
typedef struct {
  CpKind kind;
  const char *id;
} CpRowName;

/** cp_work_row_free: @row (nullable): a CpWorkRow */
void cp_work_row_free (gpointer row);

G_END_DECLS
