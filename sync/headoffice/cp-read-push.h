/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-operation.h"
#include "cp-protocol.h"

G_BEGIN_DECLS

/**
 * CpReadPush:
 * @push: (nullable): %NULL with @error: it is none; through @first_broken each operation has its links
 * @hashes: of utf8: of its operations, as they come out
 * @bodies: of utf8: what each of its operations says, canonical
 * @operations: of CpOperation (nullable): what each of them is, if it is one
 * @first_broken: the first that does not fit the one before it, or its own hash, where that is said;
 *   how many there are if all do
 * @waiting: how many operations its device says it has, or -1
 * @waiting_bulk: how many of them in the bulk lane, or -1
 *
 * A push, as far as it can be read without knowing anything else; which is half of the work, and may
 * be done in any thread.
 */
typedef struct {
  CpPush *push;
  GPtrArray *hashes;
  GPtrArray *bodies;
  GPtrArray *operations;
  guint first_broken;
  gint64 waiting;
  gint64 waiting_bulk;
  GError *error;
} CpReadPush;

/** cp_read_push_new: @document: as it came; the bodies of those that are operations are taken out of it,
 *  for everybody alike: what they said is in @bodies and @operations */
CpReadPush *cp_read_push_new (CpJson *document);
void cp_read_push_free (CpReadPush *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpReadPush, cp_read_push_free)

G_END_DECLS
