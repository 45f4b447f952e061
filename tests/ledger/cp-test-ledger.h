/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-ledger.h"
#include "cp-test-chain.h"
#include "cp-test-page.h"
#include "cp-test-vfs.h"

G_BEGIN_DECLS

/** CP_TEST_PIN: everybody's in the test chain */
#define CP_TEST_PIN "2468"

/**
 * CpTestLedger:
 * @cursor: how far the pages went
 * @told: what the ledger told of changes, a word each
 *
 * A ledger at the store `high` on a disk that can fail, on the test chain's day.
 */
typedef struct {
  CpTestVfs vfs;
  char *folder;
  CpLedger *ledger;
  char *session;
  char *card_keys_path; /* (nullable): for the next opening; owned */
  char *language;       /* (nullable): likewise */
  gint64 cursor;
  GString *told;
} CpTestLedger;

/** cp_test_ledger_set_up_fresh, cp_test_ledger_set_up: for g_test_add(); the second with programme,
 *  staff, the accounts 1 to 3, a stock card and receipt 1, and `ann` signed in */
void cp_test_ledger_set_up_fresh (CpTestLedger *self, gconstpointer data);
void cp_test_ledger_set_up (CpTestLedger *self, gconstpointer data);

/** cp_test_ledger_set_up_on_disk: as that, over the real disk, which can rename */
void cp_test_ledger_set_up_on_disk (CpTestLedger *self, gconstpointer data);
void cp_test_ledger_tear_down (CpTestLedger *self, gconstpointer data);

/** cp_test_ledger_restart: closes and opens it; the session is gone. */
void cp_test_ledger_restart (CpTestLedger *self);

/** cp_test_ledger_sign_in: in place of who was signed in */
void cp_test_ledger_sign_in (CpTestLedger *self, const char *staff_id);

/** cp_test_ledger_pass: lets time go by. */
void cp_test_ledger_pass (CpTestLedger *self, gint64 ms);

/** cp_test_ledger_page: (transfer full): the next page, to be filled */
CpJson *cp_test_ledger_page (CpTestLedger *self);

/** cp_test_ledger_add_chain: the programme, staff and members that a ledger is set up with */
void cp_test_ledger_add_chain (CpJson *page);

/** cp_test_ledger_seal: as head office does */
void cp_test_ledger_seal (CpTestLedger *self, CpJson *page);

/** cp_test_ledger_apply: ends @page (transfer full), seals it and applies it. */
void cp_test_ledger_apply (CpTestLedger *self, CpJson *page);

/**
 * cp_test_ledger_request:
 * @n: for the member of which account; 0: none
 * @payload: JSON, with ' for "
 *
 * Returns: (transfer full): a request to submit
 */
CpJson *cp_test_ledger_request (const char *kind, guint n, const char *payload);

/** cp_test_ledger_submit: (transfer full): the answer to what must be accepted */
CpJson *cp_test_ledger_submit (CpTestLedger *self, const char *kind, guint n, const char *payload);

/** cp_test_ledger_view: (transfer full): of account @n's member */
CpJson *cp_test_ledger_view (CpTestLedger *self, guint n);

/** cp_test_ledger_merge: head office has merged member 2 into member 1, and the main card came along */
void cp_test_ledger_merge (CpTestLedger *self);

/** cp_test_ledger_take_question: (transfer full): what the worker would ask head office */
CpJson *cp_test_ledger_take_question (CpTestLedger *self);

/** cp_test_ledger_status: the number at @key in the status */
gint64 cp_test_ledger_status (CpTestLedger *self, const char *key);

G_END_DECLS
