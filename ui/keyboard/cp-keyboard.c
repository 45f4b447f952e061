/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-keyboard-private.h"

#include "cp-build.h"
#include "cp-language.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define REPEAT_MS 60
#define BELOW_ZERO "below-zero"

enum { PROP_OPEN = 1 };

G_DEFINE_FINAL_TYPE (CpKeyboard, cp_keyboard, GTK_TYPE_WIDGET)

char *
cp_keyboard_spell (CpKeyboard *self, const char *key)
{
  gboolean capital = self->shifted && *g_utf8_next_char (key) == '\0' && !g_str_equal (key, "ß");

  return capital ? g_utf8_strup (key, -1) : g_strdup (key);
}

static void
set_shifted (CpKeyboard *self, gboolean shifted)
{
  CpKeyboardLayer *layer = &self->layers[self->layer];

  self->shifted = shifted;
  if (layer->shift != NULL)
    cp_build_set_class (layer->shift, "on", shifted);
  for (guint i = 0; i < layer->letters->len; i++) {
    GtkButton *button = layer->letters->pdata[i];
    g_autofree char *label = cp_keyboard_spell (self, gtk_widget_get_name (GTK_WIDGET (button)));

    gtk_button_set_label (button, label);
  }
}

static void
show_layer (CpKeyboard *self, CpLayer layer)
{
  cp_keyboard_make_layer (self, layer);
  self->layer = layer;
  if (layer < CP_N_SCRIPTS)
    self->script = layer;
  for (guint i = 0; i < CP_N_LAYERS; i++)
    if (self->layers[i].box != NULL)
      gtk_widget_set_visible (self->layers[i].box, i == layer);
  cp_keyboard_withdraw_offer (self);
  set_shifted (self, self->shifted);
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
  gtk_widget_set_visible (GTK_WIDGET (self), open);
  if (self->open == open)
    return;
  self->open = open;
  g_object_notify (G_OBJECT (self), "open");
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

static void
offer_scripts (CpKeyboard *self)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < CP_N_SCRIPTS; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? " " : "", cp_keyboard_layout_get_script (i));
  cp_keyboard_offer (self, list->str);
}

static gboolean
press_script (CpKeyboard *self, const char *key)
{
  for (guint i = 0; i < CP_N_SCRIPTS; i++) {
    if (!g_str_equal (key, cp_keyboard_layout_get_script (i)))
      continue;
    show_layer (self, i);
    shift_as_the_entry_asks (self);
    return TRUE;
  }
  return FALSE;
}

static gboolean
press_special (CpKeyboard *self, const char *key)
{
  if (g_str_equal (key, "SHIFT"))
    press_shift (self);
  else if (g_str_equal (key, "SYMBOLS"))
    show_layer (self, CP_LAYER_SYMBOLS);
  else if (g_str_equal (key, "LETTERS"))
    show_layer (self, self->script);
  else if (g_str_equal (key, "SCRIPTS"))
    offer_scripts (self);
  else if (g_str_equal (key, "HIDE"))
    cp_keyboard_close (self);
  else if (g_str_equal (key, "BACK") && self->target != NULL)
    g_signal_emit_by_name (self->target, "backspace");
  else if (g_str_equal (key, "ENTER") && self->target != NULL)
    g_signal_emit_by_name (self->target, "activate");
  else
    return press_script (self, key);
  return TRUE;
}

/* What the keys type that are no letters. */
static char *
spell_key (CpKeyboard *self, const char *key)
{
  if (g_str_equal (key, "SPACE"))
    return g_strdup (" ");
  if (g_str_equal (key, "MINUS"))
    return g_strdup ("-");
  return cp_keyboard_spell (self, key);
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
  letter = spell_key (self, key);
  insert (self, letter);
  cp_keyboard_withdraw_offer (self);
  shift_as_the_entry_asks (self);
}

void
cp_keyboard_close (CpKeyboard *self)
{
  if (self->window != NULL && self->target != NULL)
    gtk_window_set_focus (self->window, NULL);
  set_open (self, FALSE);
}

static gboolean
on_repeat (gpointer data)
{
  cp_keyboard_press (data, "BACK");
  return G_SOURCE_CONTINUE;
}

void
cp_keyboard_hold (CpKeyboard *self, const char *key)
{
  const char *accents = cp_keyboard_layout_get_accents (key);

  if (g_str_equal (key, "BACK") && self->repeat_source == 0)
    self->repeat_source = g_timeout_add (REPEAT_MS, on_repeat, self);
  else if (accents != NULL)
    cp_keyboard_offer (self, accents);
}

/* No input purpose says so. The key is of the GtkText, which is what has the focus. */
void
cp_keyboard_go_below_zero (GtkEditable *entry)
{
  GtkEditable *text = gtk_editable_get_delegate (entry);

  g_object_set_data (G_OBJECT (text != NULL ? text : entry), BELOW_ZERO, entry);
}

static CpLayer
choose_layer (CpKeyboard *self, GtkText *text)
{
  switch (gtk_text_get_input_purpose (text)) {
  case GTK_INPUT_PURPOSE_DIGITS:
    return CP_LAYER_CODE;
  case GTK_INPUT_PURPOSE_NUMBER:
    return g_object_get_data (G_OBJECT (text), BELOW_ZERO) != NULL ? CP_LAYER_SIGNED
                                                                   : CP_LAYER_NUMBER;
  case GTK_INPUT_PURPOSE_PIN:
    return CP_LAYER_NUMBER;
  case GTK_INPUT_PURPOSE_PHONE:
    return CP_LAYER_PHONE;
  case GTK_INPUT_PURPOSE_EMAIL:
    return CP_LAYER_EMAIL;
  case GTK_INPUT_PURPOSE_FREE_FORM:
  case GTK_INPUT_PURPOSE_ALPHA:
  case GTK_INPUT_PURPOSE_URL:
  case GTK_INPUT_PURPOSE_NAME:
  case GTK_INPUT_PURPOSE_PASSWORD:
  case GTK_INPUT_PURPOSE_TERMINAL:
  default:
    return self->script;
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
    show_layer (self, choose_layer (self, text));
    shift_as_the_entry_asks (self);
  }
  if (text == NULL)
    self->script = self->first; /* whoever types next begins as everybody does */
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

  g_clear_handle_id (&self->repeat_source, g_source_remove);
  g_clear_weak_pointer (&self->target);
  for (guint i = 0; i < CP_N_LAYERS; i++)
    cp_keyboard_drop_layer (self, i);
  G_OBJECT_CLASS (cp_keyboard_parent_class)->dispose (object);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, CP_KEYBOARD (object)->open);
}

static void
cp_keyboard_class_init (CpKeyboardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->get_property = get_property;
  g_object_class_install_property (
      G_OBJECT_CLASS (klass), PROP_OPEN,
      g_param_spec_boolean ("open", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  widget_class->root = root;
  widget_class->unroot = unroot;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "keyboard");
}

static void
cp_keyboard_init (CpKeyboard *self)
{
  self->first = cp_keyboard_layout_choose_script (cp_language_get_now ());
  show_layer (self, self->first);
  set_open (self, FALSE);
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
  gtk_widget_add_css_class (GTK_WIDGET (self), "as-is");
  cp_build_name (GTK_WIDGET (self), _ ("Keyboard"));
}

CpKeyboard *
cp_keyboard_new (void)
{
  return g_object_new (CP_TYPE_KEYBOARD, NULL);
}
