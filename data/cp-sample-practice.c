/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sample-practice.h"

#include "cp-calendar.h"
#include "cp-sample-cards.h"
#include "cp-sample-history.h"
#include "sample-resources.h"

CpJson *
cp_sample_practice_load (void)
{
  return cp_json_parse_own (g_resource_lookup_data (
      sample_get_resource (), "/org/counterpart/sample/practice.json", 0, NULL));
}

static char *
dup_text (const CpJson *object, const char *key)
{
  return g_strdup (cp_json_get_text (object, key));
}

static CpMember *
add_member (CpSampleMaker *maker, const CpJson *who, guint index)
{
  gint64 years = cp_json_get_int (who, "years", 1);
  gint64 at_ms = maker->now_ms - years * 365 * CP_SAMPLE_DAY_MS;
  CpAccountRow *account = cp_sample_maker_add (maker, CP_KIND_ACCOUNT, NULL, at_ms);
  CpMember *member = cp_sample_maker_add (maker, CP_KIND_MEMBER, account->entity.id, at_ms);

  member->state = CP_MEMBER_ENROLLED;
  member->external_id = g_strdup_printf ("NF%06u", 1001 + index);
  member->given_name = dup_text (who, "given_name");
  member->family_name = dup_text (who, "family_name");
  member->birth_date = dup_text (who, "birth_date");
  member->phone = dup_text (who, "phone");
  member->email = dup_text (who, "email");
  member->postcode = dup_text (who, "postcode");
  member->city = dup_text (who, "city");
  member->language = dup_text (who, "language");
  member->fields = json_incref (cp_json_get_object (who, "fields"));
  member->home_store_id = g_strdup ("harbour-street");
  member->enrolled_at_ms = at_ms;
  cp_sample_maker_add_action (maker, member, "enrol_member", at_ms,
                              cp_sample_maker_pick_staff (maker));
  return member;
}

static void
add_status (CpSampleMaker *maker, const CpMember *member, const char *status_id, const char *reason)
{
  const CpStatusDefinition *definition;
  CpStatus *status;

  if (status_id == NULL)
    return;
  definition = cp_programme_find_status (maker->programme, status_id);
  status = cp_sample_maker_add (maker, CP_KIND_STATUS, member->entity.account_id,
                                member->enrolled_at_ms);
  status->member_id = g_strdup (member->entity.id);
  status->system_id = g_strdup (definition->system_id);
  status->status_id = g_strdup (status_id);
  status->from_ms = member->enrolled_at_ms;
  status->reason = g_strdup (reason);
}

static CpCard *
add_card (CpSampleMaker *maker, const CpMember *member, const CpJson *what)
{
  CpCard *card =
      cp_sample_maker_add (maker, CP_KIND_CARD, member->entity.account_id, member->enrolled_at_ms);
  const char *blocked = cp_json_get_text (what, "blocked");

  card->member_id = g_strdup (member->entity.id);
  card->uid = dup_text (what, "uid");
  card->number = dup_text (what, "number");
  card->state = CP_CARD_ACTIVE;
  card->linked_at_ms = member->enrolled_at_ms;
  if (blocked != NULL)
    cp_sample_cards_block (maker, member, card, blocked, maker->now_ms - CP_SAMPLE_DAY_MS);
  return card;
}

static CpCard *
find_card (CpSampleMaker *maker, const char *number)
{
  for (guint i = 0; i < maker->rows->len; i++) {
    CpEntity *entity = g_ptr_array_index (maker->rows, i);

    if (entity->kind == CP_KIND_CARD && g_strcmp0 (((CpCard *) entity)->number, number) == 0)
      return (CpCard *) entity;
  }
  g_assert_not_reached ();
}

static void
replace_card (CpSampleMaker *maker, const CpMember *member, const CpJson *what)
{
  CpCard *old = find_card (maker, cp_json_get_text (what, "number"));
  const CpCard *successor = find_card (maker, cp_json_get_text (what, "replaced_by"));
  gint64 at_ms = maker->now_ms - 30 * CP_SAMPLE_DAY_MS;

  cp_sample_cards_block (maker, member, old, "lost", at_ms);
  old->state = CP_CARD_REPLACED;
  old->replaced_by_card_id = g_strdup (successor->entity.id);
  cp_sample_maker_add_action (maker, member, "replace_card", at_ms,
                              cp_sample_maker_pick_staff (maker));
}

static void
add_cards (CpSampleMaker *maker, const CpMember *member, const CpJson *who)
{
  const CpJson *cards = cp_json_get_array (who, "cards");
  gsize i;
  json_t *card;

  json_array_foreach (cards, i, card) add_card (maker, member, card);
  json_array_foreach (cards, i, card) if (cp_json_get_text (card, "replaced_by") != NULL)
      replace_card (maker, member, card);
}

/* What is missing from the figures was used at the counter a moment after the issue, which was an hour ago, some
 * days before; but on that day, even soon after midnight: what can be used from the day after can't be today. */
static void
add_incentive (CpSampleMaker *maker, const CpMember *member, const CpJson *what, gint64 extra_days)
{
  gint64 now_ms = maker->now_ms - cp_json_get_int (what, "days_ago", 0) * CP_SAMPLE_DAY_MS;
  gint64 day_ms = cp_calendar_get_day_end_ms (maker->programme, member->home_store_id, now_ms, -1);
  gint64 at_ms = MAX (now_ms - CP_SAMPLE_HOUR_MS, day_ms);
  CpIncentive *incentive = cp_sample_maker_add_incentive (
      maker, member, cp_json_get_text (what, "definition"), at_ms, extra_days);
  gint64 balance = cp_json_get_int (what, "balance_minor", incentive->balance_minor);
  gint64 left = cp_json_get_int (what, "uses_left", incentive->uses_left);

  if (balance < incentive->balance_minor || left < incentive->uses_left)
    cp_sample_maker_redeem (maker, incentive, incentive->balance_minor - balance,
                            incentive->uses_left - left, at_ms + (now_ms - at_ms) / 2,
                            member->home_store_id);
  incentive->void_reason = dup_text (what, "void_reason");
  cp_sample_maker_settle (maker, incentive);
}

