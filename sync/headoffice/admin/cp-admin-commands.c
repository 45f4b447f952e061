/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What changes head office's rows: publishing, staff, devices; and the snapshot. */
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "cp-admin-private.h"
#include "cp-database.h"
#include "cp-error.h"
#include "cp-import.h"
#include "cp-snapshot-build.h"

#define TOKEN_BYTES 32
#define MAX_PROGRAMME_BYTES CP_JSON_MAX_BYTES

typedef struct {
  char *id;
  char *name;
  char *role;
  char *pin_file;
  char *pin_key;
  char *store;
  char *token_file;
  char *out;
  gboolean practice;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->id);
  g_free (options->name);
  g_free (options->role);
  g_free (options->pin_file);
  g_free (options->pin_key);
  g_free (options->store);
  g_free (options->token_file);
  g_free (options->out);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static gboolean
parse (GStrv *args, Options *options, guint n_words, GError **error)
{
  const GOptionEntry entries[] = {
    { "id", 0, 0, G_OPTION_ARG_STRING, &options->id, NULL, NULL },
    { "name", 0, 0, G_OPTION_ARG_STRING, &options->name, NULL, NULL },
    { "role", 0, 0, G_OPTION_ARG_STRING, &options->role, NULL, NULL },
    { "pin-file", 0, 0, G_OPTION_ARG_FILENAME, &options->pin_file, NULL, NULL },
    { "pin-key", 0, 0, G_OPTION_ARG_FILENAME, &options->pin_key, NULL, NULL },
    { "practice", 0, 0, G_OPTION_ARG_NONE, &options->practice, NULL, NULL },
    { "store", 0, 0, G_OPTION_ARG_STRING, &options->store, NULL, NULL },
    { "token-file", 0, 0, G_OPTION_ARG_FILENAME, &options->token_file, NULL, NULL },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options->out, NULL, NULL },
    { NULL },
  };

  return cp_admin_parse (args, entries, n_words, error);
}

static gboolean
need (const char *value, const char *option, GError **error)
{
  if (value != NULL && *value != '\0')
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "%s is needed", option);
  return FALSE;
}

static char *
read_file (CpAdmin *self, const char *name, gsize *ret_size, GError **error)
{
  g_autofree char *path = cp_admin_dup_path (self, name);
  char *text = NULL;

  return g_file_get_contents (path, &text, ret_size, error) ? text : NULL;
}

static gboolean
add_device (gpointer data, const char *text)
{
  cp_json_append (data, cp_json_parse_object (text, -1, NULL));
  return TRUE;
}

static CpJson *
list_tills (const CpJson *devices, const char *store_id)
{
  CpJson *tills = json_array ();
  gsize i;
  CpJson *device;

  json_array_foreach (devices, i, device)
  {
    if (!cp_json_get_bool (device, "revoked") &&
        g_strcmp0 (cp_json_get_text (device, "store_id"), store_id) == 0)
      cp_json_append (tills, json_string (cp_json_get_text (device, "id")));
  }
  return tills;
}

/* A store of which the file does not say who shares its offline limits has its devices do so. */
static gboolean
name_tills (CpAdmin *self, CpJson *document, GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office);
  g_autoptr (CpJson) devices = json_array ();
  gsize i;
  CpJson *store;

  if (!storage->class_->list_devices (storage, add_device, devices, error))
    return FALSE;
  json_array_foreach (cp_json_get_array (document, "stores"), i, store)
  {
    if (json_is_object (store) && json_object_get (store, "tills") == NULL)
      json_object_set_new (store, "tills", list_tills (devices, cp_json_get_text (store, "id")));
  }
  return TRUE;
}

/* A chain that published before it added its devices would find out with the first line that is cut. */
static void
say_who_has_none (CpAdmin *self, const CpJson *document)
{
  const char *separator = "nothing can be redeemed offline, for want of tills, at ";
  gsize i;
  CpJson *store;

  json_array_foreach (cp_json_get_array (document, "stores"), i, store)
  {
    if (json_array_size (cp_json_get_array (store, "tills")) > 0)
      continue;
    g_string_append_printf (self->out, "%s%s", separator, cp_json_get_text (store, "id"));
    separator = ", ";
  }
  if (*separator == ',')
    g_string_append_c (self->out, '\n');
}

int
cp_admin_publish (CpAdmin *self, GStrv *args, GError **error)
{
  g_auto (Options) options = { 0 };
  g_autofree char *text = NULL;
  g_autoptr (CpJson) document = NULL;
  gsize size = 0;

  if (!parse (args, &options, 1, error))
    return 1;
  text = read_file (self, (*args)[1], &size, error);
  if (text == NULL)
    return 1;
  document = cp_json_parse_object (text, (gssize) size, error);
  if (document == NULL || !name_tills (self, document, error) ||
      !cp_head_office_publish (self->office, document, error)) {
    g_prefix_error (error, "%s: ", (*args)[1]);
    return 1;
  }
  g_string_append_printf (self->out, "programme version %" G_GINT64_FORMAT " published\n",
                          cp_head_office_get_programme (self->office)->version);
  say_who_has_none (self, document);
  return 0;
}

static gboolean
write_row (CpHeadOffice *office, gpointer entity, GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (office);
  gboolean ok;

  if (!cp_head_office_begin (office, error))
    return FALSE;
  ok = cp_head_office_put_row (office, entity, error) &&
       storage->class_->end_transaction (storage, error);
  return cp_head_office_finish (office, ok, error);
}

