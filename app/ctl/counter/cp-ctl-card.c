/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* counterpartctl card issue: makes a blank card a member's. */
#include "cp-card-relay.h"
#include "cp-ctl-output.h"
#include "cp-ctl-result.h"
#include "cp-ctl.h"
#include "cp-error.h"
#include "cp-world.h"

#define USUAL_SECONDS 60

typedef struct {
  char *member_id;
  char *kind;
  char *site;
  char *connstring;
  char *helper;
  char *socket;
  int seconds;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->member_id);
  g_free (self->kind);
  g_free (self->site);
  g_free (self->connstring);
  g_free (self->helper);
  g_free (self->socket);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* What is waited for, and what has come. */
typedef struct {
  CpReader *reader;
  CpReaderCard *card;
  CpJson *reply;
  GError *error;
  gboolean over;
} Wait;

static void
wait_clear (Wait *self)
{
  g_clear_object (&self->reader);
  g_clear_pointer (&self->card, cp_reader_card_free);
  g_clear_pointer (&self->reply, json_decref);
  g_clear_error (&self->error);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wait, wait_clear)

static gboolean
check (const Options *options, char **argv, GError **error)
{
  static const char *const kinds[] = { "ntag213", "ntag215", "ntag216", "ntag424", NULL };
  const char *problem = NULL;

  if (!g_str_equal (argv[1], "issue"))
    problem = "There is only card issue";
  else if (options->member_id == NULL || options->site == NULL)
    problem = "--member and --site are needed";
  else if (options->kind == NULL || !g_strv_contains (kinds, options->kind))
    problem = "--kind must be ntag213, ntag215, ntag216 or ntag424";
  else if ((options->helper != NULL) == (options->socket != NULL))
    problem = "One of --reader-helper and --reader-socket is needed";
  else if (options->helper != NULL && options->connstring == NULL)
    problem = "--reader-helper needs --reader-connstring";
  else if (options->seconds < 1)
    problem = "--wait must be 1 or more";
  if (problem != NULL)
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, problem);
  return problem == NULL;
}

static gboolean
parse (const CpCtlCommand *command,
       CpCtl *ctl,
       Options *options,
       int *argc,
       char ***argv,
       GError **error)
{
  const GOptionEntry entries[] = {
    { "member", 0, 0, G_OPTION_ARG_STRING, &options->member_id, "Whose card it becomes", "ID" },
    { "kind", 0, 0, G_OPTION_ARG_STRING, &options->kind,
      "The chip: ntag213, ntag215, ntag216 or ntag424", "KIND" },
    { "site", 0, 0, G_OPTION_ARG_STRING, &options->site,
      "Where a telephone is led that reads the card", "https://NAME" },
    { "reader-connstring", 0, 0, G_OPTION_ARG_STRING, &options->connstring,
      "libnfc's name of the reader, such as pn532_uart:/dev/counterpart-nfc", "NAME" },
    { "reader-helper", 0, 0, G_OPTION_ARG_FILENAME, &options->helper,
      "The program counterpart-reader, to run as a child", "FILE" },
    { "reader-socket", 0, 0, G_OPTION_ARG_FILENAME, &options->socket,
      "The socket behind which counterpart-reader runs", "FILE" },
    { "wait", 0, 0, G_OPTION_ARG_INT, &options->seconds, "How long to wait for a card (60)",
      "SECONDS" },
    { NULL },
  };

  return cp_ctl_parse (ctl, command, entries, 1, 1, argc, argv, error) &&
         check (options, *argv, error);
}

static void
on_card (CpReader *reader, const CpReaderCard *card, Wait *wait)
{
  if (wait->card == NULL)
    wait->card = cp_reader_card_copy (card);
}

static gboolean
on_timeout (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_CONTINUE;
}

static void
on_relayed (GObject *object, GAsyncResult *result, gpointer data)
{
  Wait *wait = data;

  wait->reply = cp_card_relay_finish (result, &wait->error);
  wait->over = TRUE;
}

static gboolean
wait_for_card (Wait *wait, const Options *options, GError **error)
{
  const CpReaderConfig config = { .connstring =
                                      options->connstring != NULL ? options->connstring : "",
                                  .helper_path = options->helper,
                                  .socket_path = options->socket };
  gboolean late = FALSE;
  guint timeout_id = g_timeout_add_seconds ((guint) options->seconds, on_timeout, &late);

  wait->reader = cp_reader_new (&config);
  g_signal_connect (wait->reader, "card", G_CALLBACK (on_card), wait);
  while (wait->card == NULL && !late)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout_id);
  if (wait->card != NULL)
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE, "No card was put on the reader: %s",
               cp_reader_get_fault (wait->reader) != CP_READER_FAULT_NONE
                   ? cp_reader_fault_to_text (cp_reader_get_fault (wait->reader))
                   : "it is ready");
  return FALSE;
}

