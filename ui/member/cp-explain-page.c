/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-explain-page.h"

#include "cp-build.h"
#include "cp-format.h"
#include "cp-reading.h"
#include "cp-row.h"

#include <glib/gi18n-lib.h>

#define MAX_PURCHASES 5

struct _CpExplainPage {
  CpScreen parent_instance;

  GtkLabel *whom;
  GtkWidget *question;
  GtkEditable *number;
  GtkLabel *problem;
  GtkWidget *purchases;
  GtkWidget *list;
  GtkWidget *answer;
  GtkWidget *steps;
  GtkLabel *said;
  GtkLabel *next;
  GtkWidget *another;
  GtkButton *primary;
};

G_DEFINE_FINAL_TYPE (CpExplainPage, cp_explain_page, CP_TYPE_SCREEN)

static void
ask (CpExplainPage *self, const char *number)
{
  gtk_window_set_focus (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL);
  cp_kiosk_explain (cp_screen_get_kiosk (CP_SCREEN (self)), number);
}

static void
on_purchase_clicked (CpExplainPage *self, GtkWidget *row)
{
  ask (self, gtk_widget_get_name (row));
}

static GtkWidget *
make_purchase (CpExplainPage *self, const CpJson *view, const CpJson *receipt, gint64 now_ms)
{
  CpRow *row = cp_row_new ();
  const char *number = cp_format_or_empty (cp_json_get_text (receipt, "number"));
  const char *store = cp_json_get_text (receipt, "store_name");
  gint64 at_ms = cp_json_get_int (receipt, "at_ms", 0);
  g_autofree char *total = cp_format_money_in (view, cp_json_get_int (receipt, "total_minor", 0));
  g_autofree char *moment =
      at_ms > 0 ? cp_format_moment (at_ms, now_ms) : g_strdup (_ ("Day not known"));
  g_autofree char *title = g_strdup_printf (_ ("Receipt %s"), number);
  g_autofree char *subtitle = cp_format_join (moment, cp_format_or_empty (store), NULL);

  cp_row_show (row, NULL, title, subtitle, NULL, total);
  gtk_widget_set_name (GTK_WIDGET (row), number);
  gtk_widget_set_focus_on_click (GTK_WIDGET (row), FALSE);
  g_signal_connect_object (row, "clicked", G_CALLBACK (on_purchase_clicked), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (row);
}

static guint
show_purchases (CpExplainPage *self, CpKiosk *kiosk)
{
  const CpJson *view = cp_kiosk_get_view (kiosk);
  CpJson *receipt;
  guint n = 0;
  gsize i;

  cp_build_clear (self->list);
  json_array_foreach (cp_json_get_array (view, "receipts"), i, receipt)
  {
    if (cp_json_get_text (receipt, "number") == NULL || n >= MAX_PURCHASES)
      continue;
    gtk_box_append (GTK_BOX (self->list),
                    make_purchase (self, view, receipt, cp_kiosk_get_now_ms (kiosk)));
    n++;
  }
  return n;
}

static GtkWidget *
make_step (const CpJson *step)
{
  gboolean ok = cp_json_get_bool (step, "ok");
  GtkWidget *line = cp_build_box (GTK_ORIENTATION_HORIZONTAL, "gap16");
  GtkWidget *label =
      cp_build_label (cp_format_or_empty (cp_json_get_text (step, "text")), "t-effect");
  GtkWidget *badge =
      cp_build_badge (ok ? "counterpart-check-symbolic" : "counterpart-warning-symbolic",
                      ok ? "tiny good" : "tiny warn");

  cp_build_name (badge, ok ? _ ("Yes") : _ ("No"));
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (line), badge);
  gtk_box_append (GTK_BOX (line), label);
  return line;
}

static void
show_answer (CpExplainPage *self, const CpJson *reply)
{
  CpJson *step;
  gsize i;

  cp_build_clear (self->steps);
  json_array_foreach (cp_json_get_array (reply, "steps"), i, step)
  {
    gtk_box_append (GTK_BOX (self->steps), make_step (step));
  }
  gtk_label_set_text (self->said, cp_format_or_empty (cp_json_get_text (reply, "customer_text")));
  cp_build_show_text (self->next, cp_json_get_text (reply, "next_action"));
}

static void
show_primary (CpExplainPage *self, CpKiosk *kiosk, const CpJson *reply)
{
  const char *action = cp_kiosk_get_explained_action (kiosk);

  if (reply == NULL)
    action = _ ("Look up");
  gtk_button_set_label (self->primary, action != NULL ? action : _ ("Done"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->primary),
                            reply != NULL || *gtk_editable_get_text (self->number) != '\0');
}

