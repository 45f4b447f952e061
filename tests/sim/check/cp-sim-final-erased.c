/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Invariant 7: of those who were erased nothing is left: in no file of a till, be it a row, an index, the journal, a
 * log or a page that is free, and in no row of head office's, whatever its disk keeps of older pages. */
#include "cp-sim-final-private.h"
#include "cp-sim-template.h"
#include "cp-test-chain.h"

#include <string.h>

#define SECRET_LENGTH (sizeof CP_SIM_SECRET - 1 + 5)

/* Of SQLite's files. */
#define PAGE_BYTES 4096
#define WAL_HEADER_BYTES 32
#define FRAME_HEADER_BYTES 24
#define LEAF_HEADER_BYTES 8
#define INDEX_LEAF 0x0a
#define TABLE_LEAF 0x0d

static void
take_id (CpSimFinal *self, sqlite3_stmt *row, gpointer data)
{
  g_hash_table_add (data, g_strdup (cp_sim_final_text (row, 0)));
}

/* (nullable): what @deed said of somebody that nobody else has */
static const char *
get_secret (const CpSimDeed *deed)
{
  const char *key = deed->kind == CP_OPERATION_ENROL_MEMBER ? "fields" : "set";

  return cp_json_get_text (cp_json_get_object (deed->payload, key), CP_SIM_SECRET_FIELD);
}

static void
add_secret (CpSimFinal *self, GHashTable *gone, const char *member_id, const char *secret)
{
  if (secret != NULL && *secret != '\0' && member_id != NULL &&
      g_hash_table_contains (gone, member_id))
    g_hash_table_insert (self->secrets, g_strdup (secret), g_strdup (member_id));
}

void
cp_sim_final_list_secrets (CpSimFinal *self)
{
  g_autoptr (GHashTable) gone = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const GPtrArray *deeds = cp_sim_oracle_list (self->oracle);

  self->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (self->n_erased == 0)
    return;
  cp_sim_final_each (self, self->office,
                     "SELECT id FROM row WHERE kind = 'member' AND data ->> 'state' = 'erased'",
                     take_id, gone);
  for (guint n = 1; n <= CP_SIM_N_MEMBERS; n++) {
    g_autofree char *member_id = cp_test_chain_id (n, "member");
    g_autofree char *secret = cp_sim_template_make_secret (n);

    add_secret (self, gone, member_id, secret);
  }
  for (guint i = 0; i < deeds->len; i++) {
    const CpSimDeed *deed = deeds->pdata[i];

    add_secret (self, gone, deed->member_id, get_secret (deed));
  }
}

/* Where the page begins that @offset is in, of a database or of its log; -1 where it is in none. */
static gint64
find_page (const char *name, gint64 offset)
{
  gint64 frame;

  if (!g_str_has_suffix (name, "-wal"))
    return offset - offset % PAGE_BYTES;
  frame = (offset - WAL_HEADER_BYTES) / (FRAME_HEADER_BYTES + PAGE_BYTES);
  return WAL_HEADER_BYTES + frame * (FRAME_HEADER_BYTES + PAGE_BYTES) + FRAME_HEADER_BYTES;
}

static gint64
read_two (const guint8 *bytes)
{
  return bytes[0] << 8 | bytes[1];
}

/* When SQLite moves a row to another page, as others come in between, it leaves its bytes on the old one, in what
 * is free between that page's pointers and its rows: secure_delete clears what is deleted, and this was not.
 * There they stay until that page fills or the file is built anew. No row, index or free page is meant. */
static gboolean
is_in_gap (const guint8 *bytes, const char *name, gint64 offset)
{
  gint64 page = find_page (name, offset);
  const guint8 *header = bytes + page;
  gint64 first_row;

  if (page < 0 || page > offset || (header[0] != INDEX_LEAF && header[0] != TABLE_LEAF))
    return FALSE;
  first_row = read_two (header + 5);
  return offset - page >= LEAF_HEADER_BYTES + 2 * read_two (header + 3) &&
         offset - page < (first_row != 0 ? first_row : G_MAXUINT16 + 1);
}

typedef struct {
  CpSimFinal *final;
  const char *machine;
} Search;

static void
search (const char *name, const CpSimFile *file, gpointer data)
{
  const Search *search = data;
  const char *bytes = (const char *) cp_sim_file_get_bytes (file);
  const char *end = bytes + cp_sim_file_get_size (file);

  for (const char *at = bytes; at != NULL; at++) {
    char secret[sizeof CP_SIM_SECRET + 5];
    const char *member_id;

    at = memmem (at, (gsize) (end - at), CP_SIM_SECRET, strlen (CP_SIM_SECRET));
    if (at == NULL || (gsize) (end - at) < SECRET_LENGTH)
      return;
    g_strlcpy (secret, at, sizeof secret);
    member_id = g_hash_table_lookup (search->final->secrets, secret);
    if (member_id != NULL && !is_in_gap ((const guint8 *) bytes, name, at - bytes))
      cp_sim_oracle_fail (search->final->oracle, "erased", "%s of %s holds %s of %s, who is erased",
                          name, search->machine, secret, member_id);
  }
}

/* Columns: the table, the text */
static void
take_text (CpSimFinal *self, sqlite3_stmt *row, gpointer data)
{
  const char *text = cp_sim_final_text (row, 1);
  GHashTableIter iter;
  gpointer secret, member_id;

  g_hash_table_iter_init (&iter, self->secrets);
  while (g_hash_table_iter_next (&iter, &secret, &member_id))
    if (strstr (text, secret) != NULL)
      cp_sim_oracle_fail (
          self->oracle, "erased", "a %s of head office holds %s of %s, who is erased",
          cp_sim_final_text (row, 0), (const char *) secret, (const char *) member_id);
}

/* Of what was garbled on its way nobody can tell whom it was about: its hash did not fit, and it was set aside. */
void
cp_sim_final_check_office_secrets (CpSimFinal *self)
{
  if (g_hash_table_size (self->secrets) > 0)
    cp_sim_final_each (
        self, self->office,
        "SELECT 'row', data FROM row UNION ALL SELECT 'feed entry', data FROM feed"
        " UNION ALL SELECT 'operation', body FROM operation"
        " UNION ALL SELECT 'stray', body FROM stray WHERE json_extract (body, '$.member_id')"
        "   IN (SELECT id FROM row WHERE kind = 'member')"
        " UNION ALL SELECT 'key', value FROM row_key",
        take_text, NULL);
}

void
cp_sim_final_check_secrets (CpSimFinal *self, const CpSimMachine *machine)
{
  Search what = { self, machine->name };

  if (g_hash_table_size (self->secrets) > 0)
    cp_sim_disk_each_file (machine->disk, search, &what);
}
