/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A page of the feed: whole transactions, seen by one device. */
#include <string.h>

#include "cp-backup-durable.h"
#include "cp-chain.h"
#include "cp-head-office-forget.h"
#include "cp-head-office-private.h"
#include "cp-lease-grant.h"
#include "cp-store-scope.h"

#define PAGE_BYTES (1024 * 1024)
/* After so many entries per item a page ends even if they were not for this device. */
#define ENTRIES_PER_ITEM 8

typedef struct {
  CpJson *items;
  gint64 limit;
  gint64 through;
  gsize n_bytes;
  gint64 n_entries;
  gboolean open;      /* items since the last end */
  gboolean is_behind; /* something is missing */
} Page;

static void
take_row (gpointer data,
          gint64 gseq,
          const char *kind,
          const char *id,
          const char *account_id,
          gint64 ver,
          const char *row)
{
  Page *page = data;

  page->open = TRUE;
  page->n_entries++;
  if (!cp_store_scope_is_told (kind))
    return;
  cp_json_append (page->items, cp_feed_row_item (gseq, kind, id, account_id, ver,
                                                 cp_json_parse (row, -1, NULL)));
  page->n_bytes += strlen (row);
}

static void
take_ack (gpointer data,
          gint64 gseq,
          const char *chain,
          gint64 seq,
          const char *operation_id,
          const char *outcome)
{
  Page *page = data;
  g_autoptr (CpJson) json = cp_json_parse (outcome, -1, NULL);

  cp_json_append (page->items, cp_feed_ack_item (gseq, chain, seq, operation_id, json));
  page->n_bytes += strlen (outcome);
  page->open = TRUE;
}

static void
close_page (Page *page, gint64 gseq)
{
  if (page->open)
    cp_json_append (page->items, cp_feed_end_item (gseq));
  page->open = FALSE;
}

static gboolean
take_end (gpointer data, gint64 gseq)
{
  Page *page = data;

  page->n_entries++;
  page->through = gseq;
  close_page (page, gseq);
  return (gint64) json_array_size (page->items) < page->limit && page->n_bytes < PAGE_BYTES &&
         page->n_entries < page->limit * ENTRIES_PER_ITEM;
}

/* What was not for this device moves its cursor all the same. */
static void
end_at_through (Page *page, gint64 after)
{
  gsize n = json_array_size (page->items);
  const CpJson *last = n > 0 ? json_array_get (page->items, n - 1) : NULL;

  page->open = page->through > after && cp_json_get_int (last, "gseq", 0) < page->through;
  close_page (page, page->through);
}

static gboolean
knows (CpHeadOffice *self, const CpFeedQuery *query, gint64 last_gseq)
{
  if (*query->epoch == '\0')
    return query->after == 0;
  return g_str_equal (query->epoch, self->epoch) && query->after <= last_gseq;
}

/* A programme that was overtaken is told to nobody: a device that begins anew has heard of a later one,
 * and would rightly not believe it (statement 42). The present one stands in its place. */
static gboolean
tell_present_programme (CpHeadOfficeStorage *storage, CpJson *items, GError **error)
{
  const char *word = cp_kind_get_type (CP_KIND_PROGRAMME)->name;
  gsize i;
  CpJson *item;

  json_array_foreach (items, i, item)
  {
    CpEntity *row = NULL;

    if (g_strcmp0 (cp_json_get_text (item, "kind"), word) != 0)
      continue;
    if (!storage->class_->get_row (storage, CP_KIND_PROGRAMME, cp_json_get_text (item, "id"),
                                   (gpointer *) &row, error))
      return FALSE;
    if (row != NULL && row->ver > cp_json_get_int (item, "ver", 0)) {
      cp_json_set_int (item, "ver", row->ver);
      cp_json_set (item, "data", cp_entity_to_json (row));
    }
    cp_entity_free (row);
  }
  return TRUE;
}

/* (transfer full) (nullable): the chain of the asker's second lane, if it can have one */
static char *
dup_bulk (const CpFeedQuery *query)
{
  return query->lanes >= CP_N_LANES ? cp_chain_dup_name (query->incarnation, CP_LANE_BULK) : NULL;
}

