/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-limit.h"

#include "cp-figure.h"

#include <glib/gi18n-lib.h>

typedef struct {
  gint64 n;
  gint64 minor;
} Sum;

static gboolean
stands (const CpAction *action)
{
  return g_strcmp0 (action->outcome, "accepted") == 0 ||
         g_strcmp0 (action->outcome, "accepted_changed") == 0;
}

static gint64
get_day (const CpCase *the_case, const CpOperation *operation, gint64 at_ms)
{
  return cp_calendar_get_day (the_case->programme, operation->store_id, at_ms);
}

/* What was done of this kind for the member, or for their duplicate, on the day, by whomever and wherever it is
 * known of. */
static Sum
sum_of_member (const CpCase *the_case, const CpOperation *operation)
{
  const char *kind = cp_operation_kind_get_info (operation->kind)->word;
  gint64 day = get_day (the_case, operation, cp_rule_time (the_case, operation));
  Sum sum = { 0, 0 };

  if (the_case->account == NULL)
    return sum;
  for (guint i = 0; i < the_case->account->rows[CP_KIND_ACTION]->len; i++) {
    const CpAction *action = the_case->account->rows[CP_KIND_ACTION]->pdata[i];

    if (get_day (the_case, operation, action->at_ms) != day || !stands (action) ||
        g_strcmp0 (action->kind, kind) != 0 ||
        g_strcmp0 (cp_account_resolve_member (the_case->account, action->member_id),
                   operation->member_id) != 0)
      continue;
    sum.n++;
    sum.minor += action->value_minor;
  }
  return sum;
}

gboolean
cp_limit_check_count (const CpCase *the_case,
                      const CpOperation *operation,
                      const CpRight *right,
                      CpDecision *decision)
{
  if (right->per_day > 0 && the_case->usage.staff_today >= right->per_day)
    return !cp_decision_object (
        decision, the_case, operation, CP_REJECTION_LIMIT_EXCEEDED,
        ngettext (
            "You may do this %d time a day. Ask somebody with a higher limit, or try tomorrow.",
            "You may do this %d times a day. Ask somebody with a higher limit, or try tomorrow.",
            (gulong) right->per_day),
        (int) right->per_day);
  if (right->device_day > 0 && the_case->usage.device_today >= right->device_day)
    return !cp_decision_object (
        decision, the_case, operation, CP_REJECTION_LIMIT_EXCEEDED,
        ngettext ("This device may do this %d time a day. Use another, or try tomorrow.",
                  "This device may do this %d times a day. Use another, or try tomorrow.",
                  (gulong) right->device_day),
        (int) right->device_day);
  if (right->member_day > 0 && sum_of_member (the_case, operation).n >= right->member_day)
    return !cp_decision_object (
        decision, the_case, operation, CP_REJECTION_LIMIT_EXCEEDED,
        ngettext ("It may be done %d time a day for a member. Try tomorrow.",
                  "It may be done %d times a day for a member. Try tomorrow.",
                  (gulong) right->member_day),
        (int) right->member_day);
  return TRUE;
}

/* (transfer full): points are counted, everything else is money */
static char *
say_value (const CpCase *the_case, const CpOperation *operation, gint64 value_minor)
{
  g_autofree char *count = cp_figure_count (value_minor);

  return operation->kind == CP_OPERATION_ADJUST_POINTS
             ? g_strdup_printf (ngettext ("%s point", "%s points", (gulong) value_minor), count)
             : cp_wording_money (the_case->programme, value_minor);
}

static gboolean
is_beyond (gint64 minor, gint64 most_minor)
{
  return most_minor > 0 && minor > most_minor;
}

static void
object_to_sum (const CpCase *the_case,
               const CpOperation *operation,
               CpRejection code,
               gint64 most_minor,
               const char *format,
               CpDecision *decision)
{
  g_autofree char *limit = say_value (the_case, operation, most_minor);
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);
  g_autofree char *text = g_strjoinv (limit, parts);

  cp_decision_object (decision, the_case, operation, code, "%s", text);
}

static gboolean
check_sum (const CpCase *the_case,
           const CpOperation *operation,
           gint64 minor,
           gint64 most_minor,
           const char *format,
           CpDecision *decision)
{
  if (is_beyond (minor, most_minor))
    object_to_sum (the_case, operation, CP_REJECTION_LIMIT_EXCEEDED, most_minor, format, decision);
  return decision->code == CP_REJECTION_NONE;
}

