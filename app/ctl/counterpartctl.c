/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* counterpartctl: everything that can be done at the counter, from a terminal. */
#include "cp-ctl.h"

#include "cp-language.h"

static const CpCtlCommand *const commands[] = {
  &cp_ctl_status,    &cp_ctl_staff,      &cp_ctl_sign_in,  &cp_ctl_sign_out, &cp_ctl_tap,
  &cp_ctl_find,      &cp_ctl_member,     &cp_ctl_do,       &cp_ctl_watch,    &cp_ctl_attention,
  &cp_ctl_programme, &cp_ctl_history,    &cp_ctl_messages, &cp_ctl_cards,    &cp_ctl_purchases,
  &cp_ctl_points,    &cp_ctl_incentives, &cp_ctl_explain,  &cp_ctl_tasks,    &cp_ctl_clients,
  &cp_ctl_birthdays, &cp_ctl_resync,     &cp_ctl_verify,   &cp_ctl_logic,    &cp_ctl_doctor,
  &cp_ctl_card,      &cp_ctl_training,   &cp_ctl_identify,
};

static const char exit_manual[] =
    "Exit status: 0 done; 1 refused by the rules, the ledger or head office; 2 wrong\n"
    "options or input; 3 the ledger can't be reached or can't do it now.\n"
    "\n"
    "The shapes of the JSON documents are in docs/documents.md.";

static char *
describe_commands (void)
{
  g_autoptr (GString) text = g_string_new ("Commands (each has its own --help):\n");

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (text, "  %-12s %s\n", commands[i]->name, commands[i]->summary);
  g_string_append_printf (text, "\n%s", exit_manual);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const CpCtlCommand *
find_command (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i]->name, name))
      return commands[i];
  return NULL;
}

/* Options before the command's name are the common ones only. */
static const CpCtlCommand *
parse_command (CpCtl *ctl, int *argc, char ***argv, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("COMMAND …");
  g_autofree char *list = describe_commands ();
  const CpCtlCommand *command;

  g_option_context_set_strict_posix (context, TRUE);
  g_option_context_set_summary (context, "Works with the ledger of this device.");
  g_option_context_set_description (context, list);
  cp_ctl_add_common_options (ctl, context);
  if (!g_option_context_parse (context, argc, argv, error))
    return NULL;
  command = *argc > 1 ? find_command ((*argv)[1]) : NULL;
  if (command == NULL)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 *argc > 1 ? "There is no command “%s”; see --help" : "Which command? See --help%s",
                 *argc > 1 ? (*argv)[1] : "");
  return command;
}

/* The help of a command speaks of `counterpartctl NAME`, so the program keeps its place. */
static gboolean
run (CpCtl *ctl, int argc, char **argv, GError **error)
{
  const CpCtlCommand *command = parse_command (ctl, &argc, &argv, error);

  return command != NULL && command->run (command, ctl, argc - 1, argv + 1, error);
}

int
main (int argc, char **argv)
{
  g_auto (CpCtl) ctl = { 0 };
  g_autoptr (GError) error = NULL;

  g_free (cp_language_init ());
  if (run (&ctl, argc, argv, &error))
    return CP_CTL_DONE;
  if (error == NULL)
    return CP_CTL_REFUSED;
  g_printerr ("counterpartctl: %s\n", error->message);
  return (int) cp_ctl_get_exit (error);
}
