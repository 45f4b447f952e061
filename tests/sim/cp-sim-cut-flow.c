/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-cut-flow.h"

/* Chance decides about a redemption whether it is held; of so many one is. */
#define MOST_FIRST 20

#define PAUSE_MS 300

/* Until all that can hear of something has. */
#define HEARD_MS 8000

/* Whoever was cut off. */
#define ALONE 0

/* What has to come before some kinds; the others need nothing, or can't be (an enrolment is the first of
 * all kinds). */
static const CpOperationKind first[CP_N_OPERATION_KINDS] = {
  [CP_OPERATION_ENROL_AGAIN] = CP_OPERATION_UNENROL_MEMBER,
  [CP_OPERATION_REACTIVATE_MEMBER] = CP_OPERATION_DEACTIVATE_MEMBER,
  [CP_OPERATION_UNBLOCK_ACCOUNT] = CP_OPERATION_BLOCK_ACCOUNT,
  [CP_OPERATION_RESTORE_CARD] = CP_OPERATION_RETIRE_CARD,
  [CP_OPERATION_DETACH_RECEIPT] = CP_OPERATION_CLAIM_RECEIPT,
  [CP_OPERATION_OPT_OUT] = CP_OPERATION_OPT_IN,
  [CP_OPERATION_REMOVE_FAVOURITE] = CP_OPERATION_ADD_FAVOURITE,
  [CP_OPERATION_REMOVE_TAG] = CP_OPERATION_ADD_TAG,
  [CP_OPERATION_CLOSE_TASK] = CP_OPERATION_ADD_TASK,
  [CP_OPERATION_ANSWER_PROMISE] = CP_OPERATION_MAKE_PROMISE,
  [CP_OPERATION_REDEEM_CREDIT] = CP_OPERATION_ISSUE_CREDIT,
  [CP_OPERATION_REVERSE_REDEMPTION] = CP_OPERATION_REDEEM_BENEFIT,
  [CP_OPERATION_RETURN_REDEMPTION] = CP_OPERATION_REDEEM_BENEFIT,
  [CP_OPERATION_CONFIRM_REDEMPTION] = CP_OPERATION_REDEEM_REWARD,
  [CP_OPERATION_CANCEL_REDEMPTION] = CP_OPERATION_REDEEM_REWARD,
};

static void
let_hear (CpSimTown *town)
{
  cp_sim_town_run_until (town, cp_sim_loop_now_ms (town->scene.loop) + HEARD_MS);
}

/* Of which a copy of before knows nothing. */
static void
do_more (CpSimTown *town)
{
  cp_sim_cut_flow_do_kind (town, CP_OPERATION_BLOCK_CARD);
  cp_sim_cut_flow_do_kind (town, CP_OPERATION_ISSUE_REWARD);
  cp_sim_town_wait_until_in_step (town);
}

/* Much is done elsewhere of which the first till hears nothing, and something here of which nobody does. */
static void
prepare_snapshot (CpSimTown *town)
{
  cp_sim_town_cut (town, ALONE, TRUE, TRUE);
  for (guint i = 0; i < 3; i++)
    cp_sim_work_do_kind (town->work, town->kiosks[2], CP_OPERATION_ISSUE_REWARD);
  cp_sim_cut_flow_do_kind (town, CP_OPERATION_BLOCK_CARD);
  let_hear (town);
}

/* What the feed told is forgotten, and whoever is behind has to take everything over. */
static void
begin_snapshot (CpSimTown *town)
{
  cp_sim_office_forget (town->office);
  cp_sim_town_cut (town, ALONE, FALSE, FALSE);
}

static void
prepare_office_restored (CpSimTown *town)
{
  cp_sim_office_keep_copy (town->office);
  do_more (town);
}

static void
begin_office_restored (CpSimTown *town)
{
  cp_sim_office_restore (town->office, PAUSE_MS);
}

static void
prepare_till_restored (CpSimTown *town)
{
  cp_sim_kiosk_keep_copy (town->kiosks[0]);
  do_more (town);
}

static void
begin_till_restored (CpSimTown *town)
{
  cp_sim_kiosk_restore (town->kiosks[0], PAUSE_MS);
}

/* Stores are told of their own members only, and then of all again. */
static void
begin_scope (CpSimTown *town)
{
  cp_sim_office_switch_scope (town->office);
}

static void
prepare_scope_back (CpSimTown *town)
{
  cp_sim_office_switch_scope (town->office);
  cp_sim_town_wait_until_in_step (town);
}

/* Some rows of the one that only hears are not what they were. */
static void
begin_check (CpSimTown *town)
{
  cp_sim_kiosk_rot (town->kiosks[1], 3);
}

/* A till whose check was cut short makes it the next day. */
static void
check_again (CpSimTown *town)
{
  cp_sim_kiosk_check_rows (town->kiosks[1]);
}

/* Nobody hears of a till for so long that it must not believe any more what it was told. */
static void
begin_silence (CpSimTown *town)
{
  cp_sim_kiosk_fall_silent (town->kiosks[0], PAUSE_MS);
}

