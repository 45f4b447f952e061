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
 * @is_open: whoever has no certificate, or another's, or no TLS is let in
 * @sealed: (nullable): what is sealed again after @change: %CP_SEAL_PAGE and the like, %BREAK_CHAIN or %BREAK_ALL
 * @is_strange: with another key than head office's, so that the seal is good and the key is not
 * @is_live: head office goes on by itself while it is asked
 * @is_plain: every store is told all, and there are no keys of cards
 * @is_slow: it is still adding up its rows for the first while
 */
typedef struct {
  guint statement;
  const char *why;
  void (*change) (const char *path, guint *status, CpJson *document);
  void (*change_wire) (const WireRequest *request, WireReply *reply);
  char *(*change_path) (const char *path);
  gint64 retry_after_ms;
  gboolean is_open;
  const char *sealed;
  gboolean is_strange;
  gboolean is_live;
  gboolean is_plain;
  gboolean is_slow;
} Break;

/** BREAK_CHAIN: the chain in what a fork is answered with */
#define BREAK_CHAIN "chain"

/** BREAK_ALL: whatever is sealed */
#define BREAK_ALL "all"

typedef struct {
  const Break *breaks;
  guint n;
} Breaks;

extern const Breaks breaks_of_access, breaks_of_pushes, breaks_of_lanes, breaks_of_feed,
    breaks_of_rows, breaks_of_people, breaks_of_snapshots;

/** Variation: what a head office may be like that conforms
 *  @how: changes the answers of ours
 *  @untested: (nullable): the statements of which nothing can be told then, 0 at the end */
typedef struct {
  const char *name;
  Break how;
  const guint *untested;
} Variation;

const Variation *variations_get (guint *ret_n);

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

/** break_name_manifest: gives a manifest that was changed the name of what it says now; break_ask_for_real: as
 *  @change_path: whoever asks for the snapshot of that name gets the one that it was */
void break_name_manifest (CpJson *document);
char *break_ask_for_real (const char *path);
