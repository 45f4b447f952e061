/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-programme.h"

#include "cp-calendar.h"
#include "cp-error.h"
#include "cp-programme-check.h"
#include "cp-programme-complete.h"

#include <stdlib.h>
#include <string.h>

static const CpField store_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpStore, id), CP_REQUIRED_TEXT_FIELD (CpStore, name),
  CP_TEXT_FIELD (CpStore, city),        CP_JSON_FIELD (CpStore, tills),
  CP_TEXT_FIELD (CpStore, time_zone),   CP_LAST_FIELD,
};

static const CpField points_type_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpPointsType, id),   CP_REQUIRED_TEXT_FIELD (CpPointsType, name),
  CP_BOOL_FIELD (CpPointsType, spendable),     CP_INT_FIELD (CpPointsType, validity_days),
  CP_INT_FIELD (CpPointsType, per_unit),       CP_INT_FIELD (CpPointsType, pending_days),
  CP_INT_FIELD (CpPointsType, adjust_cap),     CP_INT_FIELD (CpPointsType, adjust_day_count),
  CP_INT_FIELD (CpPointsType, adjust_day_cap), CP_LAST_FIELD,
};

static const CpField earn_rule_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpEarnRule, id),
  CP_REQUIRED_TEXT_FIELD (CpEarnRule, type_id),
  CP_INT_FIELD (CpEarnRule, from_ms),
  CP_INT_FIELD (CpEarnRule, until_ms),
  CP_INT_FIELD (CpEarnRule, per_unit),
  CP_TEXT_FIELD (CpEarnRule, store_id),
  CP_LAST_FIELD,
};

static const CpField card_category_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpCardCategory, id),
  CP_REQUIRED_TEXT_FIELD (CpCardCategory, name),
  CP_INT_FIELD (CpCardCategory, points_percent),
  CP_LAST_FIELD,
};

static const CpField status_system_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpStatusSystem, id),  CP_REQUIRED_TEXT_FIELD (CpStatusSystem, name),
  CP_BOOL_FIELD (CpStatusSystem, exclusive),    CP_BOOL_FIELD (CpStatusSystem, customer_facing),
  CP_BOOL_FIELD (CpStatusSystem, needs_reason), CP_LAST_FIELD,
};

static const CpField status_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpStatusDefinition, id),
  CP_REQUIRED_TEXT_FIELD (CpStatusDefinition, system_id),
  CP_REQUIRED_TEXT_FIELD (CpStatusDefinition, name),
  CP_INT_FIELD (CpStatusDefinition, rank),
  CP_BOOL_FIELD (CpStatusDefinition, staff_assignable),
  CP_BOOL_FIELD (CpStatusDefinition, entitlement),
  CP_INT_FIELD (CpStatusDefinition, extra_expiry_days),
  CP_INT_FIELD (CpStatusDefinition, points_percent),
  CP_INT_FIELD (CpStatusDefinition, tier_points_percent),
  CP_INT_FIELD (CpStatusDefinition, tier_points),
  CP_LAST_FIELD,
};

static const CpField definition_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpDefinition, id),
  { "class", CP_FIELD_ENUM, G_STRUCT_OFFSET (CpDefinition, class_), TRUE, 0,
    cp_incentive_class_words },
  CP_REQUIRED_TEXT_FIELD (CpDefinition, name),
  CP_LONG_TEXT_FIELD (CpDefinition, customer_text, 500),
  CP_INT_FIELD (CpDefinition, amount_minor),
  CP_INT_FIELD (CpDefinition, uses),
  CP_INT_FIELD (CpDefinition, validity_days),
  CP_INT_FIELD (CpDefinition, usable_after_days),
  CP_INT_FIELD (CpDefinition, min_basket_minor),
  CP_INT_FIELD (CpDefinition, redeem_cap_minor),
  CP_BOOL_FIELD (CpDefinition, published),
  CP_BOOL_FIELD (CpDefinition, assignable),
  CP_BOOL_FIELD (CpDefinition, whole_only),
  CP_BOOL_FIELD (CpDefinition, claimable),
  CP_JSON_FIELD (CpDefinition, condition),
  CP_INT_FIELD (CpDefinition, claims_per_member),
  CP_JSON_FIELD (CpDefinition, promotion),
  CP_INT_FIELD (CpDefinition, global_cap),
  CP_BOOL_FIELD (CpDefinition, not_extendable),
  CP_BOOL_FIELD (CpDefinition, associate_extends),
  CP_LAST_FIELD,
};

