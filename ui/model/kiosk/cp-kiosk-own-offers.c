/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A customer takes an offer. Which there are and who may have them the ledger says. */
#include "cp-kiosk-own-private.h"

#include <glib/gi18n-lib.h>

void
cp_kiosk_own_claim (CpKiosk *self, const char *definition_id)
{
  const CpJson *claim =
      cp_document_find (cp_json_get_array (self->own, "claims"), "definition", definition_id);

  if (claim == NULL || !cp_kiosk_own_is_free (self))
    return;
  if (!cp_json_get_bool (claim, "eligible")) {
    const char *why = cp_json_get_text (claim, "why");

    cp_kiosk_touch (self);
    cp_kiosk_own_complain (
        self, why != NULL ? why : _ ("We can't give you this here. Please ask our staff."));
    return;
  }
  cp_kiosk_own_intend (self, "offers", "claim_incentive", cp_json_get_text (claim, "name"),
                       json_pack ("{s:s}", "definition_id", definition_id));
  cp_kiosk_own_go_on (self);
}
