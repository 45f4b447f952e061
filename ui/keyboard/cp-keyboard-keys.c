/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The keys as widgets: how a layout becomes rows of buttons, and what touching and holding one
 * does. */
#include "cp-keyboard-private.h"

#include "cp-build.h"

#include <glib/gi18n-lib.h>

static const struct {
  const char *key;
  const char *label;
  const char *icon;
  const char *classes;
} SPECIAL[] = {
  { "BACK", N_ ("Backspace"), "counterpart-backspace-symbolic", "wide" },
  { "SHIFT", N_ ("Shift"), "counterpart-shift-symbolic", "wide" },
  { "ENTER", N_ ("Done"), NULL, "enter" },
  { "SYMBOLS", N_ ("?123"), NULL, "wide" },
  { "LETTERS", N_ ("ABC"), NULL, "wide" },
  { "SCRIPTS", N_ ("Other letters"), "counterpart-globe-symbolic", "wide" },
  { "HIDE", N_ ("Hide"), NULL, "wide" },
  { "SPACE", N_ ("Space"), NULL, "space" },
  { "MINUS", "−", NULL, "minus" }, /* the hyphen that is typed is too small a mark for a key */
};

static void
on_key_clicked (CpKeyboard *self, GtkButton *button)
{
  cp_keyboard_press (self, gtk_widget_get_name (GTK_WIDGET (button)));
}

static void
on_held (CpKeyboard *self, double x, double y, GtkGesture *gesture)
{
  GtkWidget *key = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));

  cp_keyboard_hold (self, gtk_widget_get_name (key));
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED); /* it is no click any more */
}

static void
on_released (CpKeyboard *self)
{
  g_clear_handle_id (&self->repeat_source, g_source_remove);
}

static void
watch_hold (CpKeyboard *self, GtkWidget *key)
{
  GtkGesture *gesture = gtk_gesture_long_press_new ();

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (gesture), GTK_PHASE_CAPTURE);
  g_signal_connect_object (gesture, "pressed", G_CALLBACK (on_held), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gesture, "end", G_CALLBACK (on_released), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gesture, "cancel", G_CALLBACK (on_released), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (key, GTK_EVENT_CONTROLLER (gesture));
}

static void
label_key (CpKeyboard *self, GtkWidget *button, const char *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (SPECIAL); i++) {
    if (!g_str_equal (SPECIAL[i].key, key))
      continue;
    if (SPECIAL[i].icon != NULL)
      gtk_button_set_icon_name (GTK_BUTTON (button), SPECIAL[i].icon);
    else
      gtk_button_set_label (GTK_BUTTON (button), _ (SPECIAL[i].label));
    cp_build_name (button, _ (SPECIAL[i].label));
    gtk_widget_add_css_class (button, SPECIAL[i].classes);
    return;
  }
  gtk_button_set_label (GTK_BUTTON (button), key);
}

static GtkWidget *
make_key (CpKeyboard *self, const char *key)
{
  GtkWidget *button = gtk_button_new ();

  gtk_widget_set_name (button, key);
  gtk_widget_add_css_class (button, "key");
  gtk_widget_set_focusable (button, FALSE);
  gtk_widget_set_focus_on_click (button, FALSE);
  label_key (self, button, key);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_key_clicked), self, G_CONNECT_SWAPPED);
  if (g_str_equal (key, "BACK") || cp_keyboard_layout_get_accents (key) != NULL)
    watch_hold (self, button);
  return button;
}

/* Keys stand as they do on every keyboard, in whatever direction the texts run. */
static GtkWidget *
make_row (void)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_direction (row, GTK_TEXT_DIR_LTR);
  gtk_widget_set_halign (row, GTK_ALIGN_CENTER);
  return row;
}

static gboolean
is_letter (const char *key)
{
  return *g_utf8_next_char (key) == '\0' && g_unichar_isalpha (g_utf8_get_char (key));
}

