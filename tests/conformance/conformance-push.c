/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What head office takes of a push, and what it says of its chain. */
#include <string.h>

#include "conformance-check.h"
#include "cp-chain.h"
#include "cp-protocol.h"
#include "cp-test-push.h"

#define LARGE_BYTES (1100 * 1024)
#define CONTROL_CHARACTER "\001"

/* The outcome of number @seq must be @outcome. */
static char *
expect_outcome (Conformance *self, gint64 seq, const char *outcome)
{
  g_autoptr (CpJson) ack = conformance_find_ack (self, seq);
  const char *found = cp_json_get_text (ack, "outcome");

  if (g_strcmp0 (found, outcome) == 0)
    return NULL;
  return g_strdup_printf ("the outcome is %s in place of %s", found != NULL ? found : "missing",
                          outcome);
}

/* Which would be posted under another id. */
static CpJson *
make_visit_with (Conformance *self, const char *id)
{
  return conformance_make_with (self, id, conformance_make_body (self, id, "end_visit", NULL));
}

static char *
expect_same_outcome (Conformance *self, gint64 seq, const char *outcome, const char *where)
{
  g_autoptr (CpJson) ack = conformance_find_ack (self, seq);

  if (ack == NULL)
    return g_strdup ("there is no outcome");
  if (g_strcmp0 (cp_json_get_text (ack, "outcome"), outcome) == 0)
    return NULL;
  return g_strdup_printf ("the outcome is another under another %s", where);
}

/* Once more as it was, and with a body that would have another outcome if it were judged by itself. */
static char *
check_other_numbers (Conformance *self, const char *id, char **ret_outcome)
{
  CpJson *operations = json_array ();
  g_autoptr (CpJson) push = NULL;
  g_auto (Reply) reply = { 0 };
  g_autoptr (CpJson) last = NULL;
  g_autoptr (CpJson) first = NULL;
  char *wrong;

  cp_json_append (operations, conformance_make_again (self, id));
  cp_json_append (operations, conformance_make_again (self, id));
  cp_json_append (operations, make_visit_with (self, id));
  push = conformance_make_push (self, operations);
  reply = conformance_push (self, push);
  wrong = conformance_expect_next (&reply, 4);
  if (wrong != NULL)
    return wrong;
  last = conformance_find_ack (self, 3);
  first = conformance_see_ack (self, 1);
  if (first == NULL || last == NULL)
    return g_strdup ("there is no outcome");
  *ret_outcome = g_strdup (cp_json_get_text (first, "outcome"));
  for (gint64 seq = 2; seq <= 3 && wrong == NULL; seq++)
    wrong = expect_same_outcome (self, seq, *ret_outcome, "number");
  return wrong;
}

/* Behind as many others as it has numbers before. */
static char *
check_other_incarnation (Conformance *self, const char *id, const char *outcome)
{
  CpJson *operations = json_array ();
  g_autoptr (CpJson) push = NULL;
  g_auto (Reply) reply = { 0 };
  char *wrong;

  conformance_begin (self);
  for (guint i = 0; i < 3; i++)
    cp_json_append (operations,
                    conformance_make_visit (self, cp_world_wall_ms (cp_world_real ()), 0));
  cp_json_append (operations, make_visit_with (self, id));
  push = conformance_make_push (self, operations);
  reply = conformance_push (self, push);
  wrong = conformance_expect_next (&reply, 5);
  return wrong != NULL ? wrong : expect_same_outcome (self, 4, outcome, "incarnation");
}

char *
conformance_check_one_outcome (Conformance *self)
{
  g_autofree char *id = conformance_dup_id ();
  g_autofree char *outcome = NULL;
  char *wrong = check_other_numbers (self, id, &outcome);

  return wrong != NULL ? wrong : check_other_incarnation (self, id, outcome);
}

