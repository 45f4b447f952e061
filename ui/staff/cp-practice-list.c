/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-practice-list.h"

#include "cp-build.h"
#include "cp-format.h"

#include <glib/gi18n-lib.h>

static GtkWidget *
make_card (const CpJson *card, const char *title)
{
  g_autofree char *label = cp_format_card (card);
  g_autofree char *name = g_strdup_printf ("%s, %s", label, title);
  GtkWidget *button = cp_build_button (label, "secondary small", "kiosk.practice-card",
                                       cp_format_or_empty (cp_json_get_text (card, "uid")));

  cp_build_name (button, name);
  return button;
}

static GtkWidget *
make_case (const CpJson *what)
{
  GtkWidget *item = cp_build_box (GTK_ORIENTATION_VERTICAL, "item gap8");
  GtkWidget *cards = cp_build_box (GTK_ORIENTATION_HORIZONTAL, "gap8");
  const char *title = cp_format_or_empty (cp_json_get_text (what, "title"));
  const char *receipt = cp_json_get_text (what, "receipt");
  g_autofree char *number = receipt != NULL ? g_strdup_printf (_ ("Receipt %s"), receipt) : NULL;
  CpJson *card;
  gsize i;

  gtk_box_append (GTK_BOX (item), cp_build_label (title, "t-name"));
  gtk_box_append (GTK_BOX (item),
                  cp_build_label (cp_format_or_empty (cp_json_get_text (what, "text")), "t-sub"));
  json_array_foreach (cp_json_get_array (what, "cards"), i, card)
  {
    gtk_box_append (GTK_BOX (cards), make_card (card, title));
  }
  if (number != NULL) {
    GtkWidget *label = cp_build_label (number, "t-body");

    gtk_widget_set_hexpand (label, TRUE);
    gtk_box_append (GTK_BOX (cards), label);
  }
  gtk_box_append (GTK_BOX (item), cards);
  return item;
}

static GtkWidget *make_question (void);
static GtkWidget *make_offer (void);

/* What came in at the end of the list has to be seen, once it has its place there. */
static gboolean
on_laid_out (GtkWidget *line, GdkFrameClock *clock, gpointer data)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (line, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment =
      scroller != NULL ? gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller))
                       : NULL;

  if (gtk_widget_get_height (line) == 0)
    return G_SOURCE_CONTINUE;
  if (adjustment != NULL)
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  return G_SOURCE_REMOVE;
}

/* In the place of @button's line, which is the last. */
static void
replace_line (GtkWidget *button, GtkWidget *(*make) (void) )
{
  GtkWidget *old = button;
  GtkWidget *line = make ();
  GtkWidget *list;

  while (!gtk_widget_has_css_class (old, "afresh"))
    old = gtk_widget_get_parent (old);
  list = gtk_widget_get_parent (old);
  gtk_box_append (GTK_BOX (list), line);
  gtk_box_remove (GTK_BOX (list), old);
  gtk_widget_add_tick_callback (line, on_laid_out, NULL, NULL);
}

static void
on_offer_clicked (GtkWidget *button)
{
  replace_line (button, make_question);
}

static void
on_keep_clicked (GtkWidget *button)
{
  replace_line (button, make_offer);
}

/* It takes something away, so that it says first what. */
static GtkWidget *
make_question (void)
{
  GtkWidget *box = cp_build_box (GTK_ORIENTATION_VERTICAL, "item gap12 afresh");
  GtkWidget *buttons = cp_build_box (GTK_ORIENTATION_HORIZONTAL, "gap16");
  GtkWidget *keep = cp_build_button (_ ("Keep it"), "secondary", NULL, NULL);

  gtk_box_append (GTK_BOX (box), cp_build_label (_ ("Begin training afresh?"), "t-name"));
  gtk_box_append (
      GTK_BOX (box),
      cp_build_label (
          _ ("Everything that anybody practised on this kiosk goes: new members, what was "
             "issued, redeemed, claimed and noted. The practice members and their cards "
             "are again as they were at first. Nothing real is touched."),
          "t-body"));
  g_signal_connect (keep, "clicked", G_CALLBACK (on_keep_clicked), NULL);
  gtk_box_set_homogeneous (GTK_BOX (buttons), TRUE);
  gtk_box_append (GTK_BOX (buttons), keep);
  gtk_box_append (GTK_BOX (buttons), cp_build_button (_ ("Begin afresh"), "primary destructive",
                                                      "kiosk.train-afresh", NULL));
  gtk_box_append (GTK_BOX (box), buttons);
  return box;
}

static GtkWidget *
make_offer (void)
{
  GtkWidget *box = cp_build_box (GTK_ORIENTATION_VERTICAL, "afresh");
  GtkWidget *button = cp_build_button (_ ("Begin training afresh"), "danger quiet", NULL, NULL);

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect (button, "clicked", G_CALLBACK (on_offer_clicked), NULL);
  gtk_box_append (GTK_BOX (box), button);
  return box;
}

void
cp_practice_list_fill (GtkWidget *list, CpKiosk *kiosk)
{
  const CpJson *approver = cp_json_get_object (cp_kiosk_get_session (kiosk), "approver");
  const char *pin = cp_json_get_text (approver, "pin");
  const CpJson *staff = cp_document_find (cp_json_get_array (cp_kiosk_get_staff (kiosk), "staff"),
                                          "id", cp_json_get_text (approver, "staff_id"));
  CpJson *what;
  gsize i;

  json_array_foreach (cp_kiosk_get_cases (kiosk), i, what)
  {
    gtk_box_append (GTK_BOX (list), make_case (what));
  }
  if (staff != NULL && pin != NULL) {
    g_autofree char *text =
        g_strdup_printf (_ ("What needs approval, %s approves with the PIN %s."),
                         cp_json_get_text (staff, "name"), pin);

    gtk_box_append (GTK_BOX (list), cp_build_label (text, "note"));
  }
  if (cp_kiosk_get_cases (kiosk) != NULL)
    gtk_box_append (GTK_BOX (list), make_offer ());
}
