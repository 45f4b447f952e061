/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-town.h"

#include "cp-sim-final.h"

/* How often it is asked whether all are in step. */
#define LOOK_EVERY_MS 2000

/* Of no run. */
#define SETTLING_SEED 0x5e77
#define SETTLES_WITHIN_MS (60 * 1000)

gboolean
cp_sim_town_has_failed (const CpSimTown *self)
{
  return cp_sim_oracle_get_failure (self->scene.oracle) != NULL;
}

void
cp_sim_town_run_until (CpSimTown *self, gint64 at_ms)
{
  while (!cp_sim_town_has_failed (self) && cp_sim_loop_now_ms (self->scene.loop) < at_ms)
    cp_sim_loop_run_until (self->scene.loop,
                           MIN (at_ms, cp_sim_loop_now_ms (self->scene.loop) + 500));
}

static void
take_past (CpSimTown *self, const CpSimTemplate *template)
{
  for (guint node = 0; node < CP_SIM_N_NODES; node++)
    cp_sim_clock_step (cp_sim_town_get_machine (self, node)->clock,
                       cp_sim_template_get_age_ms (template));
  if (cp_sim_template_get_bound (template) != NULL)
    cp_sim_bound_take_over (self->scene.bound, cp_sim_template_get_bound (template));
}

void
cp_sim_town_set_up (CpSimTown *self, const CpSimOptions *options, const CpSimTemplate *template)
{
  CpSimScene *scene = &self->scene;
  const CpSimBoundRules rules = { CP_SIM_STORE_MINOR,
                                  options->faults[CP_SIM_FAULT_CLOCK_STEP_EVERY_MS] == 0 &&
                                      options->faults[CP_SIM_FAULT_SILENCE_EVERY_MS] == 0 };

  *self = (CpSimTown){ .options = options };
  cp_sim_seed_sqlite (options->seed);
  scene->seed = options->seed;
  scene->tallies = self->tallies;
  scene->trace = cp_sim_trace_new ();
  scene->story = cp_sim_trace_new ();
  scene->loop = cp_sim_loop_new (scene->trace);
  scene->network =
      cp_sim_network_new (scene->loop, CP_SIM_N_KIOSKS + 1, options->seed, scene->trace);
  scene->oracle = cp_sim_oracle_new ();
  scene->bound = cp_sim_bound_new (scene->oracle, &rules);
  scene->pin_key = cp_sim_template_get_pin_key (template);
  self->office =
      cp_sim_office_new (scene, cp_sim_template_get_disk (template, CP_SIM_OFFICE_NODE), options);
  scene->office_clock = cp_sim_office_get_machine (self->office)->clock;
  for (guint i = 0; i < CP_SIM_N_KIOSKS; i++)
    self->kiosks[i] = cp_sim_kiosk_new (scene, i, cp_sim_template_get_disk (template, i));
  self->work = cp_sim_work_new (scene, options);
  take_past (self, template);
}

void
cp_sim_town_boot (CpSimTown *self)
{
  cp_sim_office_boot (self->office);
  for (guint i = 0; i < CP_SIM_CLONE_NODE; i++)
    cp_sim_kiosk_boot (self->kiosks[i]);
}

void
cp_sim_town_tear_down (CpSimTown *self)
{
  CpSimScene *scene = &self->scene;

  for (guint i = 0; i < CP_SIM_N_KIOSKS; i++)
    cp_sim_kiosk_free (self->kiosks[i]);
  cp_sim_office_free (self->office);
  cp_sim_work_free (self->work);
  cp_sim_network_free (scene->network);
  cp_sim_loop_free (scene->loop);
  g_clear_pointer (&scene->bound, cp_sim_bound_free);
  cp_sim_oracle_free (scene->oracle);
  cp_sim_trace_free (scene->trace);
  cp_sim_trace_free (scene->story);
}

/* Why it is not in step with head office; NULL if it is. */
static char *
look_at_kiosk (CpSimKiosk *kiosk, const char *epoch, gint64 gseq)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) status = cp_sim_kiosk_get_status (kiosk, &error);
  guint node = cp_sim_kiosk_get_node (kiosk);
  gint64 cursor;

  if (status == NULL)
    return g_strdup_printf ("till-%u: %s", node, error->message);
  if (cp_json_get_int (status, "waiting", 0) != 0)
    return g_strdup_printf ("till-%u: %" G_GINT64_FORMAT " operations wait; the line is %s (%s)",
                            node, cp_json_get_int (status, "waiting", 0),
                            cp_json_get_text (cp_json_get_object (status, "link"), "state"),
                            cp_json_get_text (cp_json_get_object (status, "link"), "text"));
  cursor = cp_sim_kiosk_get_cursor (kiosk, epoch);
  if (cp_sim_kiosk_is_checking (kiosk))
    return g_strdup_printf ("till-%u: is not done with holding its rows against head office's",
                            node);
  if (cursor != gseq)
    return g_strdup_printf ("till-%u: has taken %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT, node,
                            cursor, gseq);
  return NULL;
}

