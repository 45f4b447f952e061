/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-reader.h"

G_DEFINE_BOXED_TYPE (CpReaderCard, cp_reader_card, cp_reader_card_copy, cp_reader_card_free)
/* clang-format would write the name as a subtraction. */
/* clang-format off */
G_DEFINE_QUARK (cp-card-error-quark, cp_card_error)
/* clang-format on */

CpReaderCard *
cp_reader_card_copy (const CpReaderCard *self)
{
  return g_memdup2 (self, sizeof *self);
}

void
cp_reader_card_free (CpReaderCard *self)
{
  g_free (self);
}

char *
cp_reader_card_format_uid (const CpReaderCard *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->uid.length; i++)
    g_string_append_printf (text, "%02X", self->uid.bytes[i]);
  return g_string_free (text, FALSE);
}
