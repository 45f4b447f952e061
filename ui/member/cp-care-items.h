/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-json.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The lines of the care tab, each (transfer floating) for one row of the member's @view; %NULL for a
 * row that is over and done with. */

GtkWidget *cp_care_item_task (const CpJson *view, const CpJson *task, gint64 now_ms);
GtkWidget *cp_care_item_promise (const CpJson *view, const CpJson *promise, gint64 now_ms);
GtkWidget *cp_care_item_note (const CpJson *view, const CpJson *note, gint64 now_ms);
GtkWidget *cp_care_item_favourite (const CpJson *view, const CpJson *favourite, gint64 now_ms);

/** cp_care_tags: (transfer floating) (nullable): all tags in a line or more, each with its remover */
GtkWidget *cp_care_tags (const CpJson *view);

/** cp_care_describe_due: (transfer none): in words, @ret_classes the chip's: `overdue`, `today` … */
const char *cp_care_describe_due (const char *due, const char **ret_classes);

G_END_DECLS
