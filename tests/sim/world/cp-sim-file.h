/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sim-random.h"

G_BEGIN_DECLS

/** CP_SIM_SECTOR_BYTES: what a disk writes in one piece or not at all. */
#define CP_SIM_SECTOR_BYTES 512

/**
 * CpSimCut:
 * @CP_SIM_CUT_NONE: nothing that was not synced is kept.
 * @CP_SIM_CUT_ALL: everything is kept.
 * @CP_SIM_CUT_RANDOM: none, all, or each write by itself: kept, lost or torn at a sector's end.
 *
 * What becomes of unsynced writes when the power goes.
 */
typedef enum {
  CP_SIM_CUT_NONE,
  CP_SIM_CUT_ALL,
  CP_SIM_CUT_RANDOM,
} CpSimCut;

/** CpSimFate: how many unsynced writes were kept, lost and torn; added to by each cut. */
typedef struct {
  guint64 n_kept;
  guint64 n_lost;
  guint64 n_torn;
} CpSimFate;

/**
 * CpSimFile:
 *
 * A file as a disk has it, whatever names it has in a directory: the bytes that a program reads
 * (live), the bytes that would be there after a power cut (durable), and the writes and truncations
 * between the two, in order. A sync costs what was written since the last, not the file's size.
 */
typedef struct _CpSimFile CpSimFile;

CpSimFile *cp_sim_file_new (void);
CpSimFile *cp_sim_file_ref (CpSimFile *self);
void cp_sim_file_unref (CpSimFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSimFile, cp_sim_file_unref)

/** cp_sim_file_copy: (transfer full): a file whose live and durable bytes are @self's durable ones;
 *  they share them until one of the two writes. */
CpSimFile *cp_sim_file_copy (const CpSimFile *self);

gsize cp_sim_file_get_size (const CpSimFile *self);
gsize cp_sim_file_get_durable_size (const CpSimFile *self);

/** cp_sim_file_read: reads from the live bytes; how many there were. */
gsize cp_sim_file_read (const CpSimFile *self, gsize offset, guint8 *ret_bytes, gsize n_bytes);

/** cp_sim_file_get_bytes: (transfer none) (nullable): the live ones, until the next change */
const guint8 *cp_sim_file_get_bytes (const CpSimFile *self);

/** cp_sim_file_write: a gap between the old end and @offset reads as zeroes. */
void cp_sim_file_write (CpSimFile *self, gsize offset, const guint8 *bytes, gsize n_bytes);

/** cp_sim_file_truncate: sets the live size, up or down. */
void cp_sim_file_truncate (CpSimFile *self, gsize size);

/** cp_sim_file_sync: makes all that was written durable. */
void cp_sim_file_sync (CpSimFile *self);

/**
 * cp_sim_file_fail_sync:
 *
 * A sync that failed: some of the writes reached the disk, and the rest never will, as the system
 * has marked their pages clean (Rebello et al., USENIX ATC 2020). A program still reads them, until
 * the power is cut. A later sync of later writes goes through and proves nothing.
 */
void cp_sim_file_fail_sync (CpSimFile *self, CpSimCut cut, CpSimRandom *random, CpSimFate *fate);

/** cp_sim_file_power_cut: decides on the unsynced writes; then live is what is durable. */
void cp_sim_file_power_cut (CpSimFile *self, CpSimCut cut, CpSimRandom *random, CpSimFate *fate);

/** cp_sim_file_flip_bit: the disk rots: flips @bit of byte @offset, live and durable. */
void cp_sim_file_flip_bit (CpSimFile *self, gsize offset, guint bit);

/** cp_sim_file_get_n_unsynced: how many writes and truncations wait for a sync. */
guint cp_sim_file_get_n_unsynced (const CpSimFile *self);

G_END_DECLS