/* What somebody decided of an operation of an earlier incarnation comes when the till asks, every few minutes. */
static char *
look_for_reviews (CpSimTown *self, CpSimKiosk *kiosk)
{
  g_autoptr (GPtrArray) ids = cp_sim_kiosk_list_in_review (kiosk);

  for (guint i = 0; i < ids->len; i++)
    if (cp_sim_office_has_decided (self->office, ids->pdata[i]))
      return g_strdup_printf ("till-%u: has not heard what was decided of %s",
                              cp_sim_kiosk_get_node (kiosk), (const char *) ids->pdata[i]);
  return NULL;
}

static char *
look (CpSimTown *self)
{
  const char *epoch;
  gint64 gseq;
  char *trouble = NULL;

  if (!cp_sim_office_get_feed (self->office, &epoch, &gseq))
    return g_strdup ("head office does not answer");
  for (guint i = 0; i < CP_SIM_N_KIOSKS && trouble == NULL; i++)
    if (cp_sim_kiosk_is_in_use (self->kiosks[i]))
      trouble = look_at_kiosk (self->kiosks[i], epoch, gseq);
  for (guint i = 0; i < CP_SIM_N_KIOSKS && trouble == NULL; i++)
    if (self->options->faults[CP_SIM_FAULT_REVIEW_EVERY_MS] != 0)
      trouble = look_for_reviews (self, self->kiosks[i]);
  return trouble;
}

void
cp_sim_town_wait_until_in_step (CpSimTown *self)
{
  gint64 deadline_ms = cp_sim_loop_now_ms (self->scene.loop) + self->options->deadline_ms;
  g_autofree char *trouble = NULL;

  do {
    cp_sim_town_run_until (self, cp_sim_loop_now_ms (self->scene.loop) + LOOK_EVERY_MS);
    g_free (trouble);
    trouble = look (self);
  } while (trouble != NULL && !cp_sim_town_has_failed (self) &&
           cp_sim_loop_now_ms (self->scene.loop) < deadline_ms);
  if (trouble != NULL)
    cp_sim_oracle_fail (self->scene.oracle, "wedged",
                        "%" G_GINT64_FORMAT " ms after the last fault, %s",
                        self->options->deadline_ms, trouble);
}

CpSimMachine *
cp_sim_town_get_machine (CpSimTown *self, guint node)
{
  return node == CP_SIM_OFFICE_NODE ? cp_sim_office_get_machine (self->office)
                                    : cp_sim_kiosk_get_machine (self->kiosks[node]);
}

void
cp_sim_town_cut (CpSimTown *self, guint node, gboolean up, gboolean down)
{
  cp_sim_network_cut (self->scene.network, node, CP_SIM_OFFICE_NODE, up);
  cp_sim_network_cut (self->scene.network, CP_SIM_OFFICE_NODE, node, down);
}

void
cp_sim_town_stop (CpSimTown *self)
{
  for (guint i = 0; i < CP_SIM_N_KIOSKS; i++)
    cp_sim_kiosk_die (self->kiosks[i], CP_SIM_DEATH_KILL, 1);
  cp_sim_office_die (self->office, CP_SIM_DEATH_KILL, 1);
}

void
cp_sim_town_settle (CpSimTemplate *template)
{
  static const CpSimOptions options = {
    .seed = SETTLING_SEED, .deadline_ms = SETTLES_WITHIN_MS, .n_members = 1, .has_snapshots = TRUE
  };
  CpSimTown town;

  cp_sim_town_set_up (&town, &options, template);
  cp_sim_town_boot (&town);
  cp_sim_town_wait_until_in_step (&town);
  if (cp_sim_town_has_failed (&town))
    g_error ("The beginning: %s", cp_sim_oracle_get_failure (town.scene.oracle));
  cp_sim_town_stop (&town);
  for (guint node = 0; node < CP_SIM_N_NODES; node++) {
    CpSimMachine *machine = cp_sim_town_get_machine (&town, node);

    cp_sim_machine_fall (machine, CP_SIM_DEATH_POWER_CUT_ALL);
    if (cp_sim_template_get_disk (template, node) != NULL)
      cp_sim_template_put_disk (template, node, machine->disk);
  }
  cp_sim_template_put_past (template, cp_sim_loop_now_ms (town.scene.loop),
                            g_steal_pointer (&town.scene.bound));
  cp_sim_town_tear_down (&town);
}

/* What a till could not do while its disk was full, an erasure say, it tries again every few seconds. */
static void
do_upkeep (CpSimTown *self)
{
  for (guint i = 0; i < CP_SIM_N_KIOSKS; i++) {
    g_autoptr (GError) error = NULL;

    if (cp_sim_kiosk_is_up (self->kiosks[i]) && !cp_sim_kiosk_do_upkeep (self->kiosks[i], &error))
      cp_sim_oracle_fail (self->scene.oracle, "upkeep", "till-%u: %s", i, error->message);
  }
}

void
cp_sim_town_check (CpSimTown *self)
{
  if (!cp_sim_town_has_failed (self))
    do_upkeep (self);
  cp_sim_town_stop (self);
  if (!cp_sim_town_has_failed (self))
    cp_sim_final_check (self->scene.oracle, self->kiosks, self->office, self->n_received);
}
