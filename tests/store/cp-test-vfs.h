/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-world.h"

G_BEGIN_DECLS

/**
 * CpTestVfs:
 * @n_calls: writes, syncs, truncations, reads, opens and deletions so far
 * @fail_at: which of them fails with an I/O error, counted from 1; 0: none
 * @fail_again: whether all after it fail too
 * @n_bad: so many of the next reads at @bad_at fail, in whatever file
 * @quota_bytes: how much all files may hold together; 0: no limit. Past it a write says "full".
 * @world: the real clock and randomness over this disk
 *
 * The machine's own disk, seen through a VFS that can fail at any call. One at a time.
 */
typedef struct {
  guint n_calls;
  guint fail_at;
  gboolean fail_again;
  guint n_bad;
  gint64 bad_at;
  gint64 quota_bytes;
  gint64 wall_offset_ms;
  gint64 boot_offset_ms;
  CpWorld world;
} CpTestVfs;

void cp_test_vfs_install (CpTestVfs *self);
void cp_test_vfs_remove (CpTestVfs *self);

/** cp_test_vfs_get_used: what all files that were opened through it hold now. */
gint64 cp_test_vfs_get_used (CpTestVfs *self);

G_END_DECLS
