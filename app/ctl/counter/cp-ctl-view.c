/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ctl-view.h"

#include "cp-ctl-output.h"
#include "cp-figure.h"

static char *
format_money_of (const CpJson *view, const CpJson *object, const char *key)
{
  return cp_figure_money (cp_json_get_int (object, key, 0), cp_json_get_text (view, "currency"),
                          cp_json_get_int (view, "currency_digits", 2));
}

/* The chain's own, where something stands in them. */
static void
print_own_fields (const CpJson *member)
{
  const CpJson *field;
  size_t i;

  json_array_foreach (cp_json_get_array (member, "fields"), i, field)
  {
    g_autofree char *label = g_strconcat ("  ", cp_json_get_text (field, "label"), NULL);

    cp_ctl_print_pair (
        label, cp_json_get_bool (field, "hidden") ? "(hidden)" : cp_json_get_text (field, "text"));
  }
}

static void
print_family (const CpJson *view)
{
  const CpJson *member;
  size_t i;

  json_array_foreach (cp_json_get_array (view, "family"), i, member)
  {
    cp_ctl_print_pair (i == 0 ? "Shared with" : "", cp_json_get_text (member, "name"));
  }
}

static void
print_person (const CpJson *view)
{
  const CpJson *member = cp_json_get_object (view, "member");
  const CpJson *account = cp_json_get_object (view, "account");
  g_autofree char *as_of = cp_ctl_format_time (cp_json_get_int (view, "as_of_ms", 0));
  g_autofree char *name = cp_ctl_format_waiting (cp_json_get_text (member, "name"),
                                                 cp_json_get_bool (member, "waiting"));

  cp_ctl_print_pair ("Member", name);
  cp_ctl_print_pair ("  id", cp_json_get_text (member, "id"));
  cp_ctl_print_pair ("  number", cp_json_get_text (member, "external_id"));
  cp_ctl_print_pair ("  state", cp_json_get_text (member, "state"));
  cp_ctl_print_pair ("  born", cp_json_get_text (member, "birth_date"));
  cp_ctl_print_pair ("  phone", cp_json_get_text (member, "phone"));
  cp_ctl_print_pair ("  e-mail", cp_json_get_text (member, "email"));
  cp_ctl_print_pair ("  postcode", cp_json_get_text (member, "postcode"));
  cp_ctl_print_pair ("  city", cp_json_get_text (member, "city"));
  print_own_fields (member);
  print_family (view);
  cp_ctl_print_pair ("Account", cp_json_get_bool (account, "blocked") ? "blocked" : NULL);
  cp_ctl_print_pair ("  because", cp_json_get_text (account, "block_reason"));
  cp_ctl_print_pair ("Figures as of", as_of != NULL ? as_of : "never");
}

/* What a balance says of a day: nothing where there is no such. */
static char *
format_time_of (const CpJson *balance, const char *key)
{
  return cp_ctl_format_time (cp_json_get_int (cp_json_get_object (balance, key), "at_ms", 0));
}

static char *
format_amount_of (const CpJson *balance, const char *key)
{
  gint64 amount = cp_json_get_int (cp_json_get_object (balance, key), "amount", 0);

  return amount != 0 ? cp_ctl_format_int (amount) : NULL;
}

static void
print_balances (const CpJson *view)
{
  CpCtlTable *table = cp_ctl_table_new ("POINTS", ">CONFIRMED", ">WAITING", ">PENDING", "UNTIL",
                                        ">EXPIRE NEXT", "ON", NULL);
  const CpJson *balance;
  size_t i;

  json_array_foreach (cp_json_get_array (view, "balances"), i, balance)
  {
    cp_ctl_table_add (table, cp_json_get_text (balance, "name"));
    cp_ctl_table_take (table, cp_ctl_format_int (cp_json_get_int (balance, "confirmed", 0)));
    cp_ctl_table_take (table, cp_ctl_format_int (cp_json_get_int (balance, "waiting", 0)));
    cp_ctl_table_take (table, cp_ctl_format_int (cp_json_get_int (balance, "pending", 0)));
    cp_ctl_table_take (table, format_time_of (balance, "next_pending"));
    cp_ctl_table_take (table, format_amount_of (balance, "next_expiry"));
    cp_ctl_table_take (table, format_time_of (balance, "next_expiry"));
  }
  cp_ctl_table_print (table, NULL);
}

static void
print_rewards (const CpJson *view)
{
  const CpJson *rewards = cp_json_get_object (view, "rewards");
  g_autofree char *confirmed = format_money_of (view, rewards, "confirmed_minor");
  g_autofree char *waiting = format_money_of (view, rewards, "waiting_minor");

  cp_ctl_print_pair ("Rewards", confirmed);
  if (cp_json_get_int (rewards, "waiting_minor", 0) != 0)
    cp_ctl_print_pair ("  waiting", waiting);
}

static void
print_statuses (const CpJson *view)
{
  const CpJson *status;
  size_t i;

  json_array_foreach (cp_json_get_array (view, "statuses"), i, status)
  {
    g_autofree char *name = cp_ctl_format_waiting (cp_json_get_text (status, "name"),
                                                   cp_json_get_bool (status, "waiting"));

    cp_ctl_print_pair (i == 0 ? "Status" : "", name);
  }
}

