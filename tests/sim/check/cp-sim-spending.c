/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is redeemed, and by which cards, held against the views before and after it. */
#include "cp-sim-oracle.h"

/* Rewards of the test chain that are passed over where what they ask for is not met. */
static const char *const with_conditions[] = { "whole_off", "basket_off", "capped_off", NULL };

static const CpJson *
find (const CpJson *view, const char *list, const char *id)
{
  const CpJson *rows = cp_json_get_array (view, list);

  for (gsize i = 0; i < json_array_size (rows); i++)
    if (g_strcmp0 (cp_json_get_text (json_array_get (rows, i), "id"), id) == 0)
      return json_array_get (rows, i);
  return NULL;
}

/* Whether it would have had to be taken from before anything that comes after it. */
static gboolean
still_holds (const CpSimPurse *purse)
{
  return purse->is_usable && purse->balance_minor > 0 &&
         !g_strv_contains (with_conditions, purse->definition);
}

static gint64
get_expiry (const CpSimPurse *purse)
{
  return purse->expires_at_ms != 0 ? purse->expires_at_ms : G_MAXINT64;
}

static gboolean
goes_first (const CpSimPurse *one, const CpSimPurse *other)
{
  if (get_expiry (one) != get_expiry (other))
    return get_expiry (one) < get_expiry (other);
  return one->issued_at_ms != other->issued_at_ms ? one->issued_at_ms < other->issued_at_ms
                                                  : g_strcmp0 (one->id, other->id) < 0;
}

static const CpSimPurse *
find_purse (const GArray *purses, const char *id)
{
  for (guint i = 0; i < purses->len; i++)
    if (g_strcmp0 (g_array_index (purses, CpSimPurse, i).id, id) == 0)
      return &g_array_index (purses, CpSimPurse, i);
  return NULL;
}

void
cp_sim_oracle_check_nearest (CpSimOracle *self,
                             const char *where,
                             const CpSimDeed *deed,
                             const GArray *purses,
                             const char *touched_id)
{
  const CpSimPurse *touched = find_purse (purses, touched_id);

  for (guint i = 0; touched != NULL && i < purses->len; i++) {
    const CpSimPurse *other = &g_array_index (purses, CpSimPurse, i);

    if (still_holds (other) && goes_first (other, touched))
      cp_sim_oracle_fail (self, "nearest first",
                          "%s: deed %u takes from %s, and %s, which goes first, still holds "
                          "%" G_GINT64_FORMAT,
                          where, deed->number, touched->id, other->id, other->balance_minor);
  }
}

/* (transfer full) */
static GArray *
list_purses (const CpJson *view)
{
  const CpJson *incentives = cp_json_get_array (view, "incentives");
  GArray *purses = g_array_new (FALSE, FALSE, sizeof (CpSimPurse));

  for (gsize i = 0; i < json_array_size (incentives); i++) {
    const CpJson *incentive = json_array_get (incentives, i);
    const char *state = cp_json_get_text (incentive, "state");
    CpSimPurse purse = {
      .id = cp_json_get_text (incentive, "id"),
      .definition = cp_json_get_text (incentive, "definition"),
      .issued_at_ms = cp_json_get_int (incentive, "issued_at_ms", 0),
      .expires_at_ms = cp_json_get_int (incentive, "expires_at_ms", 0),
      .balance_minor = cp_json_get_int (incentive, "balance_minor", 0),
      .is_usable = g_strcmp0 (cp_json_get_text (incentive, "class"), "reward") == 0 &&
                   (g_strcmp0 (state, "active") == 0 || g_strcmp0 (state, "part_used") == 0),
    };

    g_array_append_val (purses, purse);
  }
  return purses;
}

/* Invariant 3, by the till's own choice; what head office chooses is in cp-sim-posting.c. */
static void
check_nearest_first (CpSimOracle *self, const CpSimDeed *deed, const CpJson *after)
{
  const CpJson *parts = cp_json_get_array (find (after, "redemptions", deed->id), "parts");
  g_autoptr (GArray) purses = list_purses (after);
  g_autofree char *where = g_strdup_printf ("till-%u", deed->kiosk);

  for (gsize i = 0; i < json_array_size (parts); i++)
    cp_sim_oracle_check_nearest (self, where, deed, purses,
                                 cp_json_get_text (json_array_get (parts, i), "incentive_id"));
}

/* (transfer full) (nullable) */
static char *
list_poor_cards (const CpJson *view)
{
  const CpJson *cards = cp_json_get_array (view, "cards");
  g_autoptr (GString) ids = g_string_new (NULL);

  for (gsize i = 0; i < json_array_size (cards); i++) {
    const CpJson *card = json_array_get (cards, i);

    if (cp_json_get_bool (card, "blocked") ||
        g_strcmp0 (cp_json_get_text (card, "state"), "active") != 0)
      g_string_append_printf (ids, "%s ", cp_json_get_text (card, "id"));
  }
  return ids->len > 0 ? g_strdup (ids->str) : NULL;
}

void
cp_sim_oracle_check_spending (CpSimOracle *self,
                              CpSimDeed *deed,
                              const CpJson *before,
                              const CpJson *after)
{
  if (deed->kind != CP_OPERATION_REDEEM_REWARD && deed->kind != CP_OPERATION_REDEEM_BENEFIT &&
      deed->kind != CP_OPERATION_REDEEM_CREDIT)
    return;
  deed->poor_cards = list_poor_cards (before);
  if (deed->kind == CP_OPERATION_REDEEM_REWARD && !deed->is_asked &&
      cp_json_get_text (deed->payload, "incentive_id") == NULL)
    check_nearest_first (self, deed, after);
}
