/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the last page for now tells of a device's chains. */
#include "conformance.h"
#include "cp-protocol.h"

/* The page that brings the outcome of the first operation. */
static Reply
get_first_page (Conformance *self)
{
  g_autoptr (CpJson) hello = conformance_make_push (self, NULL);
  g_auto (Reply) before = conformance_push (self, hello);
  g_auto (Reply) pushed = conformance_push_next (self);

  return conformance_feed (self, cp_json_get_text (before.document, "epoch"),
                           cp_json_get_int (before.document, "gseq", 0), CP_FEED_PAGE_ITEMS, 0);
}

char *
conformance_check_chains (Conformance *self)
{
  g_auto (Reply) page = get_first_page (self);
  const CpJson *chains = cp_json_get_object (page.document, "chains");

  return cp_json_get_int (chains, self->incarnation, 0) == 1
             ? NULL
             : g_strdup ("the page does not say how far the chain goes");
}

/* Nothing more of it can be in a backup. */
char *
conformance_check_durable (Conformance *self)
{
  g_auto (Reply) page = get_first_page (self);
  const CpJson *durable = cp_json_get_object (page.document, "durable");

  if (page.status != 200)
    return g_strdup_printf ("status %u in place of 200", page.status);
  return cp_json_get_int (durable, self->incarnation, 0) <= 1
             ? NULL
             : g_strdup ("more is said to be in a backup than there is");
}
