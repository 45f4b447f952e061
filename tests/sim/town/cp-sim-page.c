/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-page.h"

/* Of the page so far; ids point into the page. */
typedef struct {
  GHashTable *spoiled;  /* accounts and rows that somebody else changed too */
  GPtrArray *confirmed; /* of CpSimDeed, not owned */
  GPtrArray *accounts;  /* and rows, of the transaction that is being read */
  GPtrArray *deeds;     /* of CpSimDeed, of the transaction's acks that are plainly accepted */
  gboolean has_other;   /* the transaction has an ack of another sort */
  guint kiosk;          /* that asks */
} Reading;

static gboolean
is_plain (const Reading *reading, const CpSimDeed *deed)
{
  return !deed->is_forgotten && !deed->is_asked && deed->kiosk == reading->kiosk &&
         cp_sim_kind_has_plain_effect (deed->kind);
}

static void
read_ack (Reading *reading, const CpJson *item, CpSimOracle *oracle)
{
  CpSimDeed *deed = NULL;

  if (g_strcmp0 (cp_json_get_text (item, "outcome"), "accepted") == 0)
    deed = cp_sim_oracle_find (oracle, cp_json_get_text (item, "operation_id"));
  if (deed != NULL && is_plain (reading, deed))
    g_ptr_array_add (reading->deeds, deed);
  else
    reading->has_other = TRUE;
}

/* One that named a member who was merged meanwhile was done in the survivor's account. */
static gboolean
is_where_it_was_meant (const Reading *reading, const CpSimDeed *deed)
{
  return deed->account_id != NULL &&
         g_ptr_array_find_with_equal_func (reading->accounts, deed->account_id, g_str_equal, NULL);
}

static void
end_transaction (Reading *reading)
{
  gboolean is_own = reading->deeds->len > 0 && !reading->has_other;

  for (guint i = 0; i < reading->accounts->len && !is_own; i++)
    g_hash_table_add (reading->spoiled, reading->accounts->pdata[i]);
  for (guint i = 0; i < reading->deeds->len && is_own; i++)
    if (is_where_it_was_meant (reading, reading->deeds->pdata[i]))
      g_ptr_array_add (reading->confirmed, reading->deeds->pdata[i]);
  g_ptr_array_set_size (reading->accounts, 0);
  g_ptr_array_set_size (reading->deeds, 0);
  reading->has_other = FALSE;
}

static void
read_item (Reading *reading, const CpJson *item, CpSimOracle *oracle)
{
  const char *type = cp_json_get_text (item, "t");
  const char *account_id = cp_json_get_text (item, "account_id");

  if (g_strcmp0 (type, "row") == 0 && account_id != NULL) {
    g_ptr_array_add (reading->accounts, (gpointer) account_id);
    /* Who is merged or joins is in another account from then on. */
    g_ptr_array_add (reading->accounts, (gpointer) cp_json_get_text (item, "id"));
  }
  if (g_strcmp0 (type, "ack") == 0)
    read_ack (reading, item, oracle);
  if (g_strcmp0 (type, "end") == 0)
    end_transaction (reading);
}

/* What a claim gives is known once the page tells all of whom a till had been told a part only. */
static gboolean
waits_for_claim (CpSimOracle *oracle, const Reading *reading, const char *account_id)
{
  const GPtrArray *deeds = cp_sim_oracle_list (oracle);

  for (guint i = 0; i < deeds->len; i++) {
    const CpSimDeed *deed = deeds->pdata[i];

    if (deed->kind == CP_OPERATION_CLAIM_INCENTIVE && deed->kiosk == reading->kiosk &&
        g_strcmp0 (deed->account_id, account_id) == 0)
      return TRUE;
  }
  return FALSE;
}

static const CpSimDeed *
choose (const Reading *reading, CpSimOracle *oracle)
{
  for (guint i = 0; i < reading->confirmed->len; i++) {
    const CpSimDeed *deed = reading->confirmed->pdata[i];

    if (deed->member_id != NULL && deed->kind != CP_OPERATION_ENROL_MEMBER &&
        !g_hash_table_contains (reading->spoiled, deed->account_id) &&
        !g_hash_table_contains (reading->spoiled, deed->member_id) &&
        !waits_for_claim (oracle, reading, deed->account_id))
      return deed;
  }
  return NULL;
}

char *
cp_sim_page_find_member (const CpJson *page, guint kiosk, CpSimOracle *oracle)
{
  const CpJson *items = cp_json_get_array (page, "items");
  g_autoptr (GHashTable) spoiled = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) confirmed = g_ptr_array_new ();
  g_autoptr (GPtrArray) accounts = g_ptr_array_new ();
  g_autoptr (GPtrArray) deeds = g_ptr_array_new ();
  Reading reading = { spoiled, confirmed, accounts, deeds, FALSE, kiosk };
  const CpSimDeed *deed;

  if (cp_json_get_int (page, "after", 0) == 0)
    return NULL;
  for (gsize i = 0; i < json_array_size (items); i++)
    read_item (&reading, json_array_get (items, i), oracle);
  deed = choose (&reading, oracle);
  return deed != NULL ? g_strdup (deed->member_id) : NULL;
}
