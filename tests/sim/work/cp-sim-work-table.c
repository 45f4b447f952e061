/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is asked for in operations of which the payload is mostly fixed: a table. */
#include "cp-sim-work-private.h"

#include <stdlib.h>
#include <string.h>

/* In a template, 'quotes' are for "quotes"; {LIST.KEY} stands for the value at KEY of any item of the
 * view's LIST, {N} for a number below N, and {a|b|c} for one of the words. */
static const struct {
  guint weight;
  const char *payload;
} templates[CP_N_OPERATION_KINDS] = {
  [CP_OPERATION_UNENROL_MEMBER] = { 1, "{'reason_id':'asked'}" },
  [CP_OPERATION_ENROL_AGAIN] = { 3, "{}" },
  [CP_OPERATION_DEACTIVATE_MEMBER] = { 1, "{'text':'Away'}" },
  [CP_OPERATION_REACTIVATE_MEMBER] = { 3, "{}" },
  [CP_OPERATION_BLOCK_ACCOUNT] = { 1, "{'reason_id':'{fraud|dispute}'}" },
  [CP_OPERATION_UNBLOCK_ACCOUNT] = { 3, "{}" },
  [CP_OPERATION_OPT_IN] = { 4, "{'mailing_id':'{news|offers}','channel_id':'{email|sms|post}',"
                               "'text_version':'2026-1','language':'en','method':'in_person'}" },
  [CP_OPERATION_OPT_OUT] = { 3, "{'mailing_id':'{news|offers}','channel_id':'{email|sms|post}'}" },
  [CP_OPERATION_ADD_FAVOURITE] = { 2, "{'list':'{wish|favourite}','product_id':'p{6}',"
                                      "'name':'Scarf'}" },
  [CP_OPERATION_REMOVE_FAVOURITE] = { 2, "{'list':'{wish|favourite}','product_id':'p{6}'}" },
  [CP_OPERATION_ADD_NOTE] = { 3, "{'text':'Likes wool, {100}'}" },
  [CP_OPERATION_ADD_TAG] = { 2, "{'tag':'Tag {5}'}" },
  [CP_OPERATION_REMOVE_TAG] = { 2, "{'tag':'Tag {5}'}" },
  [CP_OPERATION_ADD_TASK] = { 2, "{'text':'Call','due_ms':4102444800000}" },
  [CP_OPERATION_CLOSE_TASK] = { 2, "{'task_id':'{tasks.id}','text':'Done'}" },
  [CP_OPERATION_MAKE_PROMISE] = { 2, "{'text':'Next time','definition_id':'five_off'}" },
  [CP_OPERATION_ANSWER_PROMISE] = { 2, "{'promise_id':'{promises.id}','text':'Well'}" },
  [CP_OPERATION_ADJUST_POINTS] = { 4, "{'type_id':'points','amount':{90},"
                                      "'reason_id':'{goodwill|correction}'}" },
  [CP_OPERATION_CLAIM_INCENTIVE] = { 3, "{'definition_id':'{grown_up|first_two}'}" },
  [CP_OPERATION_CHANGE_CONTACT] = { 3, "{'field':'email','value':'n{40}@example.com'}" },
  [CP_OPERATION_SEND_LINK] = { 2, "{'channel_id':'{email|sms}'}" },
  [CP_OPERATION_UNLOCK_STAFF] = { 1, "{'staff_id':'{mia|max|ann}'}" },
  [CP_OPERATION_RETIRE_CARD] = { 2, "{'card_id':'{cards.id}','reason_id':'unwanted'}" },
  [CP_OPERATION_RESTORE_CARD] = { 2, "{'card_id':'{cards.id}'}" },
  [CP_OPERATION_CHANGE_CARD_CATEGORY] = { 2, "{'card_id':'{cards.id}',"
                                             "'category_id':'{employee|normal}'}" },
  [CP_OPERATION_DETACH_RECEIPT] = { 3, "{'receipt_id':'{receipts.id}',"
                                       "'reason_id':'not_theirs'}" },
  [CP_OPERATION_EXTEND_INCENTIVE] = { 3, "{'incentive_id':'{incentives.id}','days':10}" },
  [CP_OPERATION_REDEEM_BENEFIT] = { 5, "{'incentive_id':'{incentives.id}'}" },
  [CP_OPERATION_CONFIRM_REDEMPTION] = { 3, "{'redemption_id':'{redemptions.id}'}" },
  [CP_OPERATION_CANCEL_REDEMPTION] = { 3, "{'redemption_id':'{redemptions.id}'}" },
  [CP_OPERATION_REVERSE_REDEMPTION] = { 3, "{'redemption_id':'{redemptions.id}',"
                                           "'reason_id':'mistake'}" },
  [CP_OPERATION_RETURN_REDEMPTION] = { 3, "{'redemption_id':'{redemptions.id}',"
                                          "'reason_id':'goods_back'}" },
};

static char *
choose_word (CpSimWork *self, const char *hole)
{
  g_auto (GStrv) words = g_strsplit (hole, "|", -1);

  return g_strdup (words[cp_sim_random_below (&self->random, g_strv_length (words))]);
}

/* What goes into {@hole}. */
static char *
fill (CpSimWork *self, const CpJson *view, const char *hole)
{
  g_auto (GStrv) path = NULL;

  if (strchr (hole, '|') != NULL)
    return choose_word (self, hole);
  if (g_ascii_isdigit (*hole))
    return g_strdup_printf ("%" G_GUINT64_FORMAT,
                            cp_sim_random_below (&self->random, g_ascii_strtoull (hole, NULL, 10)));
  path = g_strsplit (hole, ".", 2);
  return g_strdup (cp_sim_work_pick (self, view, path[0], path[1]));
}

/* The braces of JSON itself are those before a quote or the end. */
static char *
expand (CpSimWork *self, const CpJson *view, const char *template)
{
  GString *text = g_string_new (NULL);

  for (const char *c = template; *c != '\0'; c++) {
    const char *end = *c == '{' && c[1] != '\'' ? strchr (c, '}') : NULL;

    if (end != NULL && end > c + 1) {
      g_autofree char *hole = g_strndup (c + 1, (gsize) (end - c) - 1);
      g_autofree char *filling = fill (self, view, hole);

      g_string_append (text, filling);
      c = end;
    } else {
      g_string_append_c (text, *c == '\'' ? '"' : *c);
    }
  }
  return g_string_free (text, FALSE);
}

guint
cp_sim_work_get_template_weight (CpOperationKind kind)
{
  return templates[kind].weight;
}

CpJson *
cp_sim_work_expand_template (CpSimWork *self, CpOperationKind kind, const CpJson *view)
{
  g_autofree char *text = expand (self, view, templates[kind].payload);
  g_autoptr (GError) error = NULL;
  CpJson *payload = cp_json_parse_object (text, -1, &error);

  if (payload == NULL)
    g_error ("%s: %s", text, error->message);
  return payload;
}
