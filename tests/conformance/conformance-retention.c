/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the last page for now tells of a device's chains. */
#include "conformance-check.h"

/* Of this incarnation, and of the one before, which has one operation more. */
char *
conformance_check_chains (Conformance *self)
{
  g_auto (Reply) first = conformance_push_next (self);
  g_autofree char *wrong = conformance_push_and_wait (self);
  g_autofree char *before = g_strdup (self->incarnation);
  g_auto (Reply) page = { 0 };
  const CpJson *chains;

  if (wrong != NULL)
    return g_steal_pointer (&wrong);
  conformance_begin (self);
  wrong = conformance_push_and_wait (self);
  if (wrong != NULL)
    return g_steal_pointer (&wrong);
  page = conformance_last_page (self);
  chains = cp_json_get_object (page.document, "chains");
  if (cp_json_get_int (chains, self->incarnation, 0) != 1)
    return g_strdup ("the page does not say how far the chain goes");
  return conformance_say (cp_json_get_int (chains, before, 0) == 2,
                          "the page does not say how far the chain before goes");
}

/* Nothing more of it can be in a backup. */
char *
conformance_check_durable (Conformance *self)
{
  g_autofree char *untold = conformance_push_and_wait (self);
  g_auto (Reply) page = conformance_last_page (self);
  const CpJson *durable = cp_json_get_object (page.document, "durable");
  const CpJson *chains = cp_json_get_object (page.document, "chains");
  const char *name;
  json_t *through;

  if (untold != NULL)
    return g_steal_pointer (&untold);
  if (page.status != 200)
    return conformance_expect (&page, 200, NULL);
  json_object_foreach ((CpJson *) durable, name, through)
  {
    if (json_integer_value (through) > cp_json_get_int (chains, name, 0))
      return g_strdup ("more is said to be in a backup than there is");
  }
  return NULL;
}
