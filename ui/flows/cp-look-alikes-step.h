/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-step-view.h"

G_BEGIN_DECLS

#define CP_TYPE_LOOK_ALIKES_STEP (cp_look_alikes_step_get_type ())
G_DECLARE_FINAL_TYPE (CpLookAlikesStep, cp_look_alikes_step, CP, LOOK_ALIKES_STEP, CpStepView)

/** CpLookAlikesStep: Members who may be the one who wants to join. */

G_END_DECLS
