/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-step-view.h"

G_BEGIN_DECLS

#define CP_TYPE_FORM_STEP (cp_form_step_get_type ())
G_DECLARE_FINAL_TYPE (CpFormStep, cp_form_step, CP, FORM_STEP, CpStepView)

/** CpFormStep: Fields to be filled in, with what is wrong beside each. */

G_END_DECLS
