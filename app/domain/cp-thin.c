/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-thin.h"

static const char *const account_fields[] = { "id",
                                              "account_id",
                                              "blocked",
                                              "blocked_by_operation_id",
                                              "moved_to_account_id",
                                              "overdrawn",
                                              "lease_recalled_ms",
                                              "lease_returned",
                                              NULL };

static const char *const member_fields[] = { "id",
                                             "account_id",
                                             "state",
                                             "home_store_id",
                                             "enrolled_at_ms",
                                             "contact_changed_at_ms",
                                             "removing",
                                             "former_account_ids",
                                             "merged_into",
                                             NULL };

static const char *const status_fields[] = { "id",        "account_id",    "member_id", "system_id",
                                             "status_id", "from_ms",       "until_ms",  "by_points",
                                             "removed",   "removed_at_ms", NULL };

static const char *const card_fields[] = { "id",
                                           "account_id",
                                           "member_id",
                                           "uid",
                                           "number",
                                           "medium",
                                           "category_id",
                                           "state",
                                           "blocked",
                                           "blocked_by_operation_id",
                                           "replaced_by_card_id",
                                           "retired_from",
                                           "linked_at_ms",
                                           "counter",
                                           "counter_device_id",
                                           NULL };

static const char *const incentive_fields[] = { "id",
                                                "account_id",
                                                "member_id",
                                                "definition_id",
                                                "class",
                                                "state",
                                                "amount_minor",
                                                "balance_minor",
                                                "uses",
                                                "uses_left",
                                                "issued_at_ms",
                                                "usable_from_ms",
                                                "expires_at_ms",
                                                "extended",
                                                "claimed",
                                                "counted",
                                                "issued_by_staff_id",
                                                "issued_store_id",
                                                "issued_operation_id",
                                                NULL };

static const char *const points_fields[] = {
  "id",         "account_id",   "type_id",  "amount",  "at_ms", "pending_until_ms", "expires_at_ms",
  "receipt_id", "operation_id", "adjusted", "card_id", NULL
};

static const char *const receipt_fields[] = {
  "id",    "account_id",  "member_id",     "number",  "store_id",     "at_ms", "total_minor",
  "state", "attribution", "claimed_at_ms", "card_id", "programme_id", NULL
};

/* Of the others no row travels; a redemption and a line of history say nothing personal. */
static const struct {
  gboolean is_whole;
  const char *const *fields; /* (nullable) */
} tiers[CP_N_ACCOUNT_KINDS] = {
  [CP_KIND_ACCOUNT] = { FALSE, account_fields },
  [CP_KIND_MEMBER] = { FALSE, member_fields },
  [CP_KIND_STATUS] = { FALSE, status_fields },
  [CP_KIND_CARD] = { FALSE, card_fields },
  [CP_KIND_INCENTIVE] = { FALSE, incentive_fields },
  [CP_KIND_REDEMPTION] = { TRUE, NULL },
  [CP_KIND_POINTS] = { FALSE, points_fields },
  [CP_KIND_RECEIPT] = { FALSE, receipt_fields },
  [CP_KIND_ACTION] = { TRUE, NULL },
};

gboolean
cp_kind_is_thinned (CpKind kind)
{
  return kind < CP_N_ACCOUNT_KINDS && !tiers[kind].is_whole;
}

CpJson *
cp_thin (CpKind kind, const CpJson *data)
{
  CpJson *thin;

  if (!cp_kind_is_thinned (kind))
    return json_incref ((CpJson *) data);
  if (tiers[kind].fields == NULL)
    return NULL;
  thin = json_object ();
  for (guint i = 0; tiers[kind].fields[i] != NULL; i++) {
    CpJson *value = json_object_get (data, tiers[kind].fields[i]);

    if (value != NULL)
      cp_json_set (thin, tiers[kind].fields[i], json_incref (value));
  }
  if (kind == CP_KIND_MEMBER)
    cp_json_set_bool (thin, "thin", TRUE);
  return thin;
}

char *
cp_thin_dup_rules (void)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++) {
    const char *word = cp_kind_get_type ((CpKind) kind)->name;

    g_checksum_update (checksum, (const guchar *) word, -1);
    g_checksum_update (checksum, (const guchar *) (tiers[kind].is_whole ? "*\n" : "\n"), -1);
    for (guint i = 0; tiers[kind].fields != NULL && tiers[kind].fields[i] != NULL; i++) {
      g_checksum_update (checksum, (const guchar *) tiers[kind].fields[i], -1);
      g_checksum_update (checksum, (const guchar *) "\n", -1);
    }
  }
  return g_strdup (g_checksum_get_string (checksum));
}
