/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pn532-card.h"

#include <gio/gio.h>
#include <string.h>

static const struct {
  const char *kind;
  const Pn532CardClass *class;
} kinds[] = {
  { "uid", &pn532_card_uid_class },         { "ultralight", &pn532_card_type2_class },
  { "ntag213", &pn532_card_type2_class },   { "ntag215", &pn532_card_type2_class },
  { "ntag216", &pn532_card_type2_class },   { "classic", &pn532_card_classic_class },
  { "ntag424", &pn532_card_ntag424_class }, { "desfire", &pn532_card_desfire_class },
  { "payment", &pn532_card_payment_class },
};

static const Pn532CardClass *
find_class (const char *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].kind, kind))
      return kinds[i].class;
  return NULL;
}

static gssize
parse_hex (const char *text, guint8 *bytes, gsize max)
{
  gsize n = strlen (text);

  if (n % 2 != 0 || n / 2 > max)
    return -1;
  for (gsize i = 0; i < n; i++)
    if (!g_ascii_isxdigit (text[i]))
      return -1;
  for (gsize i = 0; i < n / 2; i++)
    bytes[i] =
        (guint8) (g_ascii_xdigit_value (text[2 * i]) << 4 | g_ascii_xdigit_value (text[2 * i + 1]));
  return (gssize) (n / 2);
}

gssize
pn532_card_take_hex (
    GHashTable *options, const char *name, guint8 *bytes, gsize min, gsize max, GError **error)
{
  const char *text = g_hash_table_lookup (options, name);
  gssize n = text != NULL ? parse_hex (text, bytes, max) : 0;

  if (text != NULL && n < (gssize) min) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "bad %s", name);
    return -1;
  }
  g_hash_table_remove (options, name);
  return n;
}

static gboolean
set_up_uid (Pn532Card *self, GHashTable *options, GError **error)
{
  gssize n = pn532_card_take_hex (options, "uid", self->uid, 4, sizeof self->uid, error);

  if (n < 0)
    return FALSE;
  if (n != 4 && n != 7 && n != 10) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         "uid must be 4, 7 or 10 bytes");
    return FALSE;
  }
  self->n_uid = (gsize) n;
  self->atqa[1] = n == 4 ? 0x04 : 0x44;
  return TRUE;
}

static gboolean
take_number (GHashTable *options, const char *name, guint *number, GError **error)
{
  const char *text = g_hash_table_lookup (options, name);
  guint64 value = 0;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 0, 10000, &value, error))
    return FALSE;
  *number = (guint) value;
  g_hash_table_remove (options, name);
  return TRUE;
}

/* `slow`, in milliseconds, and `stays`. */
static gboolean
set_up_pace (Pn532Card *self, GHashTable *options, GError **error)
{
  guint slow_ms;

  if (!take_number (options, "slow", &slow_ms, error) ||
      !take_number (options, "stays", &self->n_stays, error))
    return FALSE;
  self->slow_us = slow_ms * 1000;
  return TRUE;
}

static gboolean
refuse_unknown_options (GHashTable *options, GError **error)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, options);
  if (!g_hash_table_iter_next (&iter, &name, NULL))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "no such option: %s",
               (const char *) name);
  return FALSE;
}

Pn532Card *
pn532_card_new (const char *kind, GHashTable *options, GError **error)
{
  const Pn532CardClass *class = find_class (kind);
  g_autoptr (Pn532Card) self = NULL;

  if (class == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "no such card: %s", kind);
    return NULL;
  }
  self = g_malloc0 (class->size_bytes);
  self->class = class;
  self->ats = g_byte_array_new ();
  if (!set_up_uid (self, options, error) || !set_up_pace (self, options, error) ||
      pn532_card_take_hex (options, "modulation", &self->modulation, 1, 1, error) < 0 ||
      !class->setup (self, kind, options, error) || !refuse_unknown_options (options, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
pn532_card_free (Pn532Card *self)
{
  if (self->class->clear != NULL)
    self->class->clear (self);
  g_byte_array_unref (self->ats);
  g_free (self);
}

void
pn532_card_power (Pn532Card *self)
{
  self->active = FALSE;
  if (self->class->power != NULL)
    self->class->power (self);
}

Pn532CardAnswer
pn532_card_exchange (Pn532Card *self, const guint8 *frame, gsize n_frame, GByteArray *answer)
{
  if (!self->active || n_frame == 0)
    return PN532_CARD_SILENT;
  return self->class->exchange (self, frame, n_frame, answer);
}
