/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading the file: once to see that it is whole, and once to take it. */
#include "cp-error.h"
#include "cp-head-office-private.h"
#include "cp-head-office-receipts.h"
#include "cp-transfer.h"

#include <string.h>

/* A page of the feed can end after so many records, and so many are made durable together. */
#define RECORDS_PER_END 500
#define RECORDS_PER_COMMIT 10000

typedef struct {
  CpHeadOffice *office;
  CpHeadOfficeStorage *storage;
  GHashTable *chains; /* "device/incarnation" → its last operation's JSON */
  guint64 n_lines;
  guint64 n_told;
} Run;

typedef gboolean (*LineFunc) (Run *run, CpJson *line, GError **error);

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, why);
  return FALSE;
}

static gboolean
take_row (Run *run, CpJson *line, GError **error)
{
  const CpJson *row = cp_json_get_object (line, "row");
  int kind = cp_kind_from_word (cp_json_get_text (row, "kind"));
  const CpJson *data = cp_json_get_object (row, "data");
  gpointer entity;
  gboolean ok;

  if (kind < 0 || data == NULL)
    return refuse (error, "a row is of a kind that is not known");
  entity = cp_entity_from_json ((CpKind) kind, data, 0, error);
  if (entity == NULL)
    return FALSE;
  cp_head_office_expect_new (run->office, entity);
  ok = cp_head_office_put_row (run->office, entity, error);
  cp_entity_free (entity);
  return ok;
}

/* @text: (nullable): their JSON, or nothing once they were forgotten */
static gboolean
take_alerts (Run *run, const char *device_id, const char *text, GError **error)
{
  g_autoptr (CpJson) alerts = NULL;

  if (text == NULL || *text == '\0')
    return TRUE;
  alerts = cp_json_parse_object (text, -1, error);
  return alerts != NULL && cp_head_office_put_device_alerts (run->office, device_id, alerts, error);
}

static gboolean
take_device (Run *run, CpJson *line, GError **error)
{
  g_autoptr (CpDevice) device =
      cp_device_new (cp_json_get_text (line, "id"), cp_json_get_text (line, "store_id"),
                     cp_json_get_text (line, "token_hash"));
  const char *key = cp_json_get_text (line, "key");

  device->revoked = cp_json_get_int (line, "revoked", 0) != 0;
  return run->storage->class_->put_device (run->storage, device,
                                           cp_json_get_int (line, "added_at_ms", 0), error) &&
         (key == NULL || cp_head_office_put_device_key (run->office, device->id, key, error)) &&
         take_alerts (run, device->id, cp_json_get_text (line, "alerts"), error);
}

static gboolean
take_keys (Run *run, CpJson *line, GError **error)
{
  return cp_head_office_import_keys (run->office, line, error);
}

static gboolean
take_erasure (Run *run, CpJson *line, GError **error)
{
  return cp_head_office_import_erasure (run->office, line, error);
}

/* Of a file that has them in one line, as older ones do. */
static gboolean
take_erasures (Run *run, CpJson *line, GError **error)
{
  gsize i;
  CpJson *entry;

  json_array_foreach (cp_json_get_array (line, "list"), i, entry)
  {
    if (!cp_head_office_import_erasure (run->office, entry, error))
      return FALSE;
  }
  return TRUE;
}

static CpReceived
read_received (const CpJson *line)
{
  return (CpReceived){ .id = (char *) cp_json_get_text (line, "id"),
                       .hash = (char *) cp_json_get_text (line, "hash"),
                       .body = (char *) cp_json_get_text (line, "body"),
                       .outcome = (char *) cp_json_get_text (line, "outcome"),
                       .at_ms = cp_json_get_int (line, "at_ms", 0),
                       .is_repeat = cp_json_get_int (line, "is_repeat", 0) != 0 };
}

static CpPlace
read_place (const CpJson *line)
{
  return (CpPlace){ cp_json_get_text (line, "device"), cp_json_get_text (line, "incarnation"),
                    cp_json_get_int (line, "seq", 0) };
}

/* With its way to the device, which is going to ask from the beginning. */
static gboolean
take_operation (Run *run, CpJson *line, GError **error)
{
  CpReceived received = read_received (line);
  CpPlace place = read_place (line);

  if (place.device_id == NULL || place.incarnation == NULL || received.id == NULL ||
      received.hash == NULL || received.body == NULL || received.outcome == NULL)
    return refuse (error, "an operation is not whole");
  g_hash_table_replace (run->chains, g_strconcat (place.device_id, "/", place.incarnation, NULL),
                        json_incref (line));
  return run->storage->class_->put_operation (run->storage, &place, &received, error) &&
         run->storage->class_->add_ack (run->storage, &place, received.id, received.outcome, error);
}

static gboolean
take_usage (Run *run, CpJson *line, GError **error)
{
  return run->storage->class_->put_usage (
      run->storage, cp_json_get_text (line, "staff_id"), cp_json_get_text (line, "kind"),
      cp_json_get_int (line, "day", 0), cp_json_get_int (line, "count", 0),
      cp_json_get_int (line, "value_minor", 0), error);
}

static gboolean
take_stray (Run *run, CpJson *line, GError **error)
{
  CpReceived received = read_received (line);
  CpPlace place = read_place (line);

  return run->storage->class_->put_stray (run->storage, &place, &received, error);
}

static gboolean
take_frame (Run *run, CpJson *line, GError **error)
{
  return TRUE;
}