static gboolean
read_page (CpHeadOffice *self,
           CpHeadOfficeStorage *storage,
           const char *device_id,
           const CpFeedQuery *query,
           gint64 last_gseq,
           Page *page,
           GError **error)
{
  CpFeedReader reader = { take_row, take_ack, take_end, page };
  g_autofree char *bulk = dup_bulk (query);

  page->items = json_array ();
  page->limit = query->limit > 0 ? query->limit : CP_FEED_PAGE_ITEMS;
  page->through = query->after;
  if (!storage->class_->read_feed (storage, query->after, device_id, query->incarnation, bulk,
                                   &reader, error) ||
      !cp_head_office_is_behind (self, storage, query->after, last_gseq, &page->is_behind, error) ||
      !tell_present_programme (storage, page->items, error) ||
      !cp_store_scope_tell_page (self, storage, device_id, page->items, error))
    return FALSE;
  end_at_through (page, query->after);
  return TRUE;
}

static gboolean
add_chain (gpointer data, const char *incarnation, gint64 seq)
{
  cp_json_set_int (data, incarnation, seq);
  return TRUE;
}

/* What the last page for now tells of the asker's chains: @hash (nullable): the link where the one that it
 * asks for ends. It is looked up after the rows, so that it is never less than they hold. */
static gboolean
tell_head (CpHeadOffice *self,
           CpHeadOfficeStorage *storage,
           CpJson *document,
           CpPlace *place,
           char **hash,
           GError **error)
{
  CpJson *chains;

  if (!storage->class_->get_chain (storage, place->device_id, place->incarnation, &place->seq, hash,
                                   error))
    return FALSE;
  if (cp_json_get_bool (document, "more"))
    return TRUE;
  cp_backup_durable_tell (self, place->device_id, document);
  chains = json_object ();
  cp_json_set (document, "chains", chains);
  return storage->class_->list_chains (storage, place->device_id, add_chain, chains, error);
}

/* The same of the second lane, of which there is nothing else to tell. */
static gboolean
tell_bulk_head (CpHeadOffice *self,
                CpHeadOfficeStorage *storage,
                const char *device_id,
                const CpFeedQuery *query,
                CpJson *document,
                GError **error)
{
  g_autofree char *bulk = dup_bulk (query);
  g_autofree char *hash = NULL;
  CpPlace place = { device_id, bulk, 0 };

  if (bulk == NULL)
    return TRUE;
  if (!storage->class_->get_chain (storage, device_id, bulk, &place.seq, &hash, error))
    return FALSE;
  cp_head_office_add_head (self, document, "bulk_head", &place, hash);
  return TRUE;
}

typedef struct {
  CpJson *outcomes;
  gint64 through;
  guint n_seen;
} Told;

static void
add_outcome (gpointer data, gint64 seq, const char *operation_id, const char *outcome)
{
  Told *told = data;
  g_autoptr (CpJson) document = cp_json_parse (outcome, -1, NULL);

  told->through = seq;
  told->n_seen++;
  if (g_strcmp0 (cp_json_get_text (document, "outcome"), CP_OUTCOME_ACCEPTED) != 0)
    cp_json_append (told->outcomes, cp_feed_told_outcome (seq, operation_id, document));
}

/* What the asker has not heard, since the rows came to it in another way (79). It is looked up after the feed,
 * so that nothing is missing between the two. */
static gboolean
tell_outcomes (CpHeadOfficeStorage *storage,
               const char *device_id,
               const CpFeedQuery *query,
               CpJson *document,
               GError **error)
{
  CpPlace after = { device_id, query->told_of, query->told };
  g_autoptr (CpJson) outcomes = json_array ();
  Told told = { outcomes, query->told, 0 };

  if (query->told_of == NULL)
    return TRUE;
  if (!storage->class_->list_outcomes (storage, &after, CP_FEED_TOLD_OUTCOMES, add_outcome, &told,
                                       error))
    return FALSE;
  cp_json_set (document, "told",
               cp_feed_told_new (query->told_of, told.through, told.n_seen == CP_FEED_TOLD_OUTCOMES,
                                 g_steal_pointer (&outcomes)));
  return TRUE;
}

