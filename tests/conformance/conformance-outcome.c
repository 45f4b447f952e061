/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What comes of operations, none of which is about anybody. */
#include "conformance-check.h"
#include "cp-protocol.h"
#include "cp-world.h"

#define NEVER_PUBLISHED G_GINT64_CONSTANT (1000000000000)
#define FAR_FUTURE_MS G_GINT64_CONSTANT (4102444800000)
#define LONG_AGO_MS G_GINT64_CONSTANT (86400000)

/* The outcome of @operation (transfer full), which is pushed alone; (transfer full) (nullable) */
static CpJson *
get_outcome (Conformance *self, CpJson *operation)
{
  gint64 seq = cp_json_get_int (operation, "seq", 0);
  g_auto (Reply) reply = conformance_push_one (self, operation);

  return reply.status == 200 ? conformance_find_ack (self, seq) : NULL;
}

static const char *
get_word (const CpJson *ack)
{
  const char *word = cp_json_get_text (ack, "outcome");

  return word != NULL ? word : "missing";
}

static char *
expect_outcome (Conformance *self, CpJson *operation, const char *outcome, const char *what)
{
  g_autoptr (CpJson) ack = get_outcome (self, operation);

  if (g_strcmp0 (get_word (ack), outcome) == 0)
    return NULL;
  return g_strdup_printf ("%s: the outcome is %s in place of %s", what, get_word (ack), outcome);
}

/* On the account that nobody has. */
static CpJson *
make_about_nobody (Conformance *self, const char *kind, CpJson *payload)
{
  g_autofree char *id = conformance_dup_id ();
  g_autofree char *account_id = conformance_dup_id ();
  CpJson *body = conformance_make_body (self, id, kind, account_id);

  cp_json_set (body, "payload", payload);
  return conformance_make_with (self, id, body);
}

static CpJson *
make_note (Conformance *self)
{
  return make_about_nobody (self, "add_note", json_pack ("{s:s}", "text", "conformance"));
}

static CpJson *
make_unreadable (Conformance *self)
{
  g_autofree char *id = conformance_dup_id ();

  return conformance_make_with (self, id, json_string ("no object"));
}

static CpJson *
make_of_later_version (Conformance *self)
{
  g_autofree char *id = conformance_dup_id ();
  CpJson *body = conformance_make_body (self, id, "end_visit", NULL);

  cp_json_set_int (body, "version", 9999);
  return conformance_make_with (self, id, body);
}

static CpJson *
make_request (Conformance *self)
{
  g_autofree char *number = conformance_dup_id ();

  return make_about_nobody (self, "claim_receipt",
                            json_pack ("{s:s, s:s}", "number", number, "store_id", self->store));
}

/* It stands; whether a rule spoke against it the flags say, and nothing else. */
static char *
expect_posted (const CpJson *ack)
{
  gboolean is_flagged = json_array_size (cp_json_get_array (ack, "flags")) > 0;

  if (g_strcmp0 (get_word (ack), is_flagged ? "accepted_changed" : "accepted") == 0)
    return NULL;
  return g_strdup_printf ("the end of a visit: the outcome is %s, %s flags", get_word (ack),
                          is_flagged ? "with" : "without");
}

static char *
expect_rejected (const CpJson *ack, const char *what)
{
  if (g_strcmp0 (get_word (ack), "rejected") != 0)
    return g_strdup_printf ("%s: the outcome is %s in place of rejected", what, get_word (ack));
  return conformance_say (cp_json_get_text (ack, "code") != NULL, "a rejection has no code");
}

/* Facts and requests alike, and what can't be read. */
char *
conformance_check_outcomes (Conformance *self)
{
  g_autoptr (CpJson) posted = NULL;
  g_autoptr (CpJson) rejected = NULL;
  char *wrong =
      expect_outcome (self, conformance_make (self), "needs_review", "an operation of no kind");

  if (wrong == NULL)
    wrong = expect_outcome (self, make_of_later_version (self), "needs_review",
                            "an operation of a later version");
  if (wrong == NULL)
    wrong = expect_outcome (self, make_unreadable (self), "needs_review",
                            "an operation that can't be read");
  if (wrong != NULL)
    return wrong;
  posted =
      get_outcome (self, conformance_make_visit (self, cp_world_wall_ms (cp_world_real ()), 0));
  wrong = expect_posted (posted);
  if (wrong != NULL)
    return wrong;
  rejected = get_outcome (self, make_request (self));
  return expect_rejected (rejected, "a request about nobody");
}

