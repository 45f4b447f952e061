/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-kiosk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * cp_practice_list_fill:
 * @list: an empty box
 *
 * Puts in what there is to practise while the kiosk is in training: a touch on a case is as if its card
 * had been tapped. Below stands who approves what needs somebody else.
 */
void cp_practice_list_fill (GtkWidget *list, CpKiosk *kiosk);

G_END_DECLS
