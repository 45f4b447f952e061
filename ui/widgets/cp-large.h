/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-scroller.h"

G_BEGIN_DECLS

/**
 * cp_large_arrange:
 * @root: with all that is below it
 * @large: whether letters have twice their size
 *
 * Makes room for large letters, or goes back to how it was. Labels break into lines and lose nothing; a
 * box of class `columns` puts its children one below the other, one of class `beside` side by side, one
 * of class `wraps` in as many lines as it takes. A page moves as a whole and its lists no more
 * (#CpScroller). What has the class `as-is` is left alone: it has a large
 * form of its own. Widgets that are made later have to be arranged when they are there.
 */
void cp_large_arrange (GtkWidget *root, gboolean large);

/** cp_large_reveal: moves the outer scroller so that @widget is at the top, as soon as it has been laid
 *  out; nothing while letters have their usual size */
void cp_large_reveal (GtkWidget *widget);

/** cp_large_bring_into_view: moves whatever scroller @widget is in no further than it takes to see all of
 *  it, as soon as it has been laid out, at any size of letters; the focus stays where it is */
void cp_large_bring_into_view (GtkWidget *widget);

/** cp_large_keep_focus_in_view: from now on, when there is less room in @scroller than before (the
 *  keyboard comes up), and when the focus moves within it */
void cp_large_keep_focus_in_view (CpScroller *scroller);

G_END_DECLS
