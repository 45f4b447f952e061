/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "postgres-fixture.h"

#include <gio/gio.h>

/* A head office as it ships, over either database, with a practice chain in it. */

#define BENCH_MAX_PROCESSES 2

typedef struct {
  char *folder;
  char *database;     /* as for --database */
  Postgres *postgres; /* (nullable) */
  GSubprocess *processes[BENCH_MAX_PROCESSES];
  char *urls[BENCH_MAX_PROCESSES];
  guint n_processes;
  guint n_members;
  guint n_devices;
  guint n_published;
  double import_seconds; /* how long it took to take its rows in */
} BenchOffice;

/** BENCH_ROWS_A_MEMBER: account, member, card, and a reward with a balance */
#define BENCH_ROWS_A_MEMBER 4

/** bench_office_new: published and filled, with nobody serving yet; @postgres (nullable): else SQLite */
BenchOffice *bench_office_new (Postgres *postgres, guint n_members, guint n_devices);

/** bench_office_serve: starts that many processes. @options: (nullable): more than what is needed; $ stands for
 *  the folder */
void bench_office_serve (BenchOffice *self, guint n_processes, const char *options);

/** bench_office_run: (transfer full): does one of head office's commands; $ stands for the folder */
char *bench_office_run (BenchOffice *self, const char *words);

/** bench_office_change: imports @n_rows of its members and rewards anew, each a little different */
void bench_office_change (BenchOffice *self, guint n_rows);

/** bench_office_give_pin: mia can sign in with 4711 where the key for PINs is 77…; before it is told */
void bench_office_give_pin (BenchOffice *self);

/** bench_office_publish: the programme anew, with that scope: with `store`, stores are told of members who
 *  are not at home there, which nobody is anywhere, no more than what a card may do */
void bench_office_publish (BenchOffice *self, const char *scope);

/** bench_office_get_cpu: seconds of processor that its processes have used, the database's server not
 *  among them */
double bench_office_get_cpu (const BenchOffice *self);

/** bench_office_get_database_cpu: the same of the database's server; 0 where there is none */
double bench_office_get_database_cpu (const BenchOffice *self);

/** bench_office_dup_staff_id: (transfer full): who works at device @n */
char *bench_office_dup_staff_id (guint n);

/** bench_office_dup_path: (transfer full): in its folder */
char *bench_office_dup_path (const BenchOffice *self, const char *name);
void bench_office_free (BenchOffice *self);

/** bench_office_dup_id: (transfer full): of a row of member @n: `a`ccount, `b` member, `c` reward,
 *  `d` card */
char *bench_office_dup_id (guint n, char what);

/** bench_mix: a number that looks like any, of @seed */
guint64 bench_mix (guint64 seed);

/** bench_dup_uuid: (transfer full): a UUIDv7 as a device would have made it at @at_ms, of @seed: its random
 *  bits weigh on the line and on the disk what they weigh in a shop */
char *bench_dup_uuid (gint64 at_ms, guint64 seed);
