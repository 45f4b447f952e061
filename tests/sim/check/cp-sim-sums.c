/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a view adds up to, and by how much one deed may change that. */
#include "cp-sim-oracle.h"

/* But for what the till notes by itself, such as that somebody looks. */
static guint
count_actions (const CpJson *view)
{
  const CpJson *actions = cp_json_get_array (view, "actions");
  guint n = 0;

  for (gsize i = 0; i < json_array_size (actions); i++) {
    int kind = cp_operation_kind_from_word (cp_json_get_text (json_array_get (actions, i), "kind"));

    n += kind < 0 || !cp_operation_kind_is_record ((CpOperationKind) kind);
  }
  return n;
}

CpSimSums
cp_sim_sums_of_view (const CpJson *view)
{
  CpSimSums sums = { 0 };
  const CpJson *incentives = cp_json_get_array (view, "incentives");
  const CpJson *redemptions = cp_json_get_array (view, "redemptions");

  for (gsize i = 0; i < json_array_size (incentives); i++) {
    const CpJson *incentive = json_array_get (incentives, i);
    gint64 amount_minor = cp_json_get_int (incentive, "amount_minor", 0);

    if (g_strcmp0 (cp_json_get_text (incentive, "class"), "reward") != 0)
      continue;
    sums.issued_minor += amount_minor;
    sums.taken_minor += amount_minor - cp_json_get_int (incentive, "balance_minor", 0);
  }
  for (gsize i = 0; i < json_array_size (redemptions); i++)
    if (cp_json_get_int (json_array_get (redemptions, i), "held_until_ms", 0) != 0)
      sums.has_holds = TRUE;
  sums.n_actions = count_actions (view);
  sums.is_thin = cp_json_get_bool (cp_json_get_object (view, "member"), "thin");
  return sums;
}

static guint
count (const CpJson *view, const char *list, const char *key, const char *id)
{
  const CpJson *items = cp_json_get_array (view, list);
  guint n = 0;

  for (gsize i = 0; i < json_array_size (items); i++)
    n += g_strcmp0 (cp_json_get_text (json_array_get (items, i), key), id) == 0;
  return n;
}

gboolean
cp_sim_kind_has_plain_effect (CpOperationKind kind)
{
  return kind != CP_OPERATION_REMOVE_MEMBER && kind != CP_OPERATION_MERGE_MEMBERS &&
         kind != CP_OPERATION_JOIN_FAMILY && kind != CP_OPERATION_CLAIM_INCENTIVE &&
         kind != CP_OPERATION_ANSWER_PROMISE && kind != CP_OPERATION_CANCEL_REDEMPTION &&
         kind != CP_OPERATION_REVERSE_REDEMPTION && kind != CP_OPERATION_RETURN_REDEMPTION;
}

void
cp_sim_oracle_check_effect (CpSimOracle *self,
                            const CpSimDeed *deed,
                            const CpJson *before,
                            const CpJson *after,
                            gint64 value_minor)
{
  CpSimSums was = cp_sim_sums_of_view (before);
  CpSimSums is = cp_sim_sums_of_view (after);
  gint64 issued_minor = deed->kind == CP_OPERATION_ISSUE_REWARD ? value_minor : 0;
  gint64 taken_minor = deed->kind == CP_OPERATION_REDEEM_REWARD ? value_minor : 0;

  if (deed->is_asked || !cp_sim_kind_has_plain_effect (deed->kind))
    return;
  if (is.issued_minor != was.issued_minor + issued_minor ||
      is.taken_minor != was.taken_minor + taken_minor)
    cp_sim_oracle_fail (self, "counted once",
                        "till-%u: deed %u, worth %" G_GINT64_FORMAT
                        ", changes what was given from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT
                        " and what was taken from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                        deed->kiosk, deed->number, value_minor, was.issued_minor, is.issued_minor,
                        was.taken_minor, is.taken_minor);
}

static void
check_list (CpSimOracle *self, guint kiosk, const CpJson *view, const char *list, const char *key)
{
  const CpJson *items = cp_json_get_array (view, list);

  for (gsize i = 0; i < json_array_size (items); i++) {
    const char *id = cp_json_get_text (json_array_get (items, i), key);

    if (count (view, list, key, id) != 1)
      cp_sim_oracle_fail (self, "counted once", "till-%u: %s of a view holds %s twice", kiosk, list,
                          id);
  }
}

void
cp_sim_oracle_check_once (CpSimOracle *self, guint kiosk, const CpJson *view)
{
  check_list (self, kiosk, view, "actions", "operation_id");
  check_list (self, kiosk, view, "incentives", "id");
  check_list (self, kiosk, view, "cards", "id");
  check_list (self, kiosk, view, "receipts", "id");
  check_list (self, kiosk, view, "redemptions", "id");
  check_list (self, kiosk, view, "notes", "id");
  check_list (self, kiosk, view, "tags", "id");
  check_list (self, kiosk, view, "tasks", "id");
  check_list (self, kiosk, view, "promises", "id");
  check_list (self, kiosk, view, "favourites", "id");
}