static const struct {
  const char *word;
  LineFunc take;
} types[] = {
  { "head", take_frame },          { "row", take_row },     { "device", take_device },
  { "operation", take_operation }, { "usage", take_usage }, { "stray", take_stray },
  { "foot", take_frame },          { "keys", take_keys },   { "erasures", take_erasures },
  { "erasure", take_erasure },
};

/* In pieces, so that neither a page nor a transaction grows without end. */
static gboolean
take_breath (Run *run, GError **error)
{
  run->n_told++;
  if (run->n_told % RECORDS_PER_END == 0 &&
      !run->storage->class_->end_transaction (run->storage, error))
    return FALSE;
  return run->n_told % RECORDS_PER_COMMIT != 0 ||
         (cp_head_office_commit (run->office, error) && cp_head_office_begin (run->office, error));
}

static gboolean
take_line (Run *run, CpJson *line, GError **error)
{
  const char *word = cp_json_get_text (line, "t");

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_strcmp0 (types[i].word, word) == 0)
      return types[i].take (run, line, error) &&
             (i != 1 && i != 3 ? TRUE : take_breath (run, error));
  return refuse (error, "a line is of a type that is not known");
}

/* The head must be the first, the foot the last, and right about the number of lines. */
static gboolean
check_line (Run *run, CpJson *line, GError **error)
{
  const char *word = cp_json_get_text (line, "t");

  if ((run->n_lines == 0) != (g_strcmp0 (word, "head") == 0))
    return refuse (error, "not a file of head office's");
  if (run->n_lines == 0 &&
      (g_strcmp0 (cp_json_get_text (line, "format"), "counterpart-head-office") != 0 ||
       cp_json_get_int (line, "version", 0) != 1))
    return refuse (error, "of a version that is not known");
  if (g_strcmp0 (word, "foot") == 0)
    run->n_told = (guint64) cp_json_get_int (line, "lines", 0);
  else if (run->n_told != 0)
    return refuse (error, "there is something after the end");
  return TRUE;
}

static gboolean
for_each_line (Run *run, const char *text, gsize size, LineFunc func, GError **error)
{
  const char *end = text + size;

  while (text < end) {
    const char *newline = memchr (text, '\n', (gsize) (end - text));
    gsize length = (gsize) ((newline != NULL ? newline : end) - text);
    g_autoptr (CpJson) line = cp_json_parse_object (text, (gssize) length, error);

    if (line == NULL || !func (run, line, error)) {
      g_prefix_error (error, "line %" G_GUINT64_FORMAT ": ", run->n_lines + 1);
      return FALSE;
    }
    run->n_lines++;
    text += length + 1;
  }
  return TRUE;
}

static gboolean
is_whole (const char *text, gsize size, GError **error)
{
  Run run = { 0 };

  if (!for_each_line (&run, text, size, check_line, error))
    return FALSE;
  return (run.n_lines > 1 && run.n_told == run.n_lines - 1) ||
         refuse (error, "the file is not whole");
}

static gboolean
note_one (gpointer data, const char *text)
{
  *(gboolean *) data = TRUE;
  return FALSE;
}

static gboolean
is_empty (CpHeadOfficeStorage *storage, GError **error)
{
  gboolean any = FALSE;
  gint64 n_erasures = 0;

  if (!storage->class_->list_rows (storage, NULL, note_one, &any, error) ||
      !storage->class_->list_operations (storage, note_one, &any, error) ||
      !storage->class_->list_devices (storage, note_one, &any, error) ||
      !storage->class_->count_erasures (storage, &n_erasures, error))
    return FALSE;
  return (!any && n_erasures == 0) || refuse (error, "This head office is not empty");
}

static gboolean
put_chains (Run *run, GError **error)
{
  GHashTableIter iter;
  gpointer line;

  g_hash_table_iter_init (&iter, run->chains);
  while (g_hash_table_iter_next (&iter, NULL, &line)) {
    CpPlace place = read_place (line);

    if (!run->storage->class_->put_chain (run->storage, &place, cp_json_get_text (line, "hash"),
                                          error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
mark (CpHeadOffice *office, const char *value, GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (office);

  return storage->class_->put_setting (storage, CP_SETTING_IMPORTING, value, error);
}

static gboolean
take_all (Run *run, const char *text, gsize size, GError **error)
{
  return cp_head_office_begin (run->office, error) && mark (run->office, "1", error) &&
         cp_head_office_commit (run->office, error) && cp_head_office_begin (run->office, error) &&
         for_each_line (run, text, size, take_line, error) && put_chains (run, error) &&
         run->storage->class_->end_transaction (run->storage, error) &&
         mark (run->office, "0", error) && cp_head_office_commit (run->office, error);
}

static void
unref_json (gpointer json)
{
  json_decref (json);
}

gboolean
cp_transfer_import (CpHeadOffice *office, const char *path, guint64 *ret_lines, GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  Run run = { .office = office, .storage = cp_head_office_get_storage (office) };
  const char *text = file != NULL ? g_mapped_file_get_contents (file) : NULL;
  gsize size = file != NULL ? g_mapped_file_get_length (file) : 0;
  gboolean ok;

  if (file == NULL || !is_whole (text, size, error) || !is_empty (run.storage, error))
    return FALSE;
  run.chains = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref_json);
  ok = take_all (&run, text, size, error);
  g_hash_table_unref (run.chains);
  *ret_lines = run.n_lines;
  if (!ok) {
    cp_head_office_rollback (office);
    return FALSE;
  }
  return cp_head_office_read_keys (office, error) &&
         cp_head_office_reload_programme (office, error);
}
