/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the last page for now tells of a device's chains. */
#include "conformance-check.h"
#include "cp-protocol.h"

char *
conformance_check_chains (Conformance *self)
{
  g_auto (Reply) pushed = conformance_push_next (self);
  g_auto (Reply) page = conformance_feed_new (self, CP_FEED_PAGE_ITEMS, 0);
  const CpJson *chains = cp_json_get_object (page.document, "chains");

  return conformance_say (cp_json_get_int (chains, self->incarnation, 0) == 1,
                          "the page does not say how far the chain goes");
}

/* Nothing more of it can be in a backup. */
char *
conformance_check_durable (Conformance *self)
{
  g_auto (Reply) pushed = conformance_push_next (self);
  g_auto (Reply) page = conformance_feed_new (self, CP_FEED_PAGE_ITEMS, 0);
  const CpJson *durable = cp_json_get_object (page.document, "durable");
  const CpJson *chains = cp_json_get_object (page.document, "chains");
  const char *name;
  json_t *through;

  if (page.status != 200)
    return conformance_expect (&page, 200, NULL);
  json_object_foreach ((CpJson *) durable, name, through)
  {
    if (json_integer_value (through) > cp_json_get_int (chains, name, 0))
      return g_strdup ("more is said to be in a backup than there is");
  }
  return NULL;
}
