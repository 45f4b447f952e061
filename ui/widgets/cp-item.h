/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CP_TYPE_ITEM (cp_item_get_type ())
G_DECLARE_FINAL_TYPE (CpItem, cp_item, CP, ITEM, GtkWidget)

/**
 * CpItem:
 *
 * One line of a member's lists: what it is, when, what it is worth, how sure that is, and what can
 * be done with it.
 */
CpItem *cp_item_new (const char *title, const char *subtitle);

/** cp_item_set_figure: at the end, in bold; @below (nullable) in small letters under it */
void cp_item_set_figure (CpItem *self, const char *figure, const char *below);

/** cp_item_add_chip: @classes as in cp_build_chip() */
void cp_item_add_chip (CpItem *self, const char *text, const char *classes);
void cp_item_set_waiting (CpItem *self, gboolean waiting);

/** cp_item_set_dim: for what is over: used, expired, void */
void cp_item_set_dim (CpItem *self, gboolean dim);

/**
 * cp_item_add_flow_button:
 * @name: its accessible name, which also says for which item it is
 * @flow: of the action kiosk.flow, with its target after a colon
 */
void cp_item_add_flow_button (
    CpItem *self, const char *label, const char *name, const char *flow, gboolean destructive);

G_END_DECLS
