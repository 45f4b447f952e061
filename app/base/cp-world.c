/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-world.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <time.h>

static gint64
read_clock_ms (clockid_t clock)
{
  struct timespec now;

  if (clock_gettime (clock, &now) != 0)
    g_error ("The clock can't be read: %s", g_strerror (errno));
  return (gint64) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static gint64
real_wall_ms (gpointer data)
{
  return read_clock_ms (CLOCK_REALTIME);
}

static gint64
real_boot_ms (gpointer data)
{
  return read_clock_ms (CLOCK_BOOTTIME);
}

static void
real_fill_random (gpointer data, guint8 *bytes, gsize n_bytes)
{
  randombytes_buf (bytes, n_bytes);
}

const CpWorld *
cp_world_real (void)
{
  static const CpWorld world = { .wall_ms = real_wall_ms,
                                 .boot_ms = real_boot_ms,
                                 .fill_random = real_fill_random };

  if (sodium_init () < 0)
    g_error ("libsodium can't be initialised");
  return &world;
}

gint64
cp_world_wall_ms (const CpWorld *self)
{
  return self->wall_ms (self->data);
}

gint64
cp_world_boot_ms (const CpWorld *self)
{
  return self->boot_ms (self->data);
}

void
cp_world_fill_random (const CpWorld *self, guint8 *bytes, gsize n_bytes)
{
  self->fill_random (self->data, bytes, n_bytes);
}

static void
advance (CpIdSource *source, gint64 now_ms)
{
  if (now_ms > source->last_ms) {
    source->last_ms = now_ms;
    source->counter = 0;
  } else if (++source->counter > 0xfff) {
    source->last_ms++;
    source->counter = 0;
  }
}

char *
cp_id_new (CpIdSource *source, const CpWorld *world)
{
  guint8 b[16];

  advance (source, cp_world_wall_ms (world));
  cp_world_fill_random (world, b, sizeof b);
  for (guint i = 0; i < 6; i++)
    b[i] = (guint8) (source->last_ms >> (40 - 8 * i));
  b[6] = (guint8) (0x70 | (source->counter >> 8));
  b[7] = (guint8) source->counter;
  b[8] = (guint8) (0x80 | (b[8] & 0x3f));
  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                          b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11],
                          b[12], b[13], b[14], b[15]);
}

gboolean
cp_id_is_valid (const char *text)
{
  if (text == NULL || strlen (text) != 36 || text[14] != '7')
    return FALSE;
  for (guint i = 0; i < 36; i++) {
    gboolean dash = i == 8 || i == 13 || i == 18 || i == 23;

    if (dash ? text[i] != '-' : !g_ascii_isxdigit (text[i]) || g_ascii_isupper (text[i]))
      return FALSE;
  }
  return strchr ("89ab", text[19]) != NULL;
}
