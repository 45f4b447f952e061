/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What people choose to do, and with what: mostly what the view of the member offers, as staff at a
 * screen would, and sometimes what it does not. */
#include "cp-sim-work-private.h"

/* How often somebody asks for what they see that they can't have. */
#define STUBBORN_PPM 100000

static const guint weights[CP_N_OPERATION_KINDS] = {
  [CP_OPERATION_ENROL_MEMBER] = 6,
  [CP_OPERATION_EDIT_PROFILE] = 8,
  [CP_OPERATION_SET_STATUS] = 6,
  [CP_OPERATION_REMOVE_STATUS] = 3,
  [CP_OPERATION_UNENROL_MEMBER] = 2,
  [CP_OPERATION_ENROL_AGAIN] = 20,
  [CP_OPERATION_DEACTIVATE_MEMBER] = 2,
  [CP_OPERATION_REACTIVATE_MEMBER] = 20,
  [CP_OPERATION_BLOCK_ACCOUNT] = 1,
  [CP_OPERATION_UNBLOCK_ACCOUNT] = 20,
  [CP_OPERATION_CHANGE_CONTACT] = 2,
  [CP_OPERATION_REMOVE_MEMBER] = 1,
  [CP_OPERATION_MERGE_MEMBERS] = 2,
  [CP_OPERATION_JOIN_FAMILY] = 2,
  [CP_OPERATION_SEND_LINK] = 2,
  [CP_OPERATION_OPT_IN] = 4,
  [CP_OPERATION_OPT_OUT] = 3,
  [CP_OPERATION_ADD_FAVOURITE] = 2,
  [CP_OPERATION_REMOVE_FAVOURITE] = 8,
  [CP_OPERATION_ADD_NOTE] = 3,
  [CP_OPERATION_ADD_TAG] = 2,
  [CP_OPERATION_REMOVE_TAG] = 8,
  [CP_OPERATION_ADD_TASK] = 2,
  [CP_OPERATION_CLOSE_TASK] = 10,
  [CP_OPERATION_MAKE_PROMISE] = 2,
  [CP_OPERATION_ANSWER_PROMISE] = 10,
  [CP_OPERATION_LINK_CARD] = 6,
  [CP_OPERATION_BLOCK_CARD] = 8,
  [CP_OPERATION_UNBLOCK_CARD] = 8,
  [CP_OPERATION_REPLACE_CARD] = 8,
  [CP_OPERATION_ISSUE_BENEFIT] = 5,
  [CP_OPERATION_ISSUE_REWARD] = 14,
  [CP_OPERATION_ISSUE_CREDIT] = 4,
  [CP_OPERATION_VOID_INCENTIVE] = 4,
  [CP_OPERATION_REDEEM_REWARD] = 22,
  [CP_OPERATION_CLAIM_RECEIPT] = 8,
  [CP_OPERATION_ADJUST_POINTS] = 4,
  [CP_OPERATION_UNLOCK_STAFF] = 1,
  [CP_OPERATION_CLAIM_INCENTIVE] = 3,
  [CP_OPERATION_EXTEND_INCENTIVE] = 3,
  [CP_OPERATION_REDEEM_BENEFIT] = 6,
  [CP_OPERATION_REDEEM_CREDIT] = 16,
  [CP_OPERATION_CONFIRM_REDEMPTION] = 12,
  [CP_OPERATION_CANCEL_REDEMPTION] = 12,
  [CP_OPERATION_REVERSE_REDEMPTION] = 4,
  [CP_OPERATION_RETURN_REDEMPTION] = 4,
  [CP_OPERATION_RETIRE_CARD] = 9,
  [CP_OPERATION_RESTORE_CARD] = 30,
  [CP_OPERATION_CHANGE_CARD_CATEGORY] = 2,
  [CP_OPERATION_DETACH_RECEIPT] = 4,
  [CP_OPERATION_END_VISIT] = 3,
};

