/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sample-maker.h"

G_BEGIN_DECLS

/** CP_SAMPLE_UNATTRIBUTED: how many receipts are nobody's */
#define CP_SAMPLE_UNATTRIBUTED 40

/**
 * CpSampleChain:
 * @programme: as it is published
 * @staff: (element-type CpJson): {id, name, role, pin}, as head office imports staff
 * @members: (element-type CpJson): as head office imports members
 * @maker: holds the rows, the members among them
 * @practice: {cards, staff, receipts}: what demo and tests know by name
 * @cards: @practice's cards
 *
 * *Northfield*: a fashion retailer with three stores.
 */
typedef struct {
  CpJson *programme;
  GPtrArray *staff;
  GPtrArray *members;
  CpSampleMaker *maker;
  CpJson *practice;
  CpJson *cards;
} CpSampleChain;

/**
 * cp_sample_chain_new:
 * @now_ms: when it is; what has happened, happened before
 * @n_members: besides those with a name in practice.json
 * @seed: the same seed, time and number give the same chain to the byte
 */
CpSampleChain *cp_sample_chain_new (gint64 now_ms, guint n_members, guint64 seed);
void cp_sample_chain_free (CpSampleChain *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSampleChain, cp_sample_chain_free)

/**
 * cp_sample_chain_write:
 * @folder: made if it is not there
 *
 * Writes programme.json, staff.ndjson, members.ndjson, rows.ndjson ({kind, data} a line),
 * practice.json and practice-cards.json.
 */
gboolean cp_sample_chain_write (const CpSampleChain *self, const char *folder, GError **error);

G_END_DECLS
