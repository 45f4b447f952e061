/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The bounds on what can be lost while tills can't see each other. */
#include "cp-redeem-reward.h"

#include <glib/gi18n-lib.h>

static char *
check_age (const CpCase *the_case)
{
  gint64 most = the_case->programme->offline_max_age_ms;

  if (the_case->offline.data_age_ms < 0)
    return g_strdup (_ ("It is not known how old this device's figures are. Try again when "
                        "online."));
  if (the_case->offline.data_age_ms > most)
    return g_strdup_printf (_ ("This device's figures are older than %d hours. Try again when "
                               "online."),
                            (int) (most / (60 * 60 * 1000)));
  return NULL;
}

static char *
check_amount (const CpCase *the_case, gint64 amount_minor)
{
  const CpProgramme *programme = the_case->programme;
  g_autofree char *floor = cp_wording_money (programme, programme->offline_floor_minor);
  g_autofree char *budget = cp_wording_money (programme, programme->offline_store_minor);
  g_autofree char *left = cp_wording_money (
      programme, MAX (0, programme->offline_store_minor - the_case->offline.store_minor));

  if (amount_minor > programme->offline_floor_minor)
    return g_strdup_printf (_ ("While offline, %s at most can be taken off at once. Take off less, "
                               "or try when online."),
                            floor);
  if (the_case->offline.store_minor + amount_minor > programme->offline_store_minor)
    return g_strdup_printf (_ ("This store may redeem %s while offline and has %s left. Take off "
                               "less, or try when online."),
                            budget, left);
  return NULL;
}

char *
cp_redeem_reward_check_offline (const CpCase *the_case, gint64 amount_minor)
{
  const CpAccountRow *row = cp_account_get_row (the_case->account);
  gint64 per_member = the_case->programme->offline_per_member;
  char *bound = check_age (the_case);

  if (bound != NULL)
    return bound;
  if (row != NULL && row->overdrawn)
    return g_strdup (_ ("The account is overdrawn. Try again when online."));
  if (the_case->offline.member_redemptions >= per_member)
    return g_strdup_printf (_ ("While offline, a member may redeem %d times. Try again when "
                               "online."),
                            (int) per_member);
  return check_amount (the_case, amount_minor);
}
