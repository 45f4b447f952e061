/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-programme-check.h"

#include "cp-calendar.h"
#include "cp-condition.h"
#include "cp-error.h"
#include "cp-form-field.h"
#include "cp-logic.h"
#include "cp-operation.h"
#include "cp-profile-field.h"

#include <string.h>

#define MAX_DAYS 36500
#define MAX_MS (G_GINT64_CONSTANT (366) * 24 * 60 * 60 * 1000)
#define MAX_MINOR G_GINT64_CONSTANT (1000000000)
/* With what else multiplies points, their number stays in 63 bits. */
#define MAX_CATEGORY_PERCENT 800
#define MAX_COUNT G_GINT64_CONSTANT (1000000)

static gboolean
refuse (const char *list, const char *id, const char *what, GError **error)
{
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "programme: %s, \"%s\": %s", list, id, what);
  return FALSE;
}

typedef struct {
  const char *name;
  gint64 value;
  gint64 min;
  gint64 max;
} Range;

static gboolean
check_ranges (const char *list, const char *id, const Range *ranges, guint n_ranges, GError **error)
{
  for (guint i = 0; i < n_ranges; i++)
    if (ranges[i].value < ranges[i].min || ranges[i].value > ranges[i].max) {
      g_autofree char *what = g_strdup_printf ("\"%s\" is out of range", ranges[i].name);

      return refuse (list, id, what, error);
    }
  return TRUE;
}

static gboolean
check_scalars (const CpProgramme *self, GError **error)
{
  const Range ranges[] = {
    { "version", self->version, 1, G_MAXINT64 },
    { "currency_digits", self->currency_digits, 0, 4 },
    { "claim_window_days", self->claim_window_days, 0, MAX_DAYS },
    { "max_cards", self->max_cards, 0, 1000 },
    { "max_family", self->max_family, 0, 1000 },
    { "contact_cooling_ms", self->contact_cooling_ms, 0, MAX_MS },
    { "identify_answers", self->identify_answers, 0, 5 },
    { "max_favourites", self->max_favourites, 0, 1000 },
    { "max_wishes", self->max_wishes, 0, 1000 },
    { "offline_floor_minor", self->offline_floor_minor, 0, MAX_MINOR },
    { "offline_store_minor", self->offline_store_minor, 0, MAX_MINOR },
    { "offline_per_member", self->offline_per_member, 0, MAX_COUNT },
    { "offline_per_home_member", self->offline_per_home_member, 0, MAX_COUNT },
    { "offline_max_age_ms", self->offline_max_age_ms, 0, MAX_MS },
    { "offline_approve_minor", self->offline_approve_minor, 0, MAX_MINOR },
    { "offline_approve_percent", self->offline_approve_percent, 0, 100 },
    { "lease_minor", self->lease_minor, 0, MAX_MINOR },
    { "lease_ms", self->lease_ms, 0, MAX_MS },
    { "visitor_days", self->visitor_days, 0, MAX_DAYS },
    { "card_uses_per_day", self->card_uses_per_day, 0, MAX_COUNT },
    { "card_uses_per_staff", self->card_uses_per_staff, 0, MAX_COUNT },
    { "verdict_wait_ms", self->verdict_wait_ms, 0, 60 * 1000 },
    { "self_check_ms", self->self_check_ms, 0, MAX_MS },
    { "hold_ms", self->hold_ms, 0, MAX_MS },
    { "reversal_window_ms", self->reversal_window_ms, 0, MAX_MS },
    { "idle_lock_ms", self->idle_lock_ms, 0, MAX_MS },
  };

  if (strlen (self->currency) != 3 || strspn (self->currency, G_CSET_A_2_Z) != 3)
    return refuse ("currency", self->currency, "is no ISO 4217 code", error);
  if (strlen (self->country_code) > 3 ||
      strspn (self->country_code, G_CSET_DIGITS) != strlen (self->country_code))
    return refuse ("country_code", self->country_code, "is no dialling code", error);
  if (self->redeem_proof != NULL && cp_proof_get_level (self->redeem_proof) < 1)
    return refuse ("redeem_proof", self->redeem_proof, "is nothing that a card can prove", error);
  return check_ranges ("settings", self->name, ranges, G_N_ELEMENTS (ranges), error);
}

/* Every list but rights and reasons begins its structs with what must be unique. */
static gboolean
check_unique (const char *list, const GPtrArray *records, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < records->len; i++) {
    char *id = *(char *const *) records->pdata[i];

    if (!g_hash_table_add (seen, id))
      return refuse (list, id, "stands there twice", error);
  }
  return TRUE;
}

