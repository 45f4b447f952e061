/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "conformance-wire.h"
#include "cp-signature.h"
#include "cp-transport.h"

/* Asks a server that claims to be a head office, and says which statements of PROTOCOL.md hold. It
 * needs a device of its own there. What that sends is about nobody: operations that no rule can post, which
 * head office keeps for a person to look at, requests that it refuses, and visits that end. No member is
 * touched. */

typedef enum { CONFORMANCE_HOLDS, CONFORMANCE_FAILS, CONFORMANCE_NOT_TESTED } ConformanceResult;

/**
 * Conformance:
 * @line: as the device
 * @stranger: with a token that nobody has; its @send may be %NULL
 * @revoked: as another device that head office has revoked; its @send may be %NULL
 * @wire: beneath @line: what a device's own line never says, and what it never shows
 * @signer: the device's key, the same at each run
 * @only: the one statement to test; 0: all
 */
typedef struct {
  CpTransport line;
  CpTransport stranger;
  CpTransport revoked;
  ConformanceWire wire;
  const char *device;
  const char *store;
  const CpSigner *signer;
  guint only;

  char *incarnation; /* of the statement that is being tested */
  gint64 seq;
  char *hash;
  char *epoch; /* and where head office stood when its test began */
  gint64 place;
  gboolean has_waited;  /* for a snapshot, which may take minutes: once is enough */
  const char *untested; /* (nullable): see conformance_pass_over() */
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

/** conformance_begin_again: the same incarnation from its beginning, as a clone would */
void conformance_begin_again (Conformance *self);

/** conformance_pass_over: returns %NULL, which a test hands on: it can't be told here, and @why */
char *conformance_pass_over (Conformance *self, const char *why);

/** conformance_say: (transfer full) (nullable): %NULL if @ok */
char *conformance_say (gboolean ok, const char *wrong);

/** conformance_expect: as conformance_say(): @code: (nullable): that the answer must have */
char *conformance_expect (const Reply *reply, guint status, const char *code);

/** conformance_expect_next: as conformance_say(): a push was taken, and that number is expected next */
char *conformance_expect_next (const Reply *reply, gint64 expected_seq);

/** conformance_expect_sealed: as conformance_say(): a success with @document, sealed for @purpose */
char *conformance_expect_sealed (const Reply *reply, const char *purpose);

Reply
conformance_ask (const CpTransport *line, const char *method, const char *path, const char *body);

/** conformance_make: (transfer full): the next operation of the chain, which no rule can post */
CpJson *conformance_make (Conformance *self);

/** conformance_make_again: (transfer full): the same with an id that was used before */
CpJson *conformance_make_again (Conformance *self, const char *id);

/** conformance_make_with: (transfer full): the same with the id @id and @body (transfer full), of any type */
CpJson *conformance_make_with (Conformance *self, const char *id, CpJson *body);

/** conformance_dup_id: (transfer full): nobody and nothing has it */
char *conformance_dup_id (void);

/** conformance_make_body: (transfer full): of the operation @id of a known kind, with an empty payload; @account_id:
 *  (nullable): it is not about anybody */
CpJson *
conformance_make_body (Conformance *self, const char *id, const char *kind, const char *account_id);

/** conformance_make_visit: (transfer full): the next operation of the chain: the end of a visit of nobody, which
 *  is posted and changes no row. @programme_version: by which it was decided; 0: by none */
CpJson *conformance_make_visit (Conformance *self, gint64 at_ms, gint64 programme_version);

/** conformance_make_push: (transfer full): with @operations (transfer full) (nullable), signed */
CpJson *conformance_make_push (Conformance *self, CpJson *operations);
Reply conformance_push (Conformance *self, const CpJson *push);

/** conformance_push_next: a push of the next operation alone */
Reply conformance_push_next (Conformance *self);

/** conformance_push_one: a push of @operation (transfer full) alone */
Reply conformance_push_one (Conformance *self, CpJson *operation);

/** conformance_push_none: a push without operations */
Reply conformance_push_none (Conformance *self);

/** CONFORMANCE_CHALLENGE: what is asked with */
#define CONFORMANCE_CHALLENGE "conformance"

Reply
conformance_feed (Conformance *self, const char *epoch, gint64 after, gint64 limit, gint64 wait_ms);

/** conformance_feed_new: what came after the statement's test began */
Reply conformance_feed_new (Conformance *self, gint64 limit, gint64 wait_ms);

/** conformance_dup_purpose: (transfer full): of which an answer is sealed to this test's incarnation and
 *  %CONFORMANCE_CHALLENGE; @what: %CP_SEAL_PAGE and the like */
char *conformance_dup_purpose (Conformance *self, const char *what);

/** conformance_ask_ranges: @what: `sums`, or `rows` of the range @range; of %CP_RANGE_LEAST_BITS */
Reply conformance_ask_ranges (Conformance *self, const char *what, guint range);

/** conformance_find_ack: (transfer full) (nullable): of number @seq, in all that came after the statement's test
 *  began */
CpJson *conformance_find_ack (Conformance *self, gint64 seq);

/** ConformanceCheck: @test returns what is wrong (transfer full), or %NULL; without one, @why says why
 *  the statement can't be tested from here. */
typedef struct {
  guint statement;
  const char *title;
  char *(*test) (Conformance *self);
  const char *why;
} ConformanceCheck;

const ConformanceCheck *conformance_get_checks (guint *ret_n);
