/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-read-push.h"

#include "cp-chain.h"
#include "cp-head-office-private.h"

static CpPushOperation *
get_item (const CpReadPush *self, guint index)
{
  return &g_array_index (self->push->operations, CpPushOperation, index);
}

/* Whether @operation follows @before (nullable) and is what its hash says; what the push leaves out of that is
 * put in. */
static gboolean
fits (CpReadPush *self, guint index)
{
  CpPushOperation *operation = get_item (self, index);
  const char *before = index > 0 ? get_item (self, index - 1)->hash : operation->prev;
  g_autofree char *body_hash = operation->body_hash != NULL
                                   ? g_strdup (operation->body_hash)
                                   : cp_chain_hash_body (self->bodies->pdata[index]);
  char *hash;

  if (operation->prev == NULL)
    operation->prev = before;
  hash = cp_chain_hash (operation->prev, self->push->device, self->push->incarnation,
                        operation->seq, body_hash);
  g_ptr_array_add (self->hashes, hash);
  if (operation->hash == NULL)
    operation->hash = hash;
  return g_str_equal (operation->prev, before) && g_str_equal (operation->hash, hash);
}

/* The signature is over the last link, so each must lead to it before any is taken. */
static guint
find_break (CpReadPush *self)
{
  guint n = self->push->operations->len;

  self->hashes = g_ptr_array_new_full (n, g_free);
  for (guint i = 0; i < n; i++)
    if (!fits (self, i))
      return i;
  return n;
}

static void
free_operation (gpointer operation)
{
  cp_operation_free (operation);
}

static void
read_operations (CpReadPush *self)
{
  const GArray *operations = self->push->operations;

  self->bodies = g_ptr_array_new_full (operations->len, g_free);
  self->operations = g_ptr_array_new_full (operations->len, free_operation);
  for (guint i = 0; i < operations->len; i++) {
    const CpPushOperation *item = get_item (self, i);
    g_autofree char *trouble = NULL;

    g_ptr_array_add (self->bodies, cp_push_operation_dup_body (item));
    g_ptr_array_add (self->operations,
                     cp_head_office_read_operation (self->push->device, item, &trouble));
  }
}

/* Those of operations nobody reads again. That is most of the document's memory, and freed where it was
 * allocated it is at hand for the next. */
static void
drop_bodies (CpReadPush *self)
{
  const CpJson *list = cp_json_get_array (self->push->document, "operations");

  for (guint i = 0; i < self->push->operations->len; i++)
    if (self->operations->pdata[i] != NULL) {
      get_item (self, i)->body = NULL;
      json_object_del (json_array_get (list, i), "body");
    }
}

CpReadPush *
cp_read_push_new (CpJson *document)
{
  CpReadPush *self = g_new0 (CpReadPush, 1);

  self->waiting = cp_json_get_int (document, "waiting", -1);
  self->waiting_bulk = cp_json_get_int (document, "waiting_bulk", self->waiting >= 0 ? 0 : -1);
  self->push = cp_push_from_json (document, &self->error);
  if (self->push == NULL)
    return self;
  read_operations (self);
  self->first_broken = find_break (self);
  drop_bodies (self);
  return self;
}

void
cp_read_push_free (CpReadPush *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->hashes, g_ptr_array_unref);
  g_clear_pointer (&self->bodies, g_ptr_array_unref);
  g_clear_pointer (&self->operations, g_ptr_array_unref);
  cp_push_free (self->push);
  g_clear_error (&self->error);
  g_free (self);
}
