/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-account.h"
#include "cp-operation.h"
#include "cp-programme.h"

G_BEGIN_DECLS

/* A small chain for the tests of all rooms: two stores, three roles, a few members. Everything in it
 * is the same at every run. */

/** CP_TEST_NOW_MS: 2026-03-10 12:00 UTC */
#define CP_TEST_NOW_MS G_GINT64_CONSTANT (1773144000000)
#define CP_TEST_DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

/** cp_test_read_time: `2026-03-10T12:00:00Z` in milliseconds */
gint64 cp_test_read_time (const char *text);

/** cp_test_id: (transfer full): a UUIDv7 that stands for @n; far enough from its neighbours for
 *  cp_derive_id() */
char *cp_test_id (guint n);

/** cp_test_chain_programme_json: (transfer full): a programme with one of everything */
CpJson *cp_test_chain_programme_json (void);
CpProgramme *cp_test_chain_programme (void);

/** cp_test_chain_staff: (transfer full) (element-type CpStaff): `ann` and `bob` (associates), `mia`
 *  and `max` (managers), `hal` (head office), `ivy` (inactive associate). Ann's own account is
 *  number 9. No PINs. */
GPtrArray *cp_test_chain_staff (void);
const CpStaff *cp_test_chain_find_staff (const GPtrArray *staff, const char *id);

/**
 * cp_test_chain_account:
 * @n: 1 to 99; makes names, ids, phone, UID
 *
 * Returns: (transfer full): an enrolled member with ver 1 rows: an active physical card, a gold
 *   status, 1,200 spendable points, a reward of 10.00 that expires in 30 days, one of 5.00 that
 *   expires in 10, and a benefit with two uses. Ids by cp_test_chain_id().
 */
CpAccount *cp_test_chain_account (guint n);

/** cp_test_chain_id: (transfer full): of a row of account @n: `account`, `member`, `card`, `status`,
 *  `points`, `reward10`, `reward5`, `benefit`, `receipt` */
char *cp_test_chain_id (guint n, const char *what);

/** cp_test_chain_uid: (transfer full): of the card of account @n */
char *cp_test_chain_uid (guint n);

/** cp_test_chain_receipt: (transfer full): a receipt that nobody has, R-000@n of 25.50 at `high`,
 *  bought 5 days ago */
CpReceipt *cp_test_chain_receipt (guint n);

/**
 * cp_test_chain_operation:
 * @id: number of its id, see cp_test_id()
 * @n: for the member of which account; 0: none
 * @payload: JSON, with ' for "
 *
 * Returns: (transfer full): made by `ann` at `high` on `till-1` at %CP_TEST_NOW_MS, offline
 */
CpOperation *cp_test_chain_operation (guint id, CpOperationKind kind, guint n, const char *payload);

G_END_DECLS
