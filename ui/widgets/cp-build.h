/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Small widgets made in code, for lists whose length only the documents know. Each returns a
 * floating reference. @classes are style classes with spaces between. */

void cp_build_add_classes (GtkWidget *widget, const char *classes);

/** cp_build_label: aligned to the start, broken into lines where it must */
GtkWidget *cp_build_label (const char *text, const char *classes);
GtkWidget *cp_build_box (GtkOrientation orientation, const char *classes);

/** cp_build_break_anywhere: for what has no spaces: an e-mail address gets no hyphen where it breaks */
void cp_build_break_anywhere (GtkLabel *label);

/** cp_build_wrap: a box whose children come in as many lines as they take */
GtkWidget *cp_build_wrap (const char *classes);

/** cp_build_chip: a word on a coloured ground: `waiting`, `bad`, `good`, `plain` or "" */
GtkWidget *cp_build_chip (const char *text, const char *classes);
GtkWidget *cp_build_waiting_chip (void);

/**
 * cp_build_button:
 * @action: (nullable): with @target (nullable) a text
 */
GtkWidget *
cp_build_button (const char *label, const char *classes, const char *action, const char *target);

/** cp_build_icon_badge: an icon on a round ground */
GtkWidget *cp_build_badge (const char *icon_name, const char *classes);

/** cp_build_empty: what a list shows when there is nothing in it */
GtkWidget *cp_build_empty (const char *title, const char *text);

/** cp_build_pair: a label with a value below it */
GtkWidget *cp_build_pair (const char *label, const char *value);

void cp_build_clear (GtkWidget *parent);

/** cp_build_name: gives @widget the name by which assistive technology, and the tests, know it. */
void cp_build_name (GtkWidget *widget, const char *name);

/** cp_build_show_text: sets the label, and hides it if there is no text. */
void cp_build_show_text (GtkLabel *label, const char *text);

/** cp_build_set_class: adds or removes a style class. */
void cp_build_set_class (GtkWidget *widget, const char *class_name, gboolean on);

G_END_DECLS
