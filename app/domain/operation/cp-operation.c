/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-operation.h"

#include "cp-error.h"
#include "cp-world.h"

/* The end of the year 9999. */
#define MAX_AT_MS G_GINT64_CONSTANT (253402300800000)

/* All but the kind and the payload, which stand in the JSON form too. */
static const CpField fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpOperation, id),
  CP_REQUIRED_INT_FIELD (CpOperation, version),
  CP_TEXT_FIELD (CpOperation, member_id),
  CP_TEXT_FIELD (CpOperation, account_id),
  CP_REQUIRED_INT_FIELD (CpOperation, at_ms),
  CP_TEXT_FIELD (CpOperation, staff_id),
  CP_TEXT_FIELD (CpOperation, approver_id),
  CP_TEXT_FIELD (CpOperation, store_id),
  CP_TEXT_FIELD (CpOperation, device_id),
  CP_LONG_TEXT_FIELD (CpOperation, identified_by, 200),
  CP_TEXT_FIELD (CpOperation, visit_id),
  CP_INT_FIELD (CpOperation, programme_version),
  CP_TEXT_FIELD (CpOperation, proof),
  CP_TEXT_FIELD (CpOperation, card_id),
  CP_INT_FIELD (CpOperation, card_counter),
  CP_BOOL_FIELD (CpOperation, online),
  CP_BOOL_FIELD (CpOperation, asks),
  CP_BOOL_FIELD (CpOperation, by_member),
  CP_LAST_FIELD,
};
static const CpRecordType type = { "operation", sizeof (CpOperation), fields };

static gboolean
find_kind (const CpJson *document, CpOperationKind *ret_kind, GError **error)
{
  int kind = cp_operation_kind_from_word (cp_json_get_text (document, "kind"));
  gint64 version = cp_json_get_int (document, "version", 0);

  if (cp_json_get_text (document, "kind") == NULL || version < 1) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID,
                 "operation: \"kind\" or \"version\" is missing");
    return FALSE;
  }
  if (kind < 0 || version > 1) {
    g_set_error (error, CP_ERROR, CP_ERROR_NEWER,
                 "operation: this kind, in this version, is not known here");
    return FALSE;
  }
  *ret_kind = (CpOperationKind) kind;
  return TRUE;
}

static gboolean
check_ids (const CpOperation *self, GError **error)
{
  return cp_record_check_ids (&type, self, error) &&
         cp_record_check_ids (cp_operation_kind_get_info (self->kind)->payload, self->payload,
                              error);
}

CpOperation *
cp_operation_from_json (const CpJson *document, GError **error)
{
  static const char *const others[] = { "kind", "payload", NULL };
  g_autoptr (CpOperation) self = NULL;
  CpOperationKind kind;

  if (!json_is_object (document)) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "operation: must be an object");
    return NULL;
  }
  if (!find_kind (document, &kind, error))
    return NULL;
  self = cp_record_from_json_with (&type, document, others, error);
  if (self == NULL)
    return NULL;
  self->kind = kind;
  if (!cp_id_is_valid (self->id)) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "operation: \"id\" is not a UUIDv7");
    return NULL;
  }
  if (self->at_ms < 1 || self->at_ms >= MAX_AT_MS) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "operation: \"at_ms\" is out of range");
    return NULL;
  }
  self->payload = cp_record_from_json (cp_operation_kind_get_info (kind)->payload,
                                       cp_json_get_object (document, "payload"), error);
  return self->payload != NULL && check_ids (self, error) ? g_steal_pointer (&self) : NULL;
}

CpJson *
cp_operation_to_json (const CpOperation *self)
{
  const CpOperationKindInfo *info = cp_operation_kind_get_info (self->kind);
  CpJson *document = cp_record_to_json (&type, self);

  cp_json_set_text (document, "kind", info->word);
  cp_json_set (document, "payload", cp_record_to_json (info->payload, self->payload));
  return document;
}

const char *
cp_operation_get_other_member (const CpOperation *self)
{
  if (self->kind == CP_OPERATION_MERGE_MEMBERS)
    return ((const CpMergeMembers *) self->payload)->loser_id;
  if (self->kind == CP_OPERATION_JOIN_FAMILY)
    return ((const CpJoinFamily *) self->payload)->other_member_id;
  return NULL;
}

void
cp_operation_free (CpOperation *self)
{
  if (self == NULL)
    return;
  cp_record_free (cp_operation_kind_get_info (self->kind)->payload, self->payload);
  cp_record_free (&type, self);
}

int
cp_proof_get_level (const char *proof)
{
  static const char *const levels[] = { "uid", "token", "authenticated" };

  if (proof == NULL)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    if (g_str_equal (levels[i], proof))
      return (int) i + 1;
  return -1;
}

gboolean
cp_proof_is_odd (const char *proof)
{
  return cp_proof_get_level (proof) < 0;
}