static void
add_incentives (CpSampleMaker *maker, const CpMember *member, const CpJson *who)
{
  const CpStatusDefinition *tier =
      cp_programme_find_status (maker->programme, cp_json_get_text (who, "tier"));
  gsize i;
  json_t *what;

  json_array_foreach (cp_json_get_array (who, "incentives"), i, what)
      add_incentive (maker, member, what, tier->extra_expiry_days);
}

static void
add_points (CpSampleMaker *maker, const CpMember *member, const CpReceipt *receipt, gint64 amount)
{
  static const char *const types[] = { "points", "tier" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    CpPoints *entry =
        cp_sample_maker_add (maker, CP_KIND_POINTS, member->entity.account_id, receipt->at_ms);

    entry->type_id = g_strdup (types[i]);
    entry->amount = amount;
    entry->at_ms = receipt->at_ms;
    entry->expires_at_ms = receipt->at_ms + 365 * CP_SAMPLE_DAY_MS;
    entry->receipt_id = g_strdup (receipt->entity.id);
  }
}

/* A receipt for each entry, of as many euros as points. */
static void
add_receipts (CpSampleMaker *maker, const CpMember *member, const CpJson *who)
{
  gsize i;
  json_t *what;

  json_array_foreach (cp_json_get_array (who, "points"), i, what)
  {
    gint64 days_ago = cp_json_get_int (what, "days_ago", 0);
    gint64 amount = cp_json_get_int (what, "amount", 0);
    gint64 at_ms = cp_sample_maker_pick_open_hour (maker, member->home_store_id,
                                                   maker->now_ms - days_ago * CP_SAMPLE_DAY_MS);
    CpReceipt *receipt =
        cp_sample_maker_add (maker, CP_KIND_RECEIPT, member->entity.account_id, at_ms);

    receipt->member_id = g_strdup (member->entity.id);
    receipt->number = g_strdup_printf ("%u", 10000000 + maker->n_receipts++ * 11);
    receipt->store_id = g_strdup (member->home_store_id);
    receipt->at_ms = at_ms;
    receipt->total_minor = amount * 100 + 95;
    receipt->attribution = CP_RECEIPT_ATTRIBUTED;
    add_points (maker, member, receipt, amount);
  }
}

void
cp_sample_practice_add_members (CpSampleMaker *maker, const CpJson *practice)
{
  gsize i;
  json_t *who;

  json_array_foreach (cp_json_get_array (practice, "members"), i, who)
  {
    const CpMember *member = add_member (maker, who, (guint) i);

    add_status (maker, member, cp_json_get_text (who, "tier"), NULL);
    add_status (maker, member, cp_json_get_text (who, "mark"), "Known to the owner");
    add_cards (maker, member, who);
    add_receipts (maker, member, who);
    add_incentives (maker, member, who);
  }
}

const CpReceipt *
cp_sample_practice_add_receipt (CpSampleMaker *maker, const CpJson *people, const CpJson *practice)
{
  const CpJson *what = cp_json_get_object (practice, "receipt");
  gint64 at_ms = maker->now_ms - cp_json_get_int (what, "days_ago", 0) * CP_SAMPLE_DAY_MS;
  CpReceipt *receipt = cp_sample_history_add_receipt (
      maker, people, NULL, cp_json_get_text (what, "store_id"),
      cp_sample_maker_pick_open_hour (maker, cp_json_get_text (what, "store_id"), at_ms));

  g_free (receipt->number);
  receipt->number = dup_text (what, "number");
  return receipt;
}

static void
add_tappable (CpJson *cards, const CpJson *who)
{
  const CpJson *list = cp_json_get_array (who, "cards");
  gsize i;
  json_t *what;

  json_array_foreach (list, i, what)
  {
    gboolean replaced = cp_json_get_text (what, "replaced_by") != NULL;
    CpJson *card = json_object ();
    g_autofree char *name = g_strconcat (cp_json_get_text (who, "given_name"), " ",
                                         cp_json_get_text (who, "family_name"), NULL);
    g_autofree char *key =
        g_strconcat (cp_json_get_text (who, "key"), replaced ? "-old" : "", NULL);

    cp_json_set_text (card, "key", key);
    cp_json_set_text (card, "name", name);
    cp_json_set_text (card, "note",
                      replaced ? "The card that she lost" : cp_json_get_text (who, "note"));
    cp_json_set_text (card, "kind", cp_json_get_text (what, "kind"));
    cp_json_set_text (card, "uid", cp_json_get_text (what, "uid"));
    cp_json_set_text (card, "number", cp_json_get_text (what, "number"));
    cp_json_append (cards, card);
  }
}

CpJson *
cp_sample_practice_dup_cards (const CpJson *practice)
{
  CpJson *cards = json_array ();
  gsize i;
  json_t *entry;

  json_array_foreach (cp_json_get_array (practice, "members"), i, entry)
      add_tappable (cards, entry);
  json_array_foreach (cp_json_get_array (practice, "blank_cards"), i, entry)
  {
    CpJson *card = json_copy (entry);

    cp_json_set_bool (card, "blank", TRUE);
    cp_json_append (cards, card);
  }
  return cards;
}
