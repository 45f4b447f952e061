/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-card-state.h"
#include "cp-redemption.h"
#include "cp-view-parts.h"

static int
compare_ms (gint64 one, gint64 other)
{
  return one < other ? -1 : one > other;
}

/* 0: usable; 1: not yet; 2: no more */
static int
get_group (const CpIncentive *incentive, gint64 now_ms)
{
  CpIncentiveState state = cp_incentive_get_state (incentive, now_ms);

  if (cp_view_is_usable (state))
    return 0;
  return state == CP_INCENTIVE_ISSUED ? 1 : 2;
}

/* Usable first, nearest expiry first; what is over, newest first. */
static int
compare_incentives (gconstpointer a, gconstpointer b, gpointer data)
{
  const CpIncentive *one = *(CpIncentive *const *) a;
  const CpIncentive *other = *(CpIncentive *const *) b;
  gint64 now_ms = ((const CpViewSource *) data)->now_ms;
  int group = get_group (one, now_ms);
  int order = group - get_group (other, now_ms);

  if (order == 0 && group == 2)
    order = compare_ms (other->issued_at_ms, one->issued_at_ms);
  else if (order == 0)
    order = compare_ms (one->expires_at_ms != 0 ? one->expires_at_ms : G_MAXINT64,
                        other->expires_at_ms != 0 ? other->expires_at_ms : G_MAXINT64);
  if (order == 0)
    order = compare_ms (one->issued_at_ms, other->issued_at_ms);
  return order != 0 ? order : g_strcmp0 (one->entity.id, other->entity.id);
}

static gboolean
is_offered (const CpJson *operations, CpOperationKind kind)
{
  return cp_json_get_bool (cp_json_get_object (operations, cp_operation_kind_get_info (kind)->word),
                           "allowed");
}

static void
add_times (CpJson *json, const CpViewSource *source, const CpIncentive *incentive)
{
  cp_json_set_int (json, "issued_at_ms", incentive->issued_at_ms);
  cp_json_set_int (json, "usable_from_ms", incentive->usable_from_ms);
  cp_json_set_int (json, "expires_at_ms", incentive->expires_at_ms);
  cp_json_set_text (json, "issued_by",
                    cp_view_get_staff_name (source, incentive->issued_by_staff_id));
  cp_json_set_text (json, "reason",
                    incentive->state == CP_INCENTIVE_VOIDED ? incentive->void_reason
                                                            : incentive->reason);
}

static CpOperationKind
get_redeeming_kind (CpIncentiveClass class_)
{
  switch (class_) {
  case CP_CLASS_BENEFIT:
    return CP_OPERATION_REDEEM_BENEFIT;
  case CP_CLASS_CREDIT:
    return CP_OPERATION_REDEEM_CREDIT;
  case CP_CLASS_REWARD:
  default:
    return CP_OPERATION_REDEEM_REWARD;
  }
}

static CpJson *
make_incentive (const CpViewSource *source, const CpIncentive *incentive, const CpJson *operations)
{
  const CpDefinition *definition =
      cp_programme_find_definition (source->programme, incentive->definition_id);
  CpIncentiveState state = cp_incentive_get_state (incentive, source->now_ms);
  gboolean over = get_group (incentive, source->now_ms) == 2;
  gboolean is_usable = cp_view_is_usable (state);
  CpJson *json = json_object ();

  cp_json_set_text (json, "id", incentive->entity.id);
  cp_json_set_text (json, "definition", incentive->definition_id);
  cp_json_set_text (json, "name", definition != NULL ? definition->name : incentive->definition_id);
  cp_json_set_text (json, "text", definition != NULL ? definition->customer_text : NULL);
  cp_json_set_text (json, "class", cp_incentive_class_words[incentive->class_]);
  cp_json_set_text (json, "state", cp_view_get_word (CP_KIND_INCENTIVE, "state", (int) state));
  cp_json_set_int (json, "amount_minor", incentive->amount_minor);
  cp_json_set_int (json, "balance_minor", incentive->balance_minor);
  cp_json_set_int (json, "uses", incentive->uses);
  cp_json_set_int (json, "uses_left", incentive->uses_left);
  add_times (json, source, incentive);
  cp_json_set_bool (json, "extended", incentive->extended);
  cp_json_set_bool (json, "waiting", incentive->entity.waiting);
  cp_json_set_bool (json, "can_void",
                    is_offered (operations, CP_OPERATION_VOID_INCENTIVE) &&
                        cp_rule_judge_void (source->current, incentive, source->now_ms) ==
                            CP_REJECTION_NONE);
  cp_json_set_bool (json, "can_redeem",
                    is_usable && is_offered (operations, get_redeeming_kind (incentive->class_)));
  cp_view_add_later (json, operations, get_redeeming_kind (incentive->class_), is_usable);
  cp_json_set_bool (json, "can_extend",
                    !over && incentive->expires_at_ms != 0 && !incentive->extended &&
                        (definition == NULL || !definition->not_extendable) &&
                        is_offered (operations, CP_OPERATION_EXTEND_INCENTIVE));
  return json;
}

