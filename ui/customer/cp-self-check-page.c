/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-self-check-page.h"

#include "cp-build.h"
#include "cp-figure.h"
#include "cp-format.h"
#include "cp-kiosk-own.h"

#include <glib/gi18n-lib.h>

#define LONG_FIGURE 7 /* letters, beyond which a figure needs smaller ones to fit */

struct _CpSelfCheckPage {
  CpScreen parent_instance;

  GtkLabel *hello;
  GtkLabel *status;
  GtkWidget *figures;
  GtkLabel *expiry;
  GtkLabel *outdated;
  GtkWidget *own;
  GtkButton *mailings;
  GtkButton *favourites;
  GtkButton *offers;
  GtkLabel *as_of;
  GtkProgressBar *countdown;
  GtkLabel *left;
  GtkButton *more_time;
  GtkButton *done;
  guint most_seconds;
};

G_DEFINE_FINAL_TYPE (CpSelfCheckPage, cp_self_check_page, CP_TYPE_SCREEN)

static GtkWidget *
make_figure (const char *label, const char *figure, const char *waiting, gboolean lead)
{
  GtkWidget *box =
      cp_build_box (GTK_ORIENTATION_VERTICAL, lead ? "bigfigure lead gap8" : "bigfigure gap8");
  GtkWidget *head = cp_build_label (label, "t-label");
  GtkWidget *value = cp_build_label (figure, "t-figure");

  gtk_widget_set_hexpand (box, TRUE);
  gtk_label_set_wrap (GTK_LABEL (value), FALSE);
  cp_build_set_class (value, "long", g_utf8_strlen (figure, -1) > LONG_FIGURE);
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), value);
  if (waiting != NULL) {
    GtkWidget *chip = cp_build_chip (waiting, "waiting");

    gtk_widget_set_halign (chip, GTK_ALIGN_START);
    gtk_label_set_wrap (GTK_LABEL (chip), TRUE);
    gtk_box_append (GTK_BOX (box), chip);
  }
  return box;
}

/* Figures and the programme's own words keep their order within a sentence from right to left. */
static char *
embed (const char *text)
{
  return gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL ? cp_format_ltr (text)
                                                                 : g_strdup (text);
}

static char *
describe_waiting (gint64 waiting, const char *text)
{
  g_autofree char *gain = cp_format_gain (waiting, text);
  g_autofree char *embedded = embed (gain);

  return waiting != 0 ? g_strdup_printf (_ ("%s not confirmed yet"), embedded) : NULL;
}

static void
show_figures (CpSelfCheckPage *self, CpKiosk *kiosk, const CpJson *check)
{
  const CpJson *rewards = cp_json_get_object (check, "rewards");
  gint64 waiting_minor = cp_json_get_int (rewards, "waiting_minor", 0);
  g_autofree char *money =
      cp_format_money_in (check, cp_json_get_int (rewards, "confirmed_minor", 0));
  g_autofree char *more = cp_format_money_in (check, waiting_minor);
  g_autofree char *chip = describe_waiting (waiting_minor, more);
  CpJson *balance;
  gsize i;

  cp_build_clear (self->figures);
  gtk_box_append (GTK_BOX (self->figures), make_figure (_ ("Rewards to spend"), money, chip, TRUE));
  json_array_foreach (cp_json_get_array (check, "balances"), i, balance)
  {
    gint64 waiting = cp_json_get_int (balance, "waiting", 0);
    g_autofree char *count = cp_figure_count (cp_json_get_int (balance, "confirmed", 0));
    g_autofree char *plus = cp_figure_count (waiting);
    g_autofree char *note = describe_waiting (waiting, plus);
    const char *name = cp_json_get_text (balance, "name");

    if (i < (cp_kiosk_get_large_text (kiosk) ? 1 : 2))
      gtk_box_append (GTK_BOX (self->figures),
                      make_figure (cp_format_or_empty (name), count, note, FALSE));
  }
}

static char *
describe_expiring (const CpJson *check, const CpJson *next)
{
  gint64 minor = cp_json_get_int (next, "amount_minor", 0);
  gint64 points = cp_json_get_int (next, "points", 0);
  const char *name = cp_format_or_empty (cp_json_get_text (next, "name"));
  g_autofree char *figure =
      points > 0 ? cp_figure_count (points) : cp_format_money_in (check, minor);

  if (points > 0)
    return g_strdup_printf ("%s %s", figure, name);
  return cp_format_join (minor > 0 ? figure : "", name, NULL);
}

static void
show_expiry (CpSelfCheckPage *self, const CpJson *check)
{
  const CpJson *next = cp_json_get_object (check, "next_expiry");
  g_autofree char *day = cp_format_last_day (cp_json_get_int (next, "at_ms", 0));
  g_autofree char *what = describe_expiring (check, next);
  g_autofree char *embedded = embed (what);
  g_autofree char *text =
      next != NULL ? g_strdup_printf (_ ("Use by %s: %s"), day, embedded) : NULL;

  cp_build_show_text (self->expiry, text);
}

