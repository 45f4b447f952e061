/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-rules.h"

G_BEGIN_DECLS

/**
 * CpCardWish:
 * @uid: (nullable): read from the card
 * @number: (nullable): printed on it; either is enough for a card in stock
 * @n: for the id of a card that nobody knew, see cp_derive_id()
 *
 * A card that is to become a member's.
 */
typedef struct {
  const char *uid;
  const char *number;
  const char *account_id;
  const char *member_id;
  guint n;
} CpCardWish;

/**
 * CpCardRefusal:
 * @code: why the card can't be taken
 * @detail: (nullable): a sentence for staff
 */
typedef struct {
  CpRejection code;
  const char *detail;
} CpCardRefusal;

/**
 * cp_take_card:
 *
 * Docs: domain.md, "Cards". A card that is in stock or that nobody knew is free. Until head office
 * has confirmed it, it is *linked*: it only earns.
 *
 * Returns: (transfer full) (nullable): the card's row as the member's; %NULL with @ret_refusal set
 */
CpCard *cp_take_card (const CpCase *the_case,
                      const CpOperation *operation,
                      const CpCardWish *wish,
                      CpCardRefusal *ret_refusal);

/** cp_take_card_read_uid: (transfer full) (nullable): @text in upper case, if it is a UID: 4, 7 or 10
 *  bytes in hex (ISO/IEC 14443-3) */
char *cp_take_card_read_uid (const char *text);

/** cp_take_card_new: (transfer full): one that nobody knew, with @wish's number alone: virtual */
CpCard *
cp_take_card_new (const CpCase *the_case, const CpOperation *operation, const CpCardWish *wish);

G_END_DECLS
