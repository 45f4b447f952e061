/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sim-machine.h"
#include "cp-sim-oracle.h"

G_BEGIN_DECLS

/* What has to hold between any two calls, in the middle of a storm, looked at on a copy of the disk as
 * whoever opened it now would find it. Nothing of the run is changed by it, but that it takes time: so it
 * is done in some runs, and there after each call. */

/** cp_sim_now_is_due: whether runs of that seed are looked at so */
gboolean cp_sim_now_is_due (guint64 seed);

/** cp_sim_now_check_office: all chains hold, nothing is there twice, invented or changed on its way, and
 *  what was given is what is left and what was taken. */
void cp_sim_now_check_office (CpSimOracle *oracle, CpSimMachine *machine);

/** cp_sim_now_check_till: the journal's chains hold, and everything is in it that somebody at this
 *  till was told is done, but for what an older copy of its disk took with it. */
void
cp_sim_now_check_till (CpSimOracle *oracle, CpSimMachine *machine, guint kiosk, const char *device);

G_END_DECLS
