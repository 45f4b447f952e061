/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-file.h"

#include <string.h>

typedef struct {
  guint8 *bytes;
  gsize size;
  gsize capacity;
} Image;

typedef struct {
  gboolean truncates; /* then offset is the new size */
  gsize offset;
  gsize n_bytes;
  gsize at; /* where in `written` its bytes begin */
} Write;

struct _CpSimFile {
  guint n_refs;
  Image live;
  Image durable;
  GArray *unsynced;    /* of Write */
  GByteArray *written; /* the bytes of all of them, one after the other */
  /* Outside this range live and durable have the same bytes, so that a cut need not copy all. */
  gsize apart_from;
  gsize apart_to;
  gboolean lost_writes; /* by a failed sync: the two stay apart after the next good one */
};

static void
resize (Image *image, gsize size)
{
  if (size > image->capacity) {
    image->capacity = MAX (size, MAX (2 * image->capacity, 4096));
    image->bytes = g_realloc (image->bytes, image->capacity);
  }
  if (size > image->size)
    memset (image->bytes + image->size, 0, size - image->size);
  image->size = size;
}

static void
put (Image *image, gsize offset, const guint8 *bytes, gsize n_bytes)
{
  if (n_bytes == 0)
    return;
  if (offset + n_bytes > image->size)
    resize (image, offset + n_bytes);
  memcpy (image->bytes + offset, bytes, n_bytes);
}

static void
forget_apart (CpSimFile *self)
{
  self->apart_from = G_MAXSIZE;
  self->apart_to = 0;
}

static void
add_apart (CpSimFile *self, gsize from, gsize to)
{
  self->apart_from = MIN (self->apart_from, from);
  self->apart_to = MAX (self->apart_to, to);
}

CpSimFile *
cp_sim_file_new (void)
{
  CpSimFile *self = g_new0 (CpSimFile, 1);

  self->n_refs = 1;
  self->unsynced = g_array_new (FALSE, FALSE, sizeof (Write));
  self->written = g_byte_array_new ();
  forget_apart (self);
  return self;
}

CpSimFile *
cp_sim_file_ref (CpSimFile *self)
{
  self->n_refs++;
  return self;
}

void
cp_sim_file_unref (CpSimFile *self)
{
  if (--self->n_refs > 0)
    return;
  g_free (self->live.bytes);
  g_free (self->durable.bytes);
  g_array_unref (self->unsynced);
  g_byte_array_unref (self->written);
  g_free (self);
}

CpSimFile *
cp_sim_file_copy (const CpSimFile *self)
{
  CpSimFile *copy = cp_sim_file_new ();

  put (&copy->live, 0, self->durable.bytes, self->durable.size);
  put (&copy->durable, 0, self->durable.bytes, self->durable.size);
  return copy;
}

gsize
cp_sim_file_get_size (const CpSimFile *self)
{
  return self->live.size;
}

gsize
cp_sim_file_get_durable_size (const CpSimFile *self)
{
  return self->durable.size;
}

guint
cp_sim_file_get_n_unsynced (const CpSimFile *self)
{
  return self->unsynced->len;
}

gsize
cp_sim_file_read (const CpSimFile *self, gsize offset, guint8 *ret_bytes, gsize n_bytes)
{
  gsize n_there = offset < self->live.size ? MIN (n_bytes, self->live.size - offset) : 0;

  if (n_there > 0)
    memcpy (ret_bytes, self->live.bytes + offset, n_there);
  return n_there;
}

void
cp_sim_file_write (CpSimFile *self, gsize offset, const guint8 *bytes, gsize n_bytes)
{
  Write write = { FALSE, offset, n_bytes, self->written->len };

  if (n_bytes == 0)
    return;
  add_apart (self, MIN (offset, self->live.size), offset + n_bytes);
  put (&self->live, offset, bytes, n_bytes);
  g_byte_array_append (self->written, bytes, (guint) n_bytes);
  g_array_append_val (self->unsynced, write);
}

void
cp_sim_file_truncate (CpSimFile *self, gsize size)
{
  Write write = { TRUE, size, 0, 0 };

  if (size == self->live.size)
    return;
  add_apart (self, MIN (size, self->live.size), MAX (size, self->live.size));
  resize (&self->live, size);
  g_array_append_val (self->unsynced, write);
}

static void
persist (CpSimFile *self, const Write *write)
{
  if (write->truncates)
    resize (&self->durable, write->offset);
  else
    put (&self->durable, write->offset, self->written->data + write->at, write->n_bytes);
}

