/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-keyboard.h"

G_BEGIN_DECLS

/* What the files of CpKeyboard share. */

/**
 * CpKeyboardLayer:
 * @top: the first row, in whose place @offer comes
 * @offer: what holding a key offers, or the scripts to choose from
 * @shift: (nullable): the key, where shift does anything
 * @letters: the buttons whose labels change with shift
 * @language: LANGUAGE when they were made
 *
 * The widgets of one layer, made when it is first shown, and anew when it is shown in another language.
 */
typedef struct {
  GtkWidget *box;
  GtkWidget *top;
  GtkWidget *offer;
  GtkWidget *shift;
  GPtrArray *letters;
  char *language;
} CpKeyboardLayer;

struct _CpKeyboard {
  GtkWidget parent_instance;

  CpKeyboardLayer layers[CP_N_LAYERS];
  CpLayer layer;
  CpLayer first;  /* with which everybody begins: that of the language the kiosk was started in */
  CpLayer script; /* to which LETTERS leads back */
  GtkText *target;
  GtkWindow *window;
  gulong focus_handler;
  guint repeat_source;
  gboolean open;
  gboolean shifted;
  gboolean locked; /* capitals until shift is touched again */
};

/** cp_keyboard_make_layer: makes the widgets of @layer, unless they are there in the language of now. */
void cp_keyboard_make_layer (CpKeyboard *self, CpLayer layer);

/** cp_keyboard_drop_layer: does away with them, if there are any. */
void cp_keyboard_drop_layer (CpKeyboard *self, CpLayer layer);

/** cp_keyboard_offer: shows keys for @list, words with spaces between, in place of the top row. */
void cp_keyboard_offer (CpKeyboard *self, const char *list);
void cp_keyboard_withdraw_offer (CpKeyboard *self);

/** cp_keyboard_spell: (transfer full): @key as it is typed now */
char *cp_keyboard_spell (CpKeyboard *self, const char *key);

G_END_DECLS