static char *
describe_member (CpKiosk *kiosk, const CpJson *reply)
{
  const char *name =
      cp_json_get_text (cp_json_get_object (cp_kiosk_get_view (kiosk), "member"), "name");
  const char *number = cp_json_get_text (reply, "number");
  g_autofree char *receipt =
      number != NULL ? g_strdup_printf (_ ("Receipt %s"), number) : g_strdup ("");

  return cp_format_join (cp_format_or_empty (name), receipt, NULL);
}

static void
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  CpExplainPage *self = CP_EXPLAIN_PAGE (screen);
  const CpJson *reply = cp_reading_get_reply (cp_kiosk_get_explanation (kiosk));
  g_autofree char *whom = describe_member (kiosk, reply);
  guint n_purchases = show_purchases (self, kiosk);

  gtk_label_set_text (self->whom, whom);
  cp_build_show_text (self->problem, cp_reading_get_problem (cp_kiosk_get_explanation (kiosk)));
  gtk_widget_set_visible (self->question, reply == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->number), reply == NULL);
  gtk_widget_set_visible (self->purchases, reply == NULL && n_purchases > 0);
  gtk_widget_set_visible (self->answer, reply != NULL);
  gtk_widget_set_visible (self->another, reply != NULL);
  if (reply != NULL)
    show_answer (self, reply);
  show_primary (self, kiosk, reply);
}

static void
on_number_changed (CpExplainPage *self)
{
  cp_screen_refresh (CP_SCREEN (self));
}

static void
on_number_entered (CpExplainPage *self)
{
  g_autofree char *number = g_strdup (gtk_editable_get_text (self->number));

  g_strstrip (number);
  if (*number != '\0')
    ask (self, number);
}

static void
on_primary_clicked (CpExplainPage *self)
{
  CpKiosk *kiosk = cp_screen_get_kiosk (CP_SCREEN (self));

  if (cp_reading_get_reply (cp_kiosk_get_explanation (kiosk)) == NULL)
    on_number_entered (self);
  else if (cp_kiosk_get_explained_action (kiosk) != NULL)
    cp_kiosk_do_explained (kiosk);
  else
    cp_kiosk_show_tab (kiosk, cp_kiosk_get_tab (kiosk));
}

static void
on_back_clicked (CpExplainPage *self)
{
  CpKiosk *kiosk = cp_screen_get_kiosk (CP_SCREEN (self));

  if (cp_reading_get_reply (cp_kiosk_get_explanation (kiosk)) != NULL)
    cp_kiosk_ask_missing_points (kiosk);
  else
    cp_kiosk_show_tab (kiosk, cp_kiosk_get_tab (kiosk));
}

/* What was typed for one member is nothing to the next. */
static void
on_page (CpExplainPage *self)
{
  if (cp_kiosk_get_page (cp_screen_get_kiosk (CP_SCREEN (self))) != CP_PAGE_EXPLAIN)
    gtk_editable_set_text (self->number, "");
}

static void
bind (CpScreen *screen, CpKiosk *kiosk)
{
  g_signal_connect_object (kiosk, "notify::page", G_CALLBACK (on_page), screen, G_CONNECT_SWAPPED);
  g_signal_connect_object (cp_kiosk_get_explanation (kiosk), "changed",
                           G_CALLBACK (cp_screen_refresh), screen, G_CONNECT_SWAPPED);
}

static void
cp_explain_page_class_init (CpExplainPageClass *klass)
{
  static const char *const WATCHES[] = { "view", NULL };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-explain-page", WATCHES, refresh);
  CP_SCREEN_CLASS (klass)->bind = bind;
  gtk_widget_class_bind_template_child (widget_class, CpExplainPage, whom);
  gtk_widget_class_bind_template_child (widget_class, CpExplainPage, question);
  gtk_widget_class_bind_template_child (widget_class, CpExplainPage, number);
  gtk_widget_class_bind_template_child (widget_class, CpExplainPage, problem);
  gtk_widget_class_bind_template_child (widget_class, CpExplainPage, purchases);
  gtk_widget_class_bind_template_child (widget_class, CpExplainPage, list);
  gtk_widget_class_bind_template_child (widget_class, CpExplainPage, answer);
  gtk_widget_class_bind_template_child (widget_class, CpExplainPage, steps);
  gtk_widget_class_bind_template_child (widget_class, CpExplainPage, said);
  gtk_widget_class_bind_template_child (widget_class, CpExplainPage, next);
  gtk_widget_class_bind_template_child (widget_class, CpExplainPage, another);
  gtk_widget_class_bind_template_child (widget_class, CpExplainPage, primary);
  gtk_widget_class_bind_template_callback (widget_class, on_number_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_number_entered);
  gtk_widget_class_bind_template_callback (widget_class, on_primary_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_back_clicked);
}

static void
cp_explain_page_init (CpExplainPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
