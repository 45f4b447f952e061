/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What each statement of PROTOCOL.md asks of a head office, as far as it can be seen from outside. */
#include <string.h>

#include "conformance.h"
#include "cp-chain.h"
#include "cp-protocol.h"
#include "cp-range-sum.h"
#include "cp-test-push.h"

#define HELD_MS 1000
#define LARGE_BYTES (1100 * 1024)

static char *
expect (const Reply *reply, guint status, const char *code)
{
  const char *found = cp_json_get_text (reply->document, "code");

  if (reply->status != status)
    return g_strdup_printf ("status %u in place of %u", reply->status, status);
  if (code != NULL && g_strcmp0 (found, code) != 0)
    return g_strdup_printf ("code %s in place of %s", found != NULL ? found : "none", code);
  return NULL;
}

static char *
expect_next (const Reply *reply, gint64 expected_seq)
{
  char *wrong = expect (reply, 200, NULL);

  if (wrong != NULL)
    return wrong;
  if (cp_json_get_int (reply->document, "expected_seq", 0) != expected_seq)
    return g_strdup_printf ("expected_seq %" G_GINT64_FORMAT " in place of %" G_GINT64_FORMAT,
                            cp_json_get_int (reply->document, "expected_seq", 0), expected_seq);
  return NULL;
}

static char *
say (gboolean ok, const char *wrong)
{
  return ok ? NULL : g_strdup (wrong);
}

static char *
test_unknown_token (Conformance *self)
{
  g_auto (Reply) reply = { 0 };

  if (self->stranger.send == NULL)
    return g_strdup ("no line with an unknown token was given");
  reply = conformance_ask (&self->stranger, "GET", "/v1/feed", NULL);
  return expect (&reply, 401, "unauthorized");
}

static char *
test_health (Conformance *self)
{
  g_auto (Reply) reply = conformance_ask (
      self->stranger.send != NULL ? &self->stranger : &self->line, "GET", "/v1/health", NULL);

  return expect (&reply, 200, NULL);
}

static char *
test_other_proto (Conformance *self)
{
  g_autoptr (CpJson) push = conformance_make_push (self, NULL);
  g_auto (Reply) reply = { 0 };

  cp_json_set_int (push, "proto", 9999);
  cp_json_set_int (push, "proto_least", 9999);
  reply = conformance_push (self, push);
  return expect (&reply, 426, "proto");
}

/* The same operation under two numbers. */
static char *
test_one_outcome (Conformance *self)
{
  CpJson *operations = json_array ();
  g_autoptr (CpJson) push = NULL;
  g_auto (Reply) reply = { 0 };
  g_autoptr (CpJson) first = NULL;
  g_autoptr (CpJson) second = NULL;
  g_autofree char *wrong = NULL;

  cp_json_append (operations, conformance_make (self));
  cp_json_append (operations, conformance_make_again (
                                  self, cp_json_get_text (json_array_get (operations, 0), "id")));
  push = conformance_make_push (self, operations);
  reply = conformance_push (self, push);
  wrong = expect_next (&reply, 3);
  if (wrong != NULL)
    return g_steal_pointer (&wrong);
  first = conformance_find_ack (self, 1);
  second = conformance_find_ack (self, 2);
  if (first == NULL || second == NULL)
    return g_strdup ("there is no outcome");
  return say (
      g_strcmp0 (cp_json_get_text (first, "outcome"), cp_json_get_text (second, "outcome")) == 0,
      "the outcome is another under another number");
}

static char *
test_order (Conformance *self)
{
  g_autoptr (CpJson) first = conformance_make (self);
  g_auto (Reply) reply = conformance_push_next (self);

  return expect_next (&reply, 1);
}