/* Persists the sectors of a write up to a random one, or each of them or not. */
static void
persist_torn (CpSimFile *self, const Write *write, CpSimRandom *random)
{
  gsize end = write->offset + write->n_bytes;
  gsize first_sector = write->offset / CP_SIM_SECTOR_BYTES;
  gsize n_sectors = (end - 1) / CP_SIM_SECTOR_BYTES - first_sector + 1;
  gboolean prefix = cp_sim_random_below (random, 2) == 0;
  gsize stop = first_sector + cp_sim_random_below (random, n_sectors);

  for (gsize sector = first_sector; sector < first_sector + n_sectors; sector++) {
    gsize from = MAX (sector * CP_SIM_SECTOR_BYTES, write->offset);
    gsize to = MIN ((sector + 1) * CP_SIM_SECTOR_BYTES, end);

    if (prefix ? sector < stop : cp_sim_random_below (random, 2) == 0)
      put (&self->durable, from, self->written->data + write->at + (from - write->offset),
           to - from);
  }
}

static void
decide (CpSimFile *self, const Write *write, CpSimRandom *random, CpSimFate *fate)
{
  static const guint weights[] = { 3, 3, 2 };

  switch (cp_sim_random_pick (random, weights, write->truncates ? 2 : G_N_ELEMENTS (weights))) {
  case 0:
    persist (self, write);
    fate->n_kept++;
    break;
  case 1:
    fate->n_lost++;
    break;
  default:
    persist_torn (self, write, random);
    fate->n_torn++;
  }
}

static void
forget_unsynced (CpSimFile *self)
{
  g_array_set_size (self->unsynced, 0);
  g_byte_array_set_size (self->written, 0);
}

static void
persist_all (CpSimFile *self)
{
  for (guint i = 0; i < self->unsynced->len; i++)
    persist (self, &g_array_index (self->unsynced, Write, i));
}

/* One write by itself in half of the cuts; the extremes are the usual case on a real disk. */
static CpSimCut
choose_cut (CpSimRandom *random)
{
  static const CpSimCut cuts[] = { CP_SIM_CUT_NONE, CP_SIM_CUT_ALL, CP_SIM_CUT_RANDOM,
                                   CP_SIM_CUT_RANDOM };

  return cuts[cp_sim_random_below (random, G_N_ELEMENTS (cuts))];
}

static void
resolve (CpSimFile *self, CpSimCut cut, CpSimRandom *random, CpSimFate *fate)
{
  if (self->unsynced->len == 0)
    return;
  if (cut == CP_SIM_CUT_RANDOM)
    cut = choose_cut (random);
  if (cut == CP_SIM_CUT_ALL) {
    persist_all (self);
    fate->n_kept += self->unsynced->len;
  } else if (cut == CP_SIM_CUT_NONE) {
    fate->n_lost += self->unsynced->len;
  } else {
    for (guint i = 0; i < self->unsynced->len; i++)
      decide (self, &g_array_index (self->unsynced, Write, i), random, fate);
  }
  forget_unsynced (self);
}

void
cp_sim_file_sync (CpSimFile *self)
{
  persist_all (self);
  forget_unsynced (self);
  if (!self->lost_writes)
    forget_apart (self);
}

void
cp_sim_file_fail_sync (CpSimFile *self, CpSimCut cut, CpSimRandom *random, CpSimFate *fate)
{
  self->lost_writes = self->lost_writes || self->unsynced->len > 0;
  resolve (self, cut, random, fate);
}

void
cp_sim_file_power_cut (CpSimFile *self, CpSimCut cut, CpSimRandom *random, CpSimFate *fate)
{
  gsize from, to;

  resolve (self, cut, random, fate);
  from = MIN (self->apart_from, self->durable.size);
  to = MIN (self->apart_to, self->durable.size);
  resize (&self->live, self->durable.size);
  if (from < to)
    memcpy (self->live.bytes + from, self->durable.bytes + from, to - from);
  self->lost_writes = FALSE;
  forget_apart (self);
}

void
cp_sim_file_flip_bit (CpSimFile *self, gsize offset, guint bit)
{
  if (offset < self->live.size)
    self->live.bytes[offset] ^= (guint8) (1 << bit);
  if (offset < self->durable.size)
    self->durable.bytes[offset] ^= (guint8) (1 << bit);
}
