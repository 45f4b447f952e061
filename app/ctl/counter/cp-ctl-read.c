/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The reads, a command each: what they print beside --json is one line an entry. */
#include "cp-ctl-output.h"
#include "cp-ctl.h"

/* Adds the words KEY=VALUE to what is asked for; a number where the key ends in _ms. */
static gboolean
add_words (CpJson *request, char **words, GError **error)
{
  for (guint i = 0; words[i] != NULL; i++) {
    g_auto (GStrv) pair = g_strsplit (words[i], "=", 2);

    if (g_strv_length (pair) != 2) {
      g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "“%s” is not KEY=VALUE", words[i]);
      return FALSE;
    }
    if (g_str_has_suffix (pair[0], "_ms"))
      cp_json_set_int (request, pair[0], g_ascii_strtoll (pair[1], NULL, 10));
    else
      cp_json_set_text (request, pair[0], pair[1]);
  }
  return TRUE;
}

static char *
describe_value (const char *key, const json_t *value)
{
  if (json_is_string (value))
    return g_strdup (json_string_value (value));
  if (json_is_integer (value) && g_str_has_suffix (key, "_ms"))
    return cp_ctl_format_time (json_integer_value (value));
  if (json_is_integer (value))
    return cp_ctl_format_int (json_integer_value (value));
  return json_is_true (value) ? g_strdup ("yes") : NULL;
}

/* `KEY value`, for what is neither an id nor a part of its own. */
static void
print_entry (const CpJson *entry)
{
  g_autoptr (GString) line = g_string_new ("-");
  const char *key;
  json_t *value;

  json_object_foreach ((json_t *) entry, key, value)
  {
    g_autofree char *text = describe_value (key, value);

    if (text != NULL && !g_str_equal (key, "id") && !g_str_has_suffix (key, "_id"))
      g_string_append_printf (line, " %s: %s;", key, text);
  }
  if (line->len > 1)
    g_string_truncate (line, line->len - 1);
  g_print ("%s\n", line->str);
}

static void
print_document (const CpJson *document)
{
  const char *key;
  json_t *value;
  size_t i;
  json_t *entry;

  json_object_foreach ((json_t *) document, key, value)
  {
    g_autofree char *text = describe_value (key, value);

    if (text != NULL)
      cp_ctl_print_pair (key, text);
    if (json_is_array (value) && json_array_size (value) == 0)
      g_print ("There are none.\n");
    json_array_foreach (value, i, entry)
    {
      if (json_is_object (entry))
        print_entry (entry);
    }
    if (json_is_object (value) && !g_str_equal (key, "operation"))
      print_entry (value);
  }
}

/* "explain" ends in what can be done at once. */
static void
print_operation (const CpJson *document)
{
  const CpJson *operation = cp_json_get_object (document, "operation");

  if (operation != NULL)
    g_print ("To do it: counterpartctl do %s number=%s --member …\n",
             cp_json_get_text (operation, "kind"),
             cp_json_get_text (cp_json_get_object (operation, "payload"), "number"));
}

static gboolean
ask (CpCtl *ctl, const char *what, const CpJson *request, GError **error)
{
  g_autofree char *session = cp_ctl_load_session (ctl);
  g_autoptr (CpJson) document =
      cp_ledger_client_read_sync (ctl->client, session, what, request, NULL, error);

  if (document == NULL)
    return FALSE;
  if (ctl->json) {
    cp_ctl_print_json (document);
  } else {
    print_document (document);
    print_operation (document);
  }
  return TRUE;
}

static gboolean
run_over_many (const CpCtlCommand *command, CpCtl *ctl, int argc, char **argv, GError **error)
{
  g_autoptr (CpJson) request = json_object ();

  return cp_ctl_parse (ctl, command, NULL, 0, G_MAXINT, &argc, &argv, error) &&
         add_words (request, argv + 1, error) && cp_ctl_connect (ctl, error) != NULL &&
         ask (ctl, command->name, request, error);
}

/* What was typed are the customer's answers; a card that they hold counts as one. */
static void
wrap_answers (CpJson **request, const char *card_uid)
{
  CpJson *answers = *request;

  *request = json_object ();
  cp_json_set (*request, "answers", answers);
  cp_json_set_text (*request, "card_uid", card_uid);
}

