/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The push and its answer. */
#include "cp-error.h"
#include "cp-protocol-read.h"
#include "cp-protocol.h"
#include "cp-signature.h"

#include <glib/gi18n-lib.h>

char *
cp_push_operation_dup_body (const CpPushOperation *self)
{
  return cp_json_to_text (self->body);
}

/* Absent is NULL where @may_lack: another operation of the push says it, or implies it. */
static gboolean
read_link (
    const CpJson *item, const char *key, gboolean may_lack, const char **ret_hash, GError **error)
{
  return (may_lack && json_object_get (item, key) == NULL) ||
         cp_read_hash (item, key, ret_hash, error);
}

static gboolean
read_operation (const CpJson *item,
                gboolean is_first,
                gboolean is_last,
                CpPushOperation *ret_operation,
                GError **error)
{
  CpPushOperation read = { 0 };

  if (!json_is_object (item)) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "must be an object");
    return FALSE;
  }
  read.body = json_object_get (item, "body");
  if (read.body == NULL) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "body: is missing");
    return FALSE;
  }
  if (json_is_null (read.body) && !cp_read_hash (item, "body_hash", &read.body_hash, error))
    return FALSE;
  if (!cp_read_int (item, "seq", 1, &read.seq, error) ||
      !cp_read_id (item, "id", FALSE, &read.id, error) ||
      !read_link (item, "prev", !is_first, &read.prev, error) ||
      !read_link (item, "hash", !is_last, &read.hash, error))
    return FALSE;
  *ret_operation = read;
  return TRUE;
}

static gboolean
check_follows (const CpPush *self, const CpPushOperation *next, GError **error)
{
  guint n = self->operations->len;

  if (n == 0 || g_array_index (self->operations, CpPushOperation, n - 1).seq + 1 == next->seq)
    return TRUE;
  g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "seq: must follow the one before");
  return FALSE;
}

/* Who sends operations answers for them. */
static gboolean
read_signature (CpPush *self, GError **error)
{
  self->key = self->signature = "";
  return self->operations->len == 0 ||
         (cp_read_hex (self->document, "key", CP_KEY_HEX_LENGTH, &self->key, error) &&
          cp_read_hex (self->document, "signature", CP_SIGNATURE_HEX_LENGTH, &self->signature,
                       error));
}

static gboolean
read_operations (CpPush *self, GError **error)
{
  const CpJson *list = cp_json_get_array (self->document, "operations");
  gsize index;
  json_t *item;

  if (list == NULL || json_array_size (list) > CP_PUSH_MAX_OPERATIONS) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "operations: must be a list of %d at most",
                 CP_PUSH_MAX_OPERATIONS);
    return FALSE;
  }
  json_array_foreach (list, index, item)
  {
    CpPushOperation operation;

    gboolean is_last = index + 1 == json_array_size (list);

    if (!read_operation (item, index == 0, is_last, &operation, error) ||
        !check_follows (self, &operation, error)) {
      g_prefix_error (error, "operations[%zu]: ", index);
      return FALSE;
    }
    g_array_append_val (self->operations, operation);
  }
  return TRUE;
}

gint64
cp_proto_agree (CpProtoRange one, CpProtoRange other)
{
  gint64 newest = MIN (one.most, other.most);

  return newest >= MAX (one.least, other.least) ? newest : 0;
}

gboolean
cp_proto_check (CpProtoRange theirs, gint64 *ret_proto, GError **error)
{
  const CpProtoRange ours = { CP_PROTO_LEAST, CP_PROTO };
  gint64 proto = cp_proto_agree (ours, theirs);

  if (proto > 0) {
    *ret_proto = proto;
    return TRUE;
  }
  g_set_error_literal (
      error, CP_ERROR, CP_ERROR_NEWER,
      theirs.most < ours.least
          ? _ ("This device's software is too old for head office. Have it updated; "
               "what waits here is safe")
          : _ ("Head office's software is too old for this device. Tell head office; "
               "what waits here is safe"));
  return FALSE;
}

