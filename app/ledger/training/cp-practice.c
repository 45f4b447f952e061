/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-practice.h"

#include "cp-pin.h"
#include "practice-resources.h"

#include <glib/gi18n-lib.h>

#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

typedef struct {
  const CpProgramme *programme;
  const char *store_id;
  CpIdSource *ids;
  const CpWorld *world;
  gint64 now_ms;
  GPtrArray *rows;
} Maker;

/* What is practised with which cards and receipts: those whose key is the case's; the lost card also
 * wants the blank ones. */
static const struct {
  const char *key;
  const char *also;
  const char *title;
  const char *text;
} cases[] = {
  { "purchase", NULL, N_ ("From purchase to redemption"),
    N_ ("Tap the card, claim the receipt, and redeem a reward.") },
  { "points", NULL, N_ ("Missing points"),
    N_ ("A customer never received the points of a purchase. Find out why, and put it right.") },
  { "lost", "blank", N_ ("Lost card"),
    N_ ("A customer has lost the card. Block it, and replace it by a new one.") },
  { "duplicate", NULL, N_ ("Somebody who is there twice"),
    N_ ("Find the second member of the same name, and merge the two.") },
};

CpJson *
cp_practice_load (void)
{
  return cp_json_parse_own (g_resource_lookup_data (
      practice_get_resource (), "/org/counterpart/ledger/practice.json", 0, NULL));
}

gboolean
cp_practice_has_card (const CpJson *practice, const char *uid)
{
  gsize i;
  CpJson *card;

  json_array_foreach (cp_json_get_array (practice, "cards"), i, card)
  {
    if (g_ascii_strcasecmp (cp_json_get_text (card, "uid"), uid) == 0)
      return TRUE;
  }
  return FALSE;
}

static char *
dup_text (const CpJson *object, const char *key)
{
  return g_strdup (cp_json_get_text (object, key));
}

static gpointer
add (Maker *maker, CpKind kind, const char *account_id)
{
  g_autofree char *id = cp_id_new (maker->ids, maker->world);
  gpointer entity =
      cp_entity_new (kind, id, account_id != NULL || kind != CP_KIND_ACCOUNT ? account_id : id);

  g_ptr_array_add (maker->rows, entity);
  return entity;
}

static const CpDefinition *
find_definition (const CpProgramme *programme, const char *class_word)
{
  for (guint i = 0; i < programme->definitions->len; i++) {
    const CpDefinition *definition = programme->definitions->pdata[i];

    if (definition->published && definition->global_cap == 0 &&
        g_strcmp0 (cp_incentive_class_words[definition->class_], class_word) == 0)
      return definition;
  }
  return NULL;
}

/* A chain that has none of the class practises without. */
static void
add_incentive (Maker *maker, const CpMember *member, const CpJson *what)
{
  const CpDefinition *definition =
      find_definition (maker->programme, cp_json_get_text (what, "class"));
  CpIncentive *incentive;

  if (definition == NULL)
    return;
  incentive = add (maker, CP_KIND_INCENTIVE, member->entity.account_id);
  incentive->member_id = g_strdup (member->entity.id);
  incentive->definition_id = g_strdup (definition->id);
  incentive->class_ = definition->class_;
  incentive->state = CP_INCENTIVE_ACTIVE;
  incentive->amount_minor = incentive->balance_minor = definition->amount_minor;
  incentive->uses = incentive->uses_left = definition->uses;
  incentive->issued_at_ms = maker->now_ms - cp_json_get_int (what, "days_ago", 0) * DAY_MS;
  /* However short it is valid in earnest, here there has to be something to redeem. */
  incentive->expires_at_ms = maker->now_ms + 30 * DAY_MS;
  incentive->issued_store_id = g_strdup (maker->store_id);
}

static void
add_points (Maker *maker, const CpMember *member, gint64 amount)
{
  for (guint i = 0; i < maker->programme->points_types->len; i++) {
    const CpPointsType *type = maker->programme->points_types->pdata[i];
    CpPoints *points;

    if (!type->spendable)
      continue;
    points = add (maker, CP_KIND_POINTS, member->entity.account_id);
    points->type_id = g_strdup (type->id);
    points->amount = amount;
    points->at_ms = maker->now_ms - 15 * DAY_MS;
    points->expires_at_ms = maker->now_ms + 200 * DAY_MS;
    return;
  }
}

static void
add_cards (Maker *maker, const CpMember *member, const CpJson *practice, const char *key)
{
  gsize i;
  CpJson *what;

  json_array_foreach (cp_json_get_array (practice, "cards"), i, what)
  {
    CpCard *card;

    if (g_strcmp0 (cp_json_get_text (what, "member"), key) != 0)
      continue;
    card = add (maker, CP_KIND_CARD, member->entity.account_id);
    card->member_id = g_strdup (member->entity.id);
    card->uid = dup_text (what, "uid");
    card->number = dup_text (what, "number");
    card->state = CP_CARD_ACTIVE;
    card->linked_at_ms = member->enrolled_at_ms;
  }
}

