/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-view.h"

#include "cp-form-field.h"
#include "cp-held-status.h"
#include "cp-profile-field.h"
#include "cp-redemption.h"
#include "cp-view-parts.h"
#include "cp-wording.h"

const char *
cp_view_get_word (CpKind kind, const char *field, int value)
{
  for (const CpField *f = cp_kind_get_type (kind)->fields; f->name != NULL; f++)
    if (f->type == CP_FIELD_ENUM && g_str_equal (f->name, field))
      return f->words[value];
  g_assert_not_reached ();
}

const char *
cp_view_get_store_name (const CpProgramme *programme, const char *store_id)
{
  const CpStore *store = cp_programme_find_store (programme, store_id);

  return store != NULL ? store->name : store_id;
}

const char *
cp_view_get_staff_name (const CpViewSource *source, const char *staff_id)
{
  for (guint i = 0; source->staff_rows != NULL && i < source->staff_rows->len; i++) {
    const CpStaff *staff = source->staff_rows->pdata[i];

    if (g_strcmp0 (staff->entity.id, staff_id) == 0)
      return staff->name;
  }
  return staff_id;
}

GPtrArray *
cp_view_sort_rows (const GPtrArray *rows, GCompareFunc compare)
{
  GPtrArray *sorted = g_ptr_array_new ();

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (sorted, rows->pdata[i]);
  g_ptr_array_sort (sorted, compare);
  return sorted;
}

char *
cp_view_tail (const char *text, glong n)
{
  glong length = text != NULL ? g_utf8_strlen (text, -1) : 0;

  return length > 0 ? g_strdup (g_utf8_offset_to_pointer (text, MAX (length - n, 0))) : NULL;
}

gboolean
cp_view_is_usable (CpIncentiveState state)
{
  return state == CP_INCENTIVE_ACTIVE || state == CP_INCENTIVE_PART_USED;
}

CpMember *
cp_view_mask (const CpMember *member)
{
  static const char *const hidden[] = { "birth_date", "phone", "email", "postcode", "city" };
  CpMember *masked = cp_entity_copy (member);

  for (guint i = 0; member->removing && i < G_N_ELEMENTS (hidden); i++)
    cp_profile_field_set (masked, hidden[i], NULL);
  if (member->removing)
    cp_profile_field_clear_own (masked);
  return masked;
}

/* Those of the chain's own, in the form's order, whether or not anything stands in them; of another
 * store's member nobody knows here. */
static CpJson *
list_own_fields (const CpViewSource *source, const CpMember *member)
{
  const GPtrArray *form = source->programme->form;
  const char *role_id = source->staff != NULL ? source->staff->role_id : NULL;
  CpJson *list = json_array ();

  for (guint i = 0; !member->thin && i < form->len; i++) {
    const CpFormField *field = form->pdata[i];
    const char *value = cp_profile_field_get (member, field->field);
    gboolean hidden = !cp_programme_may_see (source->programme, role_id, field);
    g_autofree char *text = cp_form_field_show (field, value);
    CpJson *json;

    if (cp_profile_field_exists (field->field))
      continue;
    json = json_object ();
    cp_json_set_text (json, "field", field->field);
    cp_json_set_text (json, "label", cp_form_field_get_label (field));
    cp_json_set_text (json, "value", hidden ? NULL : value);
    cp_json_set_text (json, "text", hidden ? NULL : text);
    cp_json_set_bool (json, "hidden", hidden);
    cp_json_append (list, json);
  }
  return list;
}

static CpJson *
make_member (const CpViewSource *source, const CpMember *shown)
{
  CpJson *json = json_object ();
  CpMember *member = cp_view_mask (shown);
  g_autofree char *name = cp_wording_name (member);

  cp_json_set_text (json, "id", member->entity.id);
  cp_json_set_text (json, "account_id", member->entity.account_id);
  cp_json_set_text (json, "external_id", member->external_id);
  cp_json_set_text (json, "name", name);
  cp_json_set_text (json, "given_name", member->given_name);
  cp_json_set_text (json, "family_name", member->family_name);
  cp_json_set_text (json, "birth_date", member->birth_date);
  cp_json_set_text (json, "phone", member->phone);
  cp_json_set_text (json, "email", member->email);
  cp_json_set_text (json, "postcode", member->postcode);
  cp_json_set_text (json, "city", member->city);
  cp_json_set_text (json, "language", member->language);
  cp_json_set (json, "fields", list_own_fields (source, member));
  cp_json_set_text (json, "state", cp_view_get_word (CP_KIND_MEMBER, "state", (int) member->state));
  cp_json_set_text (json, "state_reason", member->state_reason);
  cp_json_set_text (json, "home_store",
                    cp_view_get_store_name (source->programme, member->home_store_id));
  cp_json_set_bool (json, "thin", member->thin);
  cp_json_set_int (json, "enrolled_at_ms", member->enrolled_at_ms);
  cp_json_set_bool (json, "removing", member->removing);
  cp_json_set_bool (json, "waiting", member->entity.waiting);
  cp_entity_free (member);
  return json;
}

