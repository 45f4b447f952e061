/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pn532-card.h"

G_BEGIN_DECLS

/** pn532_words_parse: Returns: (transfer full): name to value of words like NAME=VALUE. */
GHashTable *pn532_words_parse (char **words);

/** pn532_words_dump: Returns: (transfer full) (nullable): the memory of @card (nullable) in hex. */
char *pn532_words_dump (Pn532Card *card, GError **error);

G_END_DECLS
