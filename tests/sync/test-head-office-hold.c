/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One till sets something of an incentive aside and another voids it, and neither knows of the other: whichever
 * head office hears of first, and whatever becomes of what was set aside, the same is left. */
#include "cp-decision.h"
#include "office-fixture.h"

#define HOUR_MS (60 * 60 * 1000)

typedef struct {
  Office *office;
  Device *holder;
  Device *voider;
  char *incentive_id;
  char *hold_id;
  char *void_id;
} Meeting;

typedef enum {
  CONFIRMED,
  CANCELLED,
  LAPSED,
  CONFIRMED_LATE,
  N_ENDS,
} End;

/* What is left of the incentive, and what became of what was set aside. */
typedef struct {
  CpIncentiveState state;
  gint64 left;
  CpRedemptionState redemption;
  gint64 set_aside;
} Result;

static const struct {
  const char *what;
  const char *payload; /* of the hold; %s: the incentive */
  CpOperationKind kind;
  gint64 had;
  gint64 held;
} subjects[] = {
  { "reward10", "{'amount_minor':700,'hold':true,'incentive_id':'%s'}", CP_OPERATION_REDEEM_REWARD,
    1000, 700 },
  { "reward10", "{'amount_minor':1000,'hold':true,'incentive_id':'%s'}", CP_OPERATION_REDEEM_REWARD,
    1000, 1000 },
  { "benefit", "{'uses':1,'hold':true,'incentive_id':'%s'}", CP_OPERATION_REDEEM_BENEFIT, 2, 1 },
  { "benefit", "{'uses':2,'hold':true,'incentive_id':'%s'}", CP_OPERATION_REDEEM_BENEFIT, 2, 2 },
};

/* By `mia`, who may do both; @at_ms: when it was done. (transfer full): its id */
static char *
do_at (Meeting *self,
       Device *device,
       guint id,
       CpOperationKind kind,
       const char *payload,
       gint64 at_ms)
{
  g_autoptr (CpOperation) operation = cp_test_chain_operation (id, kind, 1, payload);

  g_free (operation->device_id);
  operation->device_id = g_strdup (device->id);
  g_free (operation->staff_id);
  operation->staff_id = g_strdup ("mia");
  operation->at_ms = at_ms;
  device_add (device, operation->id, cp_operation_to_json (operation));
  g_assert_cmpuint (device_push (device, self->office, device->seq, NULL), ==, 200);
  return g_strdup (operation->id);
}

static void
void_it (Meeting *self)
{
  g_autofree char *payload =
      g_strdup_printf ("{'incentive_id':'%s','reason_id':'mistake'}", self->incentive_id);

  self->void_id =
      do_at (self, self->voider, 700, CP_OPERATION_VOID_INCENTIVE, payload, CP_TEST_NOW_MS);
}

static void
hold_it (Meeting *self, guint subject)
{
  g_autoptr (GString) payload = g_string_new (subjects[subject].payload);

  g_string_replace (payload, "%s", self->incentive_id, 1);
  self->hold_id =
      do_at (self, self->holder, 800, subjects[subject].kind, payload->str, CP_TEST_NOW_MS);
}

static void
meeting_begin (Meeting *self, guint subject, gboolean hold_first)
{
  self->office = office_new ();
  self->holder = device_new ("till-1", "one");
  self->voider = device_new ("till-2", "one");
  self->incentive_id = cp_test_chain_id (1, subjects[subject].what);
  if (hold_first)
    hold_it (self, subject);
  void_it (self);
  if (!hold_first)
    hold_it (self, subject);
}

static void
meeting_end (Meeting *self)
{
  device_free (self->holder);
  device_free (self->voider);
  office_free (self->office);
  g_free (self->incentive_id);
  g_free (self->hold_id);
  g_free (self->void_id);
}

/* @flag: (nullable): the first rule that it went past, in which case it was accepted so */
static void
assert_accepted (Meeting *self, const Device *device, const char *id, const char *flag)
{
  g_autoptr (CpJson) ack = office_get_outcome (self->office, device->id, device->incarnation, id);
  const CpJson *flags = cp_json_get_array (ack, "flags");

  g_assert_cmpstr (cp_json_get_text (ack, "outcome"), ==,
                   flag != NULL ? "accepted_changed" : "accepted");
  g_assert_cmpstr (json_string_value (json_array_get (flags, 0)), ==, flag);
}

static void
let_it_lapse (Meeting *self)
{
  g_autofree char *note = NULL;

  self->office->now_ms += HOUR_MS;
  note = do_at (self, self->holder, 801, CP_OPERATION_MAKE_PROMISE,
                "{'text':'t','definition_id':'coffee'}", CP_TEST_NOW_MS + HOUR_MS);
}

/* Lets it come to @end. (transfer full) (nullable): the id of what ended it */
static char *
bring_to (Meeting *self, End end)
{
  g_autofree char *payload = g_strdup_printf ("{'redemption_id':'%s'}", self->hold_id);

  if (end == LAPSED || end == CONFIRMED_LATE)
    let_it_lapse (self);
  if (end == LAPSED)
    return NULL;
  return do_at (self, self->holder, 802,
                end == CANCELLED ? CP_OPERATION_CANCEL_REDEMPTION : CP_OPERATION_CONFIRM_REDEMPTION,
                payload, CP_TEST_NOW_MS + (end == CONFIRMED_LATE ? HOUR_MS : 1));
}

