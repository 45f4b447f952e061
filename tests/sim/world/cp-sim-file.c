/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-file.h"

#include <string.h>

#define LEAST_CAPACITY (32 * 1024)

/* Bytes that may be shared: by a file and its copies, until one of them writes. */
typedef struct {
  guint n_refs;
  gsize capacity;
  guint8 bytes[];
} Buffer;

typedef struct {
  Buffer *buffer; /* NULL: none yet */
  gsize size;
} Image;

/* What it took the place of is kept, and not what it wrote: that is in the live bytes, and a file
 * that only grows, as a log does, is never copied. */
typedef struct {
  gboolean truncates; /* then offset is the new size */
  gsize offset;
  gsize n_bytes;
  gsize old_size;
  gsize n_old; /* bytes, from offset on */
  gsize at;    /* where in `old` they begin */
} Write;

struct _CpSimFile {
  guint n_refs;
  Image live;
  GArray *unsynced; /* of Write */
  GByteArray *old;  /* the bytes of all of them, one after the other */
  /* After a failed sync live and durable are apart until a power cut; else durable is live with what
   * is unsynced undone. */
  gboolean is_apart;
  Image durable;
};

static void
clear_image (Image *image)
{
  if (image->buffer != NULL && --image->buffer->n_refs == 0)
    g_free (image->buffer);
  *image = (Image){ 0 };
}

static Image
share (const Image *image)
{
  if (image->buffer != NULL)
    image->buffer->n_refs++;
  return *image;
}

/* Makes it its own, with room for @size bytes. */
static void
own (Image *image, gsize size)
{
  Buffer *buffer = image->buffer;
  gsize capacity = buffer != NULL ? buffer->capacity : 0;

  if (size > capacity)
    capacity = MAX (size, MAX (2 * capacity, LEAST_CAPACITY));
  if (buffer != NULL && buffer->n_refs == 1) {
    if (capacity > buffer->capacity)
      image->buffer = g_realloc (buffer, sizeof (Buffer) + capacity);
  } else {
    image->buffer = g_malloc (sizeof (Buffer) + capacity);
    image->buffer->n_refs = 1;
    if (buffer != NULL) {
      memcpy (image->buffer->bytes, buffer->bytes, image->size);
      buffer->n_refs--;
    }
  }
  image->buffer->capacity = capacity;
}

static void
resize (Image *image, gsize size)
{
  own (image, size);
  if (size > image->size)
    memset (image->buffer->bytes + image->size, 0, size - image->size);
  image->size = size;
}

static void
put (Image *image, gsize offset, const guint8 *bytes, gsize n_bytes)
{
  if (n_bytes == 0)
    return;
  own (image, MAX (offset + n_bytes, image->size));
  if (offset > image->size)
    memset (image->buffer->bytes + image->size, 0, offset - image->size);
  memcpy (image->buffer->bytes + offset, bytes, n_bytes);
  image->size = MAX (image->size, offset + n_bytes);
}

CpSimFile *
cp_sim_file_new (void)
{
  CpSimFile *self = g_new0 (CpSimFile, 1);

  self->n_refs = 1;
  self->unsynced = g_array_new (FALSE, FALSE, sizeof (Write));
  self->old = g_byte_array_new ();
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
  clear_image (&self->live);
  clear_image (&self->durable);
  g_array_unref (self->unsynced);
  g_byte_array_unref (self->old);
  g_free (self);
}

static void
undo (const CpSimFile *self, Image *image, const Write *write)
{
  resize (image, write->old_size);
  put (image, write->offset, self->old->data + write->at, write->n_old);
}

static const Write *
get_write (const CpSimFile *self, guint i)
{
  return &g_array_index (self->unsynced, Write, i);
}

/* What is durable. @ret_written: (nullable): takes the bytes of each write, the last one first */
static Image
look_back (const CpSimFile *self, GByteArray *ret_written)
{
  Image image = share (&self->live);

  for (guint i = self->unsynced->len; i > 0; i--) {
    const Write *write = get_write (self, i - 1);

    if (ret_written != NULL)
      g_byte_array_append (ret_written, image.buffer->bytes + write->offset,
                           (guint) write->n_bytes);
    undo (self, &image, write);
  }
  if (!self->is_apart)
    return image;
  clear_image (&image);
  return share (&self->durable);
}

CpSimFile *
cp_sim_file_copy (const CpSimFile *self)
{
  CpSimFile *copy = cp_sim_file_new ();

  copy->live = look_back (self, NULL);
  return copy;
}

gsize
cp_sim_file_get_size (const CpSimFile *self)
{
  return self->live.size;
}

const guint8 *
cp_sim_file_get_bytes (const CpSimFile *self)
{
  return self->live.buffer != NULL ? self->live.buffer->bytes : NULL;
}

gsize
cp_sim_file_get_durable_size (const CpSimFile *self)
{
  if (self->is_apart)
    return self->durable.size;
  return self->unsynced->len > 0 ? get_write (self, 0)->old_size : self->live.size;
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
    memcpy (ret_bytes, self->live.buffer->bytes + offset, n_there);
  return n_there;
}

static void
note_write (CpSimFile *self, gboolean truncates, gsize offset, gsize n_bytes, gsize end)
{
  Write write = { .truncates = truncates,
                  .offset = offset,
                  .n_bytes = n_bytes,
                  .old_size = self->live.size,
                  .at = self->old->len };

  if (offset < MIN (end, self->live.size)) {
    write.n_old = MIN (end, self->live.size) - offset;
    g_byte_array_append (self->old, self->live.buffer->bytes + offset, (guint) write.n_old);
  }
  g_array_append_val (self->unsynced, write);
}

