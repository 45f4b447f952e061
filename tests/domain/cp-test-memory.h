/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-test-world.h"

G_BEGIN_DECLS

/**
 * CpTestMemory:
 * @opted_out: a cell's id → when somebody last said no to it
 * @erased: (element-type utf8): what only somebody who has been erased was called
 * @points: (element-type gint64): by type, what all accounts together should have
 *
 * What head office has been told, remembered in another way than by its rows, to hold those against.
 */
typedef struct {
  GHashTable *opted_out;
  GPtrArray *erased;
  GArray *points;
} CpTestMemory;

/** cp_test_memory_new: (transfer full): of a head office that has @world */
CpTestMemory *cp_test_memory_new (const CpTestWorld *world, const CpProgramme *programme);
void cp_test_memory_free (CpTestMemory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpTestMemory, cp_test_memory_free)

/** cp_test_memory_note: @operation is about to change @world, as @decision says */
void cp_test_memory_note (CpTestMemory *self,
                          const CpTestWorld *world,
                          const CpProgramme *programme,
                          const CpOperation *operation,
                          const CpDecision *decision);

/** cp_test_memory_check: invariants 6, 7 and 9, over all that there is */
void cp_test_memory_check (const CpTestMemory *self,
                           const CpTestWorld *world,
                           const CpProgramme *programme);

G_END_DECLS