static char *
test_hash (Conformance *self)
{
  CpJson *operations = json_array ();
  g_autoptr (CpJson) push = NULL;
  g_auto (Reply) reply = { 0 };
  g_auto (Reply) hello = { 0 };
  g_autofree char *wrong = NULL;

  cp_json_append (operations, conformance_make (self));
  push = conformance_make_push (self, operations);
  cp_json_set_text (cp_json_get_object (json_array_get (operations, 0), "body"), "kind", "other");
  reply = conformance_push (self, push);
  wrong = expect (&reply, 409, "new_incarnation");
  if (wrong != NULL)
    return g_steal_pointer (&wrong);
  g_clear_pointer (&push, json_decref);
  push = conformance_make_push (self, NULL);
  hello = conformance_push (self, push);
  return expect_next (&hello, 1);
}

static char *
test_limits (Conformance *self)
{
  CpJson *many = json_array ();
  g_autoptr (CpJson) push = NULL;
  g_autofree char *large = g_strnfill (LARGE_BYTES, ' ');
  g_auto (Reply) reply = { 0 };
  g_auto (Reply) large_reply = { 0 };
  g_autofree char *wrong = NULL;

  for (guint i = 0; i <= CP_PUSH_MAX_OPERATIONS; i++)
    cp_json_append (many, conformance_make (self));
  push = conformance_make_push (self, many);
  reply = conformance_push (self, push);
  wrong = expect (&reply, 400, "invalid");
  if (wrong != NULL)
    return g_steal_pointer (&wrong);
  large_reply = conformance_ask (&self->line, "POST", "/v1/push", large);
  return expect (&large_reply, 413, "too_large");
}

static char *
test_takes_run (Conformance *self)
{
  CpJson *operations = json_array ();
  g_autoptr (CpJson) push = NULL;
  g_autoptr (CpJson) trimmed = NULL;
  g_auto (Reply) first = { 0 };
  g_auto (Reply) again = { 0 };
  g_autofree char *wrong = NULL;

  for (guint i = 0; i < 3; i++)
    cp_json_append (operations, conformance_make (self));
  push = conformance_make_push (self, operations);
  trimmed = json_deep_copy (push);
  cp_test_push_trim (trimmed);
  first = conformance_push (self, trimmed);
  wrong = expect_next (&first, 4);
  if (wrong != NULL)
    return g_steal_pointer (&wrong);
  again = conformance_push (self, push);
  return expect_next (&again, 4);
}

static char *
test_answer (Conformance *self)
{
  g_auto (Reply) reply = conformance_push_next (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpPushAnswer) answer = NULL;

  if (reply.status != 200)
    return expect (&reply, 200, NULL);
  answer = cp_push_answer_from_json (reply.document, &error);
  if (answer == NULL)
    return g_strdup (error->message);
  return say (answer->through_seq == 1, "through_seq is not the last that it has");
}

static char *
test_hello (Conformance *self)
{
  g_autoptr (CpJson) push = conformance_make_push (self, NULL);
  g_auto (Reply) reply = conformance_push (self, push);

  return expect_next (&reply, 1);
}

/* The chain of a clone: the same numbers, other operations. */
static char *
test_fork (Conformance *self)
{
  g_auto (Reply) taken = conformance_push_next (self);
  g_auto (Reply) reply = { 0 };
  const CpJson *chain;
  g_autofree char *purpose = cp_seal_describe_chain (self->device);
  g_autofree char *wrong = NULL;

  self->seq = 0;
  g_free (self->hash);
  self->hash = g_strdup (CP_CHAIN_START);
  reply = conformance_push_next (self);
  wrong = expect (&reply, 409, "new_incarnation");
  if (wrong != NULL)
    return g_steal_pointer (&wrong);
  chain = cp_json_get_object (reply.document, "chain");
  if (cp_json_get_int (chain, "through_seq", 0) != 1 ||
      json_array_size (cp_json_get_array (chain, "links")) != 1)
    return g_strdup ("chain does not say what head office has");
  return say (cp_seal_check (chain, purpose), "chain is not sealed");
}

static char *
test_outcome (Conformance *self)
{
  g_auto (Reply) pushed = conformance_push_next (self);
  g_autoptr (CpJson) ack = conformance_find_ack (self, 1);

  if (ack == NULL)
    return g_strdup ("there is no outcome");
  return say (g_strcmp0 (cp_json_get_text (ack, "outcome"), "needs_review") == 0,
              "an operation of no kind that is known does not wait for a person");
}

