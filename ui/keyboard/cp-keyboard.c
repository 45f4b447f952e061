/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-keyboard.h"

#include "cp-build.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define REPEAT_MS 60

struct _CpKeyboard {
  GtkWidget parent_instance;

  GtkWidget *layers[CP_N_LAYERS];
  GtkWidget *top_row; /* of the letters, in whose place the accents come */
  GtkWidget *accent_row;
  GtkWidget *shift;
  GPtrArray *letters; /* the buttons whose labels change with shift */
  GtkText *target;
  GtkWindow *window;
  gulong focus_handler;
  guint repeat_source;
  gboolean open;
  gboolean shifted;
  gboolean locked; /* capitals until shift is touched again */
};

G_DEFINE_FINAL_TYPE (CpKeyboard, cp_keyboard, GTK_TYPE_WIDGET)

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
  { "HIDE", N_ ("Hide"), NULL, "wide" },
  { "SPACE", N_ ("Space"), NULL, "space" },
};

static char *
spell (CpKeyboard *self, const char *key)
{
  return self->shifted && !g_str_equal (key, "ß") ? g_utf8_strup (key, -1) : g_strdup (key);
}

static void
set_shifted (CpKeyboard *self, gboolean shifted)
{
  self->shifted = shifted;
  cp_build_set_class (self->shift, "on", shifted);
  for (guint i = 0; i < self->letters->len; i++) {
    GtkButton *button = self->letters->pdata[i];
    g_autofree char *label = spell (self, gtk_widget_get_name (GTK_WIDGET (button)));

    gtk_button_set_label (button, label);
  }
}

static void
show_layer (CpKeyboard *self, CpLayer layer)
{
  for (guint i = 0; i < CP_N_LAYERS; i++)
    gtk_widget_set_visible (self->layers[i], i == layer);
  gtk_widget_set_visible (self->accent_row, FALSE);
  gtk_widget_set_visible (self->top_row, TRUE);
}

/* Capitals at the start of each word, in entries that ask for it. */
static void
shift_as_the_entry_asks (CpKeyboard *self)
{
  const char *text;
  int at, end;
  gboolean starts_word;

  if (self->target == NULL || self->locked)
    return;
  if (!(gtk_text_get_input_hints (self->target) & GTK_INPUT_HINT_UPPERCASE_WORDS)) {
    set_shifted (self, FALSE);
    return;
  }
  text = gtk_editable_get_text (GTK_EDITABLE (self->target));
  if (!gtk_editable_get_selection_bounds (GTK_EDITABLE (self->target), &at, &end))
    at = gtk_editable_get_position (GTK_EDITABLE (self->target));
  starts_word = at == 0 || strchr (" -'", *g_utf8_offset_to_pointer (text, at - 1)) != NULL;
  set_shifted (self, starts_word);
}

static void
set_open (CpKeyboard *self, gboolean open)
{
  self->open = open;
  gtk_widget_set_visible (GTK_WIDGET (self), open);
}

gboolean
cp_keyboard_get_open (CpKeyboard *self)
{
  return self->open;
}

static void
insert (CpKeyboard *self, const char *text)
{
  if (self->target == NULL)
    return;
  gtk_editable_delete_selection (GTK_EDITABLE (self->target)); /* inserting would not */
  g_signal_emit_by_name (self->target, "insert-at-cursor", text);
}

static void
press_shift (CpKeyboard *self)
{
  gboolean was_shifted = self->shifted;

  self->locked = was_shifted && !self->locked;
  set_shifted (self, self->locked || !was_shifted);
}

static gboolean
press_special (CpKeyboard *self, const char *key)
{
  if (g_str_equal (key, "SHIFT"))
    press_shift (self);
  else if (g_str_equal (key, "SYMBOLS"))
    show_layer (self, CP_LAYER_SYMBOLS);
  else if (g_str_equal (key, "LETTERS"))
    show_layer (self, CP_LAYER_LETTERS);
  else if (g_str_equal (key, "HIDE"))
    cp_keyboard_close (self);
  else if (g_str_equal (key, "BACK") && self->target != NULL)
    g_signal_emit_by_name (self->target, "backspace");
  else if (g_str_equal (key, "ENTER") && self->target != NULL)
    g_signal_emit_by_name (self->target, "activate");
  else
    return FALSE;
  return TRUE;
}

