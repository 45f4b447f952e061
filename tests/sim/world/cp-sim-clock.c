/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-clock.h"

struct _CpSimClock {
  CpSimLoop *loop;
  gint64 since_ms; /* the loop's time at which the next two held */
  gint64 wall_ms;
  gint64 boot_ms;
  gint drift_ppm;
};

CpSimClock *
cp_sim_clock_new (CpSimLoop *loop, gint64 wall_ms)
{
  CpSimClock *self = g_new0 (CpSimClock, 1);

  self->loop = loop;
  self->since_ms = cp_sim_loop_now_ms (loop);
  self->wall_ms = wall_ms;
  return self;
}

void
cp_sim_clock_free (CpSimClock *self)
{
  g_free (self);
}

static gint64
get_passed_ms (const CpSimClock *self)
{
  gint64 passed_ms = cp_sim_loop_now_ms (self->loop) - self->since_ms;

  return passed_ms + passed_ms * self->drift_ppm / 1000000;
}

gint64
cp_sim_clock_wall_ms (const CpSimClock *self)
{
  return self->wall_ms + get_passed_ms (self);
}

gint64
cp_sim_clock_boot_ms (const CpSimClock *self)
{
  return self->boot_ms + get_passed_ms (self);
}

void
cp_sim_clock_step (CpSimClock *self, gint64 by_ms)
{
  self->wall_ms += by_ms;
}

void
cp_sim_clock_set_wall (CpSimClock *self, gint64 wall_ms)
{
  self->wall_ms += wall_ms - cp_sim_clock_wall_ms (self);
}

static void
rebase (CpSimClock *self)
{
  gint64 passed_ms = get_passed_ms (self);

  self->wall_ms += passed_ms;
  self->boot_ms += passed_ms;
  self->since_ms = cp_sim_loop_now_ms (self->loop);
}

void
cp_sim_clock_set_drift (CpSimClock *self, gint drift_ppm)
{
  g_assert (drift_ppm > -1000000);
  rebase (self);
  self->drift_ppm = drift_ppm;
}

void
cp_sim_clock_reboot (CpSimClock *self, gboolean forgets)
{
  rebase (self);
  self->boot_ms = 0;
  if (forgets)
    self->wall_ms = 0;
}

CpSimLoop *
cp_sim_clock_get_loop (const CpSimClock *self)
{
  return self->loop;
}
