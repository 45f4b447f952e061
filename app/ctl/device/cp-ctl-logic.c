/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Trying out conditions. Needs no ledger. */
#include "cp-ctl-output.h"
#include "cp-ctl.h"
#include "cp-error.h"
#include "cp-logic.h"

#include <stdlib.h>
#include <string.h>

#define FLAGS (JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL)

/* Numbers are JavaScript's, so a whole one may be larger than an integer here. */
static CpJson *
parse (const char *text, gsize size_bytes, GError **error)
{
  json_error_t problem;
  CpJson *json = NULL;

  if (size_bytes > CP_JSON_MAX_BYTES) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "The JSON document is larger than %d bytes",
                 CP_JSON_MAX_BYTES);
    return NULL;
  }
  json = json_loadb (text, size_bytes, FLAGS, &problem);
  if (json == NULL)
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "Not a JSON document: column %d",
                 problem.column);
  return json;
}

static CpJson *
make_problem (const char *type, const char *text)
{
  CpJson *problem = json_object ();

  cp_json_set_text (problem, "type", type);
  cp_json_set_text (problem, "text", text);
  return problem;
}

/* (transfer full): `{"result"}` or `{"error"}` */
static CpJson *
answer (const CpJson *rule, const CpJson *data)
{
  CpJson *reply = json_object ();
  CpJson *error = NULL;
  CpJson *result = cp_logic_evaluate (rule, data, &error);

  cp_json_set (reply, result != NULL ? "result" : "error", result != NULL ? result : error);
  return reply;
}

static CpJson *
answer_line (const char *line, gsize size_bytes)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (CpJson) request = parse (line, size_bytes, &problem);
  CpJson *reply;

  if (request != NULL && json_object_get (request, "rule") != NULL)
    return answer (json_object_get (request, "rule"), json_object_get (request, "data"));
  reply = json_object ();
  cp_json_set (reply, "error",
               make_problem ("Invalid Line",
                             problem != NULL ? problem->message : "There is no \"rule\" in it"));
  return reply;
}

static void
print (const CpJson *json)
{
  g_autofree char *text = cp_logic_to_json_text (json);

  fputs (text, stdout);
  fputc ('\n', stdout);
  fflush (stdout);
}

static void
run_batch (void)
{
  char *line = NULL;
  size_t room = 0;
  ssize_t length;

  while ((length = getline (&line, &room, stdin)) >= 0) {
    g_autoptr (CpJson) reply = answer_line (line, (gsize) length);

    print (reply);
  }
  free (line);
}

static void
explain (const CpJson *rule, const CpJson *data)
{
  g_autoptr (GPtrArray) sentences = cp_logic_explain (rule, data, NULL, NULL);

  for (guint i = 0; i < sentences->len; i++)
    g_print ("%s\n", (char *) sentences->pdata[i]);
}

static gboolean
run_one (CpCtl *ctl, const char *rule_text, const char *data_text, GError **error)
{
  g_autoptr (CpJson) rule = parse (rule_text, strlen (rule_text), error);
  g_autoptr (CpJson) data = NULL;
  g_autoptr (CpJson) reply = NULL;

  if (rule == NULL)
    return FALSE;
  data = parse (data_text, strlen (data_text), error);
  if (data == NULL)
    return FALSE;
  reply = answer (rule, data);
  print (ctl->json || json_object_get (reply, "error") != NULL ? reply
                                                               : json_object_get (reply, "result"));
  if (!ctl->json)
    explain (rule, data);
  return json_object_get (reply, "error") == NULL;
}

static gboolean
run (const CpCtlCommand *command, CpCtl *ctl, int argc, char **argv, GError **error)
{
  gboolean batch = FALSE;
  const GOptionEntry entries[] = {
    { "batch", 0, 0, G_OPTION_ARG_NONE, &batch,
      "Read lines {\"rule\": …, \"data\": …} and answer each with {\"result\": …} or "
      "{\"error\": …}",
      NULL },
    { NULL },
  };

  if (!cp_ctl_parse (ctl, command, entries, 0, 2, &argc, &argv, error))
    return FALSE;
  if (batch && argc == 1) {
    run_batch ();
    return TRUE;
  }
  if (!batch && argc > 1)
    return run_one (ctl, argv[1], argc > 2 ? argv[2] : "null", error);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "Either --batch, or a rule and its data");
  return FALSE;
}

const CpCtlCommand cp_ctl_logic = {
  .name = "logic",
  .arguments = "[RULE [DATA]]",
  .summary = "Try out a condition (JsonLogic)",
  .manual = "Prints the result, and if the condition does not hold, which part of it fails. What\n"
            "there is to write conditions with is in docs/conditions.md. Works without a ledger.\n"
            "\n"
            "Example: counterpartctl logic '{\">=\": [{\"var\": \"age\"}, 18]}' '{\"age\": 16}'",
  .run = run,
};