/* Rights are unique by role and operation, reasons by list and id: both pairs stand first. */
static gboolean
check_pairs_unique (const char *list, const GPtrArray *records, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < records->len; i++) {
    char *const *pair = records->pdata[i];

    if (!g_hash_table_add (seen, g_strconcat (pair[0], "\n", pair[1], NULL)))
      return refuse (list, pair[0], "stands there twice", error);
  }
  return TRUE;
}

G_STATIC_ASSERT (G_STRUCT_OFFSET (CpRight, operation) == sizeof (char *));
G_STATIC_ASSERT (G_STRUCT_OFFSET (CpReason, list) == sizeof (char *));

static gboolean
check_points_types (const CpProgramme *self, GError **error)
{
  for (guint i = 0; i < self->points_types->len; i++) {
    const CpPointsType *type = self->points_types->pdata[i];
    const Range ranges[] = {
      { "validity_days", type->validity_days, 0, MAX_DAYS },
      { "per_unit", type->per_unit, 0, MAX_COUNT },
      { "pending_days", type->pending_days, 0, MAX_DAYS },
      { "adjust_cap", type->adjust_cap, 0, MAX_MINOR },
      { "adjust_day_count", type->adjust_day_count, 0, MAX_COUNT },
      { "adjust_day_cap", type->adjust_day_cap, 0, MAX_MINOR },
    };

    if (!check_ranges ("points_types", type->id, ranges, G_N_ELEMENTS (ranges), error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
check_earning (const CpProgramme *self, GError **error)
{
  for (guint i = 0; i < self->earn_rules->len; i++) {
    const CpEarnRule *rule = self->earn_rules->pdata[i];
    const Range range = { "per_unit", rule->per_unit, 0, MAX_COUNT };

    if (cp_programme_find_points_type (self, rule->type_id) == NULL)
      return refuse ("earn_rules", rule->id, "its points are not there", error);
    if (rule->store_id != NULL && cp_programme_find_store (self, rule->store_id) == NULL)
      return refuse ("earn_rules", rule->id, "its store is not there", error);
    if (!check_ranges ("earn_rules", rule->id, &range, 1, error))
      return FALSE;
  }
  for (guint i = 0; i < self->card_categories->len; i++) {
    const CpCardCategory *category = self->card_categories->pdata[i];
    const Range range = { "points_percent", category->points_percent, 0, MAX_CATEGORY_PERCENT };

    if (!check_ranges ("card_categories", category->id, &range, 1, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
check_statuses (const CpProgramme *self, GError **error)
{
  for (guint i = 0; i < self->statuses->len; i++) {
    const CpStatusDefinition *status = self->statuses->pdata[i];
    const Range ranges[] = {
      { "rank", status->rank, 0, MAX_COUNT },
      { "extra_expiry_days", status->extra_expiry_days, 0, MAX_DAYS },
      { "points_percent", status->points_percent, 0, 10000 },
      { "tier_points_percent", status->tier_points_percent, 0, 10000 },
      { "tier_points", status->tier_points, 0, MAX_MINOR },
    };

    if (cp_programme_find_status_system (self, status->system_id) == NULL)
      return refuse ("statuses", status->id, "its system is not there", error);
    if (!check_ranges ("statuses", status->id, ranges, G_N_ELEMENTS (ranges), error))
      return FALSE;
  }
  return TRUE;
}

/* A condition that can't be evaluated, or that reads what nobody has, would refuse everybody. */
static gboolean
check_condition (const char *id, const CpJson *condition, gboolean office, GError **error)
{
  const char *missing = condition != NULL ? cp_logic_find_unknown (condition) : NULL;
  g_autofree char *path = condition != NULL ? cp_condition_find_unknown (condition, office) : NULL;
  g_autofree char *what = NULL;

  if (missing != NULL)
    what = g_strdup_printf ("its condition has no operator \"%s\"", missing);
  else if (path != NULL)
    what = g_strdup_printf ("its condition reads \"%s\", which is not there", path);
  return what == NULL || refuse ("definitions", id, what, error);
}

/* A refusal quotes what a condition reads. */
static gboolean
check_reads_nothing_sensitive (const CpProgramme *self,
                               const CpDefinition *definition,
                               GError **error)
{
  const CpJson *conditions[] = { definition->condition, definition->promotion };

  for (guint i = 0; i < G_N_ELEMENTS (conditions); i++) {
    g_autoptr (GPtrArray) paths =
        conditions[i] != NULL ? cp_logic_list_paths (conditions[i]) : g_ptr_array_new ();

    for (guint j = 0; j < paths->len; j++) {
      const char *path = paths->pdata[j];
      const CpFormField *field =
          g_str_has_prefix (path, "member.")
              ? cp_programme_find_form_field (self, path + strlen ("member."))
              : NULL;

      if (field != NULL && field->sensitive)
        return refuse ("definitions", definition->id, "its condition reads a sensitive field",
                       error);
    }
  }
  return TRUE;
}

static gboolean
check_definitions (const CpProgramme *self, GError **error)
{
  for (guint i = 0; i < self->definitions->len; i++) {
    const CpDefinition *definition = self->definitions->pdata[i];
    gboolean is_benefit = definition->class_ == CP_CLASS_BENEFIT;
    const Range ranges[] = {
      { "amount_minor", definition->amount_minor, is_benefit ? 0 : 1, MAX_MINOR },
      { "uses", definition->uses, is_benefit ? 1 : 0, MAX_COUNT },
      { "validity_days", definition->validity_days, 0, MAX_DAYS },
      { "usable_after_days", definition->usable_after_days, 0, MAX_DAYS },
      { "min_basket_minor", definition->min_basket_minor, 0, MAX_MINOR },
      { "redeem_cap_minor", definition->redeem_cap_minor, 0, MAX_MINOR },
      { "claims_per_member", definition->claims_per_member, 0, MAX_COUNT },
      { "global_cap", definition->global_cap, 0, MAX_COUNT },
    };

    if (!check_ranges ("definitions", definition->id, ranges, G_N_ELEMENTS (ranges), error) ||
        !check_condition (definition->id, definition->condition, TRUE, error) ||
        !check_condition (definition->id, definition->promotion, FALSE, error) ||
        !check_reads_nothing_sensitive (self, definition, error))
      return FALSE;
  }
  return TRUE;
}

/* What a customer may do nobody approves, and no programme can make it more. */
static gboolean
check_customers_right (const CpRight *right, GError **error)
{
  int kind = cp_operation_kind_from_word (right->operation);

  if (!right->allowed || g_strcmp0 (right->role_id, CP_PROGRAMME_CUSTOMER) != 0)
    return TRUE;
  if (kind < 0 || !cp_operation_kind_is_for_members ((CpOperationKind) kind))
    return refuse ("rights", right->operation, "no customer can be given it", error);
  return !right->approval || refuse ("rights", right->operation,
                                     "nobody is there to approve what a customer does", error);
}

static gboolean
check_rights (const CpProgramme *self, GError **error)
{
  for (guint i = 0; i < self->rights->len; i++) {
    const CpRight *right = self->rights->pdata[i];
    const Range ranges[] = {
      { "per_day", right->per_day, 0, MAX_COUNT },
      { "max_minor", right->max_minor, 0, MAX_MINOR },
      { "day_minor", right->day_minor, 0, MAX_MINOR },
      { "member_day", right->member_day, 0, MAX_COUNT },
      { "member_day_minor", right->member_day_minor, 0, MAX_MINOR },
      { "device_day", right->device_day, 0, MAX_COUNT },
      { "device_day_minor", right->device_day_minor, 0, MAX_MINOR },
    };

    if (cp_programme_find_role (self, right->role_id) == NULL)
      return refuse ("rights", right->role_id, "there is no such role", error);
    if (cp_operation_kind_from_word (right->operation) < 0 &&
        !cp_programme_is_right (right->operation))
      return refuse ("rights", right->operation, "there is no such operation", error);
    if (!check_ranges ("rights", right->operation, ranges, G_N_ELEMENTS (ranges), error) ||
        !check_customers_right (right, error))
      return FALSE;
  }
  return TRUE;
}

/* The programme may tighten a class, never loosen it. What only restricts acts at once. */
static gboolean
check_classes (const CpProgramme *self, GError **error)
{
  for (guint i = 0; i < self->classes->len; i++) {
    const CpClassRule *rule = self->classes->pdata[i];
    int kind = cp_operation_kind_from_word (rule->operation);
    const CpOperationKindInfo *info;

    if (kind < 0)
      return refuse ("classes", rule->operation, "there is no such operation", error);
    info = cp_operation_kind_get_info ((CpOperationKind) kind);
    if (rule->offline_class < info->offline_class)
      return refuse ("classes", rule->operation, "its class can't be loosened", error);
    if (info->restricting && rule->offline_class >= CP_CLASS_QUEUED)
      return refuse ("classes", rule->operation, "it only restricts, so it can't wait", error);
  }
  return TRUE;
}

static gboolean
check_words (const CpProgramme *self, GError **error)
{
  for (guint i = 0; i < self->roles->len; i++) {
    const CpRole *role = self->roles->pdata[i];
    const Range rank = { "rank", role->rank, 0, MAX_COUNT };

    if (!check_ranges ("roles", role->id, &rank, 1, error))
      return FALSE;
    if (role->practises_as != NULL && cp_programme_find_role (self, role->practises_as) == NULL)
      return refuse ("roles", role->id, "the role that it practises as is not there", error);
  }
  for (guint i = 0; i < self->reasons->len; i++) {
    const CpReason *reason = self->reasons->pdata[i];

    if (cp_operation_kind_from_word (reason->list) < 0)
      return refuse ("reasons", reason->id, "its list is no operation", error);
  }
  for (guint i = 0; i < self->channels->len; i++) {
    const CpChannel *channel = self->channels->pdata[i];

    if (channel->address != NULL && !cp_profile_field_exists (channel->address))
      return refuse ("channels", channel->id, "the profile has no such address", error);
  }
  return TRUE;
}

static gboolean
check_form_field (const CpFormField *field, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (!cp_profile_field_exists (field->field) && !cp_profile_field_may_be_own (field->field))
    return refuse ("form", field->field, "no field of the chain's own can have that name", error);
  if (cp_profile_field_exists (field->field)) {
    if (field->type != cp_profile_field_get_type (field->field))
      return refuse ("form", field->field, "its type is another one", error);
    if (field->sensitive)
      return refuse ("form", field->field, "members are told apart by it, so all staff see it",
                     error);
  }
  return cp_form_field_check (field, &problem) ||
         refuse ("form", field->field, problem->message, error);
}

static gboolean
check_form (const CpProgramme *self, GError **error)
{
  guint n_own = 0;

  for (guint i = 0; i < self->form->len; i++) {
    const CpFormField *field = self->form->pdata[i];

    if (!check_form_field (field, error))
      return FALSE;
    n_own += !cp_profile_field_exists (field->field);
    if (n_own > CP_FORM_MAX_OWN)
      return refuse ("form", field->field, "there are too many fields of the chain's own", error);
  }
  return check_unique ("form", self->form, error);
}

/* Words that have no version, or that nobody can read, are no evidence. */
static gboolean
check_consent (const CpMailing *mailing, GError **error)
{
  const char *version = cp_json_get_text (mailing->consent, "version");
  CpJson *texts = json_object_get (mailing->consent, "texts");
  const char *language;
  CpJson *text;

  if (mailing->consent == NULL)
    return TRUE;
  if (version == NULL || *version == '\0')
    return refuse ("mailings", mailing->id, "its consent has no version", error);
  if (json_object_size (texts) == 0)
    return refuse ("mailings", mailing->id, "its consent has no text", error);
  json_object_foreach (texts, language, text)
  {
    if (json_string_length (text) == 0)
      return refuse ("mailings", mailing->id, "a text of its consent is empty", error);
  }
  return TRUE;
}

static gboolean
check_mailings (const CpProgramme *self, GError **error)
{
  for (guint i = 0; i < self->mailings->len; i++)
    if (!check_consent (self->mailings->pdata[i], error))
      return FALSE;
  return check_unique ("mailings", self->mailings, error);
}

/* A device stands in one store, once: what a store's tills share is split by this list. */
static gboolean
check_tills (const CpProgramme *self, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->stores->len; i++) {
    const CpStore *store = self->stores->pdata[i];
    gsize n;
    CpJson *till;

    if (store->time_zone != NULL && !cp_calendar_is_zone (store->time_zone))
      return refuse ("stores", store->id, "its time zone is not known here", error);
    if (store->tills != NULL && !json_is_array (store->tills))
      return refuse ("stores", store->id, "\"tills\" is no list", error);
    json_array_foreach (store->tills, n, till)
    {
      const char *id = json_string_value (till);

      if (id == NULL || *id == '\0')
        return refuse ("stores", store->id, "\"tills\" holds what is no device's id", error);
      if (!g_hash_table_add (seen, (char *) id))
        return refuse ("stores", store->id, "one of its tills stands there twice", error);
    }
  }
  return TRUE;
}

gboolean
cp_programme_check (const CpProgramme *self, GError **error)
{
  return check_scalars (self, error) && check_unique ("stores", self->stores, error) &&
         check_tills (self, error) && check_unique ("points_types", self->points_types, error) &&
         check_unique ("earn_rules", self->earn_rules, error) &&
         check_unique ("card_categories", self->card_categories, error) &&
         check_earning (self, error) &&
         check_unique ("status_systems", self->status_systems, error) &&
         check_unique ("statuses", self->statuses, error) &&
         check_unique ("definitions", self->definitions, error) &&
         check_unique ("programmes", self->programmes, error) && check_mailings (self, error) &&
         check_unique ("channels", self->channels, error) &&
         check_unique ("products", self->products, error) &&
         check_unique ("roles", self->roles, error) && check_form (self, error) &&
         check_pairs_unique ("rights", self->rights, error) &&
         check_pairs_unique ("reasons", self->reasons, error) && check_points_types (self, error) &&
         check_statuses (self, error) && check_definitions (self, error) &&
         check_rights (self, error) && check_unique ("classes", self->classes, error) &&
         check_classes (self, error) && check_words (self, error);
}
