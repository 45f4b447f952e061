/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-bus-ledger.h"

static CpJson *
get_push (gpointer data,
          CpLane lane,
          gint64 from_seq,
          guint max_operations,
          gsize max_bytes,
          GError **error)
{
  return cp_ledger_client_get_push_sync (data, lane, from_seq, max_operations, (guint) max_bytes,
                                         NULL, error);
}

static gboolean
apply_page (gpointer data, const CpJson *page, GError **error)
{
  return cp_ledger_client_apply_page_sync (data, page, NULL, error);
}

static gboolean
set_link (gpointer data, const CpJson *link, GError **error)
{
  return cp_ledger_client_set_link_sync (data, link, NULL, error);
}

static CpJson *
begin_snapshot (gpointer data, const CpJson *manifest, GError **error)
{
  return cp_ledger_client_begin_snapshot_sync (data, manifest, NULL, error);
}

static gboolean
put_chunk (gpointer data, guint index, gconstpointer bytes, gsize n_bytes, GError **error)
{
  return cp_ledger_client_put_snapshot_chunk_sync (data, index, bytes, n_bytes, NULL, error);
}

static gboolean
finish_snapshot (gpointer data, GError **error)
{
  return cp_ledger_client_finish_snapshot_sync (data, NULL, error);
}

static CpJson *
get_check (gpointer data, GError **error)
{
  return cp_ledger_client_get_check_sync (data, NULL, error);
}

static CpJson *
put_sums (gpointer data, const CpJson *sums, GError **error)
{
  return cp_ledger_client_put_sums_sync (data, sums, NULL, error);
}

static gboolean
put_range (gpointer data, const CpJson *range, GError **error)
{
  return cp_ledger_client_put_range_sync (data, range, NULL, error);
}

static CpJson *
get_question (gpointer data, GError **error)
{
  return cp_ledger_client_get_question_sync (data, NULL, error);
}

static gboolean
put_answer (gpointer data, const CpJson *answer, GError **error)
{
  return cp_ledger_client_put_answer_sync (data, answer, NULL, error);
}

CpLedgerPort
cp_bus_ledger_get_port (CpLedgerClient *client)
{
  return (CpLedgerPort){ get_push,       apply_page, set_link,        client,
                         begin_snapshot, put_chunk,  finish_snapshot, get_check,
                         put_sums,       put_range,  get_question,    put_answer };
}