static CpMember *
add_person (Maker *maker, const CpJson *who)
{
  const CpEntity *account = add (maker, CP_KIND_ACCOUNT, NULL);
  CpMember *member = add (maker, CP_KIND_MEMBER, account->id);

  member->state = CP_MEMBER_ENROLLED;
  member->given_name = dup_text (who, "given_name");
  member->family_name = dup_text (who, "family_name");
  member->birth_date = dup_text (who, "birth_date");
  member->phone =
      g_strdup_printf ("+%s%s", maker->programme->country_code, cp_json_get_text (who, "phone"));
  member->email = dup_text (who, "email");
  member->postcode = dup_text (who, "postcode");
  member->city = dup_text (who, "city");
  member->home_store_id = g_strdup (maker->store_id);
  member->enrolled_at_ms = maker->now_ms - cp_json_get_int (who, "days", 1) * DAY_MS;
  return member;
}

static void
add_members (Maker *maker, const CpJson *practice)
{
  gsize i, j;
  CpJson *who, *what;

  json_array_foreach (cp_json_get_array (practice, "members"), i, who)
  {
    const CpMember *member = add_person (maker, who);

    add_cards (maker, member, practice, cp_json_get_text (who, "key"));
    add_points (maker, member, cp_json_get_int (who, "points", 0));
    json_array_foreach (cp_json_get_array (who, "incentives"), j, what)
    {
      add_incentive (maker, member, what);
    }
  }
}

static void
add_receipts (Maker *maker, const CpJson *practice)
{
  gsize i;
  CpJson *what;

  json_array_foreach (cp_json_get_array (practice, "receipts"), i, what)
  {
    CpReceipt *receipt = add (maker, CP_KIND_RECEIPT, NULL);

    receipt->number = dup_text (what, "number");
    receipt->store_id = g_strdup (maker->store_id);
    receipt->at_ms = maker->now_ms - cp_json_get_int (what, "days_ago", 0) * DAY_MS;
    receipt->total_minor = cp_json_get_int (what, "total_minor", 0);
    receipt->state = CP_RECEIPT_CONFIRMED;
    receipt->attribution = CP_RECEIPT_UNATTRIBUTED;
  }
}

GPtrArray *
cp_practice_make_rows (const CpJson *practice,
                       const CpProgramme *programme,
                       const char *store_id,
                       CpIdSource *ids,
                       const CpWorld *world)
{
  Maker maker = { programme,
                  store_id,
                  ids,
                  world,
                  cp_world_wall_ms (world),
                  g_ptr_array_new_with_free_func (cp_entity_free) };

  add_members (&maker, practice);
  add_receipts (&maker, practice);
  return maker.rows;
}

static const CpRole *
find_highest_role (const CpProgramme *programme)
{
  const CpRole *highest = NULL;

  for (guint i = 0; i < programme->roles->len; i++) {
    const CpRole *role = programme->roles->pdata[i];

    if (highest == NULL || role->rank > highest->rank)
      highest = role;
  }
  return highest;
}

gpointer
cp_practice_make_approver (const CpJson *practice,
                           const CpProgramme *programme,
                           GBytes *pin_key,
                           GError **error)
{
  const CpJson *who = cp_json_get_object (practice, "approver");
  const CpRole *role = find_highest_role (programme);
  CpStaff *staff = cp_entity_new (CP_KIND_STAFF, cp_json_get_text (who, "id"), NULL);

  staff->name = g_strdup (_ ("Practice manager"));
  staff->role_id = g_strdup (role != NULL ? role->id : NULL);
  staff->pin_verifier = cp_pin_make_verifier (
      pin_key, staff->entity.id, cp_json_get_text (who, "pin"), CP_PIN_EFFORT_LEAST, error);
  if (staff->pin_verifier != NULL)
    return staff;
  cp_entity_free (staff);
  return NULL;
}

static CpJson *
list_cards (const CpJson *practice, const char *key, const char *also)
{
  CpJson *cards = json_array ();
  gsize i;
  CpJson *card;

  json_array_foreach (cp_json_get_array (practice, "cards"), i, card)
  {
    const char *own = cp_json_get_text (card, "key");
    CpJson *line;

    if (!g_str_equal (own, key) && g_strcmp0 (own, also) != 0)
      continue;
    line = json_object ();
    cp_json_set_text (line, "uid", cp_json_get_text (card, "uid"));
    cp_json_set_text (line, "number", cp_json_get_text (card, "number"));
    cp_json_append (cards, line);
  }
  return cards;
}

static const char *
find_receipt_number (const CpJson *practice, const char *key)
{
  gsize i;
  CpJson *receipt;

  json_array_foreach (cp_json_get_array (practice, "receipts"), i, receipt)
  {
    if (g_str_equal (cp_json_get_text (receipt, "key"), key))
      return cp_json_get_text (receipt, "number");
  }
  return NULL;
}

CpJson *
cp_practice_describe_cases (const CpJson *practice)
{
  CpJson *list = json_array ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    CpJson *line = json_object ();

    cp_json_set_text (line, "key", cases[i].key);
    cp_json_set_text (line, "title", _ (cases[i].title));
    cp_json_set_text (line, "text", _ (cases[i].text));
    cp_json_set (line, "cards", list_cards (practice, cases[i].key, cases[i].also));
    cp_json_set_text (line, "receipt", find_receipt_number (practice, cases[i].key));
    cp_json_append (list, line);
  }
  return list;
}