/* Keys are narrower where a row of them would not fit. */
static gboolean
has_many_keys (CpLayer layer)
{
  g_auto (GStrv) first = g_strsplit (cp_keyboard_layout_get_row (layer, 0), " ", -1);

  return g_strv_length (first) > 11;
}

static GtkWidget *
fill_row (CpKeyboard *self, CpLayer layer, const char *keys)
{
  g_auto (GStrv) list = g_strsplit (keys, " ", -1);
  GtkWidget *row = make_row ();

  for (guint i = 0; list[i] != NULL; i++) {
    GtkWidget *key = make_key (self, list[i]);

    cp_build_set_class (key, "num", layer >= CP_LAYER_CODE);
    cp_build_set_class (key, "many", has_many_keys (layer));
    if (cp_keyboard_layout_has_capitals (layer) && is_letter (list[i]))
      g_ptr_array_add (self->layers[layer].letters, key);
    if (g_str_equal (list[i], "SHIFT"))
      self->layers[layer].shift = key;
    if (g_str_equal (list[i], ".com"))
      gtk_widget_add_css_class (key, "wide");
    if (layer == CP_LAYER_EMAIL && g_str_equal (list[i], "@"))
      gtk_widget_add_css_class (key, "space");
    gtk_box_append (GTK_BOX (row), key);
  }
  return row;
}

void
cp_keyboard_drop_layer (CpKeyboard *self, CpLayer layer)
{
  CpKeyboardLayer *made = &self->layers[layer];

  g_clear_pointer (&made->letters, g_ptr_array_unref);
  g_clear_pointer (&made->language, g_free);
  g_clear_pointer (&made->box, gtk_widget_unparent);
  made->shift = NULL;
}

void
cp_keyboard_make_layer (CpKeyboard *self, CpLayer layer)
{
  CpKeyboardLayer *made = &self->layers[layer];
  const char *language = g_getenv ("LANGUAGE");

  if (made->box != NULL && g_strcmp0 (made->language, language) == 0)
    return;
  cp_keyboard_drop_layer (self, layer);
  made->language = g_strdup (language);
  made->letters = g_ptr_array_new ();
  made->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  made->offer = make_row ();
  gtk_widget_add_css_class (made->box, "keyboard");
  gtk_widget_set_visible (made->offer, FALSE);
  for (guint i = 0; cp_keyboard_layout_get_row (layer, i) != NULL; i++) {
    GtkWidget *row = fill_row (self, layer, cp_keyboard_layout_get_row (layer, i));

    gtk_box_append (GTK_BOX (made->box), row);
    if (i == 0) {
      made->top = row;
      gtk_box_append (GTK_BOX (made->box), made->offer);
    }
  }
  gtk_widget_set_parent (made->box, GTK_WIDGET (self));
}

void
cp_keyboard_offer (CpKeyboard *self, const char *list)
{
  CpKeyboardLayer *layer = &self->layers[self->layer];
  g_auto (GStrv) keys = g_strsplit (list, " ", -1);

  cp_build_clear (layer->offer);
  for (guint i = 0; keys[i] != NULL; i++) {
    g_autofree char *label = cp_keyboard_spell (self, keys[i]);
    GtkWidget *key = make_key (self, keys[i]);

    gtk_button_set_label (GTK_BUTTON (key), label);
    gtk_widget_add_css_class (key, "accent");
    if (g_utf8_strlen (keys[i], -1) > 2)
      gtk_widget_add_css_class (key, "wide");
    gtk_box_append (GTK_BOX (layer->offer), key);
  }
  gtk_widget_set_visible (layer->top, FALSE);
  gtk_widget_set_visible (layer->offer, TRUE);
}

void
cp_keyboard_withdraw_offer (CpKeyboard *self)
{
  CpKeyboardLayer *layer = &self->layers[self->layer];

  gtk_widget_set_visible (layer->offer, FALSE);
  gtk_widget_set_visible (layer->top, TRUE);
}