static char *
check_control_characters (Conformance *self)
{
  g_autofree char *id = conformance_dup_id ();
  g_autofree char *odd = g_strconcat (id, CONTROL_CHARACTER, NULL);
  g_autoptr (CpJson) push = conformance_make_push (self, NULL);
  CpJson *body;
  g_auto (Reply) refused = { 0 };
  g_auto (Reply) taken = { 0 };
  g_autofree char *wrong = NULL;

  cp_json_set_text (push, "incarnation", odd);
  refused = conformance_push (self, push);
  wrong = conformance_expect (&refused, 400, "invalid");
  if (wrong != NULL)
    return g_strdup_printf ("a push with a control character in a name: %s", wrong);
  g_clear_pointer (&wrong, g_free);
  body = conformance_make_body (self, id, "end_visit", NULL);
  cp_json_set_text (body, "staff_id", odd);
  taken = conformance_push_one (self, conformance_make_with (self, id, body));
  wrong = conformance_expect_next (&taken, 2);
  if (wrong == NULL)
    wrong = expect_outcome (self, 1, "needs_review");
  return wrong != NULL ? g_strdup_printf ("an operation with a control character inside: %s", wrong)
                       : NULL;
}

char *
conformance_check_order (Conformance *self)
{
  g_autoptr (CpJson) first = conformance_make (self);
  g_auto (Reply) reply = conformance_push_next (self);
  char *wrong = conformance_expect_next (&reply, 1);

  if (wrong != NULL)
    return wrong;
  conformance_begin_again (self);
  return check_control_characters (self);
}

/* As one whose body was erased travels. */
static char *
check_erased_body (Conformance *self)
{
  CpJson *operation = conformance_make (self);
  g_autofree char *text = cp_json_to_text (cp_json_get_object (operation, "body"));
  g_autofree char *hash = cp_chain_hash_body (text);
  g_auto (Reply) erased = { 0 };
  g_auto (Reply) next = { 0 };
  g_autofree char *wrong = NULL;

  cp_json_set (operation, "body", json_null ());
  cp_json_set_text (operation, "body_hash", hash);
  erased = conformance_push_one (self, operation);
  next = conformance_push_next (self);
  wrong = conformance_expect_next (&next, 3);
  return wrong != NULL ? g_strdup_printf ("after one whose body was erased: %s", wrong) : NULL;
}

char *
conformance_check_hash (Conformance *self)
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
  wrong = conformance_expect (&reply, 409, "new_incarnation");
  if (wrong != NULL)
    return g_steal_pointer (&wrong);
  hello = conformance_push_none (self);
  wrong = conformance_expect_next (&hello, 1);
  if (wrong != NULL)
    return g_steal_pointer (&wrong);
  conformance_begin (self);
  return check_erased_body (self);
}

/* Visits of nobody, for nobody to look at. */
static Reply
push_many (Conformance *self, guint n)
{
  CpJson *many = json_array ();
  g_autoptr (CpJson) push = NULL;

  conformance_begin (self);
  for (guint i = 0; i < n; i++)
    cp_json_append (many, conformance_make_visit (self, cp_world_wall_ms (cp_world_real ()), 0));
  push = conformance_make_push (self, many);
  return conformance_push (self, push);
}

static char *
check_most_operations (Conformance *self)
{
  g_auto (Reply) more = push_many (self, CP_PUSH_MAX_OPERATIONS + 1);
  g_auto (Reply) most = { 0 };
  g_autofree char *wrong = conformance_expect (&more, 400, "invalid");

  if (wrong != NULL)
    return g_strdup_printf ("a push of 501 operations: %s", wrong);
  most = push_many (self, CP_PUSH_MAX_OPERATIONS);
  wrong = conformance_expect_next (&most, CP_PUSH_MAX_OPERATIONS + 1);
  return wrong != NULL ? g_strdup_printf ("a push of 500 operations: %s", wrong) : NULL;
}

/* What is missing to @size_bytes is white space. */
static Reply
push_large (Conformance *self, gsize size_bytes)
{
  g_autoptr (CpJson) push = conformance_make_push (self, NULL);
  g_autofree char *text = cp_json_to_text (push);
  g_autofree char *rest = g_strnfill (size_bytes - strlen (text), ' ');
  g_autofree char *body = g_strconcat (text, rest, NULL);

  return conformance_ask (&self->line, "POST", "/v1/push", body);
}

