/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-json.h"

G_BEGIN_DECLS

/** cp_ctl_print_json: @document on a line of its own, flushed. */
void cp_ctl_print_json (const CpJson *document);

/** cp_ctl_print_pair: `LABEL  value`, nothing if @value is %NULL or empty. */
void cp_ctl_print_pair (const char *label, const char *value);

/**
 * CpCtlTable:
 *
 * Lines of columns, as wide as their widest entry. A title that begins with `>` makes its column
 * flush right.
 */
typedef struct _CpCtlTable CpCtlTable;

/** cp_ctl_table_new: (transfer full): the titles, ending in %NULL */
CpCtlTable *cp_ctl_table_new (const char *first_title, ...) G_GNUC_NULL_TERMINATED;

/** cp_ctl_table_take: adds the next cell, line after line; %NULL is empty (transfer full). */
void cp_ctl_table_take (CpCtlTable *self, char *text);
void cp_ctl_table_add (CpCtlTable *self, const char *text);

/** cp_ctl_table_print: prints and frees; without lines, prints @otherwise (nullable). */
void cp_ctl_table_print (CpCtlTable *self, const char *otherwise);

/* How figures are written; all (transfer full). */
char *cp_ctl_format_time (gint64 at_ms);
char *cp_ctl_format_int (gint64 value);

/** cp_ctl_format_waiting: @text with a mark if @waiting: head office has not confirmed it */
char *cp_ctl_format_waiting (const char *text, gboolean waiting);

G_END_DECLS
