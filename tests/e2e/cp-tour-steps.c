/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-tour-steps.h"

const CpTourStep cp_tour_steps[] = {
  { CP_TOUR_PICTURE, "attract", NULL },
  { CP_TOUR_PICTURE, NULL, NULL },
};