/* Large letters leave no line for both; the bar shows the time all the same. */
static void
show_time_left (CpSelfCheckPage *self, CpKiosk *kiosk)
{
  gboolean large = cp_kiosk_get_large_text (kiosk);
  guint seconds = cp_kiosk_get_seconds_left (kiosk);
  g_autofree char *text = g_strdup_printf (
      ngettext ("This clears in %u second", "This clears in %u seconds", seconds), seconds);

  self->most_seconds = MAX (self->most_seconds, seconds);
  gtk_label_set_text (self->left, large ? gtk_label_get_text (self->as_of) : text);
  gtk_widget_set_visible (GTK_WIDGET (self->as_of), !large);
  gtk_progress_bar_set_fraction (self->countdown, (double) seconds / MAX (1, self->most_seconds));
}

/* What is no longer so is not shown: the card brings it anew. */
static void
show_balance (CpSelfCheckPage *self, CpKiosk *kiosk, const CpJson *check)
{
  gboolean outdated = cp_json_get_bool (check, "outdated");
  g_autofree char *moment =
      cp_format_moment (cp_json_get_int (check, "as_of_ms", 0), cp_kiosk_get_now_ms (kiosk));
  g_autofree char *as_of = g_strdup_printf (_ ("Confirmed by our head office: %s"), moment);

  gtk_label_set_text (self->as_of, outdated ? "" : as_of);
  show_figures (self, kiosk, check);
  show_expiry (self, check);
  gtk_widget_set_visible (self->figures, !outdated);
  if (outdated)
    gtk_widget_set_visible (GTK_WIDGET (self->expiry), FALSE);
  cp_build_show_text (self->outdated,
                      outdated ? _ ("Please tap your card again to see what you have now.") : NULL);
}

static void
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  CpSelfCheckPage *self = CP_SELF_CHECK_PAGE (screen);
  const CpJson *check = cp_kiosk_get_self_check (kiosk);
  const char *name = cp_json_get_text (check, "given_name");
  g_autofree char *hello =
      name != NULL ? g_strdup_printf (_ ("Hello, %s"), name) : g_strdup (_ ("Hello"));

  if (check == NULL)
    return;
  gtk_label_set_text (self->hello, hello);
  cp_build_show_text (self->status,
                      cp_json_get_text (cp_json_get_object (check, "status"), "name"));
  show_balance (self, kiosk, check);
  show_time_left (self, kiosk);
  gtk_widget_set_visible (self->own, cp_kiosk_get_own (kiosk) != NULL);
  cp_build_set_class (self->figures, "owned", cp_kiosk_get_own (kiosk) != NULL);
  gtk_button_set_label (self->mailings, _ ("My mailings"));
  gtk_button_set_label (self->favourites, _ ("My favourites"));
  gtk_button_set_label (self->offers, _ ("My offers"));
  gtk_widget_set_visible (GTK_WIDGET (self->offers),
                          cp_json_get_array (cp_kiosk_get_own (kiosk), "claims") != NULL);
  gtk_button_set_label (self->more_time, _ ("More time")); /* in the customer's language */
  gtk_button_set_label (self->done, _ ("Done"));
}

static void
on_seconds_left (CpSelfCheckPage *self)
{
  show_time_left (self, cp_screen_get_kiosk (CP_SCREEN (self)));
}

static void
on_new_customer (CpSelfCheckPage *self)
{
  self->most_seconds = 0;
}

static void
bind (CpScreen *screen, CpKiosk *kiosk)
{
  g_signal_connect_object (kiosk, "notify::seconds-left", G_CALLBACK (on_seconds_left), screen,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (kiosk, "notify::self-check", G_CALLBACK (on_new_customer), screen,
                           G_CONNECT_SWAPPED);
}

static void
cp_self_check_page_class_init (CpSelfCheckPageClass *klass)
{
  static const char *const WATCHES[] = { "self-check", "own", "large-text", "language", NULL };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-self-check-page", WATCHES, refresh);
  CP_SCREEN_CLASS (klass)->bind = bind;
  gtk_widget_class_bind_template_child (widget_class, CpSelfCheckPage, hello);
  gtk_widget_class_bind_template_child (widget_class, CpSelfCheckPage, status);
  gtk_widget_class_bind_template_child (widget_class, CpSelfCheckPage, figures);
  gtk_widget_class_bind_template_child (widget_class, CpSelfCheckPage, expiry);
  gtk_widget_class_bind_template_child (widget_class, CpSelfCheckPage, outdated);
  gtk_widget_class_bind_template_child (widget_class, CpSelfCheckPage, own);
  gtk_widget_class_bind_template_child (widget_class, CpSelfCheckPage, mailings);
  gtk_widget_class_bind_template_child (widget_class, CpSelfCheckPage, favourites);
  gtk_widget_class_bind_template_child (widget_class, CpSelfCheckPage, offers);
  gtk_widget_class_bind_template_child (widget_class, CpSelfCheckPage, as_of);
  gtk_widget_class_bind_template_child (widget_class, CpSelfCheckPage, countdown);
  gtk_widget_class_bind_template_child (widget_class, CpSelfCheckPage, left);
  gtk_widget_class_bind_template_child (widget_class, CpSelfCheckPage, more_time);
  gtk_widget_class_bind_template_child (widget_class, CpSelfCheckPage, done);
}

static void
cp_self_check_page_init (CpSelfCheckPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
