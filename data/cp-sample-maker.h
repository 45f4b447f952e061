/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-programme.h"
#include "cp-sample-random.h"

G_BEGIN_DECLS

#define CP_SAMPLE_DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)
#define CP_SAMPLE_HOUR_MS (G_GINT64_CONSTANT (60) * 60 * 1000)

/**
 * CpSampleMaker:
 * @programme: by whose rules the rows are made
 * @staff_ids: (element-type utf8): who may have done things
 * @random: where chance comes from
 * @now_ms: nothing that happened is later
 * @n_receipts: how many there are, for their numbers
 * @rows: (element-type CpEntity): what was made, in order
 *
 * What all makers of rows share.
 */
typedef struct {
  CpProgramme *programme;
  GPtrArray *staff_ids;
  CpSampleRandom random;
  gint64 now_ms;
  guint n_receipts;
  GPtrArray *rows;
} CpSampleMaker;

/** cp_sample_maker_new: @programme: (transfer full): */
CpSampleMaker *cp_sample_maker_new (CpProgramme *programme, guint64 seed, gint64 now_ms);
void cp_sample_maker_free (CpSampleMaker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSampleMaker, cp_sample_maker_free)

/** cp_sample_maker_dup_id: (transfer full): a UUIDv7 made at @at_ms, the same for the same seed */
char *cp_sample_maker_dup_id (CpSampleMaker *self, gint64 at_ms);

/** cp_sample_maker_add: (transfer none): a new row of @kind in @rows, with an id of its own;
 *  @account_id: (nullable): */
gpointer
cp_sample_maker_add (CpSampleMaker *self, CpKind kind, const char *account_id, gint64 at_ms);

/** cp_sample_maker_pick_staff: (transfer none): somebody */
const char *cp_sample_maker_pick_staff (CpSampleMaker *self);

/** cp_sample_maker_pick_open_hour: a time between ten and seven by the store's clock, on the store's day of
 *  @at_ms, and before now */
gint64 cp_sample_maker_pick_open_hour (CpSampleMaker *self, const char *store_id, gint64 at_ms);

/**
 * cp_sample_maker_add_incentive:
 * @extra_days: what the member's status adds to its validity
 *
 * Issues the definition @definition_id, which the programme must have, to @member.
 *
 * Returns: (transfer none): whole and unused; see cp_sample_maker_settle()
 */
CpIncentive *cp_sample_maker_add_incentive (CpSampleMaker *self,
                                            const CpMember *member,
                                            const char *definition_id,
                                            gint64 at_ms,
                                            gint64 extra_days);

/** cp_sample_maker_redeem: takes money or uses from @incentive, with the row that says so. */
void cp_sample_maker_redeem (CpSampleMaker *self,
                             CpIncentive *incentive,
                             gint64 amount_minor,
                             gint64 uses,
                             gint64 at_ms,
                             const char *store_id);

/** cp_sample_maker_settle: gives @incentive the state that it has now. */
void cp_sample_maker_settle (CpSampleMaker *self, CpIncentive *incentive);

/** cp_sample_maker_add_action: a line of @member's history: @kind is an operation's word. */
void cp_sample_maker_add_action (CpSampleMaker *self,
                                 const CpMember *member,
                                 const char *kind,
                                 gint64 at_ms,
                                 const char *staff_id);

G_END_DECLS
