/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-wire.h"

G_BEGIN_DECLS

/* What both backends know of cards. */

/** cp_select_ppse: SELECT of a payment system's directory (EMV contactless, book B). A card that
 *  answers it with 9000 is a payment card. */
#define CP_SELECT_PPSE_BYTES 20
extern const guint8 cp_select_ppse[CP_SELECT_PPSE_BYTES];

/** cp_type2_page_has_uid: @page: of 16 bytes, from READ of page 0: u0 u1 u2 c u3 u4 u5 u6 …. */
gboolean cp_type2_page_has_uid (const guint8 page[16], const CpWireCard *card);

/**
 * cp_type2_page_get_kind:
 *
 * Returns: which NTAG it is by the size in its capability container, or %CP_CARD_KIND_ULTRALIGHT if by
 *   that it is none: in one exchange less what GET_VERSION says. %CP_CARD_KIND_UID if that is not known.
 */
CpCardKind cp_type2_page_get_kind (const guint8 page[16]);

/** cp_select_ntag424: a card with a random number that answers it with 9000 may be one of ours. */
#define CP_SELECT_NTAG424_BYTES 13
extern const guint8 cp_select_ntag424[CP_SELECT_NTAG424_BYTES];

/** cp_card_is_random: whether the number is made up anew at each tap (ISO 14443-3, 6.4.4). */
gboolean cp_card_is_random (const CpWireCard *card);

G_END_DECLS
