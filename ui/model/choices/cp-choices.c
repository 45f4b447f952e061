/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-choices-build.h"

#include "cp-flow.h"
#include "cp-format.h"
#include "cp-kiosk.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
cp_choice_free (CpChoice *self)
{
  g_free (self->id);
  g_free (self->title);
  g_free (self->subtitle);
  g_free (self->trailing);
  g_free (self);
}

GPtrArray *
cp_choices_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) cp_choice_free);
}

CpChoice *
cp_choices_add (GPtrArray *choices, const char *id, const char *title)
{
  CpChoice *choice = g_new0 (CpChoice, 1);

  choice->id = g_strdup (id);
  choice->title = g_strdup (title != NULL ? title : _ ("Unnamed"));
  g_ptr_array_add (choices, choice);
  return choice;
}

static const CpJson *
get_view (CpFlow *flow)
{
  return cp_kiosk_get_view (cp_flow_get_kiosk (flow));
}

static const CpJson *
get_programme (CpFlow *flow)
{
  return cp_kiosk_get_programme (cp_flow_get_kiosk (flow));
}

static char *
describe_definition (const CpJson *definition)
{
  gint64 days = cp_json_get_int (definition, "validity_days", 0);
  gint64 uses = cp_json_get_int (definition, "uses", 0);
  const char *text = cp_json_get_text (definition, "customer_text");
  g_autofree char *validity =
      days > 0
          ? g_strdup_printf (ngettext ("valid %d day", "valid %d days", (gulong) days), (int) days)
          : g_strdup ("");
  g_autofree char *times =
      uses > 1 ? g_strdup_printf (ngettext ("%d use", "%d uses", (gulong) uses), (int) uses)
               : g_strdup ("");

  return cp_format_join (cp_format_or_empty (text), times, validity, NULL);
}

static GPtrArray *
list_definitions (CpFlow *flow, const char *class_word)
{
  GPtrArray *choices = cp_choices_new ();
  const CpJson *programme = get_programme (flow);
  CpJson *definition;
  gsize i;

  json_array_foreach (cp_json_get_array (programme, "definitions"), i, definition)
  {
    gint64 amount = cp_json_get_int (definition, "amount_minor", 0);
    CpChoice *choice;

    if (g_strcmp0 (cp_json_get_text (definition, "class"), class_word) != 0 ||
        !cp_json_get_bool (definition, "published") || !cp_json_get_bool (definition, "assignable"))
      continue;
    choice = cp_choices_add (choices, cp_json_get_text (definition, "id"),
                             cp_json_get_text (definition, "name"));
    choice->subtitle = describe_definition (definition);
    if (amount > 0)
      choice->trailing = cp_format_money_in (programme, amount);
  }
  return choices;
}

GPtrArray *
cp_choices_benefits (CpFlow *flow)
{
  return list_definitions (flow, "benefit");
}

GPtrArray *
cp_choices_rewards (CpFlow *flow)
{
  return list_definitions (flow, "reward");
}

GPtrArray *
cp_choices_credits (CpFlow *flow)
{
  return list_definitions (flow, "credit");
}

GPtrArray *
cp_choices_voidable (CpFlow *flow)
{
  GPtrArray *choices = cp_choices_new ();
  gint64 now_ms = cp_kiosk_get_now_ms (cp_flow_get_kiosk (flow));
  CpJson *incentive;
  gsize i;

  json_array_foreach (cp_json_get_array (get_view (flow), "incentives"), i, incentive)
  {
    gint64 balance = cp_json_get_int (incentive, "balance_minor", 0);
    CpChoice *choice;

    if (!cp_json_get_bool (incentive, "can_void"))
      continue;
    choice = cp_choices_add (choices, cp_json_get_text (incentive, "id"),
                             cp_json_get_text (incentive, "name"));
    choice->subtitle = cp_format_expiry (cp_json_get_int (incentive, "expires_at_ms", 0), now_ms);
    if (balance > 0)
      choice->trailing = cp_format_money_in (get_view (flow), balance);
  }
  return choices;
}