static const CpField mailing_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpMailing, id),
  CP_REQUIRED_TEXT_FIELD (CpMailing, name),
  CP_JSON_FIELD (CpMailing, consent),
  CP_LAST_FIELD,
};

static const CpField other_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpOtherProgramme, id),
  CP_REQUIRED_TEXT_FIELD (CpOtherProgramme, name),
  CP_LAST_FIELD,
};

static const CpField channel_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpChannel, id),
  CP_REQUIRED_TEXT_FIELD (CpChannel, name),
  CP_TEXT_FIELD (CpChannel, address),
  CP_LAST_FIELD,
};

static const CpField product_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpProduct, id),
  CP_REQUIRED_TEXT_FIELD (CpProduct, name),
  CP_TEXT_FIELD (CpProduct, code),
  CP_LAST_FIELD,
};

static const CpField right_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpRight, role_id),
  CP_REQUIRED_TEXT_FIELD (CpRight, operation),
  CP_BOOL_FIELD (CpRight, allowed),
  CP_BOOL_FIELD (CpRight, approval),
  CP_INT_FIELD (CpRight, per_day),
  CP_INT_FIELD (CpRight, max_minor),
  CP_INT_FIELD (CpRight, day_minor),
  CP_INT_FIELD (CpRight, member_day),
  CP_INT_FIELD (CpRight, member_day_minor),
  CP_INT_FIELD (CpRight, device_day),
  CP_INT_FIELD (CpRight, device_day_minor),
  CP_BOOL_FIELD (CpRight, identify),
  CP_LAST_FIELD,
};

static const CpField role_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpRole, id),
  CP_REQUIRED_TEXT_FIELD (CpRole, name),
  CP_INT_FIELD (CpRole, rank),
  CP_TEXT_FIELD (CpRole, practises_as),
  CP_LAST_FIELD,
};

static const char *const class_words[] = { "local",  "provisional", "bounded",
                                           "queued", "online",      NULL };

static const CpField class_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpClassRule, operation),
  { "class", CP_FIELD_ENUM, G_STRUCT_OFFSET (CpClassRule, offline_class), TRUE, 0, class_words },
  CP_LAST_FIELD,
};

static const CpField reason_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpReason, id),
  CP_REQUIRED_TEXT_FIELD (CpReason, list),
  CP_REQUIRED_TEXT_FIELD (CpReason, text),
  CP_LAST_FIELD,
};

const char *const cp_form_type_words[] = { "",     "text",  "number", "date",     "choice",
                                           "flag", "phone", "email",  "language", NULL };

static const CpField form_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpFormField, field),
  CP_REQUIRED_TEXT_FIELD (CpFormField, label),
  CP_JSON_FIELD (CpFormField, labels),
  CP_ENUM_FIELD (CpFormField, type, cp_form_type_words),
  CP_BOOL_FIELD (CpFormField, required),
  CP_BOOL_FIELD (CpFormField, editable),
  CP_BOOL_FIELD (CpFormField, sensitive),
  CP_INT_FIELD (CpFormField, max_length),
  CP_INT_FIELD (CpFormField, min),
  CP_BOUND_FIELD (CpFormField, max),
  CP_TEXT_FIELD (CpFormField, earliest),
  CP_TEXT_FIELD (CpFormField, latest),
  CP_JSON_FIELD (CpFormField, options),
  CP_LAST_FIELD,
};

static const char *const scopes[] = { "chain", "store", NULL };

