/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-practice-list.h"

#include "cp-build.h"
#include "cp-format.h"

#include <glib/gi18n-lib.h>

static GtkWidget *
make_card (const CpJson *card, const char *title)
{
  const char *number = cp_format_or_empty (cp_json_get_text (card, "number"));
  gsize length = strlen (number);
  g_autofree char *label =
      g_strdup_printf (_ ("Card ···· %s"), number + (length > 4 ? length - 4 : 0));
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
}
