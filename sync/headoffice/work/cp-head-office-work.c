/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-head-office-work-private.h"

#include <string.h>

static guint
hash_name (gconstpointer data)
{
  const CpRowName *name = data;

  return g_str_hash (name->id) + (guint) name->kind;
}

static gboolean
equal_names (gconstpointer a, gconstpointer b)
{
  const CpRowName *one = a, *other = b;

  return one->kind == other->kind && strcmp (one->id, other->id) == 0;
}

static CpRowName *
keep_name (CpKind kind, const char *id)
{
  gsize size = strlen (id) + 1;
  CpRowName *name = g_malloc (sizeof *name + size);
  char *kept = (char *) (name + 1);

  memcpy (kept, id, size);
  *name = (CpRowName){ kind, kept };
  return name;
}

/* What was made of its entity. */
static void
forget_forms (CpWorkRow *row)
{
  g_clear_pointer (&row->text, g_free);
  g_clear_pointer (&row->keys, g_array_unref);
}

static void
free_row (gpointer data)
{
  CpWorkRow *row = data;

  forget_forms (row);
  cp_entity_free (row->entity);
  cp_entity_free (row->stored);
  g_free (row);
}

static void
free_usage (gpointer data)
{
  CpWorkUsage *usage = data;

  g_free (usage->staff_id);
  g_free (usage->kind);
  g_free (usage);
}

static void
free_received (gpointer data)
{
  if (data == NULL)
    return;
  cp_received_clear (data);
  g_free (data);
}

static void
free_operation (gpointer data)
{
  CpWorkOperation *operation = data;

  g_free (operation->device_id);
  g_free (operation->incarnation);
  cp_received_clear (&operation->received);
  g_free (operation);
}

static void
unref_list (gpointer data)
{
  g_ptr_array_unref (data);
}

static void
free_account (gpointer data)
{
  CpWorkAccount *account = data;

  cp_account_free (account->view);
  g_free (account);
}

CpWork *
cp_work_new (void)
{
  CpWork *self = g_new0 (CpWork, 1);

  self->rows = g_hash_table_new_full (hash_name, equal_names, g_free, free_row);
  self->missing = g_hash_table_new_full (hash_name, equal_names, g_free, NULL);
  self->accounts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_account);
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref_list);
  self->usages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_usage);
  self->operations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_received);
  self->changed = g_ptr_array_new ();
  self->usage_list = g_ptr_array_new ();
  self->received = g_ptr_array_new_with_free_func (free_operation);
  self->awake = g_ptr_array_new ();
  return self;
}

void
cp_work_clear (CpWork *self)
{
  g_ptr_array_set_size (self->changed, 0);
  g_ptr_array_set_size (self->usage_list, 0);
  g_ptr_array_set_size (self->received, 0);
  g_ptr_array_set_size (self->awake, 0);
  g_hash_table_remove_all (self->missing);
  g_hash_table_remove_all (self->accounts);
  g_hash_table_remove_all (self->keys);
  g_hash_table_remove_all (self->usages);
  g_hash_table_remove_all (self->operations);
  g_hash_table_remove_all (self->rows);
}

guint
cp_work_count_rows (const CpWork *self)
{
  return g_hash_table_size (self->rows);
}

void
cp_work_free (CpWork *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->changed);
  g_ptr_array_unref (self->usage_list);
  g_ptr_array_unref (self->received);
  g_ptr_array_unref (self->awake);
  g_hash_table_unref (self->missing);
  g_hash_table_unref (self->accounts);
  g_hash_table_unref (self->keys);
  g_hash_table_unref (self->usages);
  g_hash_table_unref (self->operations);
  g_hash_table_unref (self->rows);
  g_free (self);
}

static char *
key_name (const char *type, const char *value)
{
  return g_strconcat (type, "/", value, NULL);
}

GArray *
cp_work_dup_keys (gconstpointer entity)
{
  GArray *keys = cp_keys_new ();

  if (entity != NULL)
    cp_entity_add_keys (entity, keys);
  return keys;
}