static char *
test_poison (Conformance *self)
{
  g_auto (Reply) first = conformance_push_next (self);
  g_auto (Reply) second = conformance_push_next (self);

  return expect_next (&second, 3);
}

static char *
test_page (Conformance *self)
{
  g_auto (Reply) pushed = conformance_push_next (self);
  g_auto (Reply) reply = conformance_feed (self, "", 0, 1, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpFeedPage) page = NULL;

  if (reply.status != 200)
    return expect (&reply, 200, NULL);
  page = cp_feed_page_from_json (reply.document, &error);
  return page == NULL ? g_strdup (error->message) : NULL;
}

static char *
test_own_acks (Conformance *self)
{
  g_auto (Reply) pushed = conformance_push_next (self);
  g_autoptr (CpJson) ack = NULL;

  conformance_begin (self);
  ack = conformance_find_ack (self, 1);
  return say (ack == NULL, "another incarnation's outcome is told");
}

static char *
test_more (Conformance *self)
{
  g_auto (Reply) first_push = conformance_push_next (self);
  g_auto (Reply) second_push = conformance_push_next (self);
  g_auto (Reply) first = conformance_feed (self, "", 0, 1, 0);
  g_auto (Reply) next = { 0 };

  if (!cp_json_get_bool (first.document, "more"))
    return g_strdup ("more is not said where there is more");
  next = conformance_feed (self, cp_json_get_text (first.document, "epoch"),
                           cp_json_get_int (first.document, "through", 0), 1, 0);
  return say (next.status == 200 &&
                  json_array_size (cp_json_get_array (next.document, "items")) > 0,
              "more was said, and there is nothing");
}

static char *
test_holds (Conformance *self)
{
  g_auto (Reply) health = conformance_ask (&self->line, "GET", "/v1/health", NULL);
  g_autoptr (CpJson) hello = conformance_make_push (self, NULL);
  g_auto (Reply) known = conformance_push (self, hello);
  g_auto (Reply) held = conformance_feed (self, cp_json_get_text (known.document, "epoch"),
                                          cp_json_get_int (known.document, "gseq", 0), 10, HELD_MS);

  if (held.status != 200)
    return expect (&held, 200, NULL);
  if (json_array_size (cp_json_get_array (held.document, "items")) > 0)
    return NULL;
  return say (held.took_ms >= HELD_MS / 2, "a request without news is not held");
}

static char *
test_other_epoch (Conformance *self)
{
  g_auto (Reply) other = conformance_feed (self, "an-epoch-that-never-was", 5, 10, 0);
  g_autofree char *wrong = expect (&other, 410, "epoch_changed");
  g_auto (Reply) beyond = { 0 };

  if (wrong != NULL)
    return g_steal_pointer (&wrong);
  beyond = conformance_feed (self, "", G_MAXINT32, 10, 0);
  return expect (&beyond, 410, "epoch_changed");
}

static char *
test_trouble (Conformance *self)
{
  g_auto (Reply) reply = conformance_ask (&self->line, "POST", "/v1/push", "[");

  if (reply.status != 400)
    return expect (&reply, 400, NULL);
  return say (cp_json_get_text (reply.document, "code") != NULL &&
                  cp_json_get_text (reply.document, "text") != NULL,
              "the answer has no code or no text");
}

static char *
test_other_device (Conformance *self)
{
  g_autoptr (CpJson) push = conformance_make_push (self, NULL);
  g_auto (Reply) reply = { 0 };

  cp_json_set_text (push, "device", "another-device");
  reply = conformance_push (self, push);
  return expect (&reply, 403, "wrong_device");
}

