/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-signature.h"
#include "cp-transport.h"

/* Asks a server that claims to be a head office, and says which statements of PROTOCOL.md hold. It
 * needs a device of its own there, whose operations no rule can post: head office keeps them for a
 * person to look at, and no member is touched. */

typedef enum { CONFORMANCE_HOLDS, CONFORMANCE_FAILS, CONFORMANCE_NOT_TESTED } ConformanceResult;

/**
 * Conformance:
 * @line: as the device
 * @stranger: with a token that nobody has; its @send may be %NULL
 * @signer: the device's key, the same at each run
 * @only: the one statement to test; 0: all
 */
typedef struct {
  CpTransport line;
  CpTransport stranger;
  const char *device;
  const char *store;
  const CpSigner *signer;
  guint only;

  char *incarnation; /* of the statement that is being tested */
  gint64 seq;
  char *hash;
} Conformance;

/** ConformanceFunc: @statement: its number; @why: (nullable): what was seen, or why it is not tested */
typedef void (*ConformanceFunc) (
    guint statement, const char *title, ConformanceResult result, const char *why, gpointer data);

/** conformance_run: tests them all, in order; returns whether none fails. */
gboolean conformance_run (Conformance *self, ConformanceFunc func, gpointer data);

/* For the tests of statements */

/** Reply: @status 0 if there was none; @retry_after_ms 0 if it did not say */
typedef struct {
  guint status;
  gint64 retry_after_ms;
  CpJson *document; /* (nullable) */
  gint64 took_ms;
} Reply;

void reply_clear (Reply *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reply, reply_clear)

/** conformance_begin: a new incarnation, with nothing in it */
void conformance_begin (Conformance *self);

Reply
conformance_ask (const CpTransport *line, const char *method, const char *path, const char *body);

/** conformance_make: (transfer full): the next operation of the chain, which no rule can post */
CpJson *conformance_make (Conformance *self);

/** conformance_make_again: (transfer full): the same with an id that was used before */
CpJson *conformance_make_again (Conformance *self, const char *id);

/** conformance_make_push: (transfer full): with @operations (transfer full) (nullable), signed */
CpJson *conformance_make_push (Conformance *self, CpJson *operations);
Reply conformance_push (Conformance *self, const CpJson *push);

/** conformance_push_next: a push of the next operation alone */
Reply conformance_push_next (Conformance *self);

/** CONFORMANCE_CHALLENGE: what is asked with */
#define CONFORMANCE_CHALLENGE "conformance"

Reply
conformance_feed (Conformance *self, const char *epoch, gint64 after, gint64 limit, gint64 wait_ms);

/** conformance_ask_ranges: @what: `sums`, or `rows` of the range @range; of %CP_RANGE_LEAST_BITS */
Reply conformance_ask_ranges (Conformance *self, const char *what, guint range);

/** conformance_find_ack: (transfer full) (nullable): of number @seq, in the whole feed */
CpJson *conformance_find_ack (Conformance *self, gint64 seq);

/** ConformanceCheck: @test returns what is wrong (transfer full), or %NULL; without one, @why says why
 *  the statement can't be tested from here. */
typedef struct {
  guint statement;
  const char *title;
  char *(*test) (Conformance *self);
  const char *why;
} ConformanceCheck;

/** conformance_check_durable, conformance_check_chains: as @test, of statements 66 and 71 */
char *conformance_check_durable (Conformance *self);
char *conformance_check_chains (Conformance *self);

/** conformance_check_lanes, conformance_check_order_of_lanes, conformance_check_putting_off: as @test, of
 *  statements 73, 75 and 76 */
char *conformance_check_lanes (Conformance *self);
char *conformance_check_order_of_lanes (Conformance *self);
char *conformance_check_putting_off (Conformance *self);

/** conformance_check_programme: as @test, of statement 77 */
char *conformance_check_programme (Conformance *self);

/** conformance_check_snapshot: as @test, of statement 78 */
char *conformance_check_snapshot (Conformance *self);

const ConformanceCheck *conformance_get_checks (guint *ret_n);
