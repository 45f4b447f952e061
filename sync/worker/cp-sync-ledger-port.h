/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-chain.h"
#include "cp-json.h"

G_BEGIN_DECLS

/** CpLedgerPort: what the worker needs of a ledger; each as the function of the same name in
 *  cp-ledger.h. %CP_ERROR_UNAVAILABLE while the ledger is away. */
typedef struct {
  CpJson *(*get_push) (gpointer data,
                       CpLane lane,
                       gint64 from_seq,
                       guint max_operations,
                       gsize max_bytes,
                       GError **error);
  gboolean (*apply_page) (gpointer data, const CpJson *page, GError **error);
  gboolean (*set_link) (gpointer data, const CpJson *link, GError **error);
  gpointer data;

  /* (nullable), all three: without them nothing but the feed is used. @put_chunk gives
   * %CP_ERROR_CORRUPT for bytes that are not what the manifest says. */
  CpJson *(*begin_snapshot) (gpointer data, const CpJson *manifest, GError **error);
  gboolean (*put_chunk) (
      gpointer data, guint index, gconstpointer bytes, gsize n_bytes, GError **error);
  gboolean (*finish_snapshot) (gpointer data, GError **error);

  /* (nullable), all three: without them rows are not checked. */
  CpJson *(*get_check) (gpointer data, GError **error);
  CpJson *(*put_sums) (gpointer data, const CpJson *sums, GError **error);
  gboolean (*put_range) (gpointer data, const CpJson *range, GError **error);

  /* (nullable), both: without them head office is not asked about cards. */
  CpJson *(*get_question) (gpointer data, GError **error);
  gboolean (*put_answer) (gpointer data, const CpJson *answer, GError **error);
} CpLedgerPort;

G_END_DECLS