int
cp_admin_add_staff (CpAdmin *self, GStrv *args, GError **error)
{
  g_auto (Options) options = { 0 };
  g_autofree char *pin = NULL;
  CpImport import = { .problems = self->problems };
  gpointer staff = NULL;
  gboolean ok;

  if (!parse (args, &options, 0, error) ||
      !cp_admin_load_pin_key (self, options.pin_key, options.practice, &import, error))
    return 1;
  if (options.pin_file != NULL)
    pin = read_file (self, options.pin_file, NULL, error);
  ok = (options.pin_file == NULL || pin != NULL) &&
       cp_import_make_staff (self->office, &import, options.id, options.name, options.role,
                             pin != NULL ? g_strstrip (pin) : NULL, &staff, error) &&
       write_row (self->office, staff, error);
  cp_entity_free (staff);
  g_clear_pointer (&import.pin_key, g_bytes_unref);
  if (pin != NULL)
    sodium_memzero (pin, strlen (pin));
  return ok ? 0 : 1;
}

static char *
make_token (CpAdmin *self)
{
  guint8 bytes[TOKEN_BYTES];
  char *text = g_malloc (2 * TOKEN_BYTES + 1);

  cp_world_fill_random (cp_head_office_get_world (self->office), bytes, sizeof bytes);
  return sodium_bin2hex (text, 2 * TOKEN_BYTES + 1, bytes, sizeof bytes);
}

static gboolean
write_secret (const char *path, const char *text, GError **error)
{
  return g_file_set_contents_full (
      path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

/* The token in the file, or a new one that is written to it. */
static char *
get_token (CpAdmin *self, const char *name, GError **error)
{
  g_autofree char *path = cp_admin_dup_path (self, name);
  g_autofree char *token = NULL;
  g_autoptr (GError) local = NULL;

  if (g_file_get_contents (path, &token, NULL, &local) && *g_strstrip (token) != '\0')
    return g_steal_pointer (&token);
  if (local != NULL && !g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  g_free (token);
  token = make_token (self);
  return write_secret (path, token, error) ? g_steal_pointer (&token) : NULL;
}

/* One that nobody knows may be of before a restore, or mistyped. */
static void
say_revoked (CpAdmin *self, const char *id, const char *store_id, gboolean was_known)
{
  if (was_known)
    g_string_append_printf (self->out, "%s at %s is revoked\n", id, store_id);
  else
    g_string_append_printf (self->out, "%s was not known: it is now, as revoked\n", id);
}

static int
put_device (CpAdmin *self, GStrv *args, gboolean revoked, GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office);
  g_auto (Options) options = { 0 };
  g_autofree char *token = NULL;
  g_autofree char *known_at = NULL;

  if (!parse (args, &options, 1, error) || !need (options.store, "--store", error) ||
      !need (options.token_file, "--token-file", error))
    return 1;
  token = get_token (self, options.token_file, error);
  if (token == NULL || !storage->class_->get_device_store (storage, (*args)[1], &known_at, error) ||
      !cp_head_office_put_device (self->office, (*args)[1], options.store, token, revoked, error))
    return 1;
  if (revoked)
    say_revoked (self, (*args)[1], options.store, known_at != NULL);
  return 0;
}

int
cp_admin_add_device (CpAdmin *self, GStrv *args, GError **error)
{
  return put_device (self, args, FALSE, error);
}

int
cp_admin_revoke_device (CpAdmin *self, GStrv *args, GError **error)
{
  return put_device (self, args, TRUE, error);
}

/* From a copy, since others may be writing. */
static gboolean
build_snapshot (CpAdmin *self, const char *path, GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office);
  g_autofree char *copy_path = g_strconcat (path, ".copy", NULL);
  g_autoptr (CpHeadOfficeStorage) copy = NULL;
  gboolean ok;

  cp_database_delete (cp_world_real (), copy_path);
  ok =
      storage->class_->open_copy (storage, copy_path, &copy, error) &&
      cp_snapshot_build_replica (cp_world_real (), copy, NULL, path,
                                 cp_world_wall_ms (cp_head_office_get_world (self->office)), error);
  g_clear_pointer (&copy, cp_head_office_storage_free);
  cp_database_delete (cp_world_real (), copy_path);
  return ok;
}

int
cp_admin_erase (CpAdmin *self, GStrv *args, GError **error)
{
  g_auto (Options) options = { 0 };

  if (!parse (args, &options, 1, error))
    return 1;
  return cp_head_office_erase (self->office, (*args)[1], error) ? 0 : 1;
}

int
cp_admin_snapshot (CpAdmin *self, GStrv *args, GError **error)
{
  g_auto (Options) options = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *half_done = NULL;

  if (!parse (args, &options, 0, error) || !need (options.out, "--out", error))
    return 1;
  path = cp_admin_dup_path (self, options.out);
  half_done = g_strconcat (path, ".part", NULL);
  cp_database_delete (cp_world_real (), half_done);
  if (build_snapshot (self, half_done, error) &&
      cp_database_take_place (cp_world_real (), half_done, path, error))
    return 0;
  cp_database_delete (cp_world_real (), half_done);
  return 1;
}