gboolean
cp_limit_check_value (const CpCase *the_case,
                      const CpOperation *operation,
                      const CpRight *right,
                      CpDecision *decision)
{
  gint64 minor = decision->value_minor;
  const CpUsage *usage = &the_case->usage;

  return check_sum (the_case, operation, minor, right->max_minor,
                    _ ("Your limit for one is %s. Ask somebody with a higher limit."), decision) &&
         check_sum (the_case, operation, usage->staff_today_minor + minor, right->day_minor,
                    _ ("Your limit for a day is %s, and this goes beyond it. Ask somebody with a "
                       "higher limit, or try tomorrow."),
                    decision) &&
         check_sum (the_case, operation, usage->device_today_minor + minor, right->device_day_minor,
                    _ ("This device's limit for a day is %s, and this goes beyond it. Use another, "
                       "or try tomorrow."),
                    decision) &&
         (right->member_day_minor <= 0 ||
          check_sum (the_case, operation, sum_of_member (the_case, operation).minor + minor,
                     right->member_day_minor,
                     _ ("A member's limit for a day is %s, and this goes beyond it. Try tomorrow."),
                     decision));
}

gboolean
cp_limit_check_approver (const CpCase *the_case,
                         const CpOperation *operation,
                         const CpRight *right,
                         CpDecision *decision)
{
  const CpUsage *usage = &the_case->usage;
  gint64 minor = decision->value_minor;
  gboolean beyond_day = is_beyond (usage->approver_today_minor + minor, right->day_minor);

  if (right->per_day > 0 && usage->approver_today >= right->per_day)
    cp_decision_object (decision, the_case, operation, CP_REJECTION_APPROVAL_REQUIRED,
                        ngettext ("Whoever approved may do or approve this %d time a day. Ask "
                                  "somebody with a higher limit.",
                                  "Whoever approved may do or approve this %d times a day. Ask "
                                  "somebody with a higher limit.",
                                  (gulong) right->per_day),
                        (int) right->per_day);
  else if (is_beyond (minor, right->max_minor))
    object_to_sum (the_case, operation, CP_REJECTION_APPROVAL_REQUIRED, right->max_minor,
                   _ ("Whoever approved has a limit of %s for one. Ask somebody with a higher "
                      "limit."),
                   decision);
  else if (beyond_day)
    object_to_sum (the_case, operation, CP_REJECTION_APPROVAL_REQUIRED, right->day_minor,
                   _ ("Whoever approved has a limit of %s for a day, and this goes beyond it. Ask "
                      "somebody with a higher limit."),
                   decision);
  return decision->code == CP_REJECTION_NONE;
}

/* Each use of the card is a line in the history that stands, of something that may not be done for
 * oneself: what gives or takes value. */
static gint64
count_uses (const CpCase *the_case, const CpOperation *operation, const char *staff_id)
{
  const GPtrArray *actions = the_case->account->rows[CP_KIND_ACTION];
  gint64 day = get_day (the_case, operation, cp_rule_time (the_case, operation));
  gint64 n = 0;

  for (guint i = 0; i < actions->len; i++) {
    const CpAction *action = actions->pdata[i];
    int kind = cp_operation_kind_from_word (action->kind);

    n += kind >= 0 && cp_decision_moves_value ((CpOperationKind) kind) && stands (action) &&
         get_day (the_case, operation, action->at_ms) == day &&
         g_strcmp0 (action->card_id, operation->card_id) == 0 &&
         (staff_id == NULL || g_strcmp0 (action->staff_id, staff_id) == 0);
  }
  return n;
}

gboolean
cp_limit_check_velocity (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpProgramme *programme = the_case->programme;

  if (the_case->account == NULL || operation->card_id == NULL)
    return TRUE;
  if (programme->card_uses_per_day > 0 &&
      count_uses (the_case, operation, NULL) >= programme->card_uses_per_day)
    return !cp_decision_object (
        decision, the_case, operation, CP_REJECTION_LIMIT_EXCEEDED,
        ngettext ("The card was used %d time today. Ask a manager to look into it.",
                  "The card was used %d times today. Ask a manager to look into it.",
                  (gulong) programme->card_uses_per_day),
        (int) programme->card_uses_per_day);
  if (operation->staff_id != NULL && programme->card_uses_per_staff > 0 &&
      count_uses (the_case, operation, operation->staff_id) >= programme->card_uses_per_staff)
    return !cp_decision_object (
        decision, the_case, operation, CP_REJECTION_LIMIT_EXCEEDED,
        ngettext ("You have used this card %d time today. Ask a colleague to do it.",
                  "You have used this card %d times today. Ask a colleague to do it.",
                  (gulong) programme->card_uses_per_staff),
        (int) programme->card_uses_per_staff);
  return TRUE;
}
