/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-ledger.h"
#include "cp-sim-machine.h"
#include "cp-sim-scene.h"

G_BEGIN_DECLS

/** The files that are compared in the end. */
#define CP_SIM_JOURNAL "/var/lib/counterpart/journal.db"
#define CP_SIM_REPLICA "/var/lib/counterpart/replica.db"

/**
 * CpSimKiosk:
 *
 * One kiosk: the ledger and the sync worker that ship, on a simulated machine. It boots again by
 * itself after each death.
 */
typedef struct _CpSimKiosk CpSimKiosk;

/** cp_sim_kiosk_new: @node: which of the kiosks, from 0; @template: (nullable): its disk at first, see
 *  cp_sim_template_new(). It is off. */
CpSimKiosk *cp_sim_kiosk_new (const CpSimScene *scene, guint node, const CpSimDisk *template);

/** cp_sim_kiosk_open_ledger: opens the ledger of the kiosk @node on @machine. */
CpLedger *
cp_sim_kiosk_open_ledger (const CpSimMachine *machine, guint node, GBytes *pin_key, GError **error);

/** cp_sim_kiosk_free: without a last word: its disk is as after a kill. */
void cp_sim_kiosk_free (CpSimKiosk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSimKiosk, cp_sim_kiosk_free)

/** cp_sim_kiosk_boot: starts it if it is off. */
void cp_sim_kiosk_boot (CpSimKiosk *self);

/** cp_sim_kiosk_clone: it comes into use as a copy of the disk of @original as it is now; nothing
 *  happens if there is nothing on that yet. */
void cp_sim_kiosk_clone (CpSimKiosk *self, const CpSimKiosk *original);

/** cp_sim_kiosk_is_in_use: whether it has ever booted */
gboolean cp_sim_kiosk_is_in_use (const CpSimKiosk *self);

/** cp_sim_kiosk_is_up: whether the ledger answers */
gboolean cp_sim_kiosk_is_up (const CpSimKiosk *self);

/** cp_sim_kiosk_die: now, between two calls; it is back after @pause_ms. */
void cp_sim_kiosk_die (CpSimKiosk *self, CpSimDeath death, gint64 pause_ms);

/** cp_sim_kiosk_die_soon: in the middle of the change to the disk after the next @n_ios. */
void cp_sim_kiosk_die_soon (CpSimKiosk *self, CpSimDeath death, guint64 n_ios, gint64 pause_ms);

/** cp_sim_kiosk_fall_silent: dies, and is in a cupboard for more than 90 days by its own clock, which is
 *  put right once it is up again. */
void cp_sim_kiosk_fall_silent (CpSimKiosk *self, gint64 pause_ms);

/** cp_sim_kiosk_end_worker: the worker's process ends and is started anew. */
void cp_sim_kiosk_end_worker (CpSimKiosk *self);

/** cp_sim_kiosk_list_in_review: (transfer full) (element-type utf8): its operations of which it says that somebody
 *  has to look at them */
GPtrArray *cp_sim_kiosk_list_in_review (CpSimKiosk *self);

/** cp_sim_kiosk_poison: its journal gets an operation that nobody can read. */
void cp_sim_kiosk_poison (CpSimKiosk *self);

/** cp_sim_kiosk_check_rows: it holds its rows against head office's as soon as it can; when it is up
 *  again if it is off. */
void cp_sim_kiosk_check_rows (CpSimKiosk *self);

/** cp_sim_kiosk_is_checking: whether that has not come to its end yet; it begins anew if rows have
 *  rotted and a page has come meanwhile */
gboolean cp_sim_kiosk_is_checking (CpSimKiosk *self);

/**
 * cp_sim_kiosk_rot:
 *
 * So many rows of its replica are not there any more, or are not what they were: changed past all of
 * Counterpart's code, between one start and the next, after which it checks.
 *
 * Returns: how many; 0 if it is off
 */
guint cp_sim_kiosk_rot (CpSimKiosk *self, guint n_rows);

/** cp_sim_kiosk_keep_copy: somebody copies the disk, for cp_sim_kiosk_restore(). */
void cp_sim_kiosk_keep_copy (CpSimKiosk *self);

/** cp_sim_kiosk_restore: puts the kept copy in the place of the disk, if there is one. */
void cp_sim_kiosk_restore (CpSimKiosk *self, gint64 pause_ms);

/** cp_sim_kiosk_heal: the disk works from now on and no crash is due; it boots if it is off. */
void cp_sim_kiosk_heal (CpSimKiosk *self);

/* What is done at the counter. Each is one call of the ledger, watched: it may be the kiosk's last.
 * %NULL with an error while it is off. */
CpJson *
cp_sim_kiosk_sign_in (CpSimKiosk *self, const char *staff_id, const char *pin, GError **error);
const char *cp_sim_kiosk_get_session (const CpSimKiosk *self);
const char *cp_sim_kiosk_get_staff_id (const CpSimKiosk *self);
CpJson *
cp_sim_kiosk_submit (CpSimKiosk *self, const CpJson *request, gboolean preview, GError **error);
CpJson *cp_sim_kiosk_identify (CpSimKiosk *self, const char *uid, GError **error);
CpJson *cp_sim_kiosk_get_member (CpSimKiosk *self, const char *member_id, GError **error);
CpJson *cp_sim_kiosk_get_status (CpSimKiosk *self, GError **error);
CpJson *cp_sim_kiosk_find (CpSimKiosk *self, const char *query, GError **error);
CpJson *cp_sim_kiosk_get_attention (CpSimKiosk *self, GError **error);
gboolean cp_sim_kiosk_do_upkeep (CpSimKiosk *self, GError **error);

/* What a member does there alone: holds a card to the reader, says what only they know, does what is
 * theirs to do, and leaves. */
CpJson *cp_sim_kiosk_tap_alone (CpSimKiosk *self, const char *uid, GError **error);
CpJson *cp_sim_kiosk_answer_alone (
    CpSimKiosk *self, const char *member_id, const char *field, const char *text, GError **error);
CpJson *cp_sim_kiosk_submit_alone (CpSimKiosk *self, const CpJson *request, GError **error);
void cp_sim_kiosk_leave (CpSimKiosk *self);

/** cp_sim_kiosk_get_cursor: how far it has taken the feed of @epoch; -1 if that is not its epoch, or it
 *  has anything to send, or has not been told all */
gint64 cp_sim_kiosk_get_cursor (CpSimKiosk *self, const char *epoch);

/** cp_sim_kiosk_get_device: (transfer none): whom head office takes it for */
const char *cp_sim_kiosk_get_device (const CpSimKiosk *self);
CpSimTill cp_sim_kiosk_get_till (const CpSimKiosk *self);
/** cp_sim_kiosk_shares_store: whether the two stand in the same store */
gboolean cp_sim_kiosk_shares_store (const CpSimKiosk *self, const CpSimKiosk *other);
/** cp_sim_kiosk_is_online: whether its worker has told its ledger that head office can be reached */
gboolean cp_sim_kiosk_is_online (const CpSimKiosk *self);
CpSimMachine *cp_sim_kiosk_get_machine (CpSimKiosk *self);
guint cp_sim_kiosk_get_node (const CpSimKiosk *self);

G_END_DECLS
