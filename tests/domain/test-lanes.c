/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Nothing that goes in the bulk lane may decide anything in the other: however late it comes to head office,
 * what was done in the priority lane has the same outcome and makes the same rows. A seed that fails is
 * printed by g_test; run it alone with --seed. */
#include "cp-redemption.h"
#include "cp-test-world.h"

#ifndef N_RUNS /* fewer under the sanitizers */
#define N_RUNS 60
#endif
#define N_OPERATIONS 300
#define NOTHING_PLANTED CP_N_OPERATION_KINDS

/* What was done at one counter, in order. */
typedef struct {
  CpProgramme *programme;
  GPtrArray *staff;
  GPtrArray *operations;
  gint64 now_ms;
} Deeds;

static void
clear_deeds (Deeds *self)
{
  cp_programme_free (self->programme);
  g_ptr_array_unref (self->staff);
  g_ptr_array_unref (self->operations);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Deeds, clear_deeds)

/* What head office decides is in the history too, which some limits are counted by. */
static CpDecision *
decide (const Deeds *self, CpTestWorld *world, CpDecideMode mode, const CpOperation *operation)
{
  CpAction *action = NULL;
  CpDecision *decision = cp_test_world_decide (world, self->programme, self->staff, mode,
                                               self->now_ms, operation, &action);
  CpAccount *account;

  if (decision->code == CP_REJECTION_NONE)
    cp_test_world_apply (world, decision, FALSE);
  account = action != NULL ? cp_test_world_find_account (world, action->entity.account_id) : NULL;
  if (account != NULL)
    cp_account_put (account, action);
  else
    cp_entity_free (action);
  return decision;
}

static void
do_some (Deeds *self, const CpTestWorld *before)
{
  g_autoptr (CpTestWorld) world = cp_test_world_copy (before);
  CpTestChooser chooser = { g_rand_new_with_seed ((guint32) g_test_rand_int ()), 0, 0 };

  self->programme = cp_test_chain_programme ();
  self->staff = cp_test_chain_staff ();
  self->operations = g_ptr_array_new_with_free_func ((GDestroyNotify) cp_operation_free);
  self->now_ms = CP_TEST_NOW_MS;
  for (guint i = 0; i < N_OPERATIONS; i++) {
    CpOperation *operation = cp_test_chooser_next (&chooser, world, self->now_ms);
    const CpAccount *account = cp_test_world_find_account (world, operation->account_id);
    g_autoptr (CpDecision) decision = NULL;

    if (account != NULL)
      cp_decision_prepare (operation, account);
    decision = decide (self, world, CP_DECIDE_AT_COUNTER, operation);
    if (decision->code == CP_REJECTION_NONE)
      g_ptr_array_add (self->operations, operation);
    else
      cp_operation_free (operation);
    self->now_ms += g_rand_int_range (chooser.random, 0, 60 * 60 * 1000);
  }
  g_rand_free (chooser.random);
}

/* What notes, tags, tasks and the history are is the bulk lane's business. */
static gboolean
is_of_bulk (CpKind kind)
{
  return kind == CP_KIND_ACTION || kind == CP_KIND_NOTE || kind == CP_KIND_TAG ||
         kind == CP_KIND_TASK;
}

static char *
describe (const CpOperation *operation, const CpDecision *decision)
{
  GString *text = g_string_new (cp_operation_kind_get_info (operation->kind)->word);

  g_string_append_printf (text, " %s %s %" G_GINT64_FORMAT, operation->id,
                          cp_rejection_get_info (decision->code)->word, decision->value_minor);
  for (guint i = 0; i < decision->flags->len; i++)
    g_string_append_printf (text, " %u", g_array_index (decision->flags, guint, i));
  return g_string_free (text, FALSE);
}

static void
describe_rows (const CpAccount *account, GString *text)
{
  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++)
    for (guint i = 0; !is_of_bulk (kind) && i < account->rows[kind]->len; i++) {
      g_autoptr (CpJson) json = cp_entity_to_json (account->rows[kind]->pdata[i]);
      g_autofree char *line = cp_json_to_text (json);

      g_string_append_printf (text, "%s\n", line);
    }
}

/* Holds that have lapsed are ended by whatever comes next on their account, as a rule: here by all. */
static char *
describe_world (const CpTestWorld *world, gint64 now_ms)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < world->accounts->len; i++) {
    const CpAccount *account = world->accounts->pdata[i];
    g_autoptr (CpAccount) settled = cp_redemption_settle (account, now_ms, NULL);

    describe_rows (settled != NULL ? settled : account, text);
  }
  return g_string_free (text, FALSE);
}

