/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "conformance-wire.h"
#include "cp-range-sum.h"
#include "cp-signature.h"
#include "cp-transport.h"

/* Asks a server that claims to be a head office, and says which statements of PROTOCOL.md hold. It
 * needs a device of its own there. What that sends is about nobody: operations that no rule can post, which
 * head office keeps for a person to look at, requests that it refuses (some of them about who is erased), and visits
 * that end. No member is touched but those who were named for it. */

typedef enum { CONFORMANCE_HOLDS, CONFORMANCE_FAILS, CONFORMANCE_NOT_TESTED } ConformanceResult;

/**
 * Conformance:
 * @line: as the device
 * @stranger: with a token that nobody has; its @send may be %NULL
 * @revoked: as another device that head office has revoked; its @send may be %NULL
 * @other: as @other_device (nullable), another one in good standing; its @send may be %NULL
 * @wire: beneath @line: what a device's own line never says, and what it never shows
 * @signer: the device's key, and @other_device's; the same at each run
 * @card_message: (nullable): of a card of the chain's, which nobody has been shown yet
 * @find: (nullable): what fits members of another store, and is to be looked for
 * @member: (nullable): the id of one who was made for the purpose, and gets a note
 * @only: the one statement to test; 0: all
 * @patience_ms: how long it waits for what comes a moment later
 */
typedef struct {
  CpTransport line;
  CpTransport stranger;
  CpTransport revoked;
  CpTransport other;
  ConformanceWire wire;
  const char *device;
  const char *other_device;
  const char *store;
  const CpSigner *signer;
  const char *card_message;
  const char *find;
  const char *member;
  guint only;
  gint64 patience_ms;

  char *incarnation; /* of the statement that is being tested */
  gint64 seq;
  char *hash;
  char *epoch; /* and where head office stood when its test began */
  gint64 place;
  gint64
      told; /* under which number of the feed what conformance_push_and_wait() pushed last; 0: it has not */
  gboolean has_waited;  /* for a snapshot, which may take minutes: once is enough */
  gboolean has_no_sums; /* it was waited for them in vain: once is enough */
  CpJson *card_answers; /* (nullable): to @card_message, which counts once */
  const char *untested; /* (nullable): see conformance_pass_over() */
} Conformance;

/** ConformanceFunc: @statement: its number; @why: (nullable): what was seen, or why it is not tested */
typedef void (*ConformanceFunc) (
    guint statement, const char *title, ConformanceResult result, const char *why, gpointer data);

/** CONFORMANCE_PATIENCE_MS: the usual @patience_ms */
#define CONFORMANCE_PATIENCE_MS 20000

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

/** conformance_expect_sealed: as conformance_say(): a success with @document, sealed for @purpose with the key of
 *  the feed's pages */
char *conformance_expect_sealed (Conformance *self, const Reply *reply, const char *purpose);

/** conformance_expect_key: as conformance_say(): @document (nullable), which is called @what, names the key of the
 *  feed's pages */
char *conformance_expect_key (Conformance *self, const CpJson *document, const char *what);

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

/** CONFORMANCE_BITS: into so many ranges rows are divided: as many as there may be, so that an answer about one of a
 *  large chain's is not too large */
#define CONFORMANCE_BITS CP_RANGE_MOST_BITS

/** conformance_is_empty_range: whether there are no rows in the range @range, by what was said of all @sums */
gboolean conformance_is_empty_range (const CpJson *sums, guint range);

/** conformance_ask_find: looks for @text */
Reply conformance_ask_find (Conformance *self, const char *text);

/** conformance_ask_ranges: @what: `sums`, or `rows` of the range @range; of %CONFORMANCE_BITS. Status 412: it
 *  was still adding up its rows, or going on, when nobody would wait any longer */
Reply conformance_ask_ranges (Conformance *self, const char *what, guint range);

/** conformance_find_ack: (transfer full) (nullable): of number @seq, in all that came after the statement's test
 *  began; what an operation came to may be told a moment after it was taken, so it is waited for */
CpJson *conformance_find_ack (Conformance *self, gint64 seq);

/** conformance_find_bulk_ack: (transfer full) (nullable): the same of number @seq of the bulk lane of
 *  @incarnation, for who asks for both */
CpJson *conformance_find_bulk_ack (Conformance *self, const char *incarnation, gint64 seq);

/** conformance_see_ack: (transfer full) (nullable): as conformance_find_ack(), of what is told by now */
CpJson *conformance_see_ack (Conformance *self, gint64 seq);

/** conformance_last_page: of all that came after the statement's test began, the page that is the last for now,
 *  which has items if any have come */
Reply conformance_last_page (Conformance *self);

/** conformance_push_and_wait: pushes the next operation alone, and waits for what came of it; as
 *  conformance_say() */
char *conformance_push_and_wait (Conformance *self);

/** conformance_has_two_lanes: whether head office says that it takes two */
gboolean conformance_has_two_lanes (Conformance *self);

/** ItemsFunc: @items: a part of what is told; returns what is wrong (transfer full), or %NULL */
typedef char *(*ItemsFunc) (const CpJson *items, gpointer data);

/**
 * conformance_each_rows:
 *
 * Calls @func with all rows that head office tells, some at a time, until something is wrong: the feed from its
 * beginning, earlier entries and all, or, where that is not told any more, each range. Of a large chain those that
 * come first.
 *
 * Returns: as conformance_say()
 */
char *conformance_each_rows (Conformance *self, ItemsFunc func, gpointer data);

/** ConformanceCheck: @test returns what is wrong (transfer full), or %NULL; without one, @why says why
 *  the statement can't be tested from here. */
typedef struct {
  guint statement;
  const char *title;
  char *(*test) (Conformance *self);
  const char *why;
} ConformanceCheck;

const ConformanceCheck *conformance_get_checks (guint *ret_n);