void
cp_keyboard_press (CpKeyboard *self, const char *key)
{
  g_autofree char *letter = NULL;

  if (press_special (self, key)) {
    if (g_str_equal (key, "BACK"))
      shift_as_the_entry_asks (self);
    return;
  }
  letter = g_str_equal (key, "SPACE") ? g_strdup (" ") : spell (self, key);
  insert (self, letter);
  gtk_widget_set_visible (self->accent_row, FALSE);
  gtk_widget_set_visible (self->top_row, TRUE);
  shift_as_the_entry_asks (self);
}

void
cp_keyboard_close (CpKeyboard *self)
{
  if (self->window != NULL && self->target != NULL)
    gtk_window_set_focus (self->window, NULL);
  set_open (self, FALSE);
}

static void
on_key_clicked (CpKeyboard *self, GtkButton *button)
{
  cp_keyboard_press (self, gtk_widget_get_name (GTK_WIDGET (button)));
}

static gboolean
on_repeat (gpointer data)
{
  cp_keyboard_press (data, "BACK");
  return G_SOURCE_CONTINUE;
}

static GtkWidget *make_key (CpKeyboard *self, const char *key, CpLayer layer);

static void
offer_accents (CpKeyboard *self, const char *accents)
{
  g_auto (GStrv) list = g_strsplit (accents, " ", -1);

  cp_build_clear (self->accent_row);
  for (guint i = 0; list[i] != NULL; i++) {
    g_autofree char *label = spell (self, list[i]);
    GtkWidget *key = make_key (self, list[i], CP_LAYER_SYMBOLS);

    gtk_button_set_label (GTK_BUTTON (key), label);
    gtk_widget_add_css_class (key, "accent");
    gtk_box_append (GTK_BOX (self->accent_row), key);
  }
  gtk_widget_set_visible (self->top_row, FALSE);
  gtk_widget_set_visible (self->accent_row, TRUE);
}

void
cp_keyboard_hold (CpKeyboard *self, const char *key)
{
  const char *accents = cp_keyboard_layout_get_accents (key);

  if (g_str_equal (key, "BACK") && self->repeat_source == 0)
    self->repeat_source = g_timeout_add (REPEAT_MS, on_repeat, self);
  else if (accents != NULL)
    offer_accents (self, accents);
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
label_key (GtkWidget *button, const char *key)
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
make_key (CpKeyboard *self, const char *key, CpLayer layer)
{
  GtkWidget *button = gtk_button_new ();

  gtk_widget_set_name (button, key);
  gtk_widget_add_css_class (button, "key");
  cp_build_set_class (button, "num", layer == CP_LAYER_DIGITS);
  gtk_widget_set_focusable (button, FALSE);
  gtk_widget_set_focus_on_click (button, FALSE);
  label_key (button, key);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_key_clicked), self, G_CONNECT_SWAPPED);
  if (g_str_equal (key, "BACK") || cp_keyboard_layout_get_accents (key) != NULL)
    watch_hold (self, button);
  return button;
}

static GtkWidget *
make_row (CpKeyboard *self, CpLayer layer, const char *keys)
{
  g_auto (GStrv) list = g_strsplit (keys, " ", -1);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_halign (row, GTK_ALIGN_CENTER);
  for (guint i = 0; list[i] != NULL; i++) {
    GtkWidget *key = make_key (self, list[i], layer);

    if (layer == CP_LAYER_LETTERS && strlen (list[i]) == 1 && g_ascii_isalpha (*list[i]))
      g_ptr_array_add (self->letters, key);
    if (g_str_equal (list[i], "SHIFT"))
      self->shift = key;
    gtk_box_append (GTK_BOX (row), key);
  }
  return row;
}

