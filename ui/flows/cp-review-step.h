/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-step-view.h"

G_BEGIN_DECLS

#define CP_TYPE_REVIEW_STEP (cp_review_step_get_type ())
G_DECLARE_FINAL_TYPE (CpReviewStep, cp_review_step, CP, REVIEW_STEP, CpStepView)

/** CpReviewStep: What the ledger says it would do, what is lost first; before it is done. */

G_END_DECLS
