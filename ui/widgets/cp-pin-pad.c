/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-pin-pad.h"

#include "cp-build.h"
#include "cp-pin.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _CpPinPad {
  GtkWidget parent_instance;

  GtkWidget *dots;
  GtkGrid *keys;
  char digits[CP_PIN_MAX_DIGITS + 1];
  guint n_digits;
};

static guint entered_signal;

G_DEFINE_FINAL_TYPE (CpPinPad, cp_pin_pad, GTK_TYPE_WIDGET)

static void
show_dots (CpPinPad *self)
{
  g_autofree char *name = g_strdup_printf (
      ngettext ("%u digit entered", "%u digits entered", self->n_digits), self->n_digits);
  guint i = 0;

  for (GtkWidget *dot = gtk_widget_get_first_child (self->dots); dot != NULL;
       dot = gtk_widget_get_next_sibling (dot), i++) {
    cp_build_set_class (dot, "on", i < self->n_digits);
    gtk_widget_set_visible (dot, i < MAX (self->n_digits, CP_PIN_MIN_DIGITS));
  }
  cp_build_name (self->dots, name);
}

static void
wipe (CpPinPad *self)
{
  explicit_bzero (self->digits, sizeof self->digits);
  self->n_digits = 0;
}

void
cp_pin_pad_reset (CpPinPad *self, gboolean wrong)
{
  wipe (self);
  cp_build_set_class (self->dots, "wrong", wrong);
  show_dots (self);
}

static void
enter (CpPinPad *self)
{
  g_autofree char *pin = NULL;

  if (self->n_digits < CP_PIN_MIN_DIGITS)
    return;
  pin = g_strdup (self->digits);
  wipe (self);
  g_signal_emit (self, entered_signal, 0, pin);
  explicit_bzero (pin, strlen (pin));
}

void
cp_pin_pad_press (CpPinPad *self, const char *key)
{
  cp_build_set_class (self->dots, "wrong", FALSE);
  if (g_str_equal (key, "enter"))
    enter (self);
  else if (g_str_equal (key, "back") && self->n_digits > 0)
    self->digits[--self->n_digits] = '\0';
  else if (g_ascii_isdigit (*key) && self->n_digits < CP_PIN_MAX_DIGITS)
    self->digits[self->n_digits++] = *key;
  show_dots (self);
}

static void
on_key_clicked (CpPinPad *self, GtkButton *button)
{
  cp_pin_pad_press (self, gtk_widget_get_name (GTK_WIDGET (button)));
}

static void
add_key (CpPinPad *self, const char *key, int column, int row)
{
  GtkWidget *button = gtk_button_new ();

  gtk_widget_set_name (button, key);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_add_css_class (button, "padkey");
  if (g_str_equal (key, "back")) {
    gtk_button_set_icon_name (GTK_BUTTON (button), "counterpart-backspace-symbolic");
    cp_build_name (button, _ ("Delete last digit"));
  } else if (g_str_equal (key, "enter")) {
    gtk_button_set_label (GTK_BUTTON (button), _ ("Enter"));
    gtk_widget_add_css_class (button, "enter");
  } else {
    gtk_button_set_label (GTK_BUTTON (button), key);
  }
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_key_clicked), self, G_CONNECT_SWAPPED);
  gtk_grid_attach (self->keys, button, column, row, 1, 1);
}

static void
make_keys (CpPinPad *self)
{
  static const char *const KEYS[] = { "1", "2", "3", "4",    "5", "6",
                                      "7", "8", "9", "back", "0", "enter" };

  for (int i = 0; i < (int) G_N_ELEMENTS (KEYS); i++)
    add_key (self, KEYS[i], i % 3, i / 3);
  for (guint i = 0; i < CP_PIN_MAX_DIGITS; i++)
    gtk_box_append (GTK_BOX (self->dots), cp_build_box (GTK_ORIENTATION_HORIZONTAL, "dot"));
  for (GtkWidget *dot = gtk_widget_get_first_child (self->dots); dot != NULL;
       dot = gtk_widget_get_next_sibling (dot))
    gtk_widget_set_valign (dot, GTK_ALIGN_CENTER);
}

static gboolean
on_key_typed (GtkEventControllerKey *controller,
              guint keyval,
              guint keycode,
              GdkModifierType state,
              CpPinPad *self)
{
  gunichar letter = gdk_keyval_to_unicode (keyval);
  char key[2] = { (char) letter, '\0' };

  if (letter >= '0' && letter <= '9')
    cp_pin_pad_press (self, key);
  else if (keyval == GDK_KEY_BackSpace)
    cp_pin_pad_press (self, "back");
  else if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter)
    cp_pin_pad_press (self, "enter");
  else
    return FALSE;
  return TRUE;
}

static void
dispose (GObject *object)
{
  GtkWidget *child;

  wipe (CP_PIN_PAD (object));
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cp_pin_pad_parent_class)->dispose (object);
}

static void
cp_pin_pad_class_init (CpPinPadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/counterpart/ui/cp-pin-pad.ui");
  gtk_widget_class_bind_template_child (widget_class, CpPinPad, dots);
  gtk_widget_class_bind_template_child (widget_class, CpPinPad, keys);
  entered_signal = g_signal_new ("entered", CP_TYPE_PIN_PAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
cp_pin_pad_init (CpPinPad *self)
{
  GtkEventController *keyboard = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_direction (GTK_WIDGET (self->keys), GTK_TEXT_DIR_LTR);
  make_keys (self);
  show_dots (self);
  g_signal_connect_object (keyboard, "key-pressed", G_CALLBACK (on_key_typed), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), keyboard);
}

CpPinPad *
cp_pin_pad_new (void)
{
  return g_object_new (CP_TYPE_PIN_PAD, NULL);
}