/* What is in the logs then has to be made good. */
static void
prepare_boot (CpSimTown *town)
{
  cp_sim_cut_flow_do_kind (town, CP_OPERATION_ISSUE_REWARD);
  cp_sim_town_wait_until_in_step (town);
}

static void
begin_boot (CpSimTown *town)
{
  for (guint i = 0; i < CP_SIM_CLONE_NODE; i++)
    cp_sim_kiosk_die (town->kiosks[i], CP_SIM_DEATH_POWER_CUT_ALL, PAUSE_MS);
  cp_sim_office_die (town->office, CP_SIM_DEATH_POWER_CUT_ALL, PAUSE_MS);
}

/* Somebody has made a new till by copying one, and both go on under one name. */
static void
prepare_clone (CpSimTown *town)
{
  cp_sim_kiosk_clone (town->kiosks[CP_SIM_CLONE_NODE], town->kiosks[0]);
  cp_sim_town_cut (town, ALONE, TRUE, TRUE);
  cp_sim_town_cut (town, CP_SIM_CLONE_NODE, TRUE, TRUE);
  cp_sim_cut_flow_do_kind (town, CP_OPERATION_BLOCK_CARD);
  cp_sim_work_do_kind (town->work, town->kiosks[CP_SIM_CLONE_NODE], CP_OPERATION_ISSUE_REWARD);
  let_hear (town);
}

static void
begin_clone (CpSimTown *town)
{
  cp_sim_town_cut (town, CP_SIM_CLONE_NODE, FALSE, FALSE);
  cp_sim_town_cut (town, ALONE, FALSE, FALSE);
}

static const struct {
  const char *word;
  void (*prepare) (CpSimTown *town); /* (nullable) */
  void (*begin) (CpSimTown *town);
  void (*ask_again) (CpSimTown *town); /* (nullable) */
} others[] = {
  { "snapshot", prepare_snapshot, begin_snapshot },
  { "office-restored", prepare_office_restored, begin_office_restored },
  { "till-restored", prepare_till_restored, begin_till_restored },
  { "scope", NULL, begin_scope },
  { "scope-back", prepare_scope_back, begin_scope },
  { "check", NULL, begin_check, check_again },
  { "boot", prepare_boot, begin_boot },
  { "clone", prepare_clone, begin_clone },
  { "silence", NULL, begin_silence },
};

guint
cp_sim_cut_flow_get_n (void)
{
  return CP_N_OPERATION_KINDS + G_N_ELEMENTS (others);
}

const char *
cp_sim_cut_flow_to_word (guint flow)
{
  if (flow >= CP_N_OPERATION_KINDS)
    return others[flow - CP_N_OPERATION_KINDS].word;
  return cp_sim_work_knows_kind ((CpOperationKind) flow)
             ? cp_operation_kind_get_info ((CpOperationKind) flow)->word
             : NULL;
}

int
cp_sim_cut_flow_from_word (const char *word)
{
  for (guint flow = 0; flow < cp_sim_cut_flow_get_n (); flow++)
    if (g_strcmp0 (cp_sim_cut_flow_to_word (flow), word) == 0)
      return (int) flow;
  return -1;
}

void
cp_sim_cut_flow_do_kind (CpSimTown *town, CpOperationKind kind)
{
  CpSimKiosk *kiosk = town->kiosks[0];

  if (!cp_sim_work_do_kind (town->work, kiosk, kind) && cp_sim_kiosk_is_up (kiosk))
    cp_sim_oracle_fail (town->scene.oracle, "possible", "%s was never accepted",
                        cp_operation_kind_get_info (kind)->word);
}

static void
prepare_kind (CpSimTown *town, CpOperationKind kind)
{
  for (guint i = 0; first[kind] != 0 && i < MOST_FIRST &&
                    !cp_sim_work_can_do (town->work, town->kiosks[0], kind);
       i++)
    cp_sim_cut_flow_do_kind (town, first[kind]);
  cp_sim_town_wait_until_in_step (town);
}

void
cp_sim_cut_flow_prepare (guint flow, CpSimTown *town)
{
  if (flow < CP_N_OPERATION_KINDS)
    prepare_kind (town, (CpOperationKind) flow);
  else if (others[flow - CP_N_OPERATION_KINDS].prepare != NULL)
    others[flow - CP_N_OPERATION_KINDS].prepare (town);
}

void
cp_sim_cut_flow_begin (guint flow, CpSimTown *town)
{
  if (flow < CP_N_OPERATION_KINDS)
    cp_sim_cut_flow_do_kind (town, (CpOperationKind) flow);
  else
    others[flow - CP_N_OPERATION_KINDS].begin (town);
}

void
cp_sim_cut_flow_ask_again (guint flow, CpSimTown *town)
{
  if (flow < CP_N_OPERATION_KINDS)
    cp_sim_work_settle (town->work, town->kiosks[0]);
  else if (others[flow - CP_N_OPERATION_KINDS].ask_again != NULL)
    others[flow - CP_N_OPERATION_KINDS].ask_again (town);
}