static const CpField programme_fields[] = {
  CP_REQUIRED_INT_FIELD (CpProgramme, version),
  CP_REQUIRED_TEXT_FIELD (CpProgramme, name),
  CP_REQUIRED_TEXT_FIELD (CpProgramme, currency),
  CP_INT_FIELD (CpProgramme, currency_digits),
  CP_REQUIRED_TEXT_FIELD (CpProgramme, country_code),
  CP_INT_FIELD (CpProgramme, claim_window_days),
  CP_INT_FIELD (CpProgramme, max_cards),
  CP_INT_FIELD (CpProgramme, max_family),
  CP_INT_FIELD (CpProgramme, contact_cooling_ms),
  CP_INT_FIELD (CpProgramme, identify_answers),
  CP_INT_FIELD (CpProgramme, max_favourites),
  CP_INT_FIELD (CpProgramme, max_wishes),
  CP_INT_FIELD (CpProgramme, offline_floor_minor),
  CP_INT_FIELD (CpProgramme, offline_store_minor),
  CP_INT_FIELD (CpProgramme, offline_per_member),
  CP_INT_FIELD (CpProgramme, offline_per_home_member),
  CP_INT_FIELD (CpProgramme, offline_max_age_ms),
  CP_INT_FIELD (CpProgramme, offline_approve_minor),
  CP_INT_FIELD (CpProgramme, offline_approve_percent),
  CP_INT_FIELD (CpProgramme, lease_minor),
  CP_INT_FIELD (CpProgramme, lease_ms),
  CP_ENUM_FIELD (CpProgramme, scope, scopes),
  CP_INT_FIELD (CpProgramme, visitor_days),
  CP_TEXT_FIELD (CpProgramme, redeem_proof),
  CP_TEXT_FIELD (CpProgramme, card_site),
  CP_INT_FIELD (CpProgramme, verdict_wait_ms),
  CP_INT_FIELD (CpProgramme, card_uses_per_day),
  CP_INT_FIELD (CpProgramme, card_uses_per_staff),
  CP_BOOL_FIELD (CpProgramme, views_unrecorded),
  CP_BOOL_FIELD (CpProgramme, approve_by_card),
  CP_INT_FIELD (CpProgramme, self_check_ms),
  CP_INT_FIELD (CpProgramme, hold_ms),
  CP_INT_FIELD (CpProgramme, reversal_window_ms),
  CP_INT_FIELD (CpProgramme, idle_lock_ms),
  CP_LAST_FIELD,
};

static const CpRecordType programme_type = { "programme", sizeof (CpProgramme), programme_fields };

typedef struct {
  const char *key;
  gsize offset;
  CpRecordType type;
} List;

static const List lists[] = {
  { "stores", G_STRUCT_OFFSET (CpProgramme, stores), { "store", sizeof (CpStore), store_fields } },
  { "programmes",
    G_STRUCT_OFFSET (CpProgramme, programmes),
    { "other programme", sizeof (CpOtherProgramme), other_fields } },
  { "points_types",
    G_STRUCT_OFFSET (CpProgramme, points_types),
    { "points type", sizeof (CpPointsType), points_type_fields } },
  { "earn_rules",
    G_STRUCT_OFFSET (CpProgramme, earn_rules),
    { "earn rule", sizeof (CpEarnRule), earn_rule_fields } },
  { "card_categories",
    G_STRUCT_OFFSET (CpProgramme, card_categories),
    { "card category", sizeof (CpCardCategory), card_category_fields } },
  { "status_systems",
    G_STRUCT_OFFSET (CpProgramme, status_systems),
    { "status system", sizeof (CpStatusSystem), status_system_fields } },
  { "statuses",
    G_STRUCT_OFFSET (CpProgramme, statuses),
    { "status", sizeof (CpStatusDefinition), status_fields } },
  { "definitions",
    G_STRUCT_OFFSET (CpProgramme, definitions),
    { "definition", sizeof (CpDefinition), definition_fields } },
  { "mailings",
    G_STRUCT_OFFSET (CpProgramme, mailings),
    { "mailing", sizeof (CpMailing), mailing_fields } },
  { "channels",
    G_STRUCT_OFFSET (CpProgramme, channels),
    { "channel", sizeof (CpChannel), channel_fields } },
  { "products",
    G_STRUCT_OFFSET (CpProgramme, products),
    { "product", sizeof (CpProduct), product_fields } },
  { "roles", G_STRUCT_OFFSET (CpProgramme, roles), { "role", sizeof (CpRole), role_fields } },
  { "rights", G_STRUCT_OFFSET (CpProgramme, rights), { "right", sizeof (CpRight), right_fields } },
  { "classes",
    G_STRUCT_OFFSET (CpProgramme, classes),
    { "class", sizeof (CpClassRule), class_fields } },
  { "reasons",
    G_STRUCT_OFFSET (CpProgramme, reasons),
    { "reason", sizeof (CpReason), reason_fields } },
  { "form", G_STRUCT_OFFSET (CpProgramme, form), { "form", sizeof (CpFormField), form_fields } },
};

static GPtrArray **
get_list (CpProgramme *self, const List *list)
{
  return (GPtrArray **) (gpointer) ((guint8 *) self + list->offset);
}

