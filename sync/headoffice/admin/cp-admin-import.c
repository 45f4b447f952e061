/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Imports of a file, a slice at a time: devices are answered in between, however long it is and however long
 * the hashing of PINs takes. */
#include "cp-admin-private.h"
#include "cp-error.h"

#define SLICE_MS 500

typedef gboolean (*ImportFunc) (CpHeadOffice *office, CpImport *import, GError **error);

gboolean
cp_admin_load_pin_key (
    const CpAdmin *self, const char *file, gboolean practice, CpImport *import, GError **error)
{
  g_autofree char *path = NULL;

  import->pin_effort = practice ? CP_PIN_EFFORT_LEAST : CP_PIN_EFFORT_FULL;
  if (file == NULL)
    return TRUE;
  path = cp_admin_dup_path (self, file);
  import->pin_key = cp_pin_key_load (path, error);
  return import->pin_key != NULL;
}

/* What went in all the same. */
static void
tell_wanting (GString *out, const CpJson *wanting)
{
  const char *field;
  CpJson *count;

  json_object_foreach ((CpJson *) wanting, field, count)
  {
    g_string_append_printf (
        out, "%" JSON_INTEGER_FORMAT " of them have no %s, which the form requires\n",
        json_integer_value (count), field);
  }
}

/* What the call before left. */
static gboolean
go_on (const CpAdmin *self, CpImport *import, GError **error)
{
  g_autoptr (CpJson) state = NULL;

  if (self->so_far == NULL)
    return TRUE;
  state = cp_json_parse_object (self->so_far, -1, error);
  if (state == NULL)
    return FALSE;
  import->place = (CpImportPlace){ .offset = cp_json_get_int (state, "offset", 0),
                                   .n_lines = cp_json_get_int (state, "lines", 0),
                                   .size = cp_json_get_int (state, "size", 0),
                                   .changed_ns = cp_json_get_int (state, "changed_ns", 0) };
  import->n_good = (guint) cp_json_get_int (state, "good", 0);
  import->n_bad = (guint) cp_json_get_int (state, "bad", 0);
  json_object_update (import->wanting, cp_json_get_object (state, "wanting"));
  return TRUE;
}

static void
leave (CpAdmin *self, const CpImport *import)
{
  g_autoptr (CpJson) state = json_object ();
  g_autofree char *text = NULL;

  cp_json_set_int (state, "offset", import->place.offset);
  cp_json_set_int (state, "lines", import->place.n_lines);
  cp_json_set_int (state, "size", import->place.size);
  cp_json_set_int (state, "changed_ns", import->place.changed_ns);
  cp_json_set_int (state, "good", import->n_good);
  cp_json_set_int (state, "bad", import->n_bad);
  cp_json_set (state, "wanting", json_incref (import->wanting));
  text = cp_json_to_text (state);
  g_string_append (self->out, text);
}

static int
end (CpAdmin *self, const CpImport *import)
{
  if (import->is_left) {
    leave (self, import);
    return CP_ADMIN_AGAIN;
  }
  g_string_append_printf (self->out, "%u lines imported, %u refused\n", import->n_good,
                          import->n_bad);
  tell_wanting (self->out, import->wanting);
  return import->n_bad > 0 ? 1 : 0;
}

static int
import_file (CpAdmin *self, GStrv *args, ImportFunc func, GError **error)
{
  g_autofree char *pin_key = NULL;
  gboolean practice = FALSE;
  const GOptionEntry entries[] = {
    { "pin-key", 0, 0, G_OPTION_ARG_FILENAME, &pin_key, NULL, NULL },
    { "practice", 0, 0, G_OPTION_ARG_NONE, &practice, NULL, NULL },
    { NULL },
  };
  g_autofree char *path = NULL;
  g_autoptr (CpJson) wanting = json_object ();
  CpImport import = { .problems = self->problems, .wanting = wanting };
  gboolean ok;

  if (!cp_admin_parse (args, entries, 1, error) || !go_on (self, &import, error) ||
      !cp_admin_load_pin_key (self, pin_key, practice, &import, error))
    return 1;
  path = cp_admin_dup_path (self, (*args)[1]);
  import.path = path;
  import.name = (*args)[1];
  import.until_ms = cp_world_boot_ms (cp_world_real ()) + SLICE_MS;
  ok = func (self->office, &import, error);
  g_clear_pointer (&import.pin_key, g_bytes_unref);
  return ok ? end (self, &import) : 1;
}

int
cp_admin_import_members (CpAdmin *self, GStrv *args, GError **error)
{
  return import_file (self, args, cp_import_members, error);
}

int
cp_admin_import_rows (CpAdmin *self, GStrv *args, GError **error)
{
  return import_file (self, args, cp_import_rows, error);
}

int
cp_admin_import_staff (CpAdmin *self, GStrv *args, GError **error)
{
  return import_file (self, args, cp_import_staff, error);
}