char *
conformance_check_limits (Conformance *self)
{
  char *many = check_most_operations (self);
  g_auto (Reply) largest = { 0 };
  g_auto (Reply) larger = { 0 };
  g_autofree char *wrong = NULL;

  if (many != NULL)
    return many;
  largest = push_large (self, CP_PUSH_MAX_REQUEST_BYTES);
  wrong = conformance_expect (&largest, 200, NULL);
  if (wrong != NULL)
    return g_strdup_printf ("a body of 1 MiB: %s", wrong);
  larger = push_large (self, LARGE_BYTES);
  wrong = conformance_expect (&larger, 413, "too_large");
  if (wrong != NULL)
    return g_strdup_printf ("a body of more than 1 MiB: %s", wrong);
  return conformance_check_packed_limit (self);
}

/* Three, without what follows from the others; then the last two of them with one that is new, all in full. */
char *
conformance_check_takes_run (Conformance *self)
{
  CpJson *operations = json_array ();
  CpJson *later;
  g_autoptr (CpJson) push = NULL;
  g_autoptr (CpJson) trimmed = NULL;
  g_autoptr (CpJson) next = NULL;
  g_auto (Reply) first = { 0 };
  g_auto (Reply) again = { 0 };
  g_autofree char *wrong = NULL;

  for (guint i = 0; i < 3; i++)
    cp_json_append (operations, conformance_make (self));
  push = conformance_make_push (self, operations);
  trimmed = json_deep_copy (push);
  cp_test_push_trim (trimmed);
  first = conformance_push (self, trimmed);
  wrong = conformance_expect_next (&first, 4);
  if (wrong != NULL)
    return g_strdup_printf ("a run without the links that follow: %s", wrong);
  later = json_array ();
  for (guint i = 1; i < 3; i++)
    cp_json_append (later, json_deep_copy (json_array_get (operations, i)));
  cp_json_append (later, conformance_make (self));
  next = conformance_make_push (self, later);
  again = conformance_push (self, next);
  wrong = conformance_expect_next (&again, 5);
  return wrong != NULL ? g_strdup_printf ("a run that begins with what it has: %s", wrong) : NULL;
}

/* How far the feed goes is never less than what it has told, nor more than may be asked for. What was just taken
 * may get its number a moment later. */
static char *
check_gseq (Conformance *self, gint64 first_gseq)
{
  g_autoptr (CpJson) ack = conformance_find_ack (self, 1);
  g_auto (Reply) later = conformance_push_none (self);
  g_auto (Reply) beyond = conformance_feed (self, self->epoch, first_gseq, 1, 0);

  if (ack == NULL)
    return g_strdup ("there is no outcome");
  return conformance_say (cp_json_get_int (ack, "gseq", 0) <=
                                  cp_json_get_int (later.document, "gseq", 0) &&
                              beyond.status == 200,
                          "gseq does not say how far the feed goes");
}

char *
conformance_check_answer (Conformance *self)
{
  g_auto (Reply) reply = conformance_push_next (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpPushAnswer) answer = NULL;

  if (reply.status != 200)
    return conformance_expect (&reply, 200, NULL);
  answer = cp_push_answer_from_json (reply.document, &error);
  if (answer == NULL)
    return g_strdup (error->message);
  if (answer->through_seq != 1)
    return g_strdup ("through_seq is not the last that it has");
  return check_gseq (self, answer->gseq);
}

