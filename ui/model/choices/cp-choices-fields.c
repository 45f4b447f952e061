/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the fields of forms offer: options, and shortcuts for what would else be typed. */
#include "cp-choices-build.h"
#include "cp-figure.h"
#include "cp-flow.h"
#include "cp-format.h"
#include "cp-language.h"

#include <glib/gi18n-lib.h>

GPtrArray *
cp_choices_languages (CpFlow *flow)
{
  GPtrArray *choices = cp_choices_new ();

  for (guint i = 0; cp_language_get_code (i) != NULL; i++)
    cp_choices_add (choices, cp_language_get_code (i),
                    cp_language_get_name (cp_language_get_code (i)));
  return choices;
}

GPtrArray *
cp_choices_stores (CpFlow *flow)
{
  CpKiosk *kiosk = cp_flow_get_kiosk (flow);
  const CpJson *stores = cp_json_get_array (cp_kiosk_get_programme (kiosk), "stores");
  const CpJson *here = cp_json_get_object (cp_kiosk_get_status (kiosk), "store");
  const char *here_id = cp_json_get_text (here, "id");
  GPtrArray *choices = cp_choices_new ();
  CpJson *store;
  gsize i;

  if (here_id != NULL)
    cp_choices_add (choices, here_id, cp_json_get_text (here, "name"));
  json_array_foreach (stores, i, store)
  {
    const char *id = cp_json_get_text (store, "id");

    if (g_strcmp0 (id, here_id) != 0)
      cp_choices_add (choices, id, cp_json_get_text (store, "name"));
  }
  return choices;
}

/* The day that lies so far from today, as it is typed. */
static void
add_day (CpFlow *flow, GPtrArray *choices, int months, int days, const char *title)
{
  gint64 now_ms = cp_kiosk_get_now_ms (cp_flow_get_kiosk (flow));
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (now_ms / 1000);
  g_autoptr (GDateTime) later = g_date_time_add_months (now, months);
  g_autoptr (GDateTime) day = g_date_time_add_days (later, days);
  g_autofree char *typed = g_date_time_format (day, "%d %m %Y");

  cp_choices_add (choices, typed, title);
}

GPtrArray *
cp_choices_recent_days (CpFlow *flow)
{
  GPtrArray *choices = cp_choices_new ();

  add_day (flow, choices, 0, 0, _ ("Today"));
  add_day (flow, choices, 0, -1, _ ("Yesterday"));
  return choices;
}

GPtrArray *
cp_choices_terms (CpFlow *flow)
{
  GPtrArray *choices = cp_choices_new ();

  add_day (flow, choices, 1, 0, _ ("One month"));
  add_day (flow, choices, 3, 0, _ ("Three months"));
  add_day (flow, choices, 12, 0, _ ("One year"));
  return choices;
}

GPtrArray *
cp_choices_next_days (CpFlow *flow)
{
  GPtrArray *choices = cp_choices_new ();

  add_day (flow, choices, 0, 0, _ ("Today"));
  add_day (flow, choices, 0, 1, _ ("Tomorrow"));
  add_day (flow, choices, 0, 7, _ ("In a week"));
  return choices;
}

GPtrArray *
cp_choices_staff (CpFlow *flow)
{
  const CpJson *reply = cp_kiosk_get_staff (cp_flow_get_kiosk (flow));
  GPtrArray *choices = cp_choices_new ();
  CpJson *staff;
  gsize i;

  json_array_foreach (cp_json_get_array (reply, "staff"), i, staff)
  {
    cp_choices_add (choices, cp_json_get_text (staff, "id"), cp_json_get_text (staff, "name"));
  }
  return choices;
}

GPtrArray *
cp_choices_locked_staff (CpFlow *flow)
{
  CpKiosk *kiosk = cp_flow_get_kiosk (flow);
  GPtrArray *choices = cp_choices_new ();
  CpJson *staff;
  gsize i;

  json_array_foreach (cp_json_get_array (cp_kiosk_get_staff (kiosk), "staff"), i, staff)
  {
    CpChoice *choice;

    if (!cp_kiosk_is_locked_out (kiosk, staff))
      continue;
    choice =
        cp_choices_add (choices, cp_json_get_text (staff, "id"), cp_json_get_text (staff, "name"));
    choice->subtitle =
        g_strdup (cp_json_get_bool (staff, "locked") ? _ ("Locked after too many wrong PINs")
                                                     : _ ("Has to wait after too many wrong PINs"));
  }
  return choices;
}

GPtrArray *
cp_choices_issuable (CpFlow *flow)
{
  GPtrArray *choices = cp_choices_rewards (flow);

  g_ptr_array_extend_and_steal (choices, cp_choices_benefits (flow));
  return choices;
}

static const CpJson *
find_incentive (CpFlow *flow)
{
  const CpJson *view = cp_kiosk_get_view (cp_flow_get_kiosk (flow));
  const char *id = cp_json_get_text (cp_flow_get_payload (flow), "incentive_id");

  return cp_document_find (cp_json_get_array (view, "incentives"), "id", id);
}