static gboolean
goes_in_bulk (const CpOperation *operation, guint planted)
{
  return operation->kind == planted || cp_operation_kind_get_lane (operation->kind) == CP_LANE_BULK;
}

/* (transfer full): the order in which they come to head office: as they were done in each lane, and never
 * one of the bulk lane before what was done before it */
static GPtrArray *
delay_bulk (const Deeds *self, guint planted)
{
  GPtrArray *order = g_ptr_array_new ();
  g_autoptr (GPtrArray) waiting = g_ptr_array_new ();

  for (guint i = 0; i < self->operations->len; i++) {
    while (waiting->len > 0 && g_test_rand_int_range (0, 4) == 0)
      g_ptr_array_add (order, g_ptr_array_steal_index (waiting, 0));
    g_ptr_array_add (goes_in_bulk (self->operations->pdata[i], planted) ? waiting : order,
                     self->operations->pdata[i]);
  }
  g_ptr_array_extend (order, waiting, NULL, NULL);
  return order;
}

/* (transfer full): what came of each of the priority lane, and the rows in the end */
static GPtrArray *
post (const Deeds *self, const CpTestWorld *before, const GPtrArray *order, guint planted)
{
  g_autoptr (CpTestWorld) world = cp_test_world_copy (before);
  GPtrArray *outcomes = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < order->len; i++) {
    g_autoptr (CpDecision) decision =
        decide (self, world, CP_DECIDE_AT_HEAD_OFFICE, order->pdata[i]);

    if (!goes_in_bulk (order->pdata[i], planted))
      g_ptr_array_add (outcomes, describe (order->pdata[i], decision));
  }
  g_ptr_array_add (outcomes, describe_world (world, self->now_ms));
  return outcomes;
}

/* (transfer full) (nullable): the first that came out otherwise because the bulk lane was late */
static char *
find_difference (const CpTestWorld *world, guint planted, guint *n_bulk)
{
  g_auto (Deeds) deeds = { NULL };
  g_autoptr (GPtrArray) late = NULL;
  g_autoptr (GPtrArray) expected = NULL;
  g_autoptr (GPtrArray) found = NULL;

  do_some (&deeds, world);
  late = delay_bulk (&deeds, planted);
  expected = post (&deeds, world, deeds.operations, planted);
  found = post (&deeds, world, late, planted);
  g_assert_cmpuint (found->len, ==, expected->len);
  *n_bulk += late->len + 1 - found->len;
  for (guint i = 0; i < found->len; i++)
    if (!g_str_equal (found->pdata[i], expected->pdata[i]))
      return g_strdup_printf ("%s\nwith the bulk lane late, and else\n%s", (char *) found->pdata[i],
                              (char *) expected->pdata[i]);
  return NULL;
}

static void
test_bulk_decides_nothing (void)
{
  g_autoptr (CpTestWorld) world = cp_test_world_new ();
  guint n_bulk = 0;

  for (guint i = 0; i < N_RUNS; i++) {
    g_autofree char *difference = find_difference (world, NOTHING_PLANTED, &n_bulk);

    g_assert_cmpstr (difference, ==, NULL);
  }
  g_assert_cmpuint (n_bulk, >, N_RUNS * 10);
}

/* A kind that decides something, put in the bulk lane, would be found. */
static void
test_finds_what_does_not_belong (void)
{
  static const CpOperationKind kinds[] = { CP_OPERATION_ISSUE_REWARD, CP_OPERATION_BLOCK_CARD,
                                           CP_OPERATION_MAKE_PROMISE, CP_OPERATION_OPT_OUT,
                                           CP_OPERATION_ADD_FAVOURITE };
  g_autoptr (CpTestWorld) world = cp_test_world_new ();

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree char *difference = NULL;
    guint n_bulk = 0, n_runs = 0;

    while (difference == NULL && n_runs++ < 1000)
      difference = find_difference (world, kinds[i], &n_bulk);
    g_test_message ("%s: found in run %u", cp_operation_kind_get_info (kinds[i])->word, n_runs);
    g_assert_nonnull (difference);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/lanes/the-bulk-lane-decides-nothing", test_bulk_decides_nothing);
  g_test_add_func ("/domain/lanes/what-does-not-belong-is-found", test_finds_what_does_not_belong);
  return g_test_run ();
}
