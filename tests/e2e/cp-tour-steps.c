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

  /* The network goes. Everything goes on, and says that it waits. */
  { CP_TOUR_CABLE, "cut", NULL },
  { CP_TOUR_READ, "Offline", NULL },
  { CP_TOUR_PICTURE, "offline", NULL },
  { CP_TOUR_SCROLL, "down", NULL },
  { CP_TOUR_PRESS, "Void Gift wrapping", NULL },
  { CP_TOUR_READ, "Why?", NULL },
  { CP_TOUR_PRESS, "Issued by mistake", NULL },
  { CP_TOUR_PICTURE, "void-preview", NULL },
  { CP_TOUR_PRESS, "Confirm", NULL },
  { CP_TOUR_READ, "waiting for head office", NULL },
  { CP_TOUR_PICTURE, "void-waiting", NULL },
  { CP_TOUR_PRESS, "Done", NULL },
  { CP_TOUR_PRESS, "Claim receipt", NULL },
  { CP_TOUR_READ, "What stands on the receipt?", NULL },
  { CP_TOUR_TYPE, "{receipt}", NULL },
  { CP_TOUR_PICTURE, "claim-form", NULL },
  { CP_TOUR_PRESS, "Continue", NULL },
  { CP_TOUR_PICTURE, "claim-preview", NULL },
  { CP_TOUR_PRESS, "Confirm", NULL },
  { CP_TOUR_READ, "waiting for head office", NULL },
  { CP_TOUR_PICTURE, "claim-waiting", NULL },
  { CP_TOUR_PRESS, "Done", NULL },

  /* The card is lost: blocked, then replaced by a new one. */
  { CP_TOUR_PRESS, "Block card", NULL },
  { CP_TOUR_PRESS, "Lost", NULL },
  { CP_TOUR_PICTURE, "block-preview", NULL },
  { CP_TOUR_PRESS, "Confirm", NULL },
  { CP_TOUR_READ, "waiting for head office", NULL },
  { CP_TOUR_PICTURE, "block-waiting", NULL },
  { CP_TOUR_PRESS, "Done", NULL },

  /* The ledger is killed: nothing that was said to be done is lost. */
  { CP_TOUR_KILL, "ledger-1", NULL },
  { CP_TOUR_READ, "All that was done is safe", NULL },
  { CP_TOUR_READ, "enter your PIN", NULL },
  { CP_TOUR_PICTURE, "ledger-killed", NULL },
  { CP_TOUR_PIN, "manager", NULL },
  { CP_TOUR_PRESS, "Enter", NULL },
  { CP_TOUR_READ, "Offline · 3 waiting", NULL },

  { CP_TOUR_PRESS, "Replace card", NULL },
  { CP_TOUR_READ, "Tap the new card", NULL },
  { CP_TOUR_PICTURE, "replace-tap", NULL },
  { CP_TOUR_TAP, "blank", NULL },
  { CP_TOUR_READ, "dead for ever", NULL },
  { CP_TOUR_PICTURE, "replace-preview", NULL },
  { CP_TOUR_PRESS, "Confirm", NULL },
  { CP_TOUR_READ, "waiting for head office", NULL },
  { CP_TOUR_PICTURE, "replace-waiting", NULL },
  { CP_TOUR_PRESS, "Done", NULL },
  { CP_TOUR_PRESS, "Cards", NULL },
  { CP_TOUR_READ, "Replaced", NULL },
  { CP_TOUR_PICTURE, "cards", NULL },
  { CP_TOUR_PRESS, "End visit", NULL },
  { CP_TOUR_READ, "Waiting for a card", NULL },

  /* The old card refuses, and says why; the reader is killed and comes back. */
  { CP_TOUR_TAP, "dilek", NULL },
  { CP_TOUR_READ, "replaced", NULL },
  { CP_TOUR_PICTURE, "old-card", NULL },
  { CP_TOUR_PRESS, "Close", NULL },
  { CP_TOUR_KILL, "reader-chip", NULL },
  { CP_TOUR_READ, "No card reader", NULL },
  { CP_TOUR_PICTURE, "no-reader", NULL },
  { CP_TOUR_READ, "Waiting for a card", NULL },

  /* The network comes back, though its worker is killed on the way. */
  { CP_TOUR_KILL, "sync-1", NULL },
  { CP_TOUR_CABLE, "restore", NULL },
  { CP_TOUR_READ, "Online", NULL },
  { CP_TOUR_GONE, "sending", NULL },
  { CP_TOUR_TAP, "blank", NULL },
  { CP_TOUR_READ, "Dilek Berg", NULL },
  { CP_TOUR_PRESS, "Activity", NULL },
  { CP_TOUR_GONE, "Waiting for head office", NULL },
  { CP_TOUR_PICTURE, "all-confirmed", NULL },
  { CP_TOUR_PRESS, "Receipts", NULL },
  { CP_TOUR_PICTURE, "receipts", NULL },

  /* The second kiosk and head office have it too. */
  { CP_TOUR_OTHER_KIOSK, "blank", "\"attribution\":\"attributed\"" },
  { CP_TOUR_OTHER_KIOSK, "blank", "\"kind\":\"replace_card\"" },
  { CP_TOUR_HEAD_OFFICE, "outcomes", "replace_card" },

  /* The screen itself is killed in the middle of a member. */
  { CP_TOUR_KILL, "screen", NULL },
  { CP_TOUR_READ, "Tap your card", NULL },
  { CP_TOUR_TAP, "blank", NULL },
  { CP_TOUR_READ, "Hello, Dilek", NULL },
  { CP_TOUR_PICTURE, "self-check-new-card", NULL },
  { CP_TOUR_PICTURE, NULL, NULL },
};
