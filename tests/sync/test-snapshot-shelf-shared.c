/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Several processes over one database that share the folder of their snapshots. */
#include "shelf-fixture.h"

#define DAY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))

/* As another process over the same database, with the same folder, has it. */
static void
add_another (Fixture *self, Fixture *another)
{
  *another = (Fixture){ .office = self->office };
  shelf_open (another);
}

static void
remove_another (Fixture *another)
{
  cp_snapshot_shelf_free (another->shelf);
  g_free (another->id);
}

static void
test_gives_out_what_another_has_built (Fixture *self, gconstpointer data)
{
  Fixture another;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  add_another (self, &another);
  first = shelf_ask (self);
  g_assert_true (shelf_has (&another, first));
  shelf_count_copies (self);
  second = shelf_ask (&another);
  g_assert_cmpstr (first, ==, second);
  g_assert_cmpuint (shelf_stop_counting (self), ==, 0);
  remove_another (&another);
}

/* What is there, and what is being built: that goes on until the loop has heard that it is ready. */
static void
test_leaves_alone_what_others_give_out (Fixture *self, gconstpointer data)
{
  Fixture another;
  g_autofree char *first = shelf_ask (self);

  self->office->now_ms += DAY_MS;
  shelf_count_copies (self);
  cp_snapshot_shelf_ask (self->shelf, NULL, shelf_on_snapshot, self);
  add_another (self, &another);
  while (self->n_answers == 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (shelf_stop_counting (self), ==, 1);
  g_assert_cmpstr (first, !=, self->id);
  g_assert_true (shelf_has (self, first));
  remove_another (&another);
  g_assert_true (shelf_has (self, first));
  g_assert_true (shelf_has (self, self->id));
}

static void
test_waits_for_what_another_builds (Fixture *self, gconstpointer data)
{
  Fixture another;

  add_another (self, &another);
  shelf_count_copies (self);
  cp_snapshot_shelf_ask (self->shelf, NULL, shelf_on_snapshot, self);
  cp_snapshot_shelf_ask (another.shelf, NULL, shelf_on_snapshot, &another);
  g_assert_true (cp_snapshot_shelf_is_building (another.shelf));
  while (self->n_answers == 0 || another.n_answers == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (self->id);
  g_assert_cmpstr (self->id, ==, another.id);
  g_assert_cmpuint (shelf_stop_counting (self), ==, 1);
  remove_another (&another);
}

/* Whoever was not asked for the same builds its own when the other one is done. */
static void
test_builds_its_own_after_another (Fixture *self, gconstpointer data)
{
  Fixture another;

  add_another (self, &another);
  another.store_id = "high";
  cp_snapshot_shelf_ask (self->shelf, NULL, shelf_on_snapshot, self);
  cp_snapshot_shelf_ask (another.shelf, "high", shelf_on_snapshot, &another);
  while (self->n_answers == 0 || another.n_answers == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (shelf_has (self, self->id));
  g_assert_true (shelf_has (&another, another.id));
  g_assert_cmpstr (self->id, !=, another.id);
  remove_another (&another);
}

static void
test_takes_turns_with_another (Fixture *self, gconstpointer data)
{
  static const char *const stores[] = { "high", "station", "mall" };
  Fixture another;

  add_another (self, &another);
  for (guint i = 0; i < G_N_ELEMENTS (stores); i++)
    cp_snapshot_shelf_ask (self->shelf, stores[i], shelf_on_snapshot, self);
  cp_snapshot_shelf_ask (another.shelf, NULL, shelf_on_snapshot, &another);
  while (another.n_answers == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (self->n_answers, ==, 1);
  while (self->n_answers < G_N_ELEMENTS (stores))
    g_main_context_iteration (NULL, TRUE);
  remove_another (&another);
}

/* Nobody waits for one that has nothing left to build. */
static void
test_leaves_the_turn_to_others (Fixture *self, gconstpointer data)
{
  Fixture another;

  add_another (self, &another);
  cp_snapshot_shelf_ask (self->shelf, "high", shelf_on_snapshot, self);
  shelf_ask_and_leave (&another, "station", cp_snapshot_shelf_cancel);
  cp_snapshot_shelf_ask (self->shelf, "station", shelf_on_snapshot, self);
  while (self->n_answers < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (cp_snapshot_shelf_is_building (another.shelf));
  remove_another (&another);
}

/* Whether it has heard of the erasure or not. */
static void
test_none_gives_out_who_was_erased (Fixture *self, gconstpointer data)
{
  Fixture another;
  g_autofree char *first = shelf_ask (self);
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  add_another (self, &another);
  g_assert_true (shelf_has (&another, first));
  cp_head_office_set_erased_func (self->office->office, NULL, NULL);
  shelf_erase (self, 1);
  g_assert_false (shelf_has (self, first));
  g_assert_false (shelf_has (&another, first));
  second = shelf_ask (&another);
  third = shelf_ask (self);
  g_assert_cmpstr (first, !=, second);
  g_assert_cmpstr (second, ==, third);
  g_assert_cmpint (shelf_count_files (self, ".zst"), ==, 1); /* though nobody has told */
  remove_another (&another);
}

static void
add (const char *path, void (*func) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, shelf_set_up, func, shelf_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/snapshot-shelf-shared/gives-out-what-another-has-built",
       test_gives_out_what_another_has_built);
  add ("/snapshot-shelf-shared/leaves-alone-what-others-give-out",
       test_leaves_alone_what_others_give_out);
  add ("/snapshot-shelf-shared/waits-for-what-another-builds", test_waits_for_what_another_builds);
  add ("/snapshot-shelf-shared/builds-its-own-after-another", test_builds_its_own_after_another);
  add ("/snapshot-shelf-shared/takes-turns-with-another", test_takes_turns_with_another);
  add ("/snapshot-shelf-shared/leaves-the-turn-to-others", test_leaves_the_turn_to_others);
  add ("/snapshot-shelf-shared/none-gives-out-who-was-erased", test_none_gives_out_who_was_erased);
  return g_test_run ();
}
