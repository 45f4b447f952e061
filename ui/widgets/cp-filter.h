/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CP_TYPE_FILTER (cp_filter_get_type ())
G_DECLARE_FINAL_TYPE (CpFilter, cp_filter, CP, FILTER, GtkWidget)

/**
 * CpFilter:
 *
 * A row of words, one of which is on: which part of a list is shown, or in which order. Begins with the
 * first. Emits `changed` when a touch chose another.
 */

/** cp_filter_add: @id: what cp_filter_get_chosen() says when @label is on */
void cp_filter_add (CpFilter *self, const char *id, const char *label);

/** cp_filter_clear: takes all of them out; what was on is on again if it is added again */
void cp_filter_clear (CpFilter *self);

/** cp_filter_get_chosen: (transfer none): "" before there is any */
const char *cp_filter_get_chosen (CpFilter *self);

/** cp_filter_choose: without telling */
void cp_filter_choose (CpFilter *self, const char *id);

G_END_DECLS
