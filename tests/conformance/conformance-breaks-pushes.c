/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conformance-breaks.h"

static void
accept_all (const char *path, guint *status, CpJson *document)
{
  break_outcome (document, 0, "accepted");
}

static void
reject_all (const char *path, guint *status, CpJson *document)
{
  break_outcome (document, 0, "rejected");
}

static void
keep_all (const char *path, guint *status, CpJson *document)
{
  break_outcome (document, 0, "needs_review");
}

static void
reject_second (const char *path, guint *status, CpJson *document)
{
  break_outcome (document, 2, "rejected");
}

static void
accept_second (const char *path, guint *status, CpJson *document)
{
  break_outcome (document, 2, "accepted");
}

static void
accept_fourth (const char *path, guint *status, CpJson *document)
{
  break_outcome (document, 4, "accepted_changed");
}

static void
accept_third (const char *path, guint *status, CpJson *document)
{
  break_outcome (document, 3, "accepted");
}

static void
reject_fourth (const char *path, guint *status, CpJson *document)
{
  break_outcome (document, 4, "rejected");
}

static void
accept_fifth (const char *path, guint *status, CpJson *document)
{
  break_outcome (document, 5, "accepted");
}

static void
forget_code (CpJson *item)
{
  json_object_del (item, "code");
}

static void
give_no_reason (const char *path, guint *status, CpJson *document)
{
  break_items (document, forget_code);
}

static void
forget_flags (CpJson *item)
{
  json_object_del (item, "flags");
}

static void
flag_nothing (const char *path, guint *status, CpJson *document)
{
  break_items (document, forget_flags);
}

static void
count_down (CpJson *item)
{
  cp_json_set_int (item, "gseq", G_MAXINT32 - cp_json_get_int (item, "seq", 0));
}

static void
tell_backwards (const char *path, guint *status, CpJson *document)
{
  break_items (document, count_down);
}

static void
tell_nothing (const char *path, guint *status, CpJson *document)
{
  if (break_is_feed (path))
    cp_json_set (document, "items", json_array ());
}

static void
expect_first_again (const char *path, guint *status, CpJson *document)
{
  break_expected (document, 2, 1);
}

static void
expect_second_again (const char *path, guint *status, CpJson *document)
{
  break_expected (document, 3, 2);
}

static void
expect_fourth_again (const char *path, guint *status, CpJson *document)
{
  break_expected (document, 5, 4);
}

static void
forget_through (const char *path, guint *status, CpJson *document)
{
  json_object_del (document, "through_seq");
}

static void
say_less (const char *path, guint *status, CpJson *document)
{
  if (json_object_get (document, "through_seq") != NULL)
    cp_json_set_int (document, "through_seq", 0);
}

static void
stand_still (const char *path, guint *status, CpJson *document)
{
  if (json_object_get (document, "gseq") != NULL)
    cp_json_set_int (document, "gseq", 0);
}

static void
forget_links (const char *path, guint *status, CpJson *document)
{
  json_array_clear (cp_json_get_array (cp_json_get_object (document, "chain"), "links"));
}

static void
forget_other_chain (const char *path, guint *status, CpJson *document)
{
  json_object_del (cp_json_get_object (document, "chain"), "other");
}

static void
run_ahead (const char *path, guint *status, CpJson *document)
{
  if (cp_json_get_int (document, "through_seq", 0) == 1)
    cp_json_set_int (document, "gseq", G_MAXINT32);
}

/* Of a chain of two, which the other that is broken here has not. */
static void
take_any_link (const char *path, guint *status, CpJson *document)
{
  if (*status == 409 &&
      cp_json_get_int (cp_json_get_object (document, "chain"), "through_seq", 0) == 2)
    *status = 200;
}

/* What comes before the one that does not follow. */
static void
take_good_ones (const char *path, guint *status, CpJson *document)
{
  break_expected (document, 1, 3);
}

static void
take_broken (const char *path, guint *status, CpJson *document)
{
  if (*status == 409)
    *status = 200;
}

