/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-care-items.h"

#include "cp-build.h"
#include "cp-format.h"
#include "cp-item.h"

#include <glib/gi18n-lib.h>

static const struct {
  const char *due;
  const char *word;
  const char *classes;
} DUES[] = {
  { "overdue", N_ ("Overdue"), "bad" },
  { "today", N_ ("Today"), "waiting" },
  { "upcoming", N_ ("Upcoming"), "plain" },
};

static const struct {
  const char *state;
  const char *word;
  const char *classes;
} PROMISES[] = {
  { "proposed", N_ ("Waits for a manager"), "waiting" },
  { "agreed", N_ ("Agreed"), "good" },
  { "declined", N_ ("Declined"), "bad" },
};

const char *
cp_care_describe_due (const char *due, const char **ret_classes)
{
  for (gsize i = 0; i < G_N_ELEMENTS (DUES); i++) {
    if (g_strcmp0 (DUES[i].due, due) != 0)
      continue;
    *ret_classes = DUES[i].classes;
    return _ (DUES[i].word);
  }
  return NULL;
}

static const char *
get (const CpJson *row, const char *key)
{
  return cp_format_or_empty (cp_json_get_text (row, key));
}

static void
add_button (CpItem *item, const char *label, const char *flow, const char *target, gboolean red)
{
  g_autofree char *full = g_strconcat (flow, ":", target, NULL);

  cp_item_add_flow_button (item, label, label, full, red);
}

static gboolean
is_allowed (const CpJson *view, const char *kind)
{
  return cp_json_get_bool (cp_json_get_object (cp_json_get_object (view, "operations"), kind),
                           "allowed");
}

GtkWidget *
cp_care_item_task (const CpJson *view, const CpJson *task, gint64 now_ms)
{
  const char *classes = "";
  const char *due = cp_care_describe_due (cp_json_get_text (task, "due"), &classes);
  g_autofree char *day = cp_format_day (cp_json_get_int (task, "due_ms", 0));
  g_autofree char *below = cp_format_join (day, get (task, "owner_name"), NULL);
  CpItem *item;

  if (due == NULL)
    return NULL;
  item = cp_item_new (get (task, "text"), below);
  cp_item_add_chip (item, due, classes);
  cp_item_set_waiting (item, cp_json_get_bool (task, "waiting"));
  if (is_allowed (view, "close_task")) {
    add_button (item, _ ("Drop"), "drop_task", get (task, "id"), TRUE);
    add_button (item, _ ("Task done"), "close_task", get (task, "id"), FALSE);
  }
  return GTK_WIDGET (item);
}

GtkWidget *
cp_care_item_promise (const CpJson *view, const CpJson *promise, gint64 now_ms)
{
  const char *state = cp_json_get_text (promise, "state");
  g_autofree char *day = cp_format_moment (cp_json_get_int (promise, "made_at_ms", 0), now_ms);
  g_autofree char *below = cp_format_join (get (promise, "name"), get (promise, "made_by_name"),
                                           day, get (promise, "answer"), NULL);
  CpItem *item = cp_item_new (get (promise, "text"), below);

  for (gsize i = 0; i < G_N_ELEMENTS (PROMISES); i++)
    if (g_strcmp0 (PROMISES[i].state, state) == 0)
      cp_item_add_chip (item, _ (PROMISES[i].word), PROMISES[i].classes);
  cp_item_set_waiting (item, cp_json_get_bool (promise, "waiting"));
  cp_item_set_dim (item, g_strcmp0 (state, "declined") == 0);
  if (g_strcmp0 (state, "proposed") == 0 && is_allowed (view, "answer_promise")) {
    add_button (item, _ ("Decline"), "decline_promise", get (promise, "id"), TRUE);
    add_button (item, _ ("Agree"), "agree_promise", get (promise, "id"), FALSE);
  }
  return GTK_WIDGET (item);
}

GtkWidget *
cp_care_item_note (const CpJson *view, const CpJson *note, gint64 now_ms)
{
  g_autofree char *moment = cp_format_moment (cp_json_get_int (note, "at_ms", 0), now_ms);
  g_autofree char *below =
      cp_format_join (moment, get (note, "staff_name"), get (note, "store_name"), NULL);
  CpItem *item = cp_item_new (get (note, "text"), below);

  cp_item_set_waiting (item, cp_json_get_bool (note, "waiting"));
  return GTK_WIDGET (item);
}

GtkWidget *
cp_care_item_favourite (const CpJson *view, const CpJson *favourite, gint64 now_ms)
{
  gboolean wish = g_strcmp0 (cp_json_get_text (favourite, "list"), "wish") == 0;
  g_autofree char *target =
      g_strconcat (get (favourite, "list"), "/", get (favourite, "product_id"), NULL);
  CpItem *item = cp_item_new (get (favourite, "name"), get (favourite, "product_id"));

  cp_item_add_chip (item, wish ? _ ("Wish") : _ ("Favourite"), wish ? "plain" : "good");
  cp_item_set_waiting (item, cp_json_get_bool (favourite, "waiting"));
  if (is_allowed (view, "remove_favourite"))
    add_button (item, _ ("Take off"), "remove_favourite", target, TRUE);
  return GTK_WIDGET (item);
}

static GtkWidget *
make_tag (const CpJson *row)
{
  const char *tag = get (row, "tag");
  g_autofree char *label = g_strdup_printf ("%s  ×", tag);
  g_autofree char *flow = g_strconcat ("remove_tag:", tag, NULL);
  g_autofree char *name = g_strdup_printf (_ ("Remove tag %s"), tag);
  GtkWidget *button = cp_build_button (label, "choice option", "kiosk.flow", flow);

  cp_build_name (button, name);
  return button;
}

GtkWidget *
cp_care_tags (const CpJson *view)
{
  const CpJson *rows = cp_json_get_array (view, "tags");
  GtkWidget *tags;
  CpJson *row;
  gsize i;

  if (json_array_size (rows) == 0)
    return NULL;
  tags = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (tags), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (tags), 12);
  gtk_widget_add_css_class (tags, "options");
  json_array_foreach (rows, i, row)
  {
    gtk_flow_box_append (GTK_FLOW_BOX (tags), make_tag (row));
    gtk_widget_set_focusable (gtk_widget_get_last_child (tags), FALSE);
  }
  return tags;
}
