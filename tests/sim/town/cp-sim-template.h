/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sim-bound.h"
#include "cp-sim-disk.h"

G_BEGIN_DECLS

/** CP_SIM_PIN: of everybody in the template */
#define CP_SIM_PIN "4711"

/** CP_SIM_STORE_MINOR: what a store may risk while offline; its tills can use it up in a run */
#define CP_SIM_STORE_MINOR 200

/**
 * CpSimTemplate:
 *
 * The disks as each run finds them. Head office's has programme, staff, members, receipts and the
 * kiosks; a kiosk's has what it makes when it is started for the first time, and nothing from head
 * office yet. Made once and copied, since making them costs more than a run.
 */
typedef struct _CpSimTemplate CpSimTemplate;

/** cp_sim_template_new: @has_records: tills are to note whom they open and what they refuse; their
 *  leases are long then, else they end in the middle of a run */
CpSimTemplate *cp_sim_template_new (gboolean has_records);
void cp_sim_template_free (CpSimTemplate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSimTemplate, cp_sim_template_free)

/** cp_sim_template_get_disk: (transfer none) (nullable): %NULL for a node that no run begins with */
const CpSimDisk *cp_sim_template_get_disk (const CpSimTemplate *self, guint node);

/**
 * cp_sim_template_put_disk:
 *
 * Runs begin from now on with a copy of what is durable on @disk.
 */
void cp_sim_template_put_disk (CpSimTemplate *self, guint node, const CpSimDisk *disk);

/**
 * cp_sim_template_put_past:
 * @age_ms: how long its machines have run: that late it is when a run begins
 * @bound: (transfer full): what its tills may do while offline
 */
void cp_sim_template_put_past (CpSimTemplate *self, gint64 age_ms, CpSimBound *bound);
gint64 cp_sim_template_get_age_ms (const CpSimTemplate *self);

/** cp_sim_template_get_bound: (transfer none) (nullable): */
const CpSimBound *cp_sim_template_get_bound (const CpSimTemplate *self);

/** Of the chain's own fields, of which there is one of each type: the one that an enrolment needs, and a
 *  sensitive one, in which stands a secret that is nobody else's. What staff write that a field does not
 *  take ends in the last. */
#define CP_SIM_REQUIRED_FIELD "style"
#define CP_SIM_SECRET_FIELD "allergies"
#define CP_SIM_SECRET "Secret"
#define CP_SIM_WRONG "?!"

/** cp_sim_template_make_secret: (transfer full): the first %CP_SIM_N_MEMBERS are those of its members */
char *cp_sim_template_make_secret (guint n);

/** cp_sim_template_make_programme: (transfer full): what head office has published */
CpJson *cp_sim_template_make_programme (gboolean has_records);

/** cp_sim_template_get_pin_key: (transfer none): of the kiosks */
GBytes *cp_sim_template_get_pin_key (const CpSimTemplate *self);

/** CP_SIM_N_MEMBERS, CP_SIM_N_RECEIPTS: accounts 1 to the first, receipts that nobody has 1 to the
 *  second; their ids are those of cp-test-chain.h. */
#define CP_SIM_N_MEMBERS 4
#define CP_SIM_N_RECEIPTS 8

G_END_DECLS
