/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-amount-pad.h"

#include "cp-build.h"
#include "cp-figure.h"
#include "cp-format.h"

#include <glib/gi18n-lib.h>

#define MAX_MINOR 100000000

struct _CpAmountPad {
  GtkWidget parent_instance;

  GtkWidget *amount;
  GtkLabel *amount_figure;
  GtkWidget *basket;
  GtkLabel *basket_figure;
  GtkButton *all;
  GtkLabel *at_most;
  GtkGrid *keys;

  char *currency;
  gint64 digits;
  gint64 max_minor;
  gint64 amount_minor;
  gint64 basket_minor;
  gboolean in_basket;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (CpAmountPad, cp_amount_pad, GTK_TYPE_WIDGET)

static char *
format (CpAmountPad *self, gint64 minor)
{
  return cp_figure_money (minor, self->currency, self->digits);
}

static void
show_figures (CpAmountPad *self)
{
  g_autofree char *amount = format (self, self->amount_minor);
  g_autofree char *basket = format (self, self->basket_minor);
  g_autofree char *max = format (self, self->max_minor);
  g_autofree char *all = g_strdup_printf (_ ("All of it: %s"), max);

  gtk_label_set_text (self->amount_figure, amount);
  gtk_label_set_text (self->basket_figure, self->basket_minor > 0 ? basket : _ ("Touch to enter"));
  gtk_button_set_label (self->all, all);
  gtk_widget_set_visible (GTK_WIDGET (self->at_most), self->amount_minor > self->max_minor);
  cp_build_set_class (self->amount, "on", !self->in_basket);
  cp_build_set_class (self->basket, "on", self->in_basket);
  gtk_widget_set_sensitive (GTK_WIDGET (self->all), self->max_minor > 0);
  g_signal_emit (self, changed_signal, 0);
}

void
cp_amount_pad_begin (CpAmountPad *self, const char *currency, gint64 digits, gint64 max_minor)
{
  g_free (self->currency);
  self->currency = g_strdup (currency);
  self->digits = digits;
  self->max_minor = max_minor;
  self->amount_minor = self->basket_minor = 0;
  self->in_basket = FALSE;
  show_figures (self);
}

gint64
cp_amount_pad_get_amount (CpAmountPad *self)
{
  return self->amount_minor;
}

gint64
cp_amount_pad_get_basket (CpAmountPad *self)
{
  return self->basket_minor;
}

void
cp_amount_pad_press (CpAmountPad *self, const char *key)
{
  gint64 *figure = self->in_basket ? &self->basket_minor : &self->amount_minor;

  if (g_str_equal (key, "all"))
    self->amount_minor = self->max_minor;
  else if (g_str_equal (key, "back"))
    *figure /= 10;
  else if (g_str_equal (key, "00") && *figure < MAX_MINOR / 100)
    *figure *= 100;
  else if (g_ascii_isdigit (*key) && key[1] == '\0' && *figure < MAX_MINOR / 10)
    *figure = *figure * 10 + g_ascii_digit_value (*key);
  show_figures (self);
}

static void
on_key_clicked (CpAmountPad *self, GtkButton *button)
{
  cp_amount_pad_press (self, gtk_widget_get_name (GTK_WIDGET (button)));
}

static void
on_amount_clicked (CpAmountPad *self)
{
  self->in_basket = FALSE;
  show_figures (self);
}

static void
on_basket_clicked (CpAmountPad *self)
{
  self->in_basket = TRUE;
  show_figures (self);
}

static void
make_keys (CpAmountPad *self)
{
  static const char *const KEYS[] = {
    "1", "2", "3", "4", "5", "6", "7", "8", "9", "00", "0", "back"
  };

  for (int i = 0; i < (int) G_N_ELEMENTS (KEYS); i++) {
    GtkWidget *button = gtk_button_new ();

    gtk_widget_set_name (button, KEYS[i]);
    gtk_widget_set_focus_on_click (button, FALSE);
    cp_build_add_classes (button, "padkey low");
    if (g_str_equal (KEYS[i], "back")) {
      gtk_button_set_icon_name (GTK_BUTTON (button), "counterpart-backspace-symbolic");
      cp_build_name (button, _ ("Delete last digit"));
    } else {
      gtk_button_set_label (GTK_BUTTON (button), KEYS[i]);
    }
    g_signal_connect_object (button, "clicked", G_CALLBACK (on_key_clicked), self,
                             G_CONNECT_SWAPPED);
    gtk_grid_attach (self->keys, button, i % 3, i / 3, 1, 1);
  }
}

static void
dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&CP_AMOUNT_PAD (object)->currency, g_free);
  G_OBJECT_CLASS (cp_amount_pad_parent_class)->dispose (object);
}

static void
cp_amount_pad_class_init (CpAmountPadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/counterpart/ui/cp-amount-pad.ui");
  gtk_widget_class_bind_template_child (widget_class, CpAmountPad, amount);
  gtk_widget_class_bind_template_child (widget_class, CpAmountPad, amount_figure);
  gtk_widget_class_bind_template_child (widget_class, CpAmountPad, basket);
  gtk_widget_class_bind_template_child (widget_class, CpAmountPad, basket_figure);
  gtk_widget_class_bind_template_child (widget_class, CpAmountPad, all);
  gtk_widget_class_bind_template_child (widget_class, CpAmountPad, at_most);
  gtk_widget_class_bind_template_child (widget_class, CpAmountPad, keys);
  gtk_widget_class_bind_template_callback (widget_class, on_key_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_amount_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_basket_clicked);
  changed_signal = g_signal_new ("changed", CP_TYPE_AMOUNT_PAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
cp_amount_pad_init (CpAmountPad *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cp_build_name (self->amount, _ ("To come off the bill"));
  cp_build_name (self->basket, _ ("The bill comes to"));
  gtk_widget_set_direction (GTK_WIDGET (self->keys), GTK_TEXT_DIR_LTR);
  make_keys (self);
}