static Result
meeting_read (Meeting *self)
{
  g_autofree char *redemption_id = cp_derive_id (self->hold_id, 1);
  CpIncentive *incentive = office_get_row (self->office, CP_KIND_INCENTIVE, self->incentive_id);
  CpRedemption *redemption = office_get_row (self->office, CP_KIND_REDEMPTION, redemption_id);
  Result result = { incentive->state, incentive->balance_minor + incentive->uses_left,
                    redemption->state, redemption->amount_minor + redemption->uses };

  g_assert_cmpstr (incentive->void_reason, ==, "Issued by mistake");
  g_assert_cmpstr (redemption->incentive_id, ==, self->incentive_id);
  cp_entity_free (incentive);
  cp_entity_free (redemption);
  return result;
}

/* What it says about it, so that nobody finds out later: the hold that came too late, and whoever ends what
 * comes to nothing. */
static void
check_words (Meeting *self, gboolean hold_first, End end, const char *ending_id)
{
  assert_accepted (self, self->voider, self->void_id, NULL);
  assert_accepted (self, self->holder, self->hold_id, hold_first ? NULL : "incentive_voided");
  if (end == CANCELLED)
    assert_accepted (self, self->holder, ending_id, "incentive_voided");
  else if (end != LAPSED)
    assert_accepted (self, self->holder, ending_id, end == CONFIRMED ? NULL : "not_eligible");
}

static void
test_whichever_comes_first (void)
{
  static const CpRedemptionState states[N_ENDS] = { CP_REDEMPTION_CONFIRMED,
                                                    CP_REDEMPTION_CANCELLED, CP_REDEMPTION_LAPSED,
                                                    CP_REDEMPTION_CONFIRMED };

  for (guint i = 0; i < G_N_ELEMENTS (subjects) * N_ENDS * 2; i++) {
    guint subject = i / (N_ENDS * 2);
    End end = (End) (i / 2 % N_ENDS);
    gboolean hold_first = i % 2 == 0;
    gboolean redeemed = end == CONFIRMED || end == CONFIRMED_LATE;
    g_autofree char *ending_id = NULL;
    Meeting meeting = { 0 };
    Result result;

    g_test_message ("%s, %s first, end %d", subjects[subject].payload, hold_first ? "hold" : "void",
                    end);
    meeting_begin (&meeting, subject, hold_first);
    result = meeting_read (&meeting);
    g_assert_cmpint (result.redemption, ==, CP_REDEMPTION_HELD);
    g_assert_cmpint (result.left, ==, subjects[subject].had - subjects[subject].held);
    ending_id = bring_to (&meeting, end);
    result = meeting_read (&meeting);
    g_assert_cmpint (result.state, ==, CP_INCENTIVE_VOIDED);
    g_assert_cmpint (result.redemption, ==, states[end]);
    g_assert_cmpint (result.set_aside, ==, subjects[subject].held);
    g_assert_cmpint (result.left, ==,
                     subjects[subject].had - (redeemed ? subjects[subject].held : 0));
    check_words (&meeting, hold_first, end, ending_id);
    meeting_end (&meeting);
  }
}

/* Which rewards a till took it from it does not say: head office takes it from those that it still has, and
 * what is missing is a debt, with a task; both are gone again if it comes to nothing. */
static void
test_what_named_none_is_taken_from_the_others (void)
{
  g_autofree char *reward5 = cp_test_chain_id (1, "reward5");
  g_autofree char *account_id = cp_test_chain_id (1, "account");
  Meeting meeting = { 0 };

  for (guint cancelled = 0; cancelled < 2; cancelled++) {
    CpIncentive *other;
    CpAccountRow *row;

    if (cancelled) {
      g_free (bring_to (&meeting, CANCELLED));
    } else {
      meeting.office = office_new ();
      meeting.holder = device_new ("till-1", "one");
      meeting.voider = device_new ("till-2", "one");
      meeting.incentive_id = cp_test_chain_id (1, "reward10");
      void_it (&meeting);
      meeting.hold_id = do_at (&meeting, meeting.holder, 800, CP_OPERATION_REDEEM_REWARD,
                               "{'amount_minor':700,'hold':true}", CP_TEST_NOW_MS);
      assert_accepted (&meeting, meeting.holder, meeting.hold_id, "insufficient_balance");
      g_assert_cmpuint (office_count_rows (meeting.office, "task"), ==, 1);
    }
    other = office_get_row (meeting.office, CP_KIND_INCENTIVE, reward5);
    row = office_get_row (meeting.office, CP_KIND_ACCOUNT, account_id);
    g_assert_cmpint (other->balance_minor, ==, cancelled ? 500 : -200);
    g_assert_cmpint (row->overdrawn, ==, !cancelled);
    cp_entity_free (other);
    cp_entity_free (row);
  }
  meeting_end (&meeting);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/head-office-hold/whichever-comes-first", test_whichever_comes_first);
  g_test_add_func ("/sync/head-office-hold/what-named-none-is-taken-from-the-others",
                   test_what_named_none_is_taken_from_the_others);
  return g_test_run ();
}