static char *
test_unsigned (Conformance *self)
{
  CpJson *operations = json_array ();
  g_autoptr (CpJson) push = NULL;
  g_auto (Reply) reply = { 0 };

  cp_json_append (operations, conformance_make (self));
  push = conformance_make_push (self, operations);
  json_object_del (push, "signature");
  reply = conformance_push (self, push);
  return expect (&reply, 400, "invalid");
}

static char *
test_wrong_signature (Conformance *self)
{
  CpJson *operations = json_array ();
  g_autoptr (CpJson) push = NULL;
  g_autofree char *signature = g_strnfill (CP_SIGNATURE_HEX_LENGTH, '0');
  g_auto (Reply) reply = { 0 };

  cp_json_append (operations, conformance_make (self));
  push = conformance_make_push (self, operations);
  cp_json_set_text (push, "signature", signature);
  reply = conformance_push (self, push);
  return expect (&reply, 403, "wrong_key");
}

static char *
test_seal (Conformance *self)
{
  g_auto (Reply) page = conformance_feed (self, "", 0, 10, 0);
  g_autofree char *purpose = cp_seal_describe_answer (CP_SEAL_PAGE, self->device, self->incarnation,
                                                      CONFORMANCE_CHALLENGE);

  if (page.status != 200)
    return expect (&page, 200, NULL);
  return say (cp_seal_check (page.document, purpose), "the page is not sealed for the challenge");
}

static char *
test_head (Conformance *self)
{
  g_auto (Reply) pushed = conformance_push_next (self);
  g_auto (Reply) page = conformance_feed (self, "", 0, 10, 0);
  const CpJson *head = cp_json_get_object (page.document, "head");
  g_autofree char *text =
      cp_chain_describe_head ("head office", self->device, self->incarnation, 1, self->hash);

  if (cp_json_get_int (head, "seq", 0) != 1)
    return g_strdup ("the page does not say how far the chain goes");
  return say (cp_signature_check (cp_json_get_text (page.document, "key"), text,
                                  cp_json_get_text (head, "signature")),
              "the head is not signed");
}

static guint
find_filled_range (const CpJson *sums)
{
  guint range = 0;

  while (range + 1 < 1u << CP_RANGE_LEAST_BITS &&
         strspn (json_string_value (json_array_get (sums, range)), "0") == 16)
    range++;
  return range;
}

static char *
add_up (const CpJson *items, guint range)
{
  g_autoptr (CpRangeSums) sums = cp_range_sums_new (CP_RANGE_LEAST_BITS);
  gsize i;
  CpJson *item;

  json_array_foreach (items, i, item)
  {
    g_autofree char *data = cp_json_to_text (cp_json_get_object (item, "data"));

    cp_range_sums_add (sums, cp_json_get_text (item, "kind"), cp_json_get_text (item, "id"),
                       cp_json_get_int (item, "ver", 0), data);
  }
  return cp_range_sums_dup_hex (sums, range);
}

/* Head office need not have any; if it has, the rows of a range add up to what it says. */
static char *
test_sums (Conformance *self)
{
  g_auto (Reply) sums = conformance_ask_ranges (self, "sums", 0);
  g_auto (Reply) rows = { 0 };
  const CpJson *list = cp_json_get_array (sums.document, "sums");
  g_autofree char *own = NULL;
  guint range;

  if (sums.status == 404)
    return NULL;
  if (sums.status != 200)
    return expect (&sums, 200, NULL);
  if (json_array_size (list) != 1u << CP_RANGE_LEAST_BITS)
    return g_strdup ("there are not as many sums as ranges");
  range = find_filled_range (list);
  rows = conformance_ask_ranges (self, "rows", range);
  if (rows.status != 200)
    return expect (&rows, 200, NULL);
  own = add_up (cp_json_get_array (rows.document, "items"), range);
  return say (g_strcmp0 (own, json_string_value (json_array_get (list, range))) == 0,
              "the rows of a range do not add up to its sum");
}

static char *
expect_sealed (Conformance *self, const Reply *reply, const char *what)
{
  g_autofree char *purpose =
      cp_seal_describe_answer (what, self->device, self->incarnation, CONFORMANCE_CHALLENGE);

  if (reply->status == 404)
    return NULL;
  if (reply->status != 200)
    return expect (reply, 200, NULL);
  return say (cp_seal_check (reply->document, purpose), "they are not sealed for the challenge");
}