static CpJson *
make_account (const CpViewSource *source)
{
  const CpAccountRow *row = cp_account_get_row (source->current);
  CpJson *json = json_object ();

  cp_json_set_bool (json, "blocked", row != NULL && row->blocked);
  cp_json_set_text (json, "block_reason", row != NULL ? row->block_reason : NULL);
  cp_json_set_bool (json, "overdrawn", cp_account_is_overdrawn (source->current, source->now_ms));
  return json;
}

char *
cp_view_dup_other_name (const CpAccount *account, const char *member_id, const char *about_id)
{
  const char *present_id = cp_account_resolve_member (account, about_id);
  const CpMember *about = cp_account_find (account, CP_KIND_MEMBER, present_id);

  return about != NULL && g_strcmp0 (present_id, member_id) != 0 ? cp_wording_name (about) : NULL;
}

/* With whom the member shares the account. */
static CpJson *
list_family (const CpAccount *account, const char *member_id)
{
  const GPtrArray *members = account->rows[CP_KIND_MEMBER];
  CpJson *list = json_array ();

  for (guint i = 0; i < members->len; i++) {
    const CpMember *member = members->pdata[i];
    g_autofree char *name = NULL;

    if (!cp_member_is_present (member) || g_strcmp0 (member->entity.id, member_id) == 0)
      continue;
    name = cp_wording_name (member);
    cp_json_append (list, json_pack ("{s:s, s:s}", "id", member->entity.id, "name", name));
  }
  return list;
}

static void
add_currency (CpJson *json, const CpViewSource *source)
{
  cp_json_set_text (json, "currency", source->programme->currency);
  cp_json_set_int (json, "currency_digits", source->programme->currency_digits);
  cp_json_set_int (json, "as_of_ms", source->as_of_ms);
}

static CpJson *
make_view (const CpViewSource *source, const char *member_id)
{
  const CpMember *member = cp_account_find_member (
      source->current, cp_account_resolve_member (source->current, member_id));
  CpJson *operations;
  CpJson *view;

  if (member == NULL)
    return NULL;
  member_id = member->entity.id;
  operations = cp_view_list_operations (source, member_id);
  view = json_object ();
  cp_json_set (view, "member", make_member (source, member));
  cp_json_set (view, "account", make_account (source));
  cp_json_set (view, "family", list_family (source->current, member_id));
  add_currency (view, source);
  cp_json_set_bool (view, "online", source->online);
  cp_json_set (view, "balances", cp_view_list_balances (source, member_id));
  cp_json_set (view, "rewards", cp_view_make_rewards (source));
  cp_json_set (view, "statuses", cp_view_list_statuses (source, member_id));
  cp_json_set (view, "incentives", cp_view_list_incentives (source, operations));
  cp_json_set (view, "claims", cp_view_list_claims (source, member_id, NULL));
  cp_json_set (view, "redemptions", cp_view_list_redemptions (source, operations));
  cp_json_set (view, "receipts", cp_view_list_receipts (source, member_id, operations));
  cp_json_set (view, "cards", cp_view_list_cards (source, member_id, operations));
  cp_json_set (view, "subscriptions", cp_view_list_subscriptions (source, member_id));
  cp_json_set (view, "favourites", cp_view_list_favourites (source, member_id));
  cp_json_set (view, "notes", cp_view_list_notes (source, member_id));
  cp_json_set (view, "tags", cp_view_list_tags (source, member_id));
  cp_json_set (view, "tasks", cp_view_list_tasks (source, member_id));
  cp_json_set (view, "promises", cp_view_list_promises (source, member_id));
  cp_json_set (view, "actions", cp_view_list_actions (source));
  cp_json_set (view, "operations", operations);
  return view;
}

/* The accounts as they are now: what was held for too long has been given back. */
typedef struct {
  CpAccount *base;
  CpAccount *current;
} Settled;

static void
settled_clear (Settled *self)
{
  cp_account_free (self->base);
  cp_account_free (self->current);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Settled, settled_clear)

static CpViewSource
settle (const CpViewSource *source, Settled *settled)
{
  CpViewSource as_it_is = *source;

  settled->base = cp_redemption_settle (source->base, source->now_ms, NULL);
  settled->current = cp_redemption_settle (source->current, source->now_ms, NULL);
  if (settled->base != NULL)
    as_it_is.base = settled->base;
  if (settled->current != NULL)
    as_it_is.current = settled->current;
  return as_it_is;
}

