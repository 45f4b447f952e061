/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CP_TYPE_SCROLLER (cp_scroller_get_type ())
G_DECLARE_FINAL_TYPE (CpScroller, cp_scroller, CP, SCROLLER, GtkWidget)

/**
 * CpScroller:
 *
 * A list that moves in a page that stands still, or, where letters are large, a list as long as it is in
 * a page that moves as a whole. Properties: `child`; `outer`: this is the page and not the list;
 * `propagates`: no higher than its list, where it moves.
 */

/** cp_scroller_set_large: see cp_large_arrange() */
void cp_scroller_set_large (CpScroller *self, gboolean large);

/** cp_scroller_get_place: (transfer none): how far it has moved; nothing if it does not */
GtkAdjustment *cp_scroller_get_place (CpScroller *self);
GtkWidget *cp_scroller_get_child (CpScroller *self); /* (transfer none) (nullable) */
gboolean cp_scroller_get_outer (CpScroller *self);

/** cp_scroller_get_scrolls: whether it is the one that moves just now */
gboolean cp_scroller_get_scrolls (CpScroller *self);

G_END_DECLS