/* Of many, a part. */
static void
take_half (const char *path, guint *status, CpJson *document)
{
  break_expected (document, 501, 251);
}

static void
refuse_many (const char *path, guint *status, CpJson *document)
{
  if (cp_json_get_int (document, "expected_seq", 0) == 501)
    *status = 400;
}

/* It asks what follows. */
static void
refuse_largest (const char *path, guint *status, CpJson *document)
{
  static guint n;

  if (cp_json_get_int (document, "expected_seq", 0) == 501 && ++n == 2)
    *status = 413;
}

/* Of the two that must be refused, the first is. */
static void
believe_second_key (const char *path, guint *status, CpJson *document)
{
  static guint n;

  if (*status == 403 && ++n == 2)
    *status = 200;
}

static const Break breaks[] = {
  { 5, "the outcome is another", reject_second },
  { 5, "another under another number", accept_third },
  { 5, "another under another incarnation", accept_fourth },
  { 5, "there is no outcome", tell_nothing },
  { 6, "expected_seq 77 in place of 1", break_expectation },
  { 6, "with a control character in a name", break_refusals },
  { 6, "with a control character inside", accept_all },
  { 7, "status 200 in place of 409", break_refusals },
  { 7, "expected_seq 77 in place of 1", break_expectation },
  { 7, "after one whose body was erased", expect_second_again },
  { 8, "in the future and rejected in the past", reject_second },
  { 8, "what came first is told last", tell_backwards },
  { 11, "a run without the links that follow", break_expectation },
  { 11, "a run that begins with what it has", expect_fourth_again },
  { 12, "through_seq", forget_through },
  { 12, "through_seq is not the last", say_less },
  { 9, "a push of 500 operations", take_half },
  { 9, "a push of 500 operations", refuse_many },
  { 9, "a body of 1 MiB: status 413", refuse_largest },
  { 12, "gseq does not say", stand_still },
  { 12, "gseq does not say", run_ahead },
  { 13, "status 401 in place of 200", break_all },
  { 13, "expected_seq 77 in place of 1", break_expectation },
  { 13, "expected_seq 1 in place of 2", expect_first_again },
  { 14, "status 200 in place of 409", break_refusals },
  { 14, "is not what head office has", forget_links },
  { 14, "-1 is not what head office has", forget_other_chain },
  { 14, "chain is not sealed", break_signature },
  { 14, "chain is sealed with another key", .sealed = BREAK_CHAIN, .is_strange = TRUE },
  { 14, "a link that does not fit the one before: status 200", take_any_link },
  { 14, "expected_seq 1 in place of 2", expect_first_again },
  { 15, "an operation of no kind", accept_all },
  { 15, "an operation of a later version", reject_second },
  { 15, "an operation that can't be read", accept_third },
  { 15, "the end of a visit", reject_fourth },
  { 15, "a request about nobody", accept_fifth },
  { 15, "a rejection has no code", give_no_reason },
  { 15, "without flags", flag_nothing },
  { 16, "expected_seq 77 in place of 3", break_expectation },
  { 17, "a fact about nobody: the outcome is rejected", reject_all },
  { 17, "that a member is said to have ended: the outcome is accepted", accept_second },
  { 17, "that a member is said to have ended: the outcome is accepted", accept_third },
  { 39, "status 200 in place of 400", break_refusals },
  { 40, "a signature that is none", break_refusals },
  { 40, "another key", believe_second_key },
  { 40, "expected_seq 1 in place of 2", expect_first_again },
  { 40, "does not follow from good ones: status 200", take_broken },
  { 40, "does not follow from good ones: expected_seq 3", take_good_ones },
  { 53, "a fact about nobody that asks", keep_all },
  { 53, "a rejection has no code", give_no_reason },
  { 77, "the outcome is accepted in place", accept_all },
  { 77, "not flagged with programme_unknown", flag_nothing },
};

const Breaks breaks_of_pushes = { breaks, G_N_ELEMENTS (breaks) };
