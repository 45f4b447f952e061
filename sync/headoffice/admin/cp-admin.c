/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-admin.h"

#include "cp-admin-private.h"
#include "cp-error.h"
#include "cp-replica.h"

static gboolean
print_line (gpointer data, const char *text)
{
  CpAdmin *self = data;

  g_string_append (self->out, text);
  g_string_append_c (self->out, '\n');
  return TRUE;
}

static int
show_outcomes (CpAdmin *self, GStrv *args, GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office);

  return storage->class_->list_operations (storage, print_line, self, error) ? 0 : 1;
}

static int
show_devices (CpAdmin *self, GStrv *args, GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office);

  return storage->class_->list_devices (storage, print_line, self, error) ? 0 : 1;
}

static void
print_receipt (gpointer data, const CpJson *receipt)
{
  g_autofree char *text = cp_json_to_text (receipt);

  print_line (data, text);
}

static int
show_erasures (CpAdmin *self, GStrv *args, GError **error)
{
  return cp_head_office_list_erasures (self->office, 0, print_receipt, self, error) ? 0 : 1;
}

static int
show_rows (CpAdmin *self, GStrv *args, GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office);
  const char *kind = (*args)[0];

  if (kind != NULL && cp_kind_from_word (kind) < 0) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "%s: is no kind of row", kind);
    return 1;
  }
  return storage->class_->list_rows (storage, kind, print_line, self, error) ? 0 : 1;
}

static int
new_epoch (CpAdmin *self, GStrv *args, GError **error)
{
  if (!cp_admin_parse (args, NULL, 0, error) || !cp_head_office_begin_epoch (self->office, error))
    return 1;
  g_string_append_printf (self->out, "epoch %s begins; devices take everything anew\n",
                          cp_head_office_get_epoch (self->office));
  return 0;
}

static const struct {
  const char *group;
  const char *word; /* (nullable) */
  int (*run) (CpAdmin *self, GStrv *args, GError **error);
} commands[] = {
  { "import", "members", cp_admin_import_members },
  { "import", "rows", cp_admin_import_rows },
  { "import", "staff", cp_admin_import_staff },
  { "import", "everything", cp_admin_import_everything },
  { "export", NULL, cp_admin_export },
  { "publish", "programme", cp_admin_publish },
  { "staff", "add", cp_admin_add_staff },
  { "device", "add", cp_admin_add_device },
  { "device", "revoke", cp_admin_revoke_device },
  { "device", "forget-key", cp_admin_forget_device },
  { "devices", NULL, cp_admin_list_devices },
  { "key", "show", cp_admin_show_key },
  { "key", "announce", cp_admin_announce_key },
  { "key", "move", cp_admin_move_key },
  { "key", "roll", cp_admin_roll_key },
  { "erase", NULL, cp_admin_erase },
  { "forget", "feed", cp_admin_forget_feed },
  { "backup", "copy", cp_admin_copy_backup },
  { "backup", "record", cp_admin_record_backup },
  { "backup", "show", cp_admin_show_backup },
  { "snapshot", NULL, cp_admin_snapshot },
  { "new-epoch", NULL, new_epoch },
  { "show", "outcomes", show_outcomes },
  { "show", "rows", show_rows },
  { "show", "devices", show_devices },
  { "show", "erasures", show_erasures },
  { "show", "messages", cp_admin_show_messages },
  { "message", "sent", cp_admin_message_sent },
  { "message", "delivered", cp_admin_message_delivered },
  { "message", "failed", cp_admin_message_failed },
};

const char *
cp_admin_get_usage (void)
{
  return "  import members FILE\n"
         "  import rows FILE\n"
         "  import staff FILE --pin-key FILE [--practice]\n"
         "  export FILE\n"
         "  import everything FILE (into an empty database)\n"
         "  publish programme FILE\n"
         "  staff add --id ID --name NAME --role ROLE [--pin-file FILE] --pin-key FILE"
         " [--practice]\n"
         "  device add ID --store STORE --token-file FILE\n"
         "  erase MEMBER\n"
         "  device revoke ID --store STORE --token-file FILE\n"
         "  device forget-key ID (and its alerts, forks too: the next key that it comes with is "
         "believed)\n"
         "  devices\n"
         "  key show|announce|roll\n"
         "  key move --out FILE (out of the database; name it with --signing-key from then on)\n"
         "  forget feed [--days N] (once a day: what was told longer ago; 90)\n"
         "  backup copy FILE (of a SQLite file, while it is served)\n"
         "  backup verify sqlite:FILE [--keep-as FILE]\n"
         "  backup verify postgresql://… (where one was restored)\n"
         "  backup show\n"
         "  snapshot --out FILE\n"
         "  new-epoch (after the database was restored from a backup)\n"
         "  show outcomes|devices|erasures|rows [KIND]\n"
         "  show messages (that are to be sent to members)\n"
         "  message sent|delivered ID\n"
         "  message failed ID [--trouble TEXT]\n";
}

char *
cp_admin_dup_path (const CpAdmin *self, const char *path)
{
  return g_canonicalize_filename (path, self->folder);
}

gboolean
cp_admin_parse (GStrv *args, const GOptionEntry *entries, guint n_words, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  GStrvBuilder *builder = g_strv_builder_new ();

  /* The parser takes the first for a program's name. */
  g_strv_builder_add (builder, "counterpart-headoffice");
  g_strv_builder_addv (builder, (const char **) *args);
  g_strfreev (*args);
  *args = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  g_option_context_set_help_enabled (context, FALSE);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse_strv (context, args, error))
    return FALSE;
  if (g_strv_length (*args) == n_words + 1)
    return TRUE;
  g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "too many or too few arguments");
  return FALSE;
}

static int
run_command (CpAdmin *self, guint index, const char *const *argv)
{
  g_auto (GStrv) args = g_strdupv ((char **) argv + (commands[index].word != NULL ? 2 : 1));
  g_autoptr (GError) error = NULL;
  int status = commands[index].run (self, &args, &error);

  if (error == NULL)
    return status;
  g_string_append_printf (self->problems, "counterpart-headoffice: %s\n", error->message);
  return 1;
}

int
cp_admin_run (CpAdmin *self, const char *const *argv)
{
  for (guint i = 0; argv[0] != NULL && i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].group, argv[0]) &&
        (commands[i].word == NULL || g_strcmp0 (commands[i].word, argv[1]) == 0))
      return run_command (self, i, argv);
  g_string_append_printf (self->problems, "usage:\n%s", cp_admin_get_usage ());
  return 2;
}
