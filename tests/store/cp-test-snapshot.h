/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-manifest.h"

G_BEGIN_DECLS

/**
 * CpTestSnapshot: a snapshot as head office offers it.
 * @chunks: (element-type GBytes): as they travel
 */
typedef struct {
  CpManifest *manifest;
  GPtrArray *chunks;
} CpTestSnapshot;

/** cp_test_snapshot_of: (transfer full): of the bytes as they are */
CpTestSnapshot *cp_test_snapshot_of (gconstpointer bytes, gsize n_bytes);

/** cp_test_snapshot_new: (transfer full): of a replica that holds @account's rows, built in @folder;
 *  contains the operations of @incarnation (nullable) through @acked */
CpTestSnapshot *cp_test_snapshot_new (
    const char *folder, const char *epoch, gint64 cursor, const char *incarnation, gint64 acked);
void cp_test_snapshot_free (CpTestSnapshot *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpTestSnapshot, cp_test_snapshot_free)

/** cp_test_snapshot_dup_manifest: (transfer full) */
CpManifest *cp_test_snapshot_dup_manifest (const CpTestSnapshot *self);

/** cp_test_snapshot_name: gives a manifest's document the name of what it says now, by PROTOCOL.md, 33, alone. */
void cp_test_snapshot_name (CpJson *document);

G_END_DECLS