const char *
cp_work_row_get_text (CpWorkRow *self)
{
  if (self->text == NULL)
    self->text = cp_entity_to_text (self->entity);
  return self->text;
}

static const char *
get_home (const CpEntity *entity)
{
  return entity->kind == CP_KIND_MEMBER ? cp_member_get_home ((gconstpointer) entity) : NULL;
}

const char *
cp_work_row_get_home (const CpWorkRow *self)
{
  return get_home (self->entity);
}

gboolean
cp_work_row_has_moved (const CpWorkRow *self)
{
  return self->stored == NULL ||
         g_strcmp0 (self->stored->account_id, self->entity->account_id) != 0 ||
         g_strcmp0 (get_home (self->stored), get_home (self->entity)) != 0;
}

const GArray *
cp_work_row_get_keys (CpWorkRow *self)
{
  if (self->keys == NULL)
    self->keys = cp_work_dup_keys (self->entity);
  return self->keys;
}

/* An account is loaded without its history, so that it stays without. */
static CpWorkAccount *
find_account (const CpWork *self, const CpEntity *entity)
{
  return entity->account_id != NULL && entity->kind != CP_KIND_ACTION
             ? cp_work_find_account (self, entity->account_id)
             : NULL;
}

static void
join_account (CpWork *self, CpWorkRow *row)
{
  row->account = find_account (self, row->entity);
  row->turn = self->turn;
  if (row->account != NULL)
    cp_account_put (row->account->view, row->entity);
}

static CpWorkRow *
find_row (const CpWork *self, CpKind kind, const char *id)
{
  const CpRowName name = { kind, id };
  CpWorkRow *row = g_hash_table_lookup (self->rows, &name);

  return row != NULL && cp_work_row_is_good (self, row) ? row : NULL;
}

static CpWorkRow *
add_row (CpWork *self, CpKind kind, const char *id)
{
  const CpRowName name = { kind, id };
  CpWorkRow *row = g_new0 (CpWorkRow, 1);

  cp_work_make_room (self, kind, id);
  g_hash_table_remove (self->missing, &name);
  g_hash_table_insert (self->rows, keep_name (kind, id), row);
  return row;
}

CpWorkRow *
cp_work_load_row (CpWork *self, gpointer entity)
{
  const CpEntity *head = entity;
  CpWorkRow *row = find_row (self, head->kind, head->id);

  if (row != NULL) {
    cp_entity_free (entity);
  } else {
    row = add_row (self, head->kind, head->id);
    row->entity = entity;
    row->is_told = TRUE;
  }
  join_account (self, row);
  return row;
}

void
cp_work_miss_row (CpWork *self, CpKind kind, const char *id)
{
  if (!cp_work_has_row (self, kind, id))
    g_hash_table_add (self->missing, keep_name (kind, id));
}

gboolean
cp_work_has_row (const CpWork *self, CpKind kind, const char *id)
{
  const CpEntity *entity;

  return cp_work_look (self, kind, id, &entity);
}

gboolean
cp_work_look (const CpWork *self, CpKind kind, const char *id, const CpEntity **ret_entity)
{
  const CpRowName name = { kind, id };
  const CpWorkRow *row = find_row (self, kind, id);

  if (row == NULL && !g_hash_table_contains (self->missing, &name))
    return FALSE;
  *ret_entity = row != NULL ? row->entity : NULL;
  return TRUE;
}

void
cp_work_add_to_key (CpWork *self, const char *type, const char *value, CpWorkRow *row)
{
  g_autofree char *name = key_name (type, value);
  GPtrArray *list = g_hash_table_lookup (self->keys, name);

  if (list == NULL) {
    list = g_ptr_array_new ();
    g_hash_table_insert (self->keys, g_steal_pointer (&name), list);
  }
  if (row != NULL && !g_ptr_array_find (list, row, NULL))
    g_ptr_array_add (list, row);
}

gboolean
cp_work_has_key (const CpWork *self, const char *type, const char *value)
{
  g_autofree char *name = key_name (type, value);

  return g_hash_table_contains (self->keys, name);
}

