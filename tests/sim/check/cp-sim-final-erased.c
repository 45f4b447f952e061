/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Invariant 7: of those who were erased nothing is left: in no file of a till or of head office, be it a row, an
 * index, the journal, a log or what is free in a page. */
#include "cp-sim-final-private.h"
#include "cp-sim-template.h"
#include "cp-test-chain.h"

#include <string.h>

#define SECRET_LENGTH (sizeof CP_SIM_SECRET - 1 + 5)

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

/* @spared: (nullable): secrets that may be there */
typedef struct {
  CpSimFinal *final;
  const char *machine;
  GHashTable *spared;
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
    if (member_id != NULL &&
        (search->spared == NULL || !g_hash_table_contains (search->spared, secret)))
      cp_sim_oracle_fail (search->final->oracle, "erased", "%s of %s holds %s of %s, who is erased",
                          name, search->machine, secret, member_id);
  }
}

static void
search_disk (CpSimFinal *self, const CpSimMachine *machine, GHashTable *spared)
{
  Search what = { self, machine->name, spared };

  if (g_hash_table_size (self->secrets) > 0)
    cp_sim_disk_each_file (machine->disk, search, &what);
}

static void
spare (CpSimFinal *self, sqlite3_stmt *row, gpointer data)
{
  const char *text = cp_sim_final_text (row, 0);
  GHashTableIter iter;
  gpointer secret;

  g_hash_table_iter_init (&iter, self->secrets);
  while (g_hash_table_iter_next (&iter, &secret, NULL))
    if (strstr (text, secret) != NULL)
      g_hash_table_add (data, g_strdup (secret));
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

/* A text that is on two pages is in a row, and in no file as a whole. */
static void
check_office_rows (CpSimFinal *self)
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

/* Of what was garbled on its way nobody can tell whom it was about: its hash did not fit, and it was set aside. */
void
cp_sim_final_check_office_secrets (CpSimFinal *self, const CpSimMachine *machine)
{
  g_autoptr (GHashTable) spared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  check_office_rows (self);
  cp_sim_final_each (self, self->office,
                     "SELECT body FROM stray WHERE json_extract (body, '$.member_id')"
                     " NOT IN (SELECT id FROM row WHERE kind = 'member')",
                     spare, spared);
  search_disk (self, machine, spared);
}

void
cp_sim_final_check_secrets (CpSimFinal *self, const CpSimMachine *machine)
{
  search_disk (self, machine, NULL);
}
