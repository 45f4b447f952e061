/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The feed: entries in the order in which the sequencer numbered them. */
#include "cp-error.h"
#include "cp-head-office-postgres-private.h"

#include <string.h>

/* So many entries are asked for at once; most pages are one or two. */
#define ENTRIES_AT_ONCE 4
#define N_ACK_PARTS 6

static gboolean
get_last_gseq (CpHeadOfficeStorage *storage, gint64 *ret_gseq, GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  g_autoptr (PGresult) result = NULL;
  g_autoptr (PGresult) generation = NULL;

  if (!cp_postgres_ensure (self->postgres, error))
    return FALSE;
  result = cp_postgres_query (self->postgres, "get-last-gseq", NULL, error);
  if (result != NULL)
    generation = cp_postgres_query (self->postgres, "get-generation", NULL, error);
  if (generation == NULL)
    return FALSE;
  *ret_gseq = cp_postgres_get_int (result, 0, 0);
  if (PQntuples (generation) > 0)
    self->parent.generation = cp_postgres_get_int (generation, 0, 0);
  return TRUE;
}

typedef struct {
  const CpFeedReader *reader;
  const char *device_id;
  const char *incarnation;
  const char *bulk; /* (nullable) */
  gint64 gseq;
} Reading;

gboolean
cp_postgres_split_item (char *item, char **parts, guint n_parts)
{
  for (guint i = 0; i < n_parts; i++) {
    parts[i] = item;
    if (i + 1 == n_parts)
      return TRUE;
    item = strchr (item, CP_PART_END);
    if (item == NULL)
      return FALSE;
    *item++ = '\0';
  }
  return TRUE;
}

static gboolean
give_row (const Reading *reading, char *item)
{
  char *parts[CP_N_ROW_PARTS];

  if (!cp_postgres_split_item (item, parts, CP_N_ROW_PARTS))
    return FALSE;
  reading->reader->row (reading->reader->data, reading->gseq, parts[1], parts[2],
                        *parts[3] != '\0' ? parts[3] : NULL, g_ascii_strtoll (parts[4], NULL, 10),
                        parts[5]);
  return TRUE;
}

static gboolean
give_ack (const Reading *reading, char *item)
{
  char *parts[N_ACK_PARTS];

  if (!cp_postgres_split_item (item, parts, N_ACK_PARTS))
    return FALSE;
  if (g_str_equal (parts[1], reading->device_id) &&
      (g_str_equal (parts[2], reading->incarnation) || g_strcmp0 (parts[2], reading->bulk) == 0))
    reading->reader->ack (reading->reader->data, reading->gseq, parts[2],
                          g_ascii_strtoll (parts[3], NULL, 10), parts[4], parts[5]);
  return TRUE;
}

static gboolean
give_items (const Reading *reading, char *body)
{
  while (*body != '\0') {
    char *end = strchr (body, CP_ITEM_END);

    if (end == NULL)
      return FALSE;
    *end = '\0';
    if (!(*body == 'R' ? give_row : give_ack) (reading, body))
      return FALSE;
    body = end + 1;
  }
  return TRUE;
}

/* @ret_more: whether the reader wants more */
static gboolean
give_entries (Reading *reading, const PGresult *result, gboolean *ret_more, GError **error)
{
  *ret_more = PQntuples (result) > 0;
  for (int i = 0; *ret_more && i < PQntuples (result); i++) {
    g_autofree char *body = g_strdup (PQgetvalue (result, i, 1));

    reading->gseq = cp_postgres_get_int (result, i, 0);
    if (!give_items (reading, body)) {
      g_set_error (error, CP_ERROR, CP_ERROR_CORRUPT,
                   "Entry %" G_GINT64_FORMAT " of the feed can't be read", reading->gseq);
      return FALSE;
    }
    *ret_more = reading->reader->end (reading->reader->data, reading->gseq);
  }
  return TRUE;
}

static gboolean
read_feed (CpHeadOfficeStorage *storage,
           gint64 after,
           const char *device_id,
           const char *incarnation,
           const char *bulk,
           const CpFeedReader *reader,
           GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  Reading reading = { reader, device_id, incarnation, bulk, after };
  gboolean more = TRUE;

  while (more) {
    CpPostgresParams params = { 0 };
    g_autoptr (PGresult) result = NULL;

    cp_postgres_params_add_int (&params, reading.gseq);
    cp_postgres_params_add_int (&params, ENTRIES_AT_ONCE);
    result = cp_postgres_query (self->postgres, "read-feed", &params, error);
    if (result == NULL || !give_entries (&reading, result, &more, error))
      return FALSE;
  }
  return TRUE;
}

void
cp_head_office_postgres_fill_feed (CpHeadOfficeStorageClass *class_)
{
  class_->get_last_gseq = get_last_gseq;
  class_->read_feed = read_feed;
}