char *
conformance_check_hello (Conformance *self)
{
  g_autoptr (CpJson) push = conformance_make_push (self, NULL);
  g_auto (Reply) reply = { 0 };
  g_auto (Reply) taken = conformance_push_next (self);
  g_auto (Reply) known = { 0 };
  g_autofree char *wrong = NULL;

  conformance_begin (self);
  cp_json_set_text (push, "incarnation", self->incarnation);
  cp_json_set_int (push, "waiting", 3);
  cp_json_set_int (push, "waiting_bulk", 1);
  reply = conformance_push (self, push);
  wrong = conformance_expect_next (&reply, 1);
  if (wrong != NULL)
    return g_steal_pointer (&wrong);
  g_clear_pointer (&taken.document, json_decref);
  taken = conformance_push_next (self);
  known = conformance_push_none (self);
  return conformance_expect_next (&known, 2);
}

static char *
expect_chain (const CpJson *chain, const char *incarnation, const char *hash)
{
  const CpJson *links = cp_json_get_array (chain, "links");

  if (g_strcmp0 (cp_json_get_text (chain, "incarnation"), incarnation) != 0 ||
      cp_json_get_int (chain, "through_seq", 0) != 1 || json_array_size (links) != 1 ||
      g_strcmp0 (cp_json_get_text (json_array_get (links, 0), "hash"), hash) != 0)
    return g_strdup_printf ("the chain of %s is not what head office has", incarnation);
  return NULL;
}

static void
go_on_in (Conformance *self, const char *chain)
{
  g_free (self->incarnation);
  self->incarnation = g_strdup (chain);
  conformance_begin_again (self);
}

static char *
expect_sealed_chain (Conformance *self, const CpJson *chain)
{
  g_autofree char *purpose = cp_seal_describe_chain (self->device);

  if (!cp_seal_check (chain, purpose))
    return g_strdup ("chain is not sealed");
  return conformance_expect_key (self, chain, "chain");
}

/* The chain of a clone: the same number, another operation; and it has something in the other lane, too, where there
 * are two. */
static char *
check_clone (Conformance *self)
{
  g_autofree char *bulk =
      conformance_has_two_lanes (self) ? cp_chain_dup_name (self->incarnation, CP_LANE_BULK) : NULL;
  g_autofree char *priority = g_strdup (self->incarnation);
  g_auto (Reply) taken = conformance_push_next (self);
  g_autofree char *hash = g_strdup (self->hash);
  g_auto (Reply) taken_bulk = { 0 };
  g_auto (Reply) reply = { 0 };
  g_autofree char *bulk_hash = NULL;
  const CpJson *chain;
  char *wrong;

  if (bulk != NULL) {
    go_on_in (self, bulk);
    taken_bulk = conformance_push_next (self);
    bulk_hash = g_strdup (self->hash);
  }
  go_on_in (self, priority);
  reply = conformance_push_next (self);
  wrong = conformance_expect (&reply, 409, "new_incarnation");
  chain = cp_json_get_object (reply.document, "chain");
  if (wrong == NULL)
    wrong = expect_chain (chain, priority, hash);
  if (wrong == NULL && bulk != NULL)
    wrong = expect_chain (cp_json_get_object (chain, "other"), bulk, bulk_hash);
  return wrong != NULL ? wrong : expect_sealed_chain (self, chain);
}

/* It went on by itself: the number is the next, and what stands before it another's. */
static char *
check_stray_branch (Conformance *self)
{
  g_auto (Reply) first = { 0 };
  g_auto (Reply) second = { 0 };
  g_auto (Reply) reply = { 0 };
  g_auto (Reply) after = { 0 };
  g_autofree char *wrong = NULL;

  conformance_begin (self);
  first = conformance_push_next (self);
  second = conformance_push_next (self);
  conformance_begin_again (self);
  for (guint i = 0; i < 2; i++)
    json_decref (conformance_make (self));
  reply = conformance_push_next (self);
  wrong = conformance_expect (&reply, 409, "new_incarnation");
  after = conformance_push_none (self);
  if (wrong == NULL)
    wrong = conformance_expect_next (&after, 3);
  return wrong != NULL ? g_strdup_printf ("a link that does not fit the one before: %s", wrong)
                       : NULL;
}