static char *
usage_name (const char *staff_id, const char *kind, gint64 day)
{
  return g_strdup_printf ("%s/%s/%" G_GINT64_FORMAT, staff_id, kind, day);
}

CpWorkUsage *
cp_work_find_usage (CpWork *self, const char *staff_id, const char *kind, gint64 day)
{
  g_autofree char *name = usage_name (staff_id, kind, day);

  return g_hash_table_lookup (self->usages, name);
}

CpWorkUsage *
cp_work_load_usage (CpWork *self, const char *staff_id, const char *kind, gint64 day)
{
  CpWorkUsage *usage = cp_work_find_usage (self, staff_id, kind, day);

  if (usage != NULL)
    return usage;
  usage = g_new0 (CpWorkUsage, 1);
  usage->staff_id = g_strdup (staff_id);
  usage->kind = g_strdup (kind);
  usage->day = day;
  g_hash_table_insert (self->usages, usage_name (staff_id, kind, day), usage);
  return usage;
}

static CpReceived *
copy_received (const CpReceived *received)
{
  CpReceived *copy = g_memdup2 (received, sizeof *received);

  copy->id = g_strdup (received->id);
  copy->hash = g_strdup (received->hash);
  copy->body = g_strdup (received->body);
  copy->outcome = g_strdup (received->outcome);
  copy->kind = g_strdup (received->kind);
  copy->staff_id = g_strdup (received->staff_id);
  copy->approver_id = NULL;
  copy->device_id = g_strdup (received->device_id);
  copy->incarnation = g_strdup (received->incarnation);
  return copy;
}

void
cp_work_load_operation (CpWork *self, const char *id, const CpReceived *received)
{
  g_hash_table_replace (self->operations, g_strdup (id),
                        received != NULL ? g_memdup2 (received, sizeof *received) : NULL);
}

void
cp_work_miss_operation (CpWork *self, const char *id)
{
  if (!g_hash_table_contains (self->operations, id))
    g_hash_table_insert (self->operations, g_strdup (id), NULL);
}

const CpReceived *
cp_work_find_operation (const CpWork *self, const char *id, gboolean *ret_known)
{
  gpointer value = NULL;

  *ret_known = g_hash_table_lookup_extended (self->operations, id, NULL, &value);
  return value;
}

const CpEntity *
cp_work_get_row (const CpWork *self, CpKind kind, const char *id)
{
  const CpWorkRow *row = find_row (self, kind, id);

  return row != NULL ? row->entity : NULL;
}

static void
add_copies (const GPtrArray *list, GPtrArray *rows)
{
  for (guint i = 0; list != NULL && i < list->len; i++)
    g_ptr_array_add (rows, cp_entity_copy (((const CpWorkRow *) list->pdata[i])->entity));
}

void
cp_work_add_rows_by_key (const CpWork *self, const char *type, const char *value, GPtrArray *rows)
{
  g_autofree char *name = key_name (type, value);

  add_copies (g_hash_table_lookup (self->keys, name), rows);
}

/* Keys that nobody asked for yet are found in the database when somebody does. */
static void
move_in_keys (CpWork *self, CpWorkRow *row, gboolean in)
{
  const GArray *keys = cp_work_row_get_keys (row);

  for (guint i = 0; i < keys->len; i++) {
    const CpKey *key = &g_array_index (keys, CpKey, i);
    const char *type = cp_key_type_to_word (key->type);
    g_autofree char *name = key_name (type, key->value);
    GPtrArray *list = g_hash_table_lookup (self->keys, name);

    if (list == NULL)
      continue;
    g_ptr_array_remove (list, row);
    if (in)
      g_ptr_array_add (list, row);
  }
}

static void
leave_account (CpWorkRow *row)
{
  if (row->account != NULL)
    cp_account_drop (row->account->view, row->entity->kind, row->entity->id);
  row->account = NULL;
}

void
cp_work_drop_operations (CpWork *self)
{
  g_ptr_array_set_size (self->received, 0);
}

/* Nobody reads a line of history again, and hardly anybody a row whose account was not asked for. */
static gboolean
is_done_with (const CpWorkRow *row)
{
  return row->entity->kind == CP_KIND_ACTION ||
         (row->entity->account_id != NULL && row->account == NULL);
}

