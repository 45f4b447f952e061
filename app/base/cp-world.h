/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** CpFiles: see cp-files.h */
typedef struct _CpFiles CpFiles;

/**
 * CpWorld:
 * @wall_ms: UTC, milliseconds since 1970. May jump either way; decides no order and no replay.
 * @boot_ms: milliseconds since boot, suspended time included. Never goes back.
 * @fill_random: fills @bytes with unpredictable bytes.
 * @vfs_name: (nullable): the SQLite VFS through which files are reached, %NULL for the default.
 * @data: passed to each function.
 * @files: (nullable): the disk's other files (cp-files.h), %NULL for the machine's own.
 *
 * The one door through which clock, randomness and disk come in. Ledger, worker and head office
 * take it when they are made and ask nothing else; tests/sim hands them a world of its own. (The
 * network's door is CpTransport.)
 */
typedef struct {
  gint64 (*wall_ms) (gpointer data);
  gint64 (*boot_ms) (gpointer data);
  void (*fill_random) (gpointer data, guint8 *bytes, gsize n_bytes);
  const char *vfs_name;
  gpointer data;
  const CpFiles *files;
} CpWorld;

/**
 * cp_world_real:
 *
 * Returns: (transfer none): the machine's own clock, randomness (libsodium's) and disk. May be used
 *   from any thread.
 */
const CpWorld *cp_world_real (void);

gint64 cp_world_wall_ms (const CpWorld *self);
gint64 cp_world_boot_ms (const CpWorld *self);
void cp_world_fill_random (const CpWorld *self, guint8 *bytes, gsize n_bytes);

/**
 * CpIdSource:
 *
 * The state that keeps a process's UUIDv7s ascending; zero it to start. Belongs to one thread.
 */
typedef struct {
  gint64 last_ms;
  guint16 counter;
} CpIdSource;

/**
 * cp_id_new:
 *
 * Makes a UUIDv7 (RFC 9562, method 1: the twelve bits after the version are a counter within the
 * millisecond; the time is clamped so that it never goes back). Ids sort by the time at which this
 * device made them, which helps indexes and decides nothing.
 *
 * Returns: (transfer full): 36 characters, lower case.
 */
char *cp_id_new (CpIdSource *source, const CpWorld *world);

/** cp_id_is_valid: whether @text is a UUID of version 7 in its 36 lower-case characters. */
gboolean cp_id_is_valid (const char *text);

G_END_DECLS