static gboolean
read_list (CpProgramme *self, const List *list, const CpJson *document, GError **error)
{
  const json_t *array = json_object_get (document, list->key);
  size_t i;
  json_t *item;

  if (array != NULL && !json_is_array (array)) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "programme: \"%s\" must be a list", list->key);
    return FALSE;
  }
  json_array_foreach (array, i, item)
  {
    gpointer record = cp_record_from_json (&list->type, item, error);

    if (record == NULL) {
      g_prefix_error (error, "programme: \"%s\", entry %" G_GSIZE_FORMAT ": ", list->key, i + 1);
      return FALSE;
    }
    g_ptr_array_add (*get_list (self, list), record);
  }
  return TRUE;
}

static CpProgramme *
read_scalars (const CpJson *document, GError **error)
{
  g_autoptr (CpJson) scalars = json_copy ((json_t *) document);
  CpProgramme *self;

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    json_object_del (scalars, lists[i].key);
  self = cp_record_from_json (&programme_type, scalars, error);
  for (guint i = 0; self != NULL && i < G_N_ELEMENTS (lists); i++)
    *get_list (self, &lists[i]) = g_ptr_array_new ();
  return self;
}

/* Rights are many, and asked for at every turn. */
static int
compare_rights (gconstpointer a, gconstpointer b)
{
  const CpRight *first = *(const CpRight *const *) a;
  const CpRight *second = *(const CpRight *const *) b;
  int order = strcmp (first->operation, second->operation);

  return order != 0 ? order : strcmp (first->role_id, second->role_id);
}

CpProgramme *
cp_programme_from_json (const CpJson *document, GError **error)
{
  g_autoptr (CpProgramme) self = NULL;

  if (!json_is_object (document)) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "programme: must be an object");
    return NULL;
  }
  self = read_scalars (document, error);
  if (self == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    if (!read_list (self, &lists[i], document, error))
      return NULL;
  cp_programme_complete_form (self);
  if (!cp_programme_check (self, error))
    return NULL;
  cp_programme_complete (self, document);
  self->zones = cp_calendar_find_zones (self);
  g_ptr_array_sort (self->rights, compare_rights);
  return g_steal_pointer (&self);
}

void
cp_programme_free (CpProgramme *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->zones, g_hash_table_unref);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    GPtrArray *records = *get_list (self, &lists[i]);

    for (guint j = 0; j < records->len; j++)
      cp_record_free (&lists[i].type, records->pdata[j]);
    g_ptr_array_unref (records);
  }
  cp_record_free (&programme_type, self);
}

/* Every struct that is looked up begins with the text that it is looked up by. */
static gconstpointer
find_record (const GPtrArray *records, const char *id)
{
  for (guint i = 0; id != NULL && i < records->len; i++)
    if (g_strcmp0 (*(char *const *) records->pdata[i], id) == 0)
      return records->pdata[i];
  return NULL;
}

G_STATIC_ASSERT (G_STRUCT_OFFSET (CpStore, id) == 0);
G_STATIC_ASSERT (G_STRUCT_OFFSET (CpOtherProgramme, id) == 0);
G_STATIC_ASSERT (G_STRUCT_OFFSET (CpPointsType, id) == 0);
G_STATIC_ASSERT (G_STRUCT_OFFSET (CpCardCategory, id) == 0);
G_STATIC_ASSERT (G_STRUCT_OFFSET (CpStatusSystem, id) == 0);
G_STATIC_ASSERT (G_STRUCT_OFFSET (CpStatusDefinition, id) == 0);
G_STATIC_ASSERT (G_STRUCT_OFFSET (CpDefinition, id) == 0);
G_STATIC_ASSERT (G_STRUCT_OFFSET (CpClassRule, operation) == 0);
G_STATIC_ASSERT (G_STRUCT_OFFSET (CpMailing, id) == 0);
G_STATIC_ASSERT (G_STRUCT_OFFSET (CpChannel, id) == 0);
G_STATIC_ASSERT (G_STRUCT_OFFSET (CpProduct, id) == 0);
G_STATIC_ASSERT (G_STRUCT_OFFSET (CpRole, id) == 0);
G_STATIC_ASSERT (G_STRUCT_OFFSET (CpFormField, field) == 0);

const CpStore *
cp_programme_find_store (const CpProgramme *self, const char *id)
{
  return find_record (self->stores, id);
}

const CpOtherProgramme *
cp_programme_find_other (const CpProgramme *self, const char *id)
{
  return find_record (self->programmes, id);
}

const CpPointsType *
cp_programme_find_points_type (const CpProgramme *self, const char *id)
{
  return find_record (self->points_types, id);
}

const CpCardCategory *
cp_programme_find_card_category (const CpProgramme *self, const char *id)
{
  return find_record (self->card_categories, id);
}