static GPtrArray *
list_cards (CpFlow *flow, const char *may, const char *or_may)
{
  GPtrArray *choices = cp_choices_new ();
  CpJson *card;
  gsize i;

  json_array_foreach (cp_json_get_array (get_view (flow), "cards"), i, card)
  {
    g_autofree char *name = cp_format_card (card);
    g_autofree char *day = NULL;
    g_autofree char *since = NULL;
    CpChoice *choice;

    if (!cp_json_get_bool (card, may) && (or_may == NULL || !cp_json_get_bool (card, or_may)))
      continue;
    day = cp_format_day (cp_json_get_int (card, "linked_at_ms", 0));
    since = g_strdup_printf (_ ("Linked %s"), day);
    choice = cp_choices_add (choices, cp_json_get_text (card, "id"), name);
    choice->subtitle =
        cp_format_join (cp_format_or_empty (cp_json_get_text (card, "member_name")), since, NULL);
    if (cp_json_get_bool (card, "blocked"))
      choice->trailing = g_strdup (_ ("Blocked"));
  }
  return choices;
}

GPtrArray *
cp_choices_blockable_cards (CpFlow *flow)
{
  return list_cards (flow, "can_block", NULL);
}

GPtrArray *
cp_choices_unblockable_cards (CpFlow *flow)
{
  return list_cards (flow, "can_unblock", NULL);
}

GPtrArray *
cp_choices_replaceable_cards (CpFlow *flow)
{
  return list_cards (flow, "can_replace", "can_block");
}

static char *
name_system (const CpJson *programme, const char *system_id)
{
  CpJson *system =
      cp_document_find (cp_json_get_array (programme, "status_systems"), "id", system_id);

  return g_strdup (cp_json_get_text (system, "name"));
}

GPtrArray *
cp_choices_statuses (CpFlow *flow)
{
  GPtrArray *choices = cp_choices_new ();
  const CpJson *programme = get_programme (flow);
  const CpJson *held = cp_json_get_array (get_view (flow), "statuses");
  CpJson *status;
  gsize i;

  json_array_foreach (cp_json_get_array (programme, "statuses"), i, status)
  {
    const char *id = cp_json_get_text (status, "id");
    CpChoice *choice;

    if (cp_document_find (held, "status", id) != NULL)
      continue;
    choice = cp_choices_add (choices, id, cp_json_get_text (status, "name"));
    choice->subtitle = name_system (programme, cp_json_get_text (status, "system_id"));
    if (!cp_json_get_bool (status, "staff_assignable"))
      choice->trailing = g_strdup (_ ("Head office decides"));
  }
  return choices;
}

GPtrArray *
cp_choices_held_statuses (CpFlow *flow)
{
  GPtrArray *choices = cp_choices_new ();
  CpJson *status;
  gsize i;

  json_array_foreach (cp_json_get_array (get_view (flow), "statuses"), i, status)
  {
    CpChoice *choice = cp_choices_add (choices, cp_json_get_text (status, "status"),
                                       cp_json_get_text (status, "name"));

    choice->subtitle = g_strdup (cp_json_get_text (status, "system_name"));
  }
  return choices;
}

GPtrArray *
cp_choices_reasons (CpFlow *flow)
{
  GPtrArray *choices = cp_choices_new ();
  const char *kind = cp_flow_get_part (flow)->kind;
  CpJson *reason;
  gsize i;

  json_array_foreach (cp_json_get_array (get_programme (flow), "reasons"), i, reason)
  {
    if (g_strcmp0 (cp_json_get_text (reason, "list"), kind) == 0)
      cp_choices_add (choices, cp_json_get_text (reason, "id"), cp_json_get_text (reason, "text"));
  }
  return choices;
}

GPtrArray *
cp_choices_status_reasons (CpFlow *flow)
{
  const CpJson *programme = get_programme (flow);
  const char *status_id = cp_json_get_text (cp_flow_get_payload (flow), "status_id");
  CpJson *status = cp_document_find (cp_json_get_array (programme, "statuses"), "id", status_id);
  CpJson *system = cp_document_find (cp_json_get_array (programme, "status_systems"), "id",
                                     cp_json_get_text (status, "system_id"));
  g_autoptr (GPtrArray) reasons = NULL;
  GPtrArray *choices = cp_choices_new ();

  if (!cp_json_get_bool (system, "needs_reason"))
    return choices;
  reasons = cp_choices_reasons (flow);
  for (guint i = 0; i < reasons->len; i++) {
    const CpChoice *reason = reasons->pdata[i];

    cp_choices_add (choices, reason->title, reason->title); /* the payload wants the words */
  }
  return choices;
}