/* A device that names no oldest version speaks one only. */
static gboolean
read_proto (const CpJson *document, gint64 *ret_proto, GError **error)
{
  CpProtoRange theirs = { 0, 0 };

  if (!cp_read_int (document, "proto", 1, &theirs.most, error) ||
      !cp_read_int (document, "proto_least", 0, &theirs.least, error))
    return FALSE;
  if (theirs.least == 0)
    theirs.least = theirs.most;
  return cp_proto_check (theirs, ret_proto, error);
}

CpPush *
cp_push_from_json (CpJson *document, GError **error)
{
  g_autoptr (CpPush) self = NULL;

  if (!json_is_object (document)) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "a push must be an object");
    return NULL;
  }
  self = g_new0 (CpPush, 1);
  self->document = json_incref (document);
  self->operations = g_array_new (FALSE, FALSE, sizeof (CpPushOperation));
  if (!read_proto (document, &self->proto, error) ||
      !cp_read_id (document, "device", FALSE, &self->device, error) ||
      !cp_read_id (document, "incarnation", FALSE, &self->incarnation, error) ||
      !cp_read_id (document, "store", TRUE, &self->store, error) ||
      !cp_read_id (document, "epoch", TRUE, &self->epoch, error) ||
      !cp_read_int (document, "after", 0, &self->after, error) ||
      !cp_read_int (document, "needs", 0, &self->needs, error) || !read_operations (self, error) ||
      !read_signature (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
cp_push_free (CpPush *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->operations);
  json_decref (self->document);
  g_free (self);
}

CpJson *
cp_push_json_new (
    const char *device, const char *incarnation, const char *store, const char *epoch, gint64 after)
{
  CpJson *document = json_object ();

  cp_json_set_int (document, "proto", CP_PROTO);
  cp_json_set_int (document, "proto_least", CP_PROTO_LEAST);
  cp_json_set_text (document, "device", device);
  cp_json_set_text (document, "incarnation", incarnation);
  cp_json_set_text (document, "store", store);
  cp_json_set_text (document, "epoch", epoch);
  cp_json_set_int (document, "after", after);
  cp_json_set (document, "operations", json_array ());
  return document;
}

CpPushAnswer *
cp_push_answer_from_json (const CpJson *document, GError **error)
{
  g_autoptr (CpPushAnswer) self = g_new0 (CpPushAnswer, 1);
  const char *epoch = NULL;

  if (!cp_read_text (document, "epoch", FALSE, &epoch, error) ||
      !cp_read_int (document, "expected_seq", 1, &self->expected_seq, error) ||
      !cp_read_int (document, "through_seq", 0, &self->through_seq, error) ||
      !cp_read_int (document, "gseq", 0, &self->gseq, error) ||
      !cp_read_int (document, "proto", 0, &self->proto, error) ||
      !cp_read_int (document, "waits_for", 0, &self->waits_for, error) ||
      !cp_read_int (document, "head_office_ms", 0, &self->head_office_ms, error))
    return NULL;
  self->epoch = g_strdup (epoch);
  return g_steal_pointer (&self);
}

CpJson *
cp_push_answer_to_json (const CpPushAnswer *self)
{
  CpJson *document = json_object ();

  cp_json_set_text (document, "epoch", self->epoch);
  cp_json_set_int (document, "expected_seq", self->expected_seq);
  cp_json_set_int (document, "through_seq", self->through_seq);
  cp_json_set_int (document, "gseq", self->gseq);
  cp_json_set_int (document, "proto", self->proto);
  cp_json_set_int (document, "head_office_ms", self->head_office_ms);
  if (self->waits_for > 0)
    cp_json_set_int (document, "waits_for", self->waits_for);
  return document;
}

void
cp_push_answer_free (CpPushAnswer *self)
{
  if (self == NULL)
    return;
  g_free (self->epoch);
  g_free (self);
}

CpJson *
cp_wire_error_new (const char *code, const char *text)
{
  CpJson *document = json_object ();

  cp_json_set_text (document, "code", code);
  cp_json_set_text (document, "text", text);
  return document;
}
