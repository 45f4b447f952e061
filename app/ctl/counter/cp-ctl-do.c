/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ctl-output.h"
#include "cp-ctl-own.h"
#include "cp-ctl-payload.h"
#include "cp-ctl-result.h"
#include "cp-ctl.h"
#include "cp-operation-kind.h"
#include "cp-world.h"

/* Where the programme says nothing of it. */
#define USUAL_WAIT_MS 2000

typedef struct {
  gboolean preview;
  int wait_seconds;
  char *member_id, *card_uid;
  char *approver_id, *approver_pin_path;
  char *id, *visit_id;
  char *own_uid, **own_answers;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->member_id);
  g_free (options->card_uid);
  g_free (options->approver_id);
  g_free (options->approver_pin_path);
  g_free (options->id);
  g_free (options->visit_id);
  g_free (options->own_uid);
  g_strfreev (options->own_answers);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static char *
write_manual (void)
{
  g_autoptr (GString) text = g_string_new (
      "Kinds and their keys; times are UTC milliseconds, money is minor units (1250 for 12.50):\n");

  for (int kind = 0; kind < CP_N_OPERATION_KINDS; kind++) {
    const CpOperationKindInfo *info = cp_operation_kind_get_info ((CpOperationKind) kind);
    g_autofree char *keys = cp_ctl_payload_describe (info->payload);

    g_string_append_printf (text, "  %s\n      %s\n", info->word, keys);
  }
  g_string_append (
      text, "\nWith --as-member it is done as a customer does it who is alone before the kiosk:\n"
            "opt_in (method=kiosk), opt_out, add_favourite and remove_favourite, and nothing\n"
            "else. A card that only shows its number needs an --answer to begin something.\n\n"
            "The approver's PIN comes from --approver-pin-file, else it is asked for or\n"
            "read from standard input.\n\n"
            "While head office can be reached its word is waited for as long as the programme\n"
            "says (verdict_wait_ms), or as --wait does; 0: not at all. Status 0 and the state\n"
            "“waiting” if it has not decided by then.\n\n"
            "Example: counterpartctl do set_status status_id=gold --card 04A1B2C3D4E5F6");
  return g_string_free (g_steal_pointer (&text), FALSE);
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
    { "preview", 0, 0, G_OPTION_ARG_NONE, &options->preview, "Only tell what it would do", NULL },
    { "member", 0, 0, G_OPTION_ARG_STRING, &options->member_id, "For whom", "ID" },
    { "card", 0, 0, G_OPTION_ARG_STRING, &options->card_uid, "For whom, by a card", "UID" },
    { "approver", 0, 0, G_OPTION_ARG_STRING, &options->approver_id, "Who approves it", "ID" },
    { "approver-pin-file", 0, 0, G_OPTION_ARG_FILENAME, &options->approver_pin_path,
      "File whose first line is the approver's PIN", "FILE" },
    { "as-member", 0, 0, G_OPTION_ARG_STRING, &options->own_uid,
      "Not as staff: as the member whose card this is, for themself", "UID" },
    { "answer", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->own_answers,
      "With --as-member: what they are asked to show who they are", "FIELD=TEXT" },
    { "visit", 0, 0, G_OPTION_ARG_STRING, &options->visit_id, "The visit it is part of", "ID" },
    { "id", 0, 0, G_OPTION_ARG_STRING, &options->id,
      "The operation's id, to repeat one safely that may have been done", "UUID" },
    { "wait", 0, 0, G_OPTION_ARG_INT, &options->wait_seconds, "Wait for head office's word",
      "SECONDS" },
    { NULL },
  };
  g_autofree char *manual = write_manual ();
  CpCtlCommand with_manual = *command;

  with_manual.manual = manual;
  if (!cp_ctl_parse (ctl, &with_manual, entries, 1, G_MAXINT, argc, argv, error))
    return FALSE;
  if (options->member_id != NULL && options->card_uid != NULL)
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "Either --member or --card, not both");
  else if (options->own_uid != NULL ? options->card_uid != NULL : options->own_answers != NULL)
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID,
                 "--as-member goes without --card, and --answer goes with it");
  else
    return TRUE;
  return FALSE;
}

static gboolean
add_approver (CpJson *request, const Options *options, GError **error)
{
  g_autofree char *pin = NULL;
  CpJson *approver;

  if (options->approver_id == NULL)
    return TRUE;
  pin = cp_ctl_read_pin (options->approver_pin_path, "Approver's PIN", error);
  if (pin == NULL)
    return FALSE;
  approver = json_object ();
  cp_json_set_text (approver, "staff_id", options->approver_id);
  cp_json_set_text (approver, "pin", pin);
  cp_json_set (request, "approver", approver);
  return TRUE;
}

/* The id is made here, so that the same document can be sent again. */
static CpJson *
make_request (const Options *options, char **words, GError **error)
{
  g_autoptr (CpJson) request = json_object ();
  int kind = cp_operation_kind_from_word (words[0]);
  CpIdSource ids = { 0 };
  g_autofree char *new_id = cp_id_new (&ids, cp_world_real ());
  CpJson *payload;

  if (kind < 0) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID,
                 "There is no kind of operation “%s”; see counterpartctl do --help", words[0]);
    return NULL;
  }
  payload = cp_ctl_payload_from_words (cp_operation_kind_get_info ((CpOperationKind) kind)->payload,
                                       words + 1, error);
  if (payload == NULL)
    return NULL;
  cp_json_set (request, "payload", payload);
  cp_json_set_text (request, "kind", words[0]);
  cp_json_set_text (request, "id", options->id != NULL ? options->id : new_id);
  cp_json_set_text (request, "visit_id", options->visit_id);
  if (!add_approver (request, options, error))
    return NULL;
  return g_steal_pointer (&request);
}