/* What a chip of ISO 14443-4 is, only the conversation finds out. */
static gboolean
check_kind (const Wait *wait, const Options *options, GError **error)
{
  const char *name = cp_card_kind_to_name (wait->card->kind);

  if (g_str_equal (options->kind, "ntag424") ? wait->card->kind == CP_CARD_KIND_ISO14443_4
                                             : g_str_equal (options->kind, name))
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "This card is no %s but %s", options->kind, name);
  return FALSE;
}

/* Writes the card. Returns whether it is written; its problem is printed, or @error set. */
static gboolean
write_card (CpCtl *ctl, const char *session, Wait *wait, const Options *options, GError **error)
{
  const char *problem;

  cp_card_relay_async (ctl->client, session, wait->reader, wait->card, options->site, NULL,
                       on_relayed, wait);
  while (!wait->over)
    g_main_context_iteration (NULL, TRUE);
  if (wait->error != NULL) {
    g_propagate_error (error, g_steal_pointer (&wait->error));
    return FALSE;
  }
  problem = cp_json_get_text (wait->reply, "problem");
  if (g_strcmp0 (problem, "none") == 0)
    return TRUE;
  g_printerr ("counterpartctl: %s\n", cp_json_get_text (wait->reply, "text"));
  return FALSE;
}

/* The card may be theirs already, where this is said again after a card was torn away. */
static gboolean
is_theirs (CpCtl *ctl, const char *session, const char *uid, const char *member_id)
{
  g_autoptr (CpJson) answer = cp_ctl_find_card (ctl, session, uid, NULL);

  return answer != NULL && g_strcmp0 (cp_json_get_text (answer, "member_id"), member_id) == 0;
}

static CpJson *
link_card (CpCtl *ctl, const char *session, const char *uid, const char *member_id, GError **error)
{
  CpIdSource ids = { 0 };
  g_autofree char *id = cp_id_new (&ids, cp_world_real ());
  g_autoptr (CpJson) request = json_pack ("{s:s, s:s, s:s, s:{s:s}}", "kind", "link_card",
                                          "member_id", member_id, "id", id, "payload", "uid", uid);

  return cp_ledger_client_submit_sync (ctl->client, session, request, FALSE, NULL, error);
}

static gboolean
finish (CpCtl *ctl, const char *session, const Wait *wait, const Options *options, GError **error)
{
  const char *uid = cp_json_get_text (wait->reply, "uid");
  g_autoptr (CpJson) result = NULL;

  if (is_theirs (ctl, session, uid, options->member_id)) {
    if (ctl->json)
      cp_ctl_print_json (wait->reply);
    else
      g_print ("The card is written, and was linked to the member before.\n");
    return TRUE;
  }
  result = link_card (ctl, session, uid, options->member_id, error);
  if (result == NULL)
    return FALSE;
  if (ctl->json)
    cp_ctl_print_json (result);
  else
    cp_ctl_print_result (result);
  return !cp_ctl_result_is_refused (result);
}

static gboolean
run (const CpCtlCommand *command, CpCtl *ctl, int argc, char **argv, GError **error)
{
  g_auto (Options) options = { .seconds = USUAL_SECONDS };
  g_auto (Wait) wait = { NULL };
  g_autofree char *session = NULL;

  if (!parse (command, ctl, &options, &argc, &argv, error))
    return FALSE;
  session = cp_ctl_load_session (ctl);
  if (cp_ctl_connect (ctl, error) == NULL || !wait_for_card (&wait, &options, error) ||
      !check_kind (&wait, &options, error) || !write_card (ctl, session, &wait, &options, error))
    return FALSE;
  return finish (ctl, session, &wait, &options, error);
}

const CpCtlCommand cp_ctl_card = {
  .name = "card",
  .arguments = "issue --member ID --kind KIND --site https://NAME …",
  .summary = "Write a blank card for a member, and link it",
  .manual = "Waits for a card on the reader, writes it with this device's keys, reads it back and\n"
            "links it. If the card is taken away too soon, put it back and say the same again:\n"
            "it goes on from there. The screen must not have the reader meanwhile.",
  .run = run,
};