static char *
test_ranges_are_sealed (Conformance *self)
{
  g_auto (Reply) sums = conformance_ask_ranges (self, CP_SEAL_SUMS, 0);
  g_auto (Reply) rows = conformance_ask_ranges (self, CP_SEAL_ROWS, 1);
  char *wrong = expect_sealed (self, &sums, CP_SEAL_SUMS);

  return wrong != NULL ? wrong : expect_sealed (self, &rows, CP_SEAL_ROWS);
}

/* Told little or not: a row that says so must not say more. */
static char *
test_thin (Conformance *self)
{
  static const char *const personal[] = { "given_name", "family_name", "birth_date",
                                          "phone",      "email",       "postcode",
                                          "city",       "language",    "external_id" };
  g_auto (Reply) page = conformance_feed (self, "", 0, CP_FEED_PAGE_ITEMS, 0);
  gsize i;
  CpJson *item;

  if (page.status != 200)
    return expect (&page, 200, NULL);
  json_array_foreach (cp_json_get_array (page.document, "items"), i, item)
  {
    const CpJson *data = cp_json_get_object (item, "data");

    for (guint j = 0; cp_json_get_bool (data, "thin") && j < G_N_ELEMENTS (personal); j++)
      if (cp_json_get_text (data, personal[j]) != NULL)
        return g_strdup_printf ("the row of a thin member has %s", personal[j]);
  }
  return NULL;
}

#define DEVICES "it is the device's"
#define INSIDE "it can't be seen from outside"
#define MEMBERS "it needs members of the chain's own"
#define CARDS "it needs a card of the chain's own"

