/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-ledger-find.h"

G_BEGIN_DECLS

/* How long what comes in over the bus may be. */
#define CP_LEDGER_MAX_TOKEN_CHARS 128 /* sessions and ids */
#define CP_LEDGER_MAX_QUERY_CHARS 200
#define CP_LEDGER_MAX_SMALL_BYTES (4 * 1024)    /* a sign-in, a card */
#define CP_LEDGER_MAX_REQUEST_BYTES (64 * 1024) /* an operation */
#define CP_LEDGER_MAX_LINK_BYTES (128 * 1024) /* the state of the line, with a chain that forked */
#define CP_LEDGER_MAX_PUSH_OPERATIONS 1000

/**
 * cp_ledger_methods_call:
 * @interface: of the method, as in org.counterpart.Ledger1.xml
 * @args: a tuple of the types that stand there
 *
 * Does one method of the bus on @ledger, but for errands (below): checks the arguments' lengths, reads the
 * documents in them, calls. What is too long, malformed or unknown is %CP_ERROR_INVALID and has changed nothing. Blocks;
 * for the thread that owns @ledger.
 *
 * Returns: (transfer full): the method's answer, a tuple, floating
 */
GVariant *cp_ledger_methods_call (CpLedger *ledger,
                                  const char *interface,
                                  const char *method,
                                  GVariant *args,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * CpLedgerErrandMethod:
 * @begin: as cp_ledger_methods_call(), but for an errand (cp-ledger.h); (transfer full)
 * @answer: the method's answer from the errand's end, @reply (transfer full); floating
 *
 * A method that takes seconds, and is no business of cp_ledger_methods_call().
 */
typedef struct {
  const char *interface;
  const char *name;
  CpLedgerErrand *(*begin) (CpLedger *ledger, GVariant *args, GError **error);
  GVariant *(*answer) (CpJson *reply);
} CpLedgerErrandMethod;

/** cp_ledger_methods_find_errand: (nullable): if that method is one; from any thread */
const CpLedgerErrandMethod *cp_ledger_methods_find_errand (const char *interface,
                                                           const char *method);

G_END_DECLS