CpJson *
cp_view_member (const CpViewSource *source, const char *member_id)
{
  g_auto (Settled) settled = { NULL, NULL };
  CpViewSource as_it_is = settle (source, &settled);

  return make_view (&as_it_is, member_id);
}

/* The reward that goes first. */
static CpJson *
make_next_reward_expiry (const CpViewSource *source)
{
  const GPtrArray *incentives = source->current->rows[CP_KIND_INCENTIVE];
  const CpIncentive *next = NULL;
  const CpDefinition *definition;
  CpJson *json;

  for (guint i = 0; i < incentives->len; i++) {
    const CpIncentive *incentive = incentives->pdata[i];

    if (incentive->expires_at_ms != 0 &&
        cp_view_is_usable (cp_incentive_get_state (incentive, source->now_ms)) &&
        (next == NULL || incentive->expires_at_ms < next->expires_at_ms))
      next = incentive;
  }
  if (next == NULL)
    return NULL;
  definition = cp_programme_find_definition (source->programme, next->definition_id);
  json = json_object ();
  cp_json_set_text (json, "name", definition != NULL ? definition->name : next->definition_id);
  cp_json_set_int (json, "at_ms", next->expires_at_ms);
  cp_json_set_int (json, "amount_minor", next->balance_minor);
  return json;
}

static CpJson *
make_points_expiry (const CpJson *balance)
{
  const CpJson *expiry = cp_json_get_object (balance, "next_expiry");
  CpJson *json = json_object ();

  cp_json_set_text (json, "name", cp_json_get_text (balance, "name"));
  cp_json_set_int (json, "at_ms", cp_json_get_int (expiry, "at_ms", 0));
  cp_json_set_int (json, "points", cp_json_get_int (expiry, "amount", 0));
  return json;
}

/* What goes first, a reward or points that buy something. */
static CpJson *
make_next_expiry (const CpViewSource *source, const CpJson *balances)
{
  CpJson *next = make_next_reward_expiry (source);
  CpJson *balance;
  size_t i;

  json_array_foreach (balances, i, balance)
  {
    gint64 at_ms = cp_json_get_int (cp_json_get_object (balance, "next_expiry"), "at_ms", 0);

    if (at_ms == 0 || !cp_json_get_bool (balance, "spendable") ||
        (next != NULL && cp_json_get_int (next, "at_ms", 0) <= at_ms))
      continue;
    json_decref (next);
    next = make_points_expiry (balance);
  }
  return next;
}

/* Of those that customers are told of. */
static CpJson *
make_best_status (const CpViewSource *source, const char *member_id)
{
  const GPtrArray *statuses = source->current->rows[CP_KIND_STATUS];
  const CpStatusDefinition *best = NULL;
  CpJson *json;

  for (guint i = 0; i < statuses->len; i++) {
    const CpStatus *status = statuses->pdata[i];
    const CpStatusDefinition *definition =
        cp_programme_find_status (source->programme, status->status_id);

    if (definition != NULL && g_strcmp0 (status->member_id, member_id) == 0 &&
        cp_held_status_counts_at (status, source->now_ms) &&
        cp_programme_find_status_system (source->programme, definition->system_id)
            ->customer_facing &&
        (best == NULL || definition->rank > best->rank))
      best = definition;
  }
  if (best == NULL)
    return NULL;
  json = json_object ();
  cp_json_set_text (json, "name", best->name);
  cp_json_set_int (json, "rank", best->rank);
  return json;
}

static CpJson *
make_self_check (const CpViewSource *source, const char *member_id)
{
  const CpMember *member = cp_account_find_member (source->current, member_id);
  CpJson *view, *balances, *balance, *next_expiry, *status;
  size_t i;

  if (member == NULL)
    return NULL;
  view = json_object ();
  balances = cp_view_list_balances (source, member->entity.id);
  next_expiry = make_next_expiry (source, balances);
  status = make_best_status (source, member->entity.id);
  cp_json_set_text (view, "given_name", member->given_name);
  cp_json_set_text (view, "language", member->language);
  cp_json_set (view, "balances", balances);
  json_array_foreach (balances, i, balance)
  {
    json_object_del (balance, "spendable");
    json_object_del (balance, "pending");
    json_object_del (balance, "next_pending");
    json_object_del (balance, "next_expiry");
  }
  cp_json_set (view, "rewards", cp_view_make_rewards (source));
  if (next_expiry != NULL)
    cp_json_set (view, "next_expiry", next_expiry);
  if (status != NULL)
    cp_json_set (view, "status", status);
  add_currency (view, source);
  return view;
}

CpJson *
cp_view_self_check (const CpViewSource *source, const char *member_id)
{
  g_auto (Settled) settled = { NULL, NULL };
  CpViewSource as_it_is = settle (source, &settled);

  return make_self_check (&as_it_is, member_id);
}
