/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-account.h"
#include "cp-ledger.h"

G_BEGIN_DECLS

/**
 * CpElsewhere:
 * @text: (owned) (nullable): what staff looked for
 * @challenge: (owned): what head office is asked with
 *
 * A search among other stores' members (statements 63 to 65 of PROTOCOL.md).
 */
typedef struct {
  char *text;
  char *challenge;
  gint64 asked_boot_ms;
  gboolean is_taken;
  gboolean is_closed;   /* no answer comes any more */
  gboolean is_answered; /* head office has said something */
  gint64 n_found;
  gboolean too_many;
} CpElsewhere;

void cp_elsewhere_clear (CpElsewhere *self);

/** cp_ledger_look_elsewhere: asks head office for @text unless that has been done just now, and says in
 *  @reply how that stands; nothing where all members are here, or with too few letters. */
void cp_ledger_look_elsewhere (CpLedger *self, const char *text, CpJson *reply);

/** cp_ledger_ask_whose: a card of another store's member was tapped, and no operation says so: head
 *  office is asked for whoever has it. */
void cp_ledger_ask_whose (CpLedger *self, const CpAccount *account, const CpCard *card);

/** cp_ledger_take_search: (transfer full) (nullable): the request to head office, once */
CpJson *cp_ledger_take_search (CpLedger *self);

/** cp_ledger_is_search: whether that is what the search was asked with */
gboolean cp_ledger_is_search (const CpLedger *self, const char *challenge);

/** cp_ledger_put_found: head office's answer, or, without `found`, that there is none */
gboolean cp_ledger_put_found (CpLedger *self, const CpJson *answer, GError **error);

G_END_DECLS