static const ConformanceCheck checks[] = {
  { 1, "a token that it doesn't know is answered with 401", test_unknown_token, NULL },
  { 2, "a journal that is made again has another incarnation", NULL, DEVICES },
  { 3, "only the health request needs no token", test_health, NULL },
  { 4, "another version of the protocol is answered with 426", test_other_proto, NULL },
  { 5, "an operation has one outcome for ever", test_one_outcome, NULL },
  { 6, "operations are taken in order only", test_order, NULL },
  { 7, "a body that its hash does not fit is not taken", test_hash, NULL },
  { 8, "no decision depends on a clock", NULL, INSIDE },
  { 9, "a push holds 500 operations and 1 MiB at most", test_limits, NULL },
  { 10, "a device has one push under way", NULL, DEVICES },
  { 11, "a run is taken without the links that follow, and passed over with them", test_takes_run,
    NULL },
  { 12, "the answer says what is expected and what is there", test_answer, NULL },
  { 13, "a push without operations is answered", test_hello, NULL },
  { 14, "a fork is answered with head office's chain", test_fork, NULL },
  { 15, "what can't be read waits for a person", test_outcome, NULL },
  { 16, "no operation blocks those behind it", test_poison, NULL },
  { 17, "a fact is never rejected", NULL, MEMBERS },
  { 18, "the numbering is in the order of commits", NULL, INSIDE },
  { 19, "the feed is asked for one incarnation", test_own_acks, NULL },
  { 20, "outcomes are the asker's own", test_own_acks, NULL },
  { 21, "a page ends where a transaction does", test_page, NULL },
  { 22, "an outcome comes with its rows", NULL, MEMBERS },
  { 23, "more is said when there is more", test_more, NULL },
  { 24, "a request without news is held", test_holds, NULL },
  { 25, "items that are not known are passed over", NULL, DEVICES },
  { 26, "a page is taken whole", NULL, DEVICES },
  { 27, "another epoch is answered with 410", test_other_epoch, NULL },
  { 28, "trouble has a code and a text", test_trouble, NULL },
  { 29, "pauses grow and are random", NULL, DEVICES },
  { 30, "what needs a person is shown", NULL, DEVICES },
  { 31, "redirects are not followed", NULL, DEVICES },
  { 32, "snapshots have a manifest", NULL, "head office need not have any" },
  { 33, "snapshots are cut into chunks", NULL, "head office need not have any" },
  { 34, "parts of a snapshot can be had", NULL, "head office need not have any" },
  { 35, "a device takes a snapshot when it is far behind", NULL, DEVICES },
  { 36, "the line is HTTPS with a pinned key", NULL,
    "the line that was given has it, or it would not be" },
  { 37, "a device speaks for itself alone", test_other_device, NULL },
  { 38, "each end gives the other limits", NULL, "it would take the server's time" },
  { 39, "a push with operations is signed", test_unsigned, NULL },
  { 40, "what the device has not signed is answered with 403", test_wrong_signature, NULL },
  { 41, "a page is sealed for the device and its challenge", test_seal, NULL },
  { 42, "what is not sealed changes nothing", NULL, DEVICES },
  { 43, "a device follows head office to its next key", NULL, DEVICES },
  { 44, "a page tells how far the chain goes, signed", test_head, NULL },
  { 45, "people at head office hear of gaps and forks", NULL, INSIDE },
  { 46, "the rows of a range add up to its sum", test_sums, NULL },
  { 47, "sums and rows are sealed for the device and its challenge", test_ranges_are_sealed, NULL },
  { 48, "a device asks for the sums daily", NULL, DEVICES },
  { 49, "an erased member comes as a row with nothing in it", NULL, MEMBERS },
  { 50, "a device keeps nothing of an erased person", NULL, DEVICES },
  { 51, "a device has carried an erasure out when it goes on", NULL, DEVICES },
  { 52, "a lease says who may redeem without asking", NULL, "head office need not have any" },
  { 53, "what asks is decided as a request", NULL, MEMBERS },
  { 54, "a lease that is asked back is given back", NULL, DEVICES },
  { 55, "a thin member's row does not say who they are", test_thin, NULL },
  { 56, "who comes or goes is told again", NULL, MEMBERS },
  { 57, "sums are of what the device is told", test_sums, NULL },
  { 58, "another scope begins another epoch", NULL, INSIDE },
  { 59, "a card's message can be asked about", NULL, CARDS },
  { 60, "a message counts once in the whole chain", NULL, CARDS },
  { 61, "what is said of a message is sealed", NULL, CARDS },
  { 62, "the same question gets the same answer", NULL, CARDS },
  { 63, "members of other stores are found by the whole of a name", NULL, MEMBERS },
  { 64, "whom it fits comes into the store's scope", NULL, MEMBERS },
  { 65, "the answer is sealed and names nobody", NULL, MEMBERS },
  { 66, "nothing is said to be in a backup that is not there at all", conformance_check_durable,
    NULL },
  { 67, "only what a verified backup has is said to be durable", NULL, INSIDE },
  { 68, "a device keeps what is not durable, and 35 days more", NULL, DEVICES },
  { 69, "what a device has let go of is not done again", NULL, DEVICES },
  { 70, "a device goes on after head office has lost what it let go of", NULL, DEVICES },
  { 71, "the last page tells how far each chain goes", conformance_check_chains, NULL },
  { 72, "a device's operations go in two lanes", NULL, DEVICES },
  { 73, "both lanes' outcomes are told to who asks for both", conformance_check_lanes, NULL },
  { 74, "a device sends the second lane's when nothing waits in the first", NULL, DEVICES },
  { 75, "the second lane never overtakes the first", conformance_check_order_of_lanes, NULL },
  { 76, "the second lane is put off for a while at most", conformance_check_putting_off, NULL },
  { 77, "what an unknown programme decided is flagged", conformance_check_programme, NULL },
  { 78, "a snapshot is there, or it is said when to ask again", conformance_check_snapshot, NULL },
};

const ConformanceCheck *
conformance_get_checks (guint *ret_n)
{
  *ret_n = G_N_ELEMENTS (checks);
  return checks;
}
