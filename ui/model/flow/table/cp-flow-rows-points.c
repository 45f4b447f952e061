/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Receipts and points. */
#include "cp-choices.h"
#include "cp-flow-rows.h"
#include "cp-prepare.h"

#include <glib/gi18n-lib.h>

const CpFlowSpec cp_flow_rows_points[] = {
  { .name = "claim_receipt",
    .title = N_ ("Claim receipt"),
    .for_member = TRUE,
    .said = N_ ("The purchase is on your account now, and so are its points."),
    .said_asked =
        N_ ("We have noted your receipt. The points come once our head office has checked it."),
    .parts = { { "claim_receipt",
                 { { .kind = CP_STEP_FORM,
                     .key = "receipt",
                     .question = N_ ("What stands on the receipt?"),
                     .hint = N_ ("The number is enough; the rest helps to find it."),
                     .fields = {
                         { "number", N_ ("Receipt number"), CP_INPUT_CODE, TRUE, NULL },
                         { "total_minor", N_ ("Total"), CP_INPUT_MONEY, FALSE, NULL },
                         { "day_ms", N_ ("Day of purchase"), CP_INPUT_DAY, FALSE,
                           cp_choices_recent_days },
                         { "store_id", N_ ("Store"), CP_INPUT_OPTION, FALSE, cp_choices_stores },
                     } } } } } },
  { .name = "add_points",
    .title = N_ ("Add points"),
    .for_member = TRUE,
    .said = N_ ("The points are on your account."),
    .said_waiting = N_ ("I have added the points. Our head office confirms them soon."),
    .parts = { { "adjust_points",
                 { { .kind = CP_STEP_FORM,
                     .key = "points",
                     .question = N_ ("How many points are to be added?"),
                     .fields = POINTS_FIELDS (CP_INPUT_COUNT) } } } } },
  { .name = "take_points",
    .title = N_ ("Take points away"),
    .for_member = TRUE,
    .destructive = TRUE,
    .said = N_ ("I have corrected your points."),
    .said_asked = N_ ("I have asked our head office to correct your points."),
    .parts = { { "adjust_points",
                 { { .kind = CP_STEP_FORM,
                     .key = "points",
                     .question = N_ ("How many points are to be taken away?"),
                     .fields = POINTS_FIELDS (CP_INPUT_COUNT_LESS) } } } } },
  { .name = "detach_receipt",
    .title = N_ ("Detach receipt"),
    .for_member = TRUE,
    .destructive = TRUE,
    .target_keys = "receipt_id",
    .said = N_ ("The purchase is off your account, and so are its points."),
    .said_asked = N_ ("I have asked our head office to take the purchase off your account."),
    .parts = { { "detach_receipt", { REASON (N_ ("Why?")) } } } },
  { 0 },
};
