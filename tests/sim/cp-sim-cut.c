/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-cut.h"

#include "cp-sim-cut-flow.h"

#define DEADLINE_MS (5 * 60 * 1000)
#define PAUSE_MS 300

/* Of no case: what is made from it must not be made again. */
#define STAGE_SEED 0xc075

struct _CpSimCutStage {
  CpSimTemplate *template;
  CpSimTown town; /* stopped; its disks and its oracle are where each case begins */
};

typedef struct {
  const CpSimCutFlow *flow;
  CpSimTown town;
  CpSimCutFunc *dies;
  gpointer data;
  guint64 n_ios; /* since it was begun */
} Run;

/* What makes each kind of operation possible for the first member. */
static const CpOperationKind before[] = {
  CP_OPERATION_ISSUE_REWARD, CP_OPERATION_ISSUE_REWARD, CP_OPERATION_ISSUE_BENEFIT,
  CP_OPERATION_SET_STATUS,   CP_OPERATION_LINK_CARD,    CP_OPERATION_BLOCK_CARD,
};

static void
prepare (CpSimTown *town)
{
  cp_sim_town_boot (town);
  cp_sim_town_wait_until_in_step (town);
  for (guint i = 0; i < G_N_ELEMENTS (before); i++)
    cp_sim_cut_flow_do_kind (town, before[i]);
  cp_sim_town_wait_until_in_step (town);
  cp_sim_town_stop (town);
  if (cp_sim_town_has_failed (town))
    g_error ("The stage: %s", cp_sim_oracle_get_failure (town->scene.oracle));
}

CpSimCutStage *
cp_sim_cut_stage_new (void)
{
  CpSimCutStage *self = g_new0 (CpSimCutStage, 1);
  static const CpSimOptions options = {
    .seed = STAGE_SEED, .deadline_ms = DEADLINE_MS, .n_members = 2, .has_snapshots = TRUE
  };

  self->template = cp_sim_template_new (FALSE);
  cp_sim_town_set_up (&self->town, &options, self->template);
  prepare (&self->town);
  return self;
}

void
cp_sim_cut_stage_free (CpSimCutStage *self)
{
  if (self == NULL)
    return;
  cp_sim_town_tear_down (&self->town);
  cp_sim_template_free (self->template);
  g_free (self);
}

static void
boot (CpSimTown *town, CpSimCutStage *stage)
{
  for (guint node = 0; node < CP_SIM_N_NODES; node++)
    cp_sim_disk_become (cp_sim_town_get_machine (town, node)->disk,
                        cp_sim_town_get_machine (&stage->town, node)->disk);
  cp_sim_oracle_take_over (town->scene.oracle, stage->town.scene.oracle);
  cp_sim_town_boot (town);
  cp_sim_town_wait_until_in_step (town);
}

static CpSimDisk *
get_disk (Run *self)
{
  return cp_sim_town_get_machine (&self->town, self->flow->node)->disk;
}

/* Before each change to the disk. */
static void
on_change (gpointer data)
{
  Run *self = data;
  CpSimDisk *disk = get_disk (self);
  CpSimCutEnd end = { 0 };

  if (!self->dies (self->n_ios++, &end, self->data))
    return;
  cp_sim_disk_watch (disk, NULL, NULL);
  cp_sim_disk_set_fate (disk, end.fate);
  if (self->flow->node == CP_SIM_OFFICE_NODE)
    cp_sim_office_die_soon (self->town.office, end.death, 0, PAUSE_MS);
  else
    cp_sim_kiosk_die_soon (self->town.kiosks[self->flow->node], end.death, 0, PAUSE_MS);
}

static void
check_point (CpSimTown *town)
{
  for (guint i = 0; i < CP_SIM_N_KIOSKS; i++) {
    g_autoptr (GError) error = NULL; /* it may be the one that dies */

    cp_sim_kiosk_do_upkeep (town->kiosks[i], &error);
  }
}

static void
go (Run *self)
{
  CpSimTown *town = &self->town;

  cp_sim_cut_flow_prepare (self->flow->what, town);
  cp_sim_disk_watch (get_disk (self), on_change, self);
  cp_sim_cut_flow_begin (self->flow->what, town);
  cp_sim_town_wait_until_in_step (town);
  check_point (town);
  cp_sim_town_wait_until_in_step (town);
  cp_sim_disk_watch (get_disk (self), NULL, NULL);
  cp_sim_cut_flow_ask_again (self->flow->what, town);
  cp_sim_town_wait_until_in_step (town);
  if (cp_sim_oracle_pick_unknown (town->scene.oracle, 0) != NULL)
    cp_sim_oracle_fail (town->scene.oracle, "answers", "nobody knows what became of %s",
                        cp_sim_cut_flow_to_word (self->flow->what));
  cp_sim_town_check (town);
}

void
cp_sim_cut_run (const CpSimCutFlow *flow,
                CpSimCutStage *stage,
                CpSimCutFunc *dies,
                gpointer data,
                CpSimCutResult *ret_result)
{
  const CpSimOptions options = {
    .seed = flow->seed, .deadline_ms = DEADLINE_MS, .n_members = 2, .has_snapshots = TRUE
  };
  Run self = { .flow = flow, .dies = dies, .data = data };

  cp_sim_town_set_up (&self.town, &options, stage->template);
  boot (&self.town, stage);
  go (&self);
  *ret_result = (CpSimCutResult){
    .failure = g_strdup (cp_sim_oracle_get_failure (self.town.scene.oracle)),
    .story = cp_sim_trace_to_text (self.town.scene.story),
  };
  for (CpSimDiskCounter i = 0; i < CP_SIM_N_DISK_COUNTERS; i++)
    ret_result->disk[i] = cp_sim_disk_get_counter (get_disk (&self), i);
  cp_sim_town_tear_down (&self.town);
}

void
cp_sim_cut_result_clear (CpSimCutResult *self)
{
  g_free (self->failure);
  g_free (self->story);
}