/* What it is found by has to be asked for anew then. */
static void
let_go (CpWork *self, CpWorkRow *row)
{
  const CpRowName name = { row->entity->kind, row->entity->id };
  const GArray *keys = cp_work_row_get_keys (row);

  for (guint i = 0; i < keys->len; i++) {
    const CpKey *key = &g_array_index (keys, CpKey, i);
    g_autofree char *key_text = key_name (cp_key_type_to_word (key->type), key->value);

    g_hash_table_remove (self->keys, key_text);
  }
  leave_account (row);
  g_hash_table_remove (self->rows, &name);
}

static void
settle_usage (CpWorkUsage *usage)
{
  usage->count += usage->more;
  usage->minor += usage->more_minor;
  usage->more = usage->more_minor = 0;
}

void
cp_work_settle (CpWork *self)
{
  for (guint i = 0; i < self->changed->len; i++) {
    CpWorkRow *row = self->changed->pdata[i];

    g_clear_pointer (&row->stored, cp_entity_free);
    row->is_changed = FALSE;
    row->is_told = TRUE;
    if (is_done_with (row))
      let_go (self, row);
    else
      forget_forms (row);
  }
  for (guint i = 0; i < self->usage_list->len; i++)
    settle_usage (self->usage_list->pdata[i]);
  g_ptr_array_set_size (self->changed, 0);
  g_ptr_array_set_size (self->usage_list, 0);
  g_ptr_array_set_size (self->received, 0);
  g_hash_table_remove_all (self->operations);
}

/* Its entity is to be set. */
static CpWorkRow *
get_row_to_change (CpWork *self, CpEntity *entity)
{
  CpWorkRow *row = find_row (self, entity->kind, entity->id);

  entity->ver = row != NULL ? row->entity->ver + 1 : 1;
  if (row == NULL)
    return add_row (self, entity->kind, entity->id);
  move_in_keys (self, row, FALSE);
  leave_account (row);
  forget_forms (row);
  if (!row->is_changed)
    row->stored = g_steal_pointer (&row->entity);
  else
    cp_entity_free (row->entity);
  return row;
}

void
cp_work_put_row (CpWork *self, CpEntity *entity)
{
  CpWorkRow *row = get_row_to_change (self, entity);

  row->entity = cp_entity_copy (entity);
  row->is_told = FALSE;
  if (!row->is_changed)
    g_ptr_array_add (self->changed, row);
  row->is_changed = TRUE;
  join_account (self, row);
  move_in_keys (self, row, TRUE);
}

static void
count_for (CpWork *self, const char *staff_id, const CpReceived *received)
{
  CpWorkUsage *usage = cp_work_load_usage (self, staff_id, received->kind, received->day);

  if (usage->more == 0)
    g_ptr_array_add (self->usage_list, usage);
  usage->more++;
  usage->more_minor += received->value_minor;
}

void
cp_work_count_usage (CpWork *self, const CpReceived *received)
{
  if (received->staff_id != NULL)
    count_for (self, received->staff_id, received);
  if (received->approver_id != NULL)
    count_for (self, received->approver_id, received);
}

void
cp_work_put_operation (CpWork *self, const CpPlace *place, const CpReceived *received)
{
  CpWorkOperation *operation = g_new0 (CpWorkOperation, 1);
  g_autofree CpReceived *copy = copy_received (received);

  operation->device_id = g_strdup (place->device_id);
  operation->incarnation = g_strdup (place->incarnation);
  operation->seq = place->seq;
  operation->received = *copy;
  g_ptr_array_add (self->received, operation);
  if (!received->is_repeat)
    g_hash_table_replace (self->operations, g_strdup (received->id), copy_received (received));
  cp_work_count_usage (self, received);
}

const GPtrArray *
cp_work_list_changed (const CpWork *self)
{
  return self->changed;
}

const GPtrArray *
cp_work_list_usage (const CpWork *self)
{
  return self->usage_list;
}

const GPtrArray *
cp_work_list_operations (const CpWork *self)
{
  return self->received;
}