static void
print_incentives (const CpJson *view)
{
  CpCtlTable *table = cp_ctl_table_new ("INCENTIVE", "STATE", ">LEFT", "EXPIRES", "ID", NULL);
  const CpJson *incentive;
  size_t i;

  json_array_foreach (cp_json_get_array (view, "incentives"), i, incentive)
  {
    gboolean money = cp_json_get_int (incentive, "amount_minor", 0) != 0;

    cp_ctl_table_take (table, cp_ctl_format_waiting (cp_json_get_text (incentive, "name"),
                                                     cp_json_get_bool (incentive, "waiting")));
    cp_ctl_table_add (table, cp_json_get_text (incentive, "state"));
    cp_ctl_table_take (table,
                       money ? format_money_of (view, incentive, "balance_minor")
                             : cp_ctl_format_int (cp_json_get_int (incentive, "uses_left", 0)));
    cp_ctl_table_take (table, cp_ctl_format_time (cp_json_get_int (incentive, "expires_at_ms", 0)));
    cp_ctl_table_add (table, cp_json_get_text (incentive, "id"));
  }
  cp_ctl_table_print (table, NULL);
}

static void
print_cards (const CpJson *view)
{
  CpCtlTable *table = cp_ctl_table_new ("CARD", "CHIP", "STATE", "BLOCKED", "WHOSE", "ID", NULL);
  const CpJson *card;
  size_t i;

  json_array_foreach (cp_json_get_array (view, "cards"), i, card)
  {
    const char *reason = cp_json_get_text (card, "block_reason");

    cp_ctl_table_add (table, cp_json_get_text (card, "number"));
    cp_ctl_table_add (table, cp_json_get_text (card, "uid_tail"));
    cp_ctl_table_take (table, cp_ctl_format_waiting (cp_json_get_text (card, "state"),
                                                     cp_json_get_bool (card, "waiting")));
    cp_ctl_table_add (table, !cp_json_get_bool (card, "blocked") ? NULL
                             : reason != NULL                    ? reason
                                                                 : "yes");
    cp_ctl_table_add (table, cp_json_get_text (card, "member_name"));
    cp_ctl_table_add (table, cp_json_get_text (card, "id"));
  }
  cp_ctl_table_print (table, NULL);
}

static void
print_receipts (const CpJson *view)
{
  CpCtlTable *table =
      cp_ctl_table_new ("RECEIPT", "STORE", "PROGRAMME", "AT", ">TOTAL", "ATTRIBUTION", NULL);
  const CpJson *receipt;
  size_t i;

  json_array_foreach (cp_json_get_array (view, "receipts"), i, receipt)
  {
    cp_ctl_table_take (table, cp_ctl_format_waiting (cp_json_get_text (receipt, "number"),
                                                     cp_json_get_bool (receipt, "waiting")));
    cp_ctl_table_add (table, cp_json_get_text (receipt, "store_name"));
    cp_ctl_table_add (table, cp_json_get_text (receipt, "programme_name"));
    cp_ctl_table_take (table, cp_ctl_format_time (cp_json_get_int (receipt, "at_ms", 0)));
    cp_ctl_table_take (table, format_money_of (view, receipt, "total_minor"));
    cp_ctl_table_add (table, cp_json_get_text (receipt, "attribution"));
  }
  cp_ctl_table_print (table, NULL);
}

static void
print_actions (const CpJson *view)
{
  CpCtlTable *table = cp_ctl_table_new ("DONE", "AT", "BY", "STATE", NULL);
  const CpJson *action;
  size_t i;

  json_array_foreach (cp_json_get_array (view, "actions"), i, action)
  {
    cp_ctl_table_add (table, cp_json_get_text (action, "title"));
    cp_ctl_table_take (table, cp_ctl_format_time (cp_json_get_int (action, "at_ms", 0)));
    cp_ctl_table_add (table, cp_json_get_text (action, "staff_name"));
    cp_ctl_table_add (table, cp_json_get_text (action, "state"));
  }
  cp_ctl_table_print (table, NULL);
}

void
cp_ctl_print_view (const CpJson *view)
{
  static void (*const parts[]) (const CpJson *) = {
    print_balances, print_incentives, print_cards, print_receipts, print_actions,
  };

  print_person (view);
  print_rewards (view);
  print_statuses (view);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_print ("\n");
    parts[i](view);
  }
}

void
cp_ctl_print_self_check (const CpJson *self_check)
{
  const CpJson *expiry = cp_json_get_object (self_check, "next_expiry");
  gint64 points = cp_json_get_int (expiry, "points", 0);
  g_autofree char *amount = points > 0 ? cp_ctl_format_int (points)
                                       : format_money_of (self_check, expiry, "amount_minor");
  g_autofree char *at = cp_ctl_format_time (cp_json_get_int (expiry, "at_ms", 0));

  cp_ctl_print_pair ("Member", cp_json_get_text (self_check, "given_name"));
  cp_ctl_print_pair ("Status",
                     cp_json_get_text (cp_json_get_object (self_check, "status"), "name"));
  print_rewards (self_check);
  if (expiry != NULL) {
    cp_ctl_print_pair ("Expires next", cp_json_get_text (expiry, "name"));
    cp_ctl_print_pair ("  amount", amount);
    cp_ctl_print_pair ("  at", at);
  }
  print_balances (self_check);
}
