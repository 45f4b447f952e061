/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-own-offer.h"

#include "cp-build.h"
#include "cp-format.h"

#include <glib/gi18n-lib.h>

static void
add_line (GtkWidget *words, const char *text, const char *classes)
{
  if (text != NULL && *text != '\0')
    gtk_box_append (GTK_BOX (words), cp_build_label (text, classes));
}

/* (transfer full) (nullable) */
static char *
describe_end (const CpJson *claim)
{
  gint64 at_ms = cp_json_get_int (claim, "expires_at_ms", 0);
  g_autofree char *day = cp_format_last_day (at_ms);

  return at_ms > 0 ? g_strdup_printf (_ ("If you take it today, use it by %s"), day) : NULL;
}

/* Whether it is for them is not known, or not to be told, before they have shown who they are. */
static gboolean
wants_answer (const CpJson *claim)
{
  return cp_json_get_bool (claim, "identify");
}

static GtkWidget *
make_words (const CpJson *claim, gboolean can_have)
{
  GtkWidget *words = cp_build_box (GTK_ORIENTATION_VERTICAL, "gap4");
  g_autofree char *end = describe_end (claim);

  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  add_line (words, cp_json_get_text (claim, "name"), "t-head");
  add_line (words, cp_json_get_text (claim, "text"), "t-body");
  if (can_have && wants_answer (claim))
    add_line (words, _ ("We ask you a question first, to see whether it is for you."), "aside");
  else if (can_have)
    add_line (words, end, "aside");
  if (can_have && cp_json_get_bool (claim, "queued"))
    add_line (words, _ ("Our head office decides whether you get it."), "aside");
  if (!can_have)
    add_line (words, cp_json_get_text (claim, "why"), "needs");
  return words;
}

static const char *
get_label (const CpJson *claim)
{
  if (wants_answer (claim))
    return _ ("Answer and take it");
  return cp_json_get_bool (claim, "queued") ? _ ("Ask for it") : _ ("Take it");
}

static GtkWidget *
make_button (const CpJson *claim)
{
  const char *label = get_label (claim);
  const char *name = cp_format_or_empty (cp_json_get_text (claim, "name"));
  g_autofree char *full = g_strconcat (label, ": ", name, NULL);
  GtkWidget *button = cp_build_button (label, "primary huge", "kiosk.own-claim",
                                       cp_json_get_text (claim, "definition"));

  cp_build_name (button, full);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

GtkWidget *
cp_own_offer_new (const CpJson *claim, gboolean may_claim)
{
  gboolean can_have = may_claim && cp_json_get_bool (claim, "eligible");
  GtkWidget *item = cp_build_box (GTK_ORIENTATION_HORIZONTAL, "item offer gap16");

  cp_build_set_class (item, "dim", !can_have);
  gtk_box_append (GTK_BOX (item), make_words (claim, can_have));
  if (can_have)
    gtk_box_append (GTK_BOX (item), make_button (claim));
  return item;
}
