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
still_holds (const CpJson *incentive)
{
  const char *state = cp_json_get_text (incentive, "state");

  return g_strcmp0 (cp_json_get_text (incentive, "class"), "reward") == 0 &&
         (g_strcmp0 (state, "active") == 0 || g_strcmp0 (state, "part_used") == 0) &&
         cp_json_get_int (incentive, "balance_minor", 0) > 0 &&
         !g_strv_contains (with_conditions, cp_json_get_text (incentive, "definition"));
}

static gint64
get_expiry (const CpJson *incentive)
{
  gint64 expires_at_ms = cp_json_get_int (incentive, "expires_at_ms", 0);

  return expires_at_ms != 0 ? expires_at_ms : G_MAXINT64;
}

static gboolean
goes_first (const CpJson *one, const CpJson *other)
{
  gint64 one_ms = cp_json_get_int (one, "issued_at_ms", 0);
  gint64 other_ms = cp_json_get_int (other, "issued_at_ms", 0);

  if (get_expiry (one) != get_expiry (other))
    return get_expiry (one) < get_expiry (other);
  return one_ms != other_ms
             ? one_ms < other_ms
             : g_strcmp0 (cp_json_get_text (one, "id"), cp_json_get_text (other, "id")) < 0;
}

/* Invariant 3: nothing that goes before @touched still holds anything. */
static void
check_part (CpSimOracle *self, const CpSimDeed *deed, const CpJson *after, const CpJson *touched)
{
  const CpJson *incentives = cp_json_get_array (after, "incentives");

  for (gsize i = 0; i < json_array_size (incentives); i++) {
    const CpJson *other = json_array_get (incentives, i);

    if (still_holds (other) && goes_first (other, touched))
      cp_sim_oracle_fail (self, "nearest first",
                          "till-%u: deed %u takes from %s, and %s, which goes first, still holds "
                          "%" G_GINT64_FORMAT,
                          deed->kiosk, deed->number, cp_json_get_text (touched, "id"),
                          cp_json_get_text (other, "id"),
                          cp_json_get_int (other, "balance_minor", 0));
  }
}

static void
check_nearest_first (CpSimOracle *self, const CpSimDeed *deed, const CpJson *after)
{
  const CpJson *parts = cp_json_get_array (find (after, "redemptions", deed->id), "parts");

  for (gsize i = 0; i < json_array_size (parts); i++) {
    const char *id = cp_json_get_text (json_array_get (parts, i), "incentive_id");
    const CpJson *touched = find (after, "incentives", id);

    if (touched != NULL)
      check_part (self, deed, after, touched);
  }
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