/* Of a page without news there is no head to tell. */
static gboolean
seal (CpHeadOffice *self,
      CpHeadOfficeStorage *storage,
      const char *device_id,
      const CpFeedQuery *query,
      CpJson *document,
      GError **error)
{
  CpPlace place = { device_id, query->incarnation, 0 };
  g_autofree char *hash = NULL;

  if (query->lanes >= CP_N_LANES)
    cp_json_set_int (document, "lanes", CP_N_LANES);
  if (json_array_size (cp_json_get_array (document, "items")) > 0 &&
      (!tell_bulk_head (self, storage, device_id, query, document, error) ||
       !tell_head (self, storage, document, &place, &hash, error)))
    return FALSE;
  if (!tell_outcomes (storage, device_id, query, document, error))
    return FALSE;
  cp_head_office_seal_page (self, document, &place, hash, query->challenge);
  return TRUE;
}

/* @page: taken */
static gboolean
answer_page (CpHeadOffice *self,
             CpHeadOfficeStorage *storage,
             const char *device_id,
             const CpFeedQuery *query,
             const Page *page,
             gint64 last_gseq,
             CpWireAnswer *ret_answer,
             GError **error)
{
  g_autoptr (CpJson) document =
      cp_feed_page_json_new (self->epoch, query->after, page->through, page->through < last_gseq,
                             cp_world_wall_ms (self->world), page->items);

  if (!seal (self, storage, device_id, query, document, error))
    return FALSE;
  *ret_answer = (CpWireAnswer){ 200, g_steal_pointer (&document) };
  return TRUE;
}

/* Returns: whether it is answered; %FALSE: @storage failed */
static gboolean
answer_from (CpHeadOffice *self,
             CpHeadOfficeStorage *storage,
             const char *device_id,
             const CpFeedQuery *query,
             gint64 last_gseq,
             CpWireAnswer *ret_answer,
             GError **error)
{
  Page page = { 0 };

  if (!knows (self, query, last_gseq)) {
    cp_wire_answer_refuse (ret_answer, 410, "epoch_changed",
                           "Head office counts anew; ask from the beginning");
    return TRUE;
  }
  if (!read_page (self, storage, device_id, query, last_gseq, &page, error)) {
    json_decref (page.items);
    return FALSE;
  }
  if (page.is_behind) {
    json_decref (page.items);
    cp_wire_answer_refuse (ret_answer, 410, "behind",
                           "The feed does not reach back so far any more; take a snapshot");
    return TRUE;
  }
  return answer_page (self, storage, device_id, query, &page, last_gseq, ret_answer, error);
}

/* The copy is good for whoever has not read further than it goes. One that fails is given up at once, so that
 * nobody else waits for it. Returns: whether it has answered */
static gboolean
answer_from_reader (CpHeadOffice *self,
                    const char *device_id,
                    const CpFeedQuery *query,
                    CpWireAnswer *ret_answer)
{
  gint64 last_gseq;
  g_autoptr (GError) error = NULL;

  if (self->reader == NULL)
    return FALSE;
  if (self->reader->class_->get_last_gseq (self->reader, &last_gseq, &error)) {
    if (query->after > last_gseq)
      return FALSE;
    if (answer_from (self, self->reader, device_id, query, last_gseq, ret_answer, &error))
      return TRUE;
  }
  g_message ("The copy can't be read: %s", error->message);
  cp_head_office_lose_reader (self);
  return FALSE;
}

static void
answer (CpHeadOffice *self,
        const char *device_id,
        const CpFeedQuery *query,
        CpWireAnswer *ret_answer)
{
  gint64 last_gseq = 0;
  g_autoptr (GError) error = NULL;

  if (!answer_from_reader (self, device_id, query, ret_answer) &&
      (!self->storage->class_->get_last_gseq (self->storage, &last_gseq, &error) ||
       !cp_head_office_keep_up (self, &error) ||
       !answer_from (self, self->storage, device_id, query, last_gseq, ret_answer, &error)))
    cp_head_office_answer_error (self, "read the feed", error, ret_answer);
  if (ret_answer->status == 200)
    self->counts.pages++;
}

void
cp_head_office_handle_feed (CpHeadOffice *self,
                            const char *device_id,
                            const CpFeedQuery *query,
                            CpWireAnswer *ret_answer)
{
  gint64 proto = 0;
  g_autoptr (GError) error = NULL;

  if (query->proto > 0 &&
      !cp_proto_check ((CpProtoRange){ query->proto, query->proto }, &proto, &error))
    cp_wire_answer_refuse (ret_answer, 426, "proto", error->message);
  else {
    cp_lease_grant (self, device_id, query->incarnation);
    cp_store_scope_sweep (self, device_id);
    answer (self, device_id, query, ret_answer);
  }
}
