/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How the device is: for anybody, from the first start on. */
#include "cp-ledger-private.h"

static CpJson *
describe_store (const CpLedger *self)
{
  const CpStore *store =
      self->programme != NULL ? cp_programme_find_store (self->programme, self->store_id) : NULL;
  CpJson *document = json_object ();

  cp_json_set_text (document, "id", self->store_id);
  cp_json_set_text (document, "name", store != NULL ? store->name : NULL);
  cp_json_set_text (document, "time_zone", store != NULL ? store->time_zone : NULL);
  return document;
}

static CpJson *
describe_programme (const CpLedger *self)
{
  CpJson *document = json_object ();

  cp_json_set_text (document, "name", self->programme->name);
  cp_json_set_int (document, "version", self->programme->version);
  return document;
}

static CpJson *
describe_line (const CpLedger *self)
{
  CpJson *document = json_object ();

  cp_json_set_text (document, "state", self->line.state);
  cp_json_set_int (document, "since_ms", self->line.since_ms);
  cp_json_set_int (document, "last_sync_ms", self->line.last_sync_ms);
  cp_json_set_text (document, "text", self->line.text);
  return document;
}

/* What is there of one counts, also while head office has to build it anew. */
static CpJson *
describe_fetching (const CpLedger *self)
{
  CpJson *document = json_object ();

  cp_json_set_int (document, "percent", cp_ledger_get_snapshot_percent (self));
  if (self->line.is_preparing)
    cp_json_set_bool (document, "preparing", TRUE);
  return document;
}

static const char *
describe_disk (const CpLedger *self)
{
  if (self->is_full)
    return "full";
  return self->lacks_room ? "short" : "ok";
}

CpJson *
cp_ledger_get_status (CpLedger *self, GError **error)
{
  g_autoptr (CpJson) status = json_object ();
  gint64 n_attention, n_waiting[CP_N_LANES];

  if (!cp_ledger_check_alive (self, error) ||
      !cp_ledger_count_attention (self, &n_attention, error) ||
      !cp_journal_count_waiting (self->journal, &self->acked, n_waiting, error))
    return NULL;
  cp_json_set_text (status, "device_id", self->device_id);
  cp_json_set_text (status, "incarnation", cp_journal_get_incarnation (self->journal));
  cp_json_set (status, "store", describe_store (self));
  cp_json_set (status, "link", describe_line (self));
  cp_json_set_int (status, "waiting", n_waiting[CP_LANE_PRIORITY] + n_waiting[CP_LANE_BULK]);
  cp_json_set_int (status, "waiting_bulk", n_waiting[CP_LANE_BULK]);
  cp_json_set_int (status, "attention", n_attention);
  cp_json_set_text (status, "disk", describe_disk (self));
  cp_json_set_int (status, "as_of_ms", self->as_of_ms);
  if (self->is_training)
    cp_json_set_bool (status, "training", TRUE);
  if (self->check.at_ms != 0)
    cp_json_set (status, "check", cp_ledger_describe_check (self));
  if (self->staging != NULL || self->is_counting || self->line.is_preparing)
    cp_json_set (status, "fetching", describe_fetching (self));
  if (self->programme != NULL) {
    CpJson *offline = cp_ledger_describe_offline (self, error);

    if (offline == NULL)
      return NULL;
    cp_json_set (status, "offline", offline);
    cp_json_set (status, "programme", describe_programme (self));
  }
  return g_steal_pointer (&status);
}
