/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-replica.h"
#include "office-fixture.h"

/* A head office that tells a store's devices little of other stores' members, and two tills. */

#define DAY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))
#define SCOPE_DAYS 10
#define NOTE "{'text':'Canaria likes wool'}"

/* A device of a store, and its rows. */
typedef struct {
  Device *device;
  CpReplica *replica;
} ScopeTill;

typedef struct {
  Office *office;
  ScopeTill high; /* where all members of the test chain are at home */
  ScopeTill station;
} Scope;

/** scope_publish: the next version of the programme, with that scope */
void scope_publish (Office *office, const char *scope);

/** scope_set_up: the scope is `store` */
void scope_set_up (Scope *self, gconstpointer data);

void scope_tear_down (Scope *self, gconstpointer data);

/** scope_follow_all: both tills do; then their rows are those of a snapshot and of head office's checksums */
void scope_follow_all (Scope *self);

/** scope_follow: takes what is new, a few items at a time */
void scope_follow (ScopeTill *self, Office *office);

/** scope_knows: whether the till knows who the member of account @n is */
gboolean scope_knows (const ScopeTill *self, guint n);

/** scope_count_notes: of account @n */
guint scope_count_notes (const ScopeTill *self, guint n);

/** scope_do: does it, and head office accepts it */
void scope_do (
    ScopeTill *self, Office *office, guint id, CpOperationKind kind, guint n, const char *text);

/** scope_change_member: at head office */
void scope_change_member (Office *office, guint n, void (*change) (CpMember *member));

/** scope_get_member: (transfer full): */
CpMember *scope_get_member (const ScopeTill *self, guint n);

/** scope_assert_as_snapshot: the feed has left the same rows as a snapshot for @store_id (nullable) has */
void scope_assert_as_snapshot (const ScopeTill *self, Office *office, const char *store_id);

/** scope_assert_same_rows: byte for byte */
void scope_assert_same_rows (CpReplica *replica, CpReplica *other);
