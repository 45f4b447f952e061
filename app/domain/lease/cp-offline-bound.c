/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The bounds on what can be lost while tills can't see each other. */
#include "cp-offline-bound.h"

#include "cp-approval.h"
#include "cp-lease.h"
#include "cp-share.h"

#include <glib/gi18n-lib.h>

static gboolean
check_account (const CpCase *the_case, CpDecision *decision)
{
  if (!cp_account_is_overdrawn (the_case->account, the_case->now_ms))
    return TRUE;
  cp_decision_refuse (decision, CP_REJECTION_ACCOUNT_OVERDRAWN,
                      _ ("The account is overdrawn. Try when online."));
  return FALSE;
}

static gboolean
check_age (const CpCase *the_case, CpDecision *decision)
{
  gint64 most = the_case->programme->offline_max_age_ms;

  if (the_case->offline.data_age_ms < 0)
    cp_decision_refuse (decision, CP_REJECTION_OFFLINE_DATA_OLD,
                        _ ("It is not known how old this device's figures are. Try when online."));
  else if (the_case->offline.data_age_ms > most)
    cp_decision_refuse (decision, CP_REJECTION_OFFLINE_DATA_OLD,
                        ngettext ("This device's figures are older than %d hour. Try when online.",
                                  "This device's figures are older than %d hours. Try when online.",
                                  (gulong) (most / (60 * 60 * 1000))),
                        (int) (most / (60 * 60 * 1000)));
  return decision->code == CP_REJECTION_NONE;
}

static gboolean
check_floor (const CpCase *the_case, gint64 amount_minor, CpDecision *decision)
{
  const CpProgramme *programme = the_case->programme;
  g_autofree char *floor = cp_wording_money (programme, programme->offline_floor_minor);

  if (amount_minor <= programme->offline_floor_minor)
    return TRUE;
  cp_decision_refuse (decision, CP_REJECTION_OFFLINE_AMOUNT,
                      _ ("While offline, %s at most can be taken off at once. Take off less, or "
                         "try when online."),
                      floor);
  return FALSE;
}

static gboolean
check_member (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpMember *member = cp_rule_get_member (the_case, operation);
  gboolean at_home = member != NULL && g_strcmp0 (member->home_store_id, operation->store_id) == 0;
  gint64 most = cp_share_of_member (the_case->programme, operation, at_home);

  if (the_case->offline.member_redemptions < most)
    return TRUE;
  cp_decision_refuse (
      decision, CP_REJECTION_OFFLINE_MEMBER_LIMIT,
      ngettext ("While offline, this member may redeem %d time at this till. Try when online.",
                "While offline, this member may redeem %d times at this till. Try when online.",
                (gulong) most),
      (int) most);
  return FALSE;
}

static gboolean
check_store (const CpCase *the_case,
             const CpOperation *operation,
             gint64 amount_minor,
             CpDecision *decision)
{
  const CpProgramme *programme = the_case->programme;
  gint64 share_minor = cp_share_of_store (programme, operation->store_id, operation->device_id);
  gint64 left_minor = MAX (0, share_minor - the_case->offline.store_minor);
  g_autofree char *limit = cp_wording_money (programme, programme->offline_store_minor);
  g_autofree char *left = cp_wording_money (programme, left_minor);

  if (share_minor > 0 && amount_minor <= left_minor)
    return TRUE;
  if (share_minor == 0)
    cp_decision_refuse (decision, CP_REJECTION_OFFLINE_STORE_LIMIT,
                        _ ("This till has no part in the store's offline limit. Try when online "
                           "or ask a manager."));
  else if (left_minor == 0)
    cp_decision_refuse (decision, CP_REJECTION_OFFLINE_STORE_LIMIT,
                        _ ("This store's offline limit (%s) is used up until it has been online. "
                           "Try when online or ask a manager."),
                        limit);
  else
    cp_decision_refuse (decision, CP_REJECTION_OFFLINE_STORE_LIMIT,
                        _ ("Of the store's offline limit (%s), %s is left at this till. Take off "
                           "less, or try when online."),
                        limit, left);
  return FALSE;
}