/* The least that it takes and what is likely above that, or round amounts where any may do. */
GPtrArray *
cp_choices_baskets (CpFlow *flow)
{
  static const gint64 TIMES[] = { 1, 2, 5 };
  const CpJson *programme = cp_kiosk_get_programme (cp_flow_get_kiosk (flow));
  const CpJson *definition =
      cp_document_find (cp_json_get_array (programme, "definitions"), "id",
                        cp_json_get_text (find_incentive (flow), "definition"));
  gint64 least_minor = cp_json_get_int (definition, "min_basket_minor", 0);
  gint64 digits = cp_json_get_int (programme, "currency_digits", 0);
  GPtrArray *choices = cp_choices_new ();

  if (least_minor == 0 && json_object_get (definition, "promotion") == NULL)
    return choices;
  for (gsize i = 0; i < G_N_ELEMENTS (TIMES); i++) {
    gint64 minor = TIMES[i] * (least_minor > 0 ? least_minor : 1000);
    g_autofree char *typed = cp_figure_typed (minor, digits);
    g_autofree char *title = cp_format_money_in (programme, minor);

    cp_choices_add (choices, typed, title);
  }
  return choices;
}

#define MOST_USES_OFFERED 4

GPtrArray *
cp_choices_uses (CpFlow *flow)
{
  gint64 left = cp_json_get_int (find_incentive (flow), "uses_left", 0);
  GPtrArray *choices = cp_choices_new ();

  for (gint64 n = 1; left > 1 && n <= MIN (left, MOST_USES_OFFERED); n++) {
    g_autofree char *figure = cp_figure_count (n);

    cp_choices_add (choices, figure, figure);
  }
  return choices;
}

GPtrArray *
cp_choices_consent_methods (CpFlow *flow)
{
  GPtrArray *choices = cp_choices_new ();

  cp_choices_add (choices, "in_person", _ ("They said so, here at the counter"));
  cp_choices_add (choices, "paper", _ ("They signed a form"));
  cp_choices_add (choices, "telephone", _ ("They said so on the phone"));
  return choices;
}

GPtrArray *
cp_choices_lists (CpFlow *flow)
{
  GPtrArray *choices = cp_choices_new ();

  cp_choices_add (choices, "favourite", _ ("Favourites"));
  cp_choices_add (choices, "wish", _ ("Wishes"));
  return choices;
}

/* All of one of the programme's lists. */
static GPtrArray *
list_named (CpFlow *flow, const char *key)
{
  const CpJson *programme = cp_kiosk_get_programme (cp_flow_get_kiosk (flow));
  GPtrArray *choices = cp_choices_new ();
  CpJson *row;
  gsize i;

  json_array_foreach (cp_json_get_array (programme, key), i, row)
  {
    cp_choices_add (choices, cp_json_get_text (row, "id"), cp_json_get_text (row, "name"));
  }
  return choices;
}

GPtrArray *
cp_choices_points_types (CpFlow *flow)
{
  return list_named (flow, "points_types");
}

GPtrArray *
cp_choices_card_categories (CpFlow *flow)
{
  return list_named (flow, "card_categories");
}

GPtrArray *
cp_choices_contacts (CpFlow *flow)
{
  GPtrArray *choices = cp_choices_new ();

  cp_choices_add (choices, "phone", _ ("Phone"));
  cp_choices_add (choices, "email", _ ("E-mail"));
  return choices;
}

GPtrArray *
cp_choices_channels (CpFlow *flow)
{
  CpKiosk *kiosk = cp_flow_get_kiosk (flow);
  const CpJson *member = cp_json_get_object (cp_kiosk_get_view (kiosk), "member");
  GPtrArray *choices = cp_choices_new ();
  CpJson *channel;
  gsize i;

  json_array_foreach (cp_json_get_array (cp_kiosk_get_programme (kiosk), "channels"), i, channel)
  {
    const char *field = cp_json_get_text (channel, "address");
    const char *address = field != NULL ? cp_json_get_text (member, field) : NULL;
    CpChoice *choice;

    if (address == NULL)
      continue;
    choice = cp_choices_add (choices, cp_json_get_text (channel, "id"),
                             cp_json_get_text (channel, "name"));
    choice->subtitle = g_strdup (address);
  }
  return choices;
}

GPtrArray *
cp_choices_members (CpFlow *flow)
{
  CpKiosk *kiosk = cp_flow_get_kiosk (flow);
  const char *shown =
      cp_json_get_text (cp_json_get_object (cp_kiosk_get_view (kiosk), "member"), "id");
  const CpJson *found = cp_flow_get_found (flow);
  GPtrArray *choices = cp_choices_new ();
  CpJson *member;
  gsize i;

  json_array_foreach (
      cp_json_get_array (found != NULL ? found : cp_kiosk_get_recent (kiosk), "members"), i, member)
  {
    const char *id = cp_json_get_text (member, "id");
    CpChoice *choice;

    if (g_strcmp0 (id, shown) == 0)
      continue;
    choice = cp_choices_add (choices, id, cp_json_get_text (member, "name"));
    choice->subtitle = cp_format_member (member);
  }
  return choices;
}
