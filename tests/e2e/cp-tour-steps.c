/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-tour-steps.h"

const CpTourStep cp_tour_steps[] = {
  /* A customer looks at their own balance. */
  { CP_TOUR_READ, "Tap your card", NULL },
  { CP_TOUR_PICTURE, "attract", NULL },
  { CP_TOUR_TAP, "dilek", NULL },
  { CP_TOUR_READ, "Hello, Dilek", NULL },
  { CP_TOUR_PICTURE, "self-check", NULL },
  { CP_TOUR_PRESS, "Done", NULL },

  /* Staff sign in and see who it is. */
  { CP_TOUR_PRESS, "Staff", NULL },
  { CP_TOUR_PRESS, "Deirdre Kavanagh", NULL },
  { CP_TOUR_PICTURE, "sign-in", NULL },
  { CP_TOUR_PIN, "manager", NULL },
  { CP_TOUR_PRESS, "Enter", NULL },
  { CP_TOUR_READ, "Waiting for a card", NULL },
  { CP_TOUR_PICTURE, "home", NULL },
  { CP_TOUR_TAP, "dilek", NULL },
  { CP_TOUR_READ, "Dilek Berg", NULL },
  { CP_TOUR_PICTURE, "member", NULL },

  /* Online: a benefit. */
  { CP_TOUR_PRESS, "Issue benefit", NULL },
  { CP_TOUR_READ, "Which benefit?", NULL },
  { CP_TOUR_PICTURE, "issue-choose", NULL },
  { CP_TOUR_PRESS, "Gift wrapping", NULL },
  { CP_TOUR_PICTURE, "issue-preview", NULL },
  { CP_TOUR_PRESS, "Confirm", NULL },
  { CP_TOUR_READ, "head office has confirmed it", NULL },
  { CP_TOUR_PICTURE, "issue-confirmed", NULL },
  { CP_TOUR_PRESS, "Done", NULL },
  { CP_TOUR_READ, "XXX", NULL },
  { CP_TOUR_PICTURE, NULL, NULL },
};