/* With staff beside it, or without: no member may end a visit, and no fact makes it stand. */
static CpJson *
make_by_member (Conformance *self, const char *staff_id)
{
  g_autofree char *id = conformance_dup_id ();
  CpJson *body = conformance_make_body (self, id, "end_visit", NULL);

  cp_json_set_bool (body, "by_member", TRUE);
  if (staff_id == NULL)
    json_object_del (body, "staff_id");
  return conformance_make_with (self, id, body);
}

static char *
expect_not_posted (Conformance *self, CpJson *operation)
{
  g_autoptr (CpJson) ack = get_outcome (self, operation);

  if (g_strcmp0 (get_word (ack), "needs_review") == 0 ||
      g_strcmp0 (get_word (ack), "rejected") == 0)
    return NULL;
  return g_strdup_printf ("a visit that a member is said to have ended: the outcome is %s",
                          get_word (ack));
}

char *
conformance_check_facts (Conformance *self)
{
  char *wrong = expect_outcome (self, make_note (self), "needs_review", "a fact about nobody");

  if (wrong == NULL)
    wrong = expect_not_posted (self, make_by_member (self, NULL));
  if (wrong == NULL)
    wrong = expect_not_posted (self, make_by_member (self, "conformance"));
  return wrong;
}

/* The same fact, which has not happened. */
char *
conformance_check_asks (Conformance *self)
{
  CpJson *operation;
  g_autoptr (CpJson) ack = NULL;
  g_autofree char *id = conformance_dup_id ();
  g_autofree char *account_id = conformance_dup_id ();
  CpJson *body = conformance_make_body (self, id, "add_note", account_id);

  cp_json_set (body, "payload", json_pack ("{s:s}", "text", "conformance"));
  cp_json_set_bool (body, "asks", TRUE);
  operation = conformance_make_with (self, id, body);
  ack = get_outcome (self, operation);
  return expect_rejected (ack, "a fact about nobody that asks");
}

/* The later of the two was done long before the other by the device's clock. */
char *
conformance_check_clocks (Conformance *self)
{
  g_autoptr (CpJson) first = get_outcome (self, conformance_make_visit (self, FAR_FUTURE_MS, 0));
  g_autoptr (CpJson) second = get_outcome (self, conformance_make_visit (self, LONG_AGO_MS, 0));

  char *wrong = expect_posted (first);

  if (wrong != NULL)
    return wrong;
  if (g_strcmp0 (get_word (first), get_word (second)) != 0)
    return g_strdup_printf ("the outcome is %s in the future and %s in the past", get_word (first),
                            get_word (second));
  return conformance_say (cp_json_get_int (first, "gseq", 0) < cp_json_get_int (second, "gseq", 0),
                          "what came first is told last");
}

static gboolean
has_flag (const CpJson *ack, const char *word)
{
  gsize i;
  const json_t *flag;

  json_array_foreach (cp_json_get_array (ack, "flags"), i, flag)
  {
    if (g_strcmp0 (json_string_value (flag), word) == 0)
      return TRUE;
  }
  return FALSE;
}

char *
conformance_check_programme (Conformance *self)
{
  g_autoptr (CpJson) ack = get_outcome (
      self, conformance_make_visit (self, cp_world_wall_ms (cp_world_real ()), NEVER_PUBLISHED));

  if (g_strcmp0 (get_word (ack), "accepted_changed") != 0)
    return g_strdup_printf ("the outcome is %s in place of accepted_changed", get_word (ack));
  return conformance_say (has_flag (ack, "programme_unknown"),
                          "it is not flagged with programme_unknown");
}
