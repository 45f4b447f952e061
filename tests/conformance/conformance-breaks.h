/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "conformance.h"

/* What whoever stands between the kit and a head office that conforms does to one statement, and what the
 * kit has to say of it. */

/** BREAK_NO_RETRY: an answer does not say when to ask again */
#define BREAK_NO_RETRY (-1)

/**
 * Break:
 * @why: part of what the kit says
 * @change: (nullable): changes an answer on a device's line
 * @change_wire: (nullable): changes one beneath it
 * @change_path: (nullable): (transfer full): of what is asked for in place of @path, on the line and beneath it
 * @retry_after_ms: 0: as it was
 * @is_open: whoever has no certificate or no TLS is let in
 */
typedef struct {
  guint statement;
  const char *why;
  void (*change) (const char *path, guint *status, CpJson *document);
  void (*change_wire) (const WireRequest *request, WireReply *reply);
  char *(*change_path) (const char *path);
  gint64 retry_after_ms;
  gboolean is_open;
} Break;

typedef struct {
  const Break *breaks;
  guint n;
} Breaks;

extern const Breaks breaks_of_access, breaks_of_pushes, breaks_of_lanes, breaks_of_feed,
    breaks_of_rows, breaks_of_snapshots;

/* Of several subjects */

gboolean break_is_push (const char *path);
gboolean break_is_feed (const char *path);
gboolean break_is_about (const char *path, const char *word);

/** break_items: calls @func with each of the answer's items. */
void break_items (CpJson *document, void (*func) (CpJson *item));

/** break_outcome: of the operation number @seq; 0: of all */
void break_outcome (CpJson *document, gint64 seq, const char *outcome);

/** break_expected: where @from is expected, @to is said to be; 0: wherever a number is expected */
void break_expected (CpJson *document, gint64 from, gint64 to);

/** break_refusals, break_all, break_signature, break_versions, break_expectation: as @change: refuses nothing;
 *  refuses all; seals and signs nothing; changes rows' `ver`; expects another number */
void break_refusals (const char *path, guint *status, CpJson *document);
void break_all (const char *path, guint *status, CpJson *document);
void break_signature (const char *path, guint *status, CpJson *document);
void break_versions (const char *path, guint *status, CpJson *document);
void break_expectation (const char *path, guint *status, CpJson *document);