const CpStatusSystem *
cp_programme_find_status_system (const CpProgramme *self, const char *id)
{
  return find_record (self->status_systems, id);
}

const CpStatusDefinition *
cp_programme_find_status (const CpProgramme *self, const char *id)
{
  return find_record (self->statuses, id);
}

const CpDefinition *
cp_programme_find_definition (const CpProgramme *self, const char *id)
{
  return find_record (self->definitions, id);
}

gboolean
cp_mailing_has_words (const CpMailing *self, const char *text_version, const char *language)
{
  const CpJson *texts = cp_json_get_object (self->consent, "texts");

  return self->consent == NULL ||
         (g_strcmp0 (cp_json_get_text (self->consent, "version"), text_version) == 0 &&
          language != NULL && cp_json_get_text (texts, language) != NULL);
}

const CpMailing *
cp_programme_find_mailing (const CpProgramme *self, const char *id)
{
  return find_record (self->mailings, id);
}

const CpChannel *
cp_programme_find_channel (const CpProgramme *self, const char *id)
{
  return find_record (self->channels, id);
}

const CpProduct *
cp_programme_find_product (const CpProgramme *self, const char *id)
{
  return find_record (self->products, id);
}

const CpRole *
cp_programme_find_role (const CpProgramme *self, const char *id)
{
  return find_record (self->roles, id);
}

const CpFormField *
cp_programme_find_form_field (const CpProgramme *self, const char *field)
{
  return find_record (self->form, field);
}

CpOfflineClass
cp_programme_get_class (const CpProgramme *self, CpOperationKind kind)
{
  const CpOperationKindInfo *info = cp_operation_kind_get_info (kind);
  const CpClassRule *rule = find_record (self->classes, info->word);

  return rule != NULL ? rule->offline_class : info->offline_class;
}

const char *
cp_programme_get_class_word (const CpProgramme *self, CpOperationKind kind)
{
  return class_words[cp_programme_get_class (self, kind)];
}

static const char *const reads[] = { "read_history",
                                     "read_messages",
                                     "read_cards",
                                     "read_purchases",
                                     "read_points",
                                     "read_incentives",
                                     "read_explain",
                                     "read_identify",
                                     "read_tasks",
                                     "read_clients",
                                     "read_birthdays",
                                     "read_sensitive",
                                     NULL };

gboolean
cp_programme_is_right (const char *word)
{
  return word != NULL &&
         (g_str_equal (word, CP_PROGRAMME_TRAINING) ||
          g_str_equal (word, CP_PROGRAMME_WRITE_CARDS) || g_strv_contains (reads, word));
}

static const CpRight *
find_right (const CpProgramme *self, const char *role_id, const char *word)
{
  const CpRight wanted = { .role_id = (char *) role_id, .operation = (char *) word };
  gconstpointer wanted_at = &wanted;
  const CpRight *const *found;

  if (role_id == NULL || self->rights->len == 0)
    return NULL;
  found = bsearch (&wanted_at, self->rights->pdata, self->rights->len, sizeof (gpointer),
                   compare_rights);
  return found != NULL ? *found : NULL;
}

gboolean
cp_programme_may_read (const CpProgramme *self, const char *role_id, const char *what)
{
  g_autofree char *word = g_strconcat ("read_", what, NULL);
  const CpRight *right = find_right (self, role_id, word);

  return right == NULL || right->allowed;
}

gboolean
cp_programme_may_see (const CpProgramme *self, const char *role_id, const CpFormField *field)
{
  return !field->sensitive ||
         (role_id != NULL && cp_programme_may_read (self, role_id, "sensitive"));
}

static gboolean
has_right (const CpProgramme *self, const char *role_id, const char *word)
{
  const CpRight *right = find_right (self, role_id, word);

  return right != NULL && right->allowed;
}

gboolean
cp_programme_may_train (const CpProgramme *self, const char *role_id)
{
  return has_right (self, role_id, CP_PROGRAMME_TRAINING);
}

gboolean
cp_programme_may_write_cards (const CpProgramme *self, const char *role_id)
{
  return has_right (self, role_id, CP_PROGRAMME_WRITE_CARDS);
}

const CpRight *
cp_programme_get_right (const CpProgramme *self, const char *role_id, CpOperationKind kind)
{
  const CpRight *right = find_right (self, role_id, cp_operation_kind_get_info (kind)->word);

  return right != NULL && right->allowed ? right : NULL;
}
