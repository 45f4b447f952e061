/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The parameters of a statement: texts and numbers as texts, columns in the server's binary form. */
#include <string.h>

#include "cp-postgres.h"

#define TEXT_OID 25
#define BIGINT_OID 20

/* Dimensions, whether there are NULLs, the type; then length and lower bound of the dimension. */
#define N_HEAD 5

static void
append_32 (GByteArray *bytes, guint32 value)
{
  guint32 big = GUINT32_TO_BE (value);

  g_byte_array_append (bytes, (const guint8 *) &big, sizeof big);
}

void
cp_postgres_array_init (CpPostgresArray *self, gboolean of_text)
{
  *self = (CpPostgresArray){ g_byte_array_new (), 0, of_text };
  append_32 (self->bytes, 1);
  append_32 (self->bytes, of_text ? 1 : 0);
  append_32 (self->bytes, of_text ? TEXT_OID : BIGINT_OID);
  append_32 (self->bytes, 0);
  append_32 (self->bytes, 1);
}

void
cp_postgres_array_clear (CpPostgresArray *self)
{
  g_clear_pointer (&self->bytes, g_byte_array_unref);
}

void
cp_postgres_array_add_text (CpPostgresArray *self, const char *text)
{
  gsize size = text != NULL ? strlen (text) : 0;

  g_return_if_fail (self->of_text);

  self->n++;
  append_32 (self->bytes, text != NULL ? (guint32) size : G_MAXUINT32);
  if (text != NULL)
    g_byte_array_append (self->bytes, (const guint8 *) text, (guint) size);
}

void
cp_postgres_array_add_int (CpPostgresArray *self, gint64 value)
{
  gint64 big = GINT64_TO_BE (value);

  g_return_if_fail (!self->of_text);

  self->n++;
  append_32 (self->bytes, sizeof big);
  g_byte_array_append (self->bytes, (const guint8 *) &big, sizeof big);
}

void
cp_postgres_columns_init (CpPostgresColumns *self, const char *types)
{
  self->n = (guint) strlen (types);
  for (guint i = 0; i < self->n; i++)
    cp_postgres_array_init (&self->columns[i], types[i] == 't');
}

void
cp_postgres_columns_clear (CpPostgresColumns *self)
{
  for (guint i = 0; i < self->n; i++)
    cp_postgres_array_clear (&self->columns[i]);
}

static void
add (CpPostgresParams *self, const char *value, int size, int format)
{
  g_return_if_fail (self->n < CP_POSTGRES_MAX_PARAMS);

  self->values[self->n] = value;
  self->sizes[self->n] = size;
  self->formats[self->n] = format;
  self->n++;
}

void
cp_postgres_params_add_text (CpPostgresParams *self, const char *text)
{
  add (self, text, 0, 0);
}

void
cp_postgres_params_add_int (CpPostgresParams *self, gint64 value)
{
  g_return_if_fail (self->n < CP_POSTGRES_MAX_PARAMS);

  g_snprintf (self->numbers[self->n], sizeof self->numbers[0], "%" G_GINT64_FORMAT, value);
  add (self, self->numbers[self->n], 0, 0);
}

void
cp_postgres_params_add_array (CpPostgresParams *self, CpPostgresArray *array)
{
  guint32 n = GUINT32_TO_BE (array->n);

  memcpy (array->bytes->data + (N_HEAD - 2) * sizeof n, &n, sizeof n);
  add (self, (const char *) array->bytes->data, (int) array->bytes->len, 1);
}