char *
conformance_check_fork (Conformance *self)
{
  g_auto (Reply) after = { 0 };
  char *wrong = check_clone (self);

  if (wrong != NULL)
    return wrong;
  after = conformance_push_none (self);
  wrong = conformance_expect_next (&after, 2);
  return wrong != NULL ? wrong : check_stray_branch (self);
}

char *
conformance_check_poison (Conformance *self)
{
  g_auto (Reply) first = conformance_push_next (self);
  g_auto (Reply) second = conformance_push_next (self);

  return conformance_expect_next (&second, 3);
}

char *
conformance_check_unsigned (Conformance *self)
{
  CpJson *operations = json_array ();
  g_autoptr (CpJson) push = NULL;
  g_auto (Reply) reply = { 0 };

  cp_json_append (operations, conformance_make (self));
  push = conformance_make_push (self, operations);
  json_object_del (push, "signature");
  reply = conformance_push (self, push);
  return conformance_expect (&reply, 400, "invalid");
}

static char *
expect_wrong_key (Conformance *self, const CpJson *push, const char *what)
{
  g_auto (Reply) reply = conformance_push (self, push);
  g_autofree char *wrong = conformance_expect (&reply, 403, "wrong_key");

  return wrong != NULL ? g_strdup_printf ("%s: %s", what, wrong) : NULL;
}

/* Two operations that are good, and a third that does not follow from them: by @spoil the push is spoilt. */
static char *
check_broken_link (Conformance *self, void (*spoil) (Conformance *self, CpJson *operations))
{
  CpJson *operations = json_array ();
  g_autoptr (CpJson) push = NULL;
  g_auto (Reply) reply = { 0 };
  g_auto (Reply) after = { 0 };
  g_autofree char *wrong = NULL;

  conformance_begin (self);
  for (guint i = 0; i < 2; i++)
    cp_json_append (operations, conformance_make (self));
  spoil (self, operations);
  push = conformance_make_push (self, operations);
  reply = conformance_push (self, push);
  wrong = conformance_expect (&reply, 409, "new_incarnation");
  after = conformance_push_none (self);
  if (wrong == NULL)
    wrong = conformance_expect_next (&after, 1);
  return wrong != NULL ? g_strdup_printf ("a link that does not follow from good ones: %s", wrong)
                       : NULL;
}

/* It follows from something else, and is signed. */
static void
add_strange (Conformance *self, CpJson *operations)
{
  g_free (self->hash);
  self->hash = g_strnfill (CP_CHAIN_HEX_LENGTH, 'a');
  cp_json_append (operations, conformance_make (self));
}

/* It is signed as it was. */
static void
add_changed (Conformance *self, CpJson *operations)
{
  CpJson *changed = conformance_make (self);

  cp_json_set_text (cp_json_get_object (changed, "body"), "kind", "other");
  cp_json_append (operations, changed);
}

/* Head office knows the device's own from what was sent before. */
char *
conformance_check_wrong_signature (Conformance *self)
{
  static const guint8 seed[CP_SEED_BYTES] = { 'o', 't', 'h', 'e', 'r' };
  g_autoptr (CpSigner) other = cp_signer_new (seed);
  g_auto (Reply) known = conformance_push_next (self);
  CpJson *operations = json_array ();
  g_autoptr (CpJson) push = NULL;
  g_autofree char *signature = g_strnfill (CP_SIGNATURE_HEX_LENGTH, '0');
  g_auto (Reply) after = { 0 };
  char *wrong;

  cp_json_append (operations, conformance_make (self));
  push = conformance_make_push (self, operations);
  cp_json_set_text (push, "signature", signature);
  wrong = expect_wrong_key (self, push, "a signature that is none");
  if (wrong != NULL)
    return wrong;
  cp_test_push_sign (push, other);
  wrong = expect_wrong_key (self, push, "another key");
  if (wrong != NULL)
    return wrong;
  after = conformance_push_none (self);
  wrong = conformance_expect_next (&after, 2);
  if (wrong == NULL)
    wrong = check_broken_link (self, add_strange);
  return wrong != NULL ? wrong : check_broken_link (self, add_changed);
}
