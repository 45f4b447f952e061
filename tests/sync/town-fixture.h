/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-test-ledger.h"
#include "office-fixture.h"

/** TILL: the device that a #Town's ledger is */
#define TILL "till-1"

/**
 * Town:
 * @n_lanes: which the device asks for
 * @n_done: operations that staff have made, ever
 * @passes_over: head office does not know the question of what became of operations
 *
 * A device's ledger and head office, with nothing between them but what the worker would do.
 */
typedef struct {
  CpTestLedger till;
  Office *office;
  guint n_lanes;
  guint n_done;
  gboolean passes_over;
} Town;

/** town_begin: both in step, with the test chain's staff */
void town_begin (Town *self, guint n_lanes);
void town_end (Town *self);

/** town_get_push: (transfer full): what the ledger would send */
CpJson *town_get_push (Town *self, CpLane lane, gint64 from_seq);

/** town_push: sends what waits in @lane, up to @most operations at once. */
void town_push (Town *self, CpLane lane, guint most);

/** town_sync: until both know all: a few rounds are enough, whatever happened */
void town_sync (Town *self);

/** town_work: @n operations of the bulk lane, where there is one. Returns: (transfer full): the first
 *  one's id */
char *town_work (Town *self, guint n);

/** town_count: how many operations head office has; none twice */
guint town_count (Town *self);

/** town_assert_nothing_is_lost: both brought in step, nothing waits and head office has all that was
 *  done, once. */
void town_assert_nothing_is_lost (Town *self);

/** town_copy_disk: the device's files into the folder @image. */
void town_copy_disk (Town *self, const char *image);

/** town_put_disk_back: the disk is as it was then, or is another's that was copied then. */
void town_put_disk_back (Town *self, const char *image);
