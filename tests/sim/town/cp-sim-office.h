/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office.h"
#include "cp-sim-machine.h"
#include "cp-sim-options.h"
#include "cp-sim-scene.h"

G_BEGIN_DECLS

/** CP_SIM_OFFICE_FILE: where head office's file is on its disk */
#define CP_SIM_OFFICE_FILE "/var/lib/headoffice.db"

/**
 * CpSimOffice:
 *
 * Head office: the core that ships behind a front of the simulated network. It boots again by
 * itself after each death.
 */
typedef struct _CpSimOffice CpSimOffice;

/**
 * cp_sim_office_new:
 * @template: its disk at first, see cp_sim_template_new()
 * @garble_ppm: how many pushes arrive with another digit in the body of an operation
 */
CpSimOffice *
cp_sim_office_new (const CpSimScene *scene, const CpSimDisk *template, const CpSimOptions *options);
void cp_sim_office_free (CpSimOffice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSimOffice, cp_sim_office_free)

void cp_sim_office_boot (CpSimOffice *self);
gboolean cp_sim_office_is_up (const CpSimOffice *self);

/* As those of the kiosk. */
void cp_sim_office_die (CpSimOffice *self, CpSimDeath death, gint64 pause_ms);
void cp_sim_office_die_soon (CpSimOffice *self, CpSimDeath death, guint64 n_ios, gint64 pause_ms);
void cp_sim_office_keep_copy (CpSimOffice *self);
/** cp_sim_office_restore: as the kiosk's; whoever restores it makes it count anew, as they must. */
void cp_sim_office_restore (CpSimOffice *self, gint64 pause_ms);
/** cp_sim_office_switch_scope: publishes that stores are told of their own members only, or again of
 *  all. */
void cp_sim_office_switch_scope (CpSimOffice *self);

/** cp_sim_office_set_busy: whether it has too much to do, whatever becomes of it meanwhile */
void cp_sim_office_set_busy (CpSimOffice *self, gboolean is_busy);

/** cp_sim_office_set_older: whether @node, or head office itself, is of before there were two lanes:
 *  such a device does not ask for them, and such a head office does not hear that it is asked, so
 *  what goes over the line is the same. */
void cp_sim_office_set_older (CpSimOffice *self, guint node, gboolean is_older);

/** cp_sim_office_forget: what its feed has told until now is a day old, and is forgotten. */
void cp_sim_office_forget (CpSimOffice *self);

/** cp_sim_office_review: somebody decides of an operation that needs review, if there is any. */
void cp_sim_office_review (CpSimOffice *self);

/** cp_sim_office_has_decided: whether the operation is there and needs no review any more */
gboolean cp_sim_office_has_decided (CpSimOffice *self, const char *operation_id);

void cp_sim_office_heal (CpSimOffice *self);

/** cp_sim_office_get_feed: how far its feed goes, and of which epoch; %FALSE while it is off */
gboolean cp_sim_office_get_feed (CpSimOffice *self, const char **ret_epoch, gint64 *ret_gseq);

CpSimMachine *cp_sim_office_get_machine (CpSimOffice *self);

G_END_DECLS
