/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CP_TYPE_ROW (cp_row_get_type ())
G_DECLARE_FINAL_TYPE (CpRow, cp_row, CP, ROW, GtkButton)

/**
 * CpRow:
 *
 * A button as wide as its list: somebody or something that can be picked. Its accessible name is the
 * title.
 */
CpRow *cp_row_new (void);

/**
 * cp_row_show:
 * @initials: (nullable): in a disc at the start; %NULL: no disc
 * @subtitle: (nullable):
 * @chip: (nullable):
 * @trailing: (nullable): at the end, in bold
 */
void cp_row_show (CpRow *self,
                  const char *initials,
                  const char *title,
                  const char *subtitle,
                  const char *chip,
                  const char *trailing);

/** cp_row_set_waiting: whether to mark it *waiting for head office* */
void cp_row_set_waiting (CpRow *self, gboolean waiting);

G_END_DECLS