/* Of the rows in a view's list those fit that say yes at `key`, or `is` if that is there. */
static const struct {
  const char *list;
  const char *key;
  const char *is;
} targets[CP_N_OPERATION_KINDS] = {
  [CP_OPERATION_REMOVE_STATUS] = { "statuses" },
  [CP_OPERATION_REMOVE_FAVOURITE] = { "favourites" },
  [CP_OPERATION_REMOVE_TAG] = { "tags" },
  [CP_OPERATION_CLOSE_TASK] = { "tasks", "state", "open" },
  [CP_OPERATION_ANSWER_PROMISE] = { "promises", "state", "proposed" },
  [CP_OPERATION_BLOCK_CARD] = { "cards", "can_block" },
  [CP_OPERATION_UNBLOCK_CARD] = { "cards", "can_unblock" },
  [CP_OPERATION_REPLACE_CARD] = { "cards", "blocked" },
  [CP_OPERATION_RETIRE_CARD] = { "cards", "can_retire" },
  [CP_OPERATION_RESTORE_CARD] = { "cards", "can_restore" },
  [CP_OPERATION_CHANGE_CARD_CATEGORY] = { "cards", "can_change_category" },
  [CP_OPERATION_VOID_INCENTIVE] = { "incentives", "can_void" },
  [CP_OPERATION_EXTEND_INCENTIVE] = { "incentives", "can_extend" },
  [CP_OPERATION_REDEEM_BENEFIT] = { "incentives", "class", "benefit" },
  [CP_OPERATION_REDEEM_CREDIT] = { "incentives", "class", "credit" },
  [CP_OPERATION_CONFIRM_REDEMPTION] = { "redemptions", "can_confirm" },
  [CP_OPERATION_CANCEL_REDEMPTION] = { "redemptions", "can_cancel" },
  [CP_OPERATION_REVERSE_REDEMPTION] = { "redemptions", "can_reverse" },
  [CP_OPERATION_RETURN_REDEMPTION] = { "redemptions", "can_return" },
  [CP_OPERATION_DETACH_RECEIPT] = { "receipts", "can_detach" },
};

static gboolean
fits (CpOperationKind kind, const CpJson *row)
{
  const char *key = targets[kind].key;
  const char *is = targets[kind].is;

  if (key == NULL)
    return TRUE;
  return is != NULL ? g_strcmp0 (cp_json_get_text (row, key), is) == 0
                    : cp_json_get_bool (row, key);
}

/* @only_fitting: else of all that there are */
static guint
count (CpOperationKind kind, const CpJson *view, gboolean only_fitting)
{
  const CpJson *rows = cp_json_get_array (view, targets[kind].list);
  guint n = 0;

  for (gsize i = 0; i < json_array_size (rows); i++)
    n += !only_fitting || fits (kind, json_array_get (rows, i));
  return n;
}

const CpJson *
cp_sim_work_pick_target (CpSimWork *self, CpOperationKind kind, const CpJson *view)
{
  const CpJson *rows;
  gboolean only_fitting = !cp_sim_random_chance (&self->random, STUBBORN_PPM);
  guint n, chosen;

  if (view == NULL || targets[kind].list == NULL)
    return NULL;
  rows = cp_json_get_array (view, targets[kind].list);
  n = count (kind, view, only_fitting);
  if (n == 0)
    return NULL;
  chosen = (guint) cp_sim_random_below (&self->random, n);
  for (gsize i = 0; i < json_array_size (rows); i++) {
    const CpJson *row = json_array_get (rows, i);

    if ((!only_fitting || fits (kind, row)) && chosen-- == 0)
      return row;
  }
  g_assert_not_reached ();
}

const char *
cp_sim_work_get_target_text (const CpJson *row, const char *key)
{
  const char *text = cp_json_get_text (row, key);

  return text != NULL ? text : "019b76da-a800-7000-8000-ffffffffffff";
}

/* A screen offers these only in the state that they lead out of. */
static gboolean
is_in_state (CpOperationKind kind, const CpJson *view)
{
  const char *state = cp_json_get_text (cp_json_get_object (view, "member"), "state");

  switch ((int) kind) {
  case CP_OPERATION_ENROL_AGAIN:
    return g_strcmp0 (state, "unenrolled") == 0;
  case CP_OPERATION_REACTIVATE_MEMBER:
    return g_strcmp0 (state, "on_hold") == 0;
  case CP_OPERATION_UNBLOCK_ACCOUNT:
    return cp_json_get_bool (cp_json_get_object (view, "account"), "blocked");
  default:
    return TRUE;
  }
}

static gboolean
is_offered (CpOperationKind kind, const CpJson *view)
{
  const CpJson *offers = cp_json_get_object (view, "operations");
  const CpJson *offer = cp_json_get_object (offers, cp_operation_kind_get_info (kind)->word);

  return cp_json_get_bool (offer, "allowed") && is_in_state (kind, view) &&
         (targets[kind].list == NULL || count (kind, view, TRUE) > 0);
}

CpOperationKind
cp_sim_work_pick_kind (CpSimWork *self, const CpJson *view)
{
  gboolean is_stubborn = view == NULL || cp_sim_random_chance (&self->random, STUBBORN_PPM);
  guint all[CP_N_OPERATION_KINDS];

  for (guint i = 0; i < CP_N_OPERATION_KINDS; i++)
    all[i] = is_stubborn || i == CP_OPERATION_ENROL_MEMBER || is_offered ((CpOperationKind) i, view)
                 ? weights[i]
                 : 0;
  return (CpOperationKind) cp_sim_random_pick (&self->random, all, CP_N_OPERATION_KINDS);
}

gboolean
cp_sim_work_knows_kind (CpOperationKind kind)
{
  return weights[kind] > 0;
}
