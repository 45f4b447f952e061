/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-memory.h"

#include <jansson.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* Blocks of 16, 32, … 2048 bytes come from lists; larger ones from malloc(). */
#define STEP_BYTES 16
#define N_LISTS 128
#define HUGE_PAGE_BYTES (2 * 1024 * 1024)
#define SLAB_BYTES (16 * HUGE_PAGE_BYTES)

/* Before each block that is in use; a free one begins with the next free one of its size. */
typedef union {
  gsize size;
  gint64 aligns;
} Head;

typedef struct Free {
  struct Free *next;
} Free;

/* One thread, and never given back: what one run frees, the next one takes. */
static Free *lists[N_LISTS];
static guint8 *slab;
static gsize n_slab_left;

static gpointer
cut_off_slab (gsize size)
{
  guint8 *block;

  if (n_slab_left < size) {
    slab = aligned_alloc (HUGE_PAGE_BYTES, SLAB_BYTES);
    g_assert_nonnull (slab);
    madvise (slab, SLAB_BYTES, MADV_HUGEPAGE);
    n_slab_left = SLAB_BYTES;
  }
  block = slab;
  slab += size;
  n_slab_left -= size;
  return block;
}

static gpointer
take (gsize n_bytes)
{
  gsize i = (n_bytes + sizeof (Head) - 1) / STEP_BYTES;
  Head *head;

  if (i >= N_LISTS) {
    head = g_malloc (n_bytes + sizeof (Head));
  } else if (lists[i] != NULL) {
    head = (Head *) lists[i];
    lists[i] = lists[i]->next;
    /* The next one's head is read when it is taken, and has mostly left the cache by then. */
    __builtin_prefetch (lists[i]);
  } else {
    head = cut_off_slab ((i + 1) * STEP_BYTES);
  }
  head->size = n_bytes;
  return head + 1;
}

static void
give_back (gpointer block)
{
  Head *head = (Head *) block - 1;
  gsize i;

  if (block == NULL)
    return;
  i = (head->size + sizeof (Head) - 1) / STEP_BYTES;
  if (i >= N_LISTS) {
    g_free (head);
    return;
  }
  ((Free *) head)->next = lists[i];
  lists[i] = (Free *) head;
}

static void *
sqlite_malloc (int n_bytes)
{
  return take ((gsize) n_bytes);
}

static int
sqlite_size (void *block)
{
  return block != NULL ? (int) ((Head *) block - 1)->size : 0;
}

static void *
sqlite_realloc (void *block, int n_bytes)
{
  gpointer other = take ((gsize) n_bytes);

  memcpy (other, block, (gsize) MIN (sqlite_size (block), n_bytes));
  give_back (block);
  return other;
}

static int
sqlite_roundup (int n_bytes)
{
  return (n_bytes + 7) & ~7;
}

static int
sqlite_init (void *data)
{
  return SQLITE_OK;
}

static void
sqlite_shutdown (void *data)
{
}

void
cp_sim_memory_use (void)
{
#ifndef __SANITIZE_ADDRESS__
  static const sqlite3_mem_methods methods = { sqlite_malloc,   give_back,
                                               sqlite_realloc,  sqlite_size,
                                               sqlite_roundup,  sqlite_init,
                                               sqlite_shutdown, NULL };

  g_assert (sqlite3_config (SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK);
  g_assert (sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK);
  g_assert (sqlite3_config (SQLITE_CONFIG_SINGLETHREAD) == SQLITE_OK);
  json_set_alloc_funcs (take, give_back);
#endif
}