CpJson *
cp_view_list_incentives (const CpViewSource *source, const CpJson *operations)
{
  const GPtrArray *rows = source->current->rows[CP_KIND_INCENTIVE];
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  CpJson *list = json_array ();

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (sorted, rows->pdata[i]);
  g_ptr_array_sort_with_data (sorted, compare_incentives, (gpointer) source);
  for (guint i = 0; i < sorted->len; i++)
    cp_json_append (list, make_incentive (source, sorted->pdata[i], operations));
  return list;
}

/* Those that work first, then by when they were linked. */
static int
compare_cards (gconstpointer a, gconstpointer b)
{
  const CpCard *one = *(CpCard *const *) a;
  const CpCard *other = *(CpCard *const *) b;
  int order = cp_card_identifies (other) - cp_card_identifies (one);

  if (order == 0)
    order = compare_ms (other->linked_at_ms, one->linked_at_ms);
  return order != 0 ? order : g_strcmp0 (one->entity.id, other->entity.id);
}

/* An unsent block of this device may be undone without head office. */
static gboolean
can_unblock (const CpViewSource *source, const CpCard *card)
{
  return card->blocked && (source->online || cp_rule_is_own_fresh_block (source->current, card));
}

static void
add_offers (CpJson *json, const CpViewSource *source, const CpCard *card, const CpJson *operations)
{
  gboolean live = card->state == CP_CARD_LINKED || card->state == CP_CARD_ACTIVE;
  gboolean is_only_main =
      card->medium == CP_CARD_PHYSICAL &&
      cp_card_count_live (source->current, card->member_id, CP_CARD_PHYSICAL) == 1;
  gboolean may_block = is_offered (operations, CP_OPERATION_BLOCK_CARD);

  cp_json_set_bool (json, "can_block", live && !card->blocked && may_block);
  cp_json_set_bool (json, "can_unblock",
                    live && can_unblock (source, card) &&
                        is_offered (operations, CP_OPERATION_UNBLOCK_CARD));
  cp_view_add_later (json, operations, CP_OPERATION_UNBLOCK_CARD, live && card->blocked);
  cp_view_add_later (json, operations, CP_OPERATION_RESTORE_CARD, card->state == CP_CARD_RETIRED);
  cp_json_set_bool (json, "can_retire",
                    live && !is_only_main && is_offered (operations, CP_OPERATION_RETIRE_CARD));
  cp_json_set_bool (json, "can_restore",
                    card->state == CP_CARD_RETIRED &&
                        is_offered (operations, CP_OPERATION_RESTORE_CARD));
  cp_json_set_bool (json, "can_change_category",
                    live && is_offered (operations, CP_OPERATION_CHANGE_CARD_CATEGORY));
  cp_json_set_bool (json, "can_replace",
                    live && card->medium != CP_CARD_VIRTUAL && (card->blocked || may_block) &&
                        is_offered (operations, CP_OPERATION_REPLACE_CARD));
}

static CpJson *
make_card (const CpViewSource *source,
           const char *member_id,
           const CpCard *card,
           const CpJson *operations)
{
  const CpMember *member = cp_account_find_member (source->current, card->member_id);
  gboolean is_provisional = member != NULL && member->state == CP_MEMBER_PROVISIONAL;
  const CpCardCategory *category =
      cp_programme_find_card_category (source->programme, card->category_id);
  g_autofree char *uid_tail = cp_view_tail (card->uid, 4);
  g_autofree char *other = cp_view_dup_other_name (source->current, member_id, card->member_id);
  CpJson *json = json_object ();

  cp_json_set_text (json, "id", card->entity.id);
  cp_json_set_text (json, "member_name", other);
  cp_json_set_text (json, "number", card->number);
  cp_json_set_text (json, "uid_tail", uid_tail);
  cp_json_set_text (json, "medium", cp_view_get_word (CP_KIND_CARD, "medium", (int) card->medium));
  cp_json_set_text (json, "state", cp_view_get_word (CP_KIND_CARD, "state", (int) card->state));
  if (category != NULL)
    cp_json_set_text (json, "category_name", category->name);
  cp_json_set_text (json, "category", card->category_id);
  cp_json_set_bool (json, "blocked", card->blocked);
  cp_json_set_text (json, "block_reason", card->block_reason);
  cp_json_set_bool (json, "earn_only",
                    cp_card_identifies (card) && (card->state == CP_CARD_LINKED || is_provisional));
  cp_json_set_int (json, "linked_at_ms", card->linked_at_ms);
  cp_json_set_bool (json, "waiting", card->entity.waiting);
  add_offers (json, source, card, operations);
  return json;
}

CpJson *
cp_view_list_cards (const CpViewSource *source, const char *member_id, const CpJson *operations)
{
  g_autoptr (GPtrArray) sorted =
      cp_view_sort_rows (source->current->rows[CP_KIND_CARD], compare_cards);
  CpJson *list = json_array ();

  for (guint i = 0; i < sorted->len; i++)
    cp_json_append (list, make_card (source, member_id, sorted->pdata[i], operations));
  return list;
}
