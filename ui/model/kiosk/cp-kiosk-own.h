/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-kiosk.h"

G_BEGIN_DECLS

/* What a customer changes themself, after a tap with no staff there: mailings, favourites and offers. The kiosk
 * has two documents of it, `own` and `own-step`; both are gone with the customer. */

/** CP_OWN_TEXT_VERSION: of the text that a customer agrees to (cp_kiosk_own_get_consent()); to be raised
 *  with every change of its words */
#define CP_OWN_TEXT_VERSION "kiosk-1"

/** cp_kiosk_get_own: (nullable): what may be changed: OWN of docs/documents.md, without its session */
const CpJson *cp_kiosk_get_own (CpKiosk *self);

/**
 * cp_kiosk_get_own_step:
 *
 * (nullable): where the customer is: {"place": `mailings`, `favourites`, `products` (to choose one),
 * `offers`, `consent` (to agree to a mailing) or `question` (who they are), "question"?: the profile's
 * field, "name"?: of what is to be changed, "said"?: what was done, "word"?: what head office has said of
 * it by now, "problem"?: why not, "busy"?: it is being done}
 */
const CpJson *cp_kiosk_get_own_step (CpKiosk *self);

/** cp_kiosk_own_get_consent: (transfer full) (nullable): what the customer agrees to, in their language */
char *cp_kiosk_own_get_consent (CpKiosk *self);

/** cp_kiosk_own_may: whether @kind may be done at all, perhaps after an answer */
gboolean cp_kiosk_own_may (CpKiosk *self, const char *kind);

/** cp_kiosk_own_has: whether the product is among the favourites */
gboolean cp_kiosk_own_has (CpKiosk *self, const char *product_id);

/** cp_kiosk_own_is_full: whether there are as many favourites as the programme lets anybody have */
gboolean cp_kiosk_own_is_full (CpKiosk *self);

/* What a touch does. */
void cp_kiosk_own_show (CpKiosk *self, const char *place);

/** cp_kiosk_own_back: to where the customer came from: in the end to the balance */
void cp_kiosk_own_back (CpKiosk *self);

/** cp_kiosk_own_toggle: @cell: `MAILING/CHANNEL`: stops it at once, or asks whether it may begin */
void cp_kiosk_own_toggle (CpKiosk *self, const char *cell);
void cp_kiosk_own_agree (CpKiosk *self);

/** cp_kiosk_own_answer: to the question that stands there */
void cp_kiosk_own_answer (CpKiosk *self, const char *text);
void cp_kiosk_own_add (CpKiosk *self, const char *product_id);

/** cp_kiosk_own_remove: @entry: `LIST/PRODUCT` */
void cp_kiosk_own_remove (CpKiosk *self, const char *entry);

/** cp_kiosk_own_claim: @definition_id: of one of `claims` */
void cp_kiosk_own_claim (CpKiosk *self, const char *definition_id);

/** cp_kiosk_own_scanned: what a scanner read, on the customer's page */
void cp_kiosk_own_scanned (CpKiosk *self, const char *text);

/* For the rest of the kiosk. */

/** cp_kiosk_own_begin: @own: (nullable): of the reply to the customer's tap */
void cp_kiosk_own_begin (CpKiosk *self, const CpJson *own);

/** cp_kiosk_own_end: the customer has gone; @at_ledger: which does not know it yet */
void cp_kiosk_own_end (CpKiosk *self, gboolean at_ledger);

/** cp_kiosk_own_reload: something has changed there, by head office's word perhaps */
void cp_kiosk_own_reload (CpKiosk *self);

G_END_DECLS