/* By chance, and yet the same however often it is tried: until something else was redeemed. */
static gboolean
is_drawn (const CpCase *the_case, const CpOperation *operation)
{
  g_autofree char *lot = g_strdup_printf ("%s %s %" G_GINT64_FORMAT, operation->device_id,
                                          operation->account_id, the_case->offline.store_minor);

  return g_str_hash (lot) % 100 < (guint) the_case->programme->offline_approve_percent;
}

static gboolean
check_approval (const CpCase *the_case,
                const CpOperation *operation,
                gint64 amount_minor,
                CpDecision *decision)
{
  gint64 most = the_case->programme->offline_approve_minor;

  if ((most > 0 && amount_minor > most) || is_drawn (the_case, operation))
    cp_approval_check (the_case, operation, TRUE, decision);
  if (decision->code == CP_REJECTION_APPROVAL_REQUIRED && decision->detail == NULL)
    decision->detail = g_strdup (_ ("While offline, somebody else has to agree to this one."));
  return decision->code == CP_REJECTION_NONE;
}

/* Of what the account has, as much as is neither asked for nor kept for another till: nothing, if more was asked
 * for than there is. */
static gint64
get_free (const CpCase *the_case, const CpOperation *operation, gint64 held_minor)
{
  return MAX (0, held_minor - the_case->offline.asked_minor -
                     cp_lease_reserve (the_case, operation, held_minor));
}

/* What another till holds takes somebody who answers for it, and is then at the store's risk. */
static gboolean
check_lease (const CpCase *the_case,
             const CpOperation *operation,
             gint64 amount_minor,
             CpDecision *decision)
{
  gint64 held_minor = cp_account_sum_rewards (the_case->account, the_case->now_ms);
  gint64 free_minor = get_free (the_case, operation, held_minor);
  g_autofree char *free = cp_wording_money (the_case->programme, free_minor);

  if (amount_minor <= free_minor || amount_minor > held_minor)
    return TRUE;
  cp_approval_check (the_case, operation, TRUE, decision);
  if (decision->code == CP_REJECTION_APPROVAL_REQUIRED)
    decision->detail =
        g_strdup_printf (_ ("The member's home store keeps the rest: %s can be taken "
                            "off here while offline. Take off less, or ask a "
                            "manager."),
                         free);
  return decision->code == CP_REJECTION_NONE;
}

/* While head office can be reached it is asked for what another till may be giving away just now,
 * unless somebody answers for it. */
static gboolean
check_online (const CpCase *the_case,
              const CpOperation *operation,
              gint64 amount_minor,
              CpDecision *decision)
{
  gint64 held_minor = cp_account_sum_rewards (the_case->account, the_case->now_ms);

  if (amount_minor > held_minor || amount_minor <= get_free (the_case, operation, held_minor))
    return TRUE;
  if (the_case->approver != NULL)
    return check_floor (the_case, amount_minor, decision) &&
           check_lease (the_case, operation, amount_minor, decision) &&
           check_member (the_case, operation, decision) &&
           check_store (the_case, operation, amount_minor, decision);
  decision->terms = CP_TERMS_ASKED;
  decision->needs_word = TRUE;
  return TRUE;
}

gboolean
cp_offline_bound_check (const CpCase *the_case,
                        const CpOperation *operation,
                        gint64 amount_minor,
                        CpDecision *decision)
{
  if (the_case->mode != CP_DECIDE_AT_COUNTER)
    return TRUE;
  decision->value_minor = amount_minor;
  decision->terms = CP_TERMS_RISK;
  if (operation->online)
    return check_online (the_case, operation, amount_minor, decision);
  if (amount_minor > 0 && cp_lease_covers (the_case, operation, amount_minor)) {
    decision->terms = CP_TERMS_LEASE;
    return TRUE;
  }
  return check_account (the_case, decision) && check_age (the_case, decision) &&
         check_floor (the_case, amount_minor, decision) &&
         check_lease (the_case, operation, amount_minor, decision) &&
         check_member (the_case, operation, decision) &&
         check_store (the_case, operation, amount_minor, decision) &&
         check_approval (the_case, operation, amount_minor, decision);
}