static gboolean
run_of_member (const CpCtlCommand *command, CpCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *card_uid = NULL, *member = NULL, *session = NULL, *member_id = NULL;
  const GOptionEntry entries[] = {
    { "member", 0, 0, G_OPTION_ARG_STRING, &member, "About whom", "ID" },
    { "card", 0, 0, G_OPTION_ARG_STRING, &card_uid, "About whom, by a card", "UID" },
    { NULL },
  };
  g_autoptr (CpJson) request = json_object ();

  if (!cp_ctl_parse (ctl, command, entries, 0, G_MAXINT, &argc, &argv, error) ||
      !add_words (request, argv + 1, error))
    return FALSE;
  if ((member != NULL) == (card_uid != NULL)) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "Either --member or --card is needed");
    return FALSE;
  }
  session = cp_ctl_load_session (ctl);
  if (cp_ctl_connect (ctl, error) == NULL)
    return FALSE;
  member_id = cp_ctl_find_member_id (ctl, session, member, card_uid, error);
  if (member_id == NULL)
    return FALSE;
  if (command == &cp_ctl_identify)
    wrap_answers (&request, card_uid);
  cp_json_set_text (request, "member_id", member_id);
  return ask (ctl, command->name, request, error);
}

#define OF_MEMBER "--member ID | --card UID [KEY=VALUE …]"

const CpCtlCommand cp_ctl_history = {
  .name = "history",
  .arguments = OF_MEMBER,
  .summary = "Who did what for a member, where, and with whose approval",
  .manual = "Keys: kind, staff (a name), state, from_ms, until_ms",
  .run = run_of_member,
};

const CpCtlCommand cp_ctl_messages = {
  .name = "messages",
  .arguments = OF_MEMBER,
  .summary = "What was sent to a member",
  .manual = "Keys: channel, state (queued, sent, delivered, failed), from_ms, until_ms",
  .run = run_of_member,
};

const CpCtlCommand cp_ctl_incentives = {
  .name = "incentives",
  .arguments = OF_MEMBER,
  .summary = "A member's rewards, benefits and credits",
  .manual =
      "Keys: state (issued, active, part_used, used, expired, voided), class (reward, benefit,\n"
      "credit)",
  .run = run_of_member,
};

const CpCtlCommand cp_ctl_cards = {
  .name = "cards",
  .arguments = OF_MEMBER,
  .summary = "A member's cards, and what happened to each",
  .manual = "Keys: card (an id), from_ms, until_ms (of what happened)",
  .run = run_of_member,
};

const CpCtlCommand cp_ctl_purchases = {
  .name = "purchases",
  .arguments = OF_MEMBER,
  .summary = "What a member bought",
  .manual =
      "Keys: sort (date, store, programme, total), state (confirmed, incomplete, cancelled),\n"
      "store, programme (an id, or own), number (or part of it), from_ms, until_ms",
  .run = run_of_member,
};

const CpCtlCommand cp_ctl_points = {
  .name = "points",
  .arguments = OF_MEMBER,
  .summary = "Every entry of a member's points",
  .manual = "Keys: type, card (the id of that which it came by), from_ms, until_ms",
  .run = run_of_member,
};

const CpCtlCommand cp_ctl_explain = {
  .name = "explain",
  .arguments = "number=RECEIPT --member ID | --card UID",
  .summary = "“I never received my points”: why, and what to do",
  .run = run_of_member,
};

const CpCtlCommand cp_ctl_identify = {
  .name = "identify",
  .arguments = "--member ID | --card UID FIELD=ANSWER …",
  .summary = "Whether a customer is who they say, by what only they should know",
  .manual = "Fields: birth_date, postcode, city, phone, email. It counts until the visit ends.",
  .run = run_of_member,
};

const CpCtlCommand cp_ctl_tasks = {
  .name = "tasks",
  .arguments = "[when=overdue|today|upcoming] [owner=STAFF]",
  .summary = "Open tasks, the nearest day first",
  .run = run_over_many,
};

const CpCtlCommand cp_ctl_clients = {
  .name = "clients",
  .summary = "The client book of whoever is signed in",
  .run = run_over_many,
};

const CpCtlCommand cp_ctl_birthdays = {
  .name = "birthdays",
  .summary = "Whose birthday is within a week",
  .run = run_over_many,
};
