/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-take-card.h"

#include "cp-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

char *
cp_take_card_read_uid (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  if (length != 8 && length != 14 && length != 20)
    return NULL;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isxdigit (text[i]))
      return NULL;
  return g_ascii_strup (text, -1);
}

typedef gboolean Match (const CpCard *card, const char *text);

static gboolean
has_uid (const CpCard *card, const char *uid)
{
  return card->uid != NULL && g_ascii_strcasecmp (card->uid, uid) == 0;
}

static gboolean
has_number (const CpCard *card, const char *number)
{
  return g_strcmp0 (card->number, number) == 0;
}

/* Of several, one that was not retired. */
static void
search (const GPtrArray *rows, Match *match, const char *text, const CpCard **found)
{
  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const CpEntity *entity = rows->pdata[i];
    const CpCard *card = rows->pdata[i];

    if (entity->kind == CP_KIND_CARD && match (card, text) &&
        (*found == NULL || (*found)->state == CP_CARD_RETIRED))
      *found = card;
  }
}

/* The account's own row comes before one from outside. */
static const CpCard *
find_card (const CpCase *the_case, Match *match, const char *text)
{
  const CpCard *found = NULL;

  if (text == NULL)
    return NULL;
  if (the_case->account != NULL)
    search (the_case->account->rows[CP_KIND_CARD], match, text, &found);
  if (found == NULL || found->state == CP_CARD_RETIRED)
    search (the_case->others, match, text, &found);
  return found;
}

static CpCardRefusal
judge (const CpCard *card, const char *account_id)
{
  CpCardRefusal refusal = { CP_REJECTION_NONE, NULL };

  if (card->state == CP_CARD_REPLACED)
    refusal.code = CP_REJECTION_CARD_REPLACED;
  else if (card->blocked)
    refusal.code = CP_REJECTION_CARD_BLOCKED;
  else if (card->state == CP_CARD_RETIRED)
    refusal.code = CP_REJECTION_CARD_NOT_ACTIVE;
  else if (card->state != CP_CARD_STOCK)
    refusal.code = CP_REJECTION_CARD_NOT_FREE;
  if (refusal.code == CP_REJECTION_CARD_NOT_FREE &&
      g_strcmp0 (card->entity.account_id, account_id) == 0)
    refusal.detail = _ ("It is a card of this very member.");
  return refusal;
}

/* Whether UID and number were both given and belong to different cards. */
static gboolean
do_not_belong_together (const CpCard *by_uid,
                        const CpCard *by_number,
                        const char *uid,
                        const char *number)
{
  if (by_uid != NULL && by_number != NULL)
    return by_uid != by_number && strcmp (by_uid->entity.id, by_number->entity.id) != 0;
  if (by_uid != NULL)
    return number != NULL && by_uid->number != NULL;
  return by_number != NULL && uid != NULL && by_number->uid != NULL;
}

static CpCard *
make_row (const CpCase *the_case,
          const CpOperation *operation,
          const CpCardWish *wish,
          const CpCard *stock)
{
  g_autofree char *id = cp_derive_id (operation->id, wish->n);
  CpCard *card =
      stock != NULL ? cp_entity_copy (stock) : cp_entity_new (CP_KIND_CARD, id, wish->account_id);

  g_free (card->entity.account_id);
  card->entity.account_id = g_strdup (wish->account_id);
  g_free (card->member_id);
  card->member_id = g_strdup (wish->member_id);
  card->state = cp_rule_is_final (the_case) ? CP_CARD_ACTIVE : CP_CARD_LINKED;
  card->linked_at_ms = cp_rule_time (the_case, operation);
  return card;
}

CpCard *
cp_take_card_new (const CpCase *the_case, const CpOperation *operation, const CpCardWish *wish)
{
  CpCard *card = make_row (the_case, operation, wish, NULL);

  card->number = g_strdup (wish->number);
  return card;
}

CpCard *
cp_take_card (const CpCase *the_case,
              const CpOperation *operation,
              const CpCardWish *wish,
              CpCardRefusal *ret_refusal)
{
  gboolean uid_given = wish->uid != NULL && *wish->uid != '\0';
  g_autofree char *uid = cp_take_card_read_uid (wish->uid);
  g_autofree char *number = cp_text_clean (wish->number);
  const CpCard *by_uid = find_card (the_case, has_uid, uid);
  const CpCard *by_number = find_card (the_case, has_number, number);
  const CpCard *known = by_uid != NULL ? by_uid : by_number;
  CpCardRefusal refusal = { CP_REJECTION_NONE, NULL };
  CpCard *card;

  if ((uid_given && uid == NULL) || (uid == NULL && number == NULL))
    refusal = (CpCardRefusal){ CP_REJECTION_INVALID, _ ("This is no card's number.") };
  else if (known != NULL)
    refusal = judge (known, wish->account_id);
  else if (uid == NULL)
    refusal = (CpCardRefusal){ CP_REJECTION_CARD_NOT_FOUND,
                               _ ("No card in stock has this number; hold it to the reader.") };
  if (refusal.code == CP_REJECTION_NONE && do_not_belong_together (by_uid, by_number, uid, number))
    refusal = (CpCardRefusal){ CP_REJECTION_INVALID,
                               _ ("The number does not belong to the card that was read.") };
  if (refusal.code != CP_REJECTION_NONE) {
    *ret_refusal = refusal;
    return NULL;
  }
  card = make_row (the_case, operation, wish, known);
  if (card->uid == NULL)
    card->uid = g_steal_pointer (&uid);
  if (card->number == NULL)
    card->number = g_steal_pointer (&number);
  return card;
}