static void
on_client_changed (CpLedgerClient *client, const char *what, GStrv account_ids, gboolean *ret_news)
{
  *ret_news = TRUE;
}

static gboolean
on_timeout (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_CONTINUE;
}

static gboolean
is_waiting (const CpJson *result)
{
  return g_strcmp0 (cp_json_get_text (result, "state"), "waiting") == 0;
}

/* The same document again gives the first answer, with the state as it is by now. It was done
 * whatever comes of asking; so if that fails (the ledger has restarted, say), the wait is over and
 * what is known stays. */
static gboolean
ask_again (CpCtl *ctl, const char *session, const CpJson *request, CpJson **result)
{
  g_autoptr (GError) problem = NULL;
  CpJson *newer =
      cp_ledger_client_submit_sync (ctl->client, session, request, FALSE, NULL, &problem);

  if (newer == NULL) {
    g_printerr ("counterpartctl: It was done, but what became of it is not known: %s\n",
                problem->message);
    return FALSE;
  }
  json_decref (*result);
  *result = newer;
  return TRUE;
}

/* How long head office's word is worth waiting for, when nobody said. What can't be found out isn't. */
static guint
find_usual_wait_ms (CpCtl *ctl, const CpJson *request)
{
  int kind = cp_operation_kind_from_word (cp_json_get_text (request, "kind"));
  g_autoptr (CpJson) status = cp_ledger_client_get_status_sync (ctl->client, NULL, NULL);
  g_autoptr (CpJson) programme = NULL;
  const char *line = cp_json_get_text (cp_json_get_object (status, "link"), "state");

  if (g_strcmp0 (line, "online") != 0 ||
      cp_operation_kind_get_info ((CpOperationKind) kind)->offline_class == CP_CLASS_LOCAL)
    return 0;
  programme = cp_ledger_client_get_programme_sync (ctl->client, NULL, NULL);
  return (guint) cp_json_get_int (programme, "verdict_wait_ms", USUAL_WAIT_MS);
}

/* Each piece of news from the ledger is a reason to ask. @result: (transfer full) */
static CpJson *
wait_for_outcome (
    CpCtl *ctl, const char *session, const CpJson *request, CpJson *result, guint wait_ms)
{
  gboolean news = FALSE, over = FALSE;
  gulong handler_id =
      g_signal_connect (ctl->client, "changed", G_CALLBACK (on_client_changed), &news);
  guint timeout_id = g_timeout_add (wait_ms, on_timeout, &over);

  while (is_waiting (result) && !over) {
    g_main_context_iteration (NULL, TRUE);
    if (news && !over)
      over = !ask_again (ctl, session, request, &result);
    news = FALSE;
  }
  g_source_remove (timeout_id);
  g_signal_handler_disconnect (ctl->client, handler_id);
  return result;
}

/* @ret_session, @ret_member_id: (transfer full) (nullable): as whom, and for whom */
static gboolean
find_people (
    CpCtl *ctl, const Options *options, char **ret_session, char **ret_member_id, GError **error)
{
  if (options->own_uid != NULL) {
    if (!cp_ctl_own_begin (ctl, options->own_uid, (const char *const *) options->own_answers,
                           ret_session, ret_member_id, error))
      return FALSE;
    if (options->member_id == NULL)
      return TRUE;
    g_free (*ret_member_id);
    *ret_member_id = g_strdup (options->member_id);
    return TRUE;
  }
  *ret_session = cp_ctl_load_session (ctl);
  if (options->member_id == NULL && options->card_uid == NULL)
    return TRUE;
  *ret_member_id =
      cp_ctl_find_member_id (ctl, *ret_session, options->member_id, options->card_uid, error);
  return *ret_member_id != NULL;
}

static CpJson *
submit (CpCtl *ctl, const Options *options, CpJson *request, GError **error)
{
  g_autofree char *session = NULL;
  CpLedgerClient *client = cp_ctl_connect (ctl, error);
  g_autofree char *member_id = NULL;
  CpJson *result;

  if (client == NULL || !find_people (ctl, options, &session, &member_id, error))
    return NULL;
  if (member_id != NULL)
    cp_json_set_text (request, "member_id", member_id);
  result = cp_ledger_client_submit_sync (client, session, request, options->preview, NULL, error);
  if (result == NULL || !is_waiting (result))
    return result;
  return wait_for_outcome (ctl, session, request, result,
                           options->wait_seconds >= 0 ? (guint) options->wait_seconds * 1000
                                                      : find_usual_wait_ms (ctl, request));
}

static gboolean
run (const CpCtlCommand *command, CpCtl *ctl, int argc, char **argv, GError **error)
{
  g_auto (Options) options = { .wait_seconds = -1 };
  g_autoptr (CpJson) request = NULL, result = NULL;
  g_autoptr (GError) problem = NULL;

  if (!parse (command, ctl, &options, &argc, &argv, error))
    return FALSE;
  request = make_request (&options, argv + 1, error);
  if (request == NULL)
    return FALSE;
  result = submit (ctl, &options, request, &problem);
  if (result == NULL) {
    if (g_error_matches (problem, CP_ERROR, CP_ERROR_UNKNOWN_OUTCOME))
      g_prefix_error (&problem, "(repeat with --id %s) ", cp_json_get_text (request, "id"));
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  if (ctl->json)
    cp_ctl_print_json (result);
  else
    cp_ctl_print_result (result);
  return !cp_ctl_result_is_refused (result);
}

const CpCtlCommand cp_ctl_do = {
  .name = "do",
  .arguments = "KIND [KEY=VALUE…]",
  .summary = "Do one operation, or preview it",
  .run = run,
};
