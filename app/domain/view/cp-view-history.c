/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a member bought, and what was done for them. */
#include "cp-earning.h"
#include "cp-view-parts.h"

#include <glib/gi18n-lib.h>

static int
compare_newest_first (gint64 one_ms, gint64 other_ms, const char *one_id, const char *other_id)
{
  if (one_ms != other_ms)
    return one_ms > other_ms ? -1 : 1;
  return g_strcmp0 (other_id, one_id);
}

static int
compare_receipts (gconstpointer a, gconstpointer b)
{
  const CpReceipt *one = *(CpReceipt *const *) a;
  const CpReceipt *other = *(CpReceipt *const *) b;

  return compare_newest_first (one->at_ms, other->at_ms, one->entity.id, other->entity.id);
}

static int
compare_actions (gconstpointer a, gconstpointer b)
{
  const CpAction *one = *(CpAction *const *) a;
  const CpAction *other = *(CpAction *const *) b;

  return compare_newest_first (one->at_ms, other->at_ms, one->entity.id, other->entity.id);
}

/* Spendable points that the receipt brought, or will once head office agrees. */
static gint64
get_receipt_points (const CpViewSource *source, const CpReceipt *receipt, const char *member_id)
{
  const GPtrArray *entries = source->current->rows[CP_KIND_POINTS];
  const GPtrArray *types = source->programme->points_types;
  gint64 sum = 0;

  for (guint i = 0; i < types->len; i++) {
    const CpPointsType *type = types->pdata[i];

    if (type->spendable && receipt->attribution == CP_RECEIPT_PENDING)
      sum += cp_earning_get_points (source->programme, source->current,
                                    receipt->member_id != NULL ? receipt->member_id : member_id,
                                    receipt, type);
  }
  for (guint i = 0; i < entries->len; i++) {
    const CpPoints *entry = entries->pdata[i];
    const CpPointsType *type = cp_programme_find_points_type (source->programme, entry->type_id);

    if (type != NULL && type->spendable && g_strcmp0 (entry->receipt_id, receipt->entity.id) == 0)
      sum += entry->amount;
  }
  return sum;
}

static void
name_programme (const CpProgramme *programme, const char *id, CpJson *json)
{
  const CpOtherProgramme *other = cp_programme_find_other (programme, id);

  cp_json_set_text (json, "programme", id);
  cp_json_set_text (json, "programme_name",
                    id == NULL      ? programme->name
                    : other != NULL ? other->name
                                    : id);
}

static CpJson *
make_receipt (const CpViewSource *source,
              const CpReceipt *receipt,
              const char *member_id,
              const CpJson *operations)
{
  CpJson *json = json_object ();

  cp_json_set_text (json, "id", receipt->entity.id);
  cp_json_set_text (json, "number", receipt->number);
  cp_json_set_text (json, "store", receipt->store_id);
  cp_json_set_text (json, "store_name",
                    cp_view_get_store_name (source->programme, receipt->store_id));
  name_programme (source->programme, receipt->programme_id, json);
  cp_json_set_int (json, "at_ms", receipt->at_ms);
  cp_json_set_int (json, "total_minor", receipt->total_minor);
  cp_json_set_text (json, "state",
                    cp_view_get_word (CP_KIND_RECEIPT, "state", (int) receipt->state));
  cp_json_set_text (json, "attribution",
                    cp_view_get_word (CP_KIND_RECEIPT, "attribution", (int) receipt->attribution));
  cp_json_set_int (json, "points", get_receipt_points (source, receipt, member_id));
  cp_json_set_bool (json, "waiting", receipt->entity.waiting);
  cp_json_set_bool (
      json, "can_detach",
      receipt->attribution == CP_RECEIPT_ATTRIBUTED &&
          cp_json_get_bool (cp_json_get_object (operations, "detach_receipt"), "allowed"));
  return json;
}

CpJson *
cp_view_list_receipts (const CpViewSource *source, const char *member_id, const CpJson *operations)
{
  g_autoptr (GPtrArray) sorted =
      cp_view_sort_rows (source->current->rows[CP_KIND_RECEIPT], compare_receipts);
  CpJson *list = json_array ();

  for (guint i = 0; i < sorted->len; i++)
    cp_json_append (list, make_receipt (source, sorted->pdata[i], member_id, operations));
  return list;
}

static CpJson *
make_action (const CpViewSource *source, const CpAction *action)
{
  int kind = cp_operation_kind_from_word (action->kind);
  int code = cp_rejection_from_word (action->code);
  CpJson *json = json_object ();

  cp_json_set_text (json, "operation_id", action->entity.id);
  cp_json_set_text (json, "kind", action->kind);
  cp_json_set_text (json, "member_id", action->member_id);
  cp_json_set_text (json, "subject_id", action->subject_id);
  cp_json_set_int (json, "value_minor", action->value_minor);
  cp_json_set_text (json, "title",
                    kind >= 0 ? _ (cp_operation_kind_get_info ((CpOperationKind) kind)->title)
                              : action->kind);
  cp_json_set_int (json, "at_ms", action->at_ms);
  if (action->by_member)
    cp_json_set_bool (json, "by_member", TRUE);
  cp_json_set_text (json, "staff_name",
                    action->by_member ? _ ("The member")
                                      : cp_view_get_staff_name (source, action->staff_id));
  cp_json_set_text (json, "approver_name", cp_view_get_staff_name (source, action->approver_id));
  cp_json_set_text (json, "store_name",
                    cp_view_get_store_name (source->programme, action->store_id));
  cp_json_set_text (json, "state", action->entity.waiting ? "waiting" : action->outcome);
  cp_json_set_text (json, "code", action->code);
  if (code > 0)
    cp_json_set_text (json, "text", _ (cp_rejection_get_info ((CpRejection) code)->staff_text));
  return json;
}

CpJson *
cp_view_list_actions (const CpViewSource *source)
{
  g_autoptr (GPtrArray) sorted =
      cp_view_sort_rows (source->current->rows[CP_KIND_ACTION], compare_actions);
  CpJson *list = json_array ();

  for (guint i = 0; i < sorted->len; i++)
    cp_json_append (list, make_action (source, sorted->pdata[i]));
  return list;
}