static void
make_layer (CpKeyboard *self, CpLayer layer)
{
  GtkWidget *rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (rows, "keyboard");
  for (guint i = 0; cp_keyboard_layout_get_row (layer, i) != NULL; i++) {
    GtkWidget *row = make_row (self, layer, cp_keyboard_layout_get_row (layer, i));

    gtk_box_append (GTK_BOX (rows), row);
    if (layer == CP_LAYER_LETTERS && i == 0) {
      self->top_row = row;
      self->accent_row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
      gtk_widget_set_halign (self->accent_row, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (rows), self->accent_row);
    }
  }
  self->layers[layer] = rows;
  gtk_widget_set_parent (rows, GTK_WIDGET (self));
}

static CpLayer
choose_layer (GtkText *text)
{
  switch (gtk_text_get_input_purpose (text)) {
  case GTK_INPUT_PURPOSE_DIGITS:
  case GTK_INPUT_PURPOSE_NUMBER:
  case GTK_INPUT_PURPOSE_PHONE:
  case GTK_INPUT_PURPOSE_PIN:
    return CP_LAYER_DIGITS;
  case GTK_INPUT_PURPOSE_FREE_FORM:
  case GTK_INPUT_PURPOSE_ALPHA:
  case GTK_INPUT_PURPOSE_URL:
  case GTK_INPUT_PURPOSE_EMAIL:
  case GTK_INPUT_PURPOSE_NAME:
  case GTK_INPUT_PURPOSE_PASSWORD:
  case GTK_INPUT_PURPOSE_TERMINAL:
  default:
    return CP_LAYER_LETTERS;
  }
}

static void
set_target (CpKeyboard *self, GtkText *text)
{
  if (self->target == text)
    return;
  if (self->target != NULL)
    g_signal_handlers_disconnect_by_func (self->target, shift_as_the_entry_asks, self);
  g_set_weak_pointer (&self->target, text);
  g_clear_handle_id (&self->repeat_source, g_source_remove);
  self->locked = FALSE;
  if (text != NULL) {
    g_signal_connect_object (text, "notify::cursor-position", G_CALLBACK (shift_as_the_entry_asks),
                             self, G_CONNECT_SWAPPED);
    show_layer (self, choose_layer (text));
    shift_as_the_entry_asks (self);
  }
  set_open (self, text != NULL);
}

static void
on_focus_changed (CpKeyboard *self)
{
  GtkWidget *focus = gtk_window_get_focus (self->window);
  gboolean takes_text =
      focus != NULL && GTK_IS_TEXT (focus) && gtk_editable_get_editable (GTK_EDITABLE (focus));

  set_target (self, takes_text ? GTK_TEXT (focus) : NULL);
}

static void
root (GtkWidget *widget)
{
  CpKeyboard *self = CP_KEYBOARD (widget);

  GTK_WIDGET_CLASS (cp_keyboard_parent_class)->root (widget);
  self->window = GTK_WINDOW (gtk_widget_get_root (widget));
  self->focus_handler = g_signal_connect_swapped (self->window, "notify::focus-widget",
                                                  G_CALLBACK (on_focus_changed), self);
}

static void
unroot (GtkWidget *widget)
{
  CpKeyboard *self = CP_KEYBOARD (widget);

  g_clear_signal_handler (&self->focus_handler, self->window);
  self->window = NULL;
  GTK_WIDGET_CLASS (cp_keyboard_parent_class)->unroot (widget);
}

static void
dispose (GObject *object)
{
  CpKeyboard *self = CP_KEYBOARD (object);
  GtkWidget *child;

  g_clear_handle_id (&self->repeat_source, g_source_remove);
  g_clear_weak_pointer (&self->target);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->letters, g_ptr_array_unref);
  G_OBJECT_CLASS (cp_keyboard_parent_class)->dispose (object);
}

static void
cp_keyboard_class_init (CpKeyboardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->root = root;
  widget_class->unroot = unroot;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "keyboard");
}

static void
cp_keyboard_init (CpKeyboard *self)
{
  self->letters = g_ptr_array_new ();
  for (guint i = 0; i < CP_N_LAYERS; i++)
    make_layer (self, i);
  show_layer (self, CP_LAYER_LETTERS);
  set_open (self, FALSE);
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
  cp_build_name (GTK_WIDGET (self), _ ("Keyboard"));
}

CpKeyboard *
cp_keyboard_new (void)
{
  return g_object_new (CP_TYPE_KEYBOARD, NULL);
}