void
cp_sim_file_write (CpSimFile *self, gsize offset, const guint8 *bytes, gsize n_bytes)
{
  if (n_bytes == 0)
    return;
  note_write (self, FALSE, offset, n_bytes, offset + n_bytes);
  put (&self->live, offset, bytes, n_bytes);
}

void
cp_sim_file_truncate (CpSimFile *self, gsize size)
{
  if (size == self->live.size)
    return;
  note_write (self, TRUE, size, 0, self->live.size);
  resize (&self->live, size);
}

static void
persist (Image *image, const Write *write, const guint8 *written)
{
  if (write->truncates)
    resize (image, write->offset);
  else
    put (image, write->offset, written, write->n_bytes);
}

/* Persists the sectors of a write up to a random one, or each of them or not. */
static void
persist_torn (Image *image, const Write *write, const guint8 *written, CpSimRandom *random)
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
      put (image, from, written + (from - write->offset), to - from);
  }
}

static void
decide (
    Image *image, const Write *write, const guint8 *written, CpSimRandom *random, CpSimFate *fate)
{
  static const guint weights[] = { 3, 3, 2 };

  switch (cp_sim_random_pick (random, weights, write->truncates ? 2 : G_N_ELEMENTS (weights))) {
  case 0:
    persist (image, write, written);
    fate->n_kept++;
    break;
  case 1:
    fate->n_lost++;
    break;
  default:
    persist_torn (image, write, written, random);
    fate->n_torn++;
  }
}

static void
forget_unsynced (CpSimFile *self)
{
  g_array_set_size (self->unsynced, 0);
  g_byte_array_set_size (self->old, 0);
}

/* What was written is in the live bytes, but for what a later write has taken the place of. */
static void
persist_all (const CpSimFile *self, Image *image)
{
  for (guint i = 0; i < self->unsynced->len; i++) {
    const Write *write = get_write (self, i);
    gsize n_there = self->live.size > write->offset ? self->live.size - write->offset : 0;

    if (write->truncates)
      resize (image, write->offset);
    else if (n_there > 0)
      put (image, write->offset, self->live.buffer->bytes + write->offset,
           MIN (write->n_bytes, n_there));
  }
}

/* One write by itself in half of the cuts; the extremes are the usual case on a real disk. */
static CpSimCut
choose_cut (CpSimRandom *random)
{
  static const CpSimCut cuts[] = { CP_SIM_CUT_NONE, CP_SIM_CUT_ALL, CP_SIM_CUT_RANDOM,
                                   CP_SIM_CUT_RANDOM };

  return cuts[cp_sim_random_below (random, G_N_ELEMENTS (cuts))];
}

/* Each write has its own fate. */
static void
decide_all (const CpSimFile *self,
            Image *image,
            const GByteArray *written,
            CpSimRandom *random,
            CpSimFate *fate)
{
  gsize at = written->len;

  for (guint i = 0; i < self->unsynced->len; i++) {
    const Write *write = get_write (self, i);

    at -= write->n_bytes;
    decide (image, write, written->data + at, random, fate);
  }
}

/* What is on the disk once it is decided what becomes of what was not synced. */
static Image
resolve (const CpSimFile *self, CpSimCut cut, CpSimRandom *random, CpSimFate *fate)
{
  g_autoptr (GByteArray) written = g_byte_array_new ();
  Image image;

  if (cut == CP_SIM_CUT_RANDOM)
    cut = choose_cut (random);
  if (cut == CP_SIM_CUT_ALL && !self->is_apart) {
    fate->n_kept += self->unsynced->len;
    return share (&self->live);
  }
  image = look_back (self, written);
  if (cut == CP_SIM_CUT_ALL) {
    persist_all (self, &image);
    fate->n_kept += self->unsynced->len;
  } else if (cut == CP_SIM_CUT_NONE) {
    fate->n_lost += self->unsynced->len;
  } else {
    decide_all (self, &image, written, random, fate);
  }
  return image;
}

void
cp_sim_file_sync (CpSimFile *self)
{
  if (self->is_apart)
    persist_all (self, &self->durable);
  forget_unsynced (self);
}

void
cp_sim_file_fail_sync (CpSimFile *self, CpSimCut cut, CpSimRandom *random, CpSimFate *fate)
{
  Image image;

  if (self->unsynced->len == 0)
    return;
  image = resolve (self, cut, random, fate);
  clear_image (&self->durable);
  self->durable = image;
  self->is_apart = TRUE;
  forget_unsynced (self);
}

void
cp_sim_file_power_cut (CpSimFile *self, CpSimCut cut, CpSimRandom *random, CpSimFate *fate)
{
  Image image =
      self->unsynced->len > 0 ? resolve (self, cut, random, fate) : look_back (self, NULL);

  clear_image (&self->live);
  clear_image (&self->durable);
  self->live = image;
  self->is_apart = FALSE;
  forget_unsynced (self);
}

static void
flip (Image *image, gsize offset, guint bit)
{
  if (offset >= image->size)
    return;
  own (image, image->size);
  image->buffer->bytes[offset] ^= (guint8) (1 << bit);
}

void
cp_sim_file_flip_bit (CpSimFile *self, gsize offset, guint bit)
{
  flip (&self->live, offset, bit);
  flip (&self->durable, offset, bit);
  for (guint i = 0; i < self->unsynced->len && !self->is_apart; i++) {
    const Write *write = get_write (self, i);

    if (offset >= write->offset && offset < write->offset + write->n_old) {
      self->old->data[write->at + (offset - write->offset)] ^= (guint8) (1 << bit);
      return;
    }
  }
}
