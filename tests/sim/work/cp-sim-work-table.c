/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is asked for in operations of which the payload is mostly fixed: a table. */
#include "cp-sim-work-private.h"

#include <stdlib.h>
#include <string.h>

/* In a template, 'quotes' are for "quotes"; {@KEY} stands for what the row that it is about has at KEY,
 * {N} for a number below N, and {a|b|c} for one of the words. */
static const char *const templates[CP_N_OPERATION_KINDS] = {
  [CP_OPERATION_SET_STATUS] = "{'status_id':'{silver|gold|black|vip}','reason':'asked for'}",
  [CP_OPERATION_REMOVE_STATUS] = "{'status_id':'{@status}','reason':'asked for'}",
  [CP_OPERATION_UNENROL_MEMBER] = "{'reason_id':'asked'}",
  [CP_OPERATION_ENROL_AGAIN] = "{}",
  [CP_OPERATION_DEACTIVATE_MEMBER] = "{'text':'Away'}",
  [CP_OPERATION_REACTIVATE_MEMBER] = "{}",
  [CP_OPERATION_BLOCK_ACCOUNT] = "{'reason_id':'{fraud|dispute}'}",
  [CP_OPERATION_UNBLOCK_ACCOUNT] = "{}",
  [CP_OPERATION_CHANGE_CONTACT] = "{'field':'email','value':'n{40}@example.com'}",
  [CP_OPERATION_REMOVE_MEMBER] = "{'reason_id':'{asked|test}'}",
  [CP_OPERATION_SEND_LINK] = "{'channel_id':'{email|sms}'}",
  [CP_OPERATION_OPT_IN] = "{'mailing_id':'{news|offers}','channel_id':'{email|sms|post}',"
                          "'text_version':'2026-1','language':'en','method':'in_person'}",
  [CP_OPERATION_OPT_OUT] = "{'mailing_id':'{news|offers}','channel_id':'{email|sms|post}'}",
  [CP_OPERATION_ADD_FAVOURITE] = "{'list':'{wish|favourite}','product_id':'p{6}','name':'Scarf'}",
  [CP_OPERATION_REMOVE_FAVOURITE] = "{'list':'{@list}','product_id':'{@product_id}'}",
  [CP_OPERATION_ADD_NOTE] = "{'text':'Likes wool, {100}'}",
  [CP_OPERATION_ADD_TAG] = "{'tag':'Tag {5}'}",
  [CP_OPERATION_REMOVE_TAG] = "{'tag':'{@tag}'}",
  [CP_OPERATION_ADD_TASK] = "{'text':'Call','due_ms':4102444800000}",
  [CP_OPERATION_CLOSE_TASK] = "{'task_id':'{@id}','text':'Done'}",
  [CP_OPERATION_MAKE_PROMISE] = "{'text':'Next time','definition_id':'five_off'}",
  [CP_OPERATION_ANSWER_PROMISE] = "{'promise_id':'{@id}','text':'Well'}",
  [CP_OPERATION_UNBLOCK_CARD] = "{'card_id':'{@id}','reason_id':'found'}",
  [CP_OPERATION_ISSUE_BENEFIT] = "{'definition_id':'coffee','reason':'sorry'}",
  [CP_OPERATION_ISSUE_REWARD] = "{'definition_id':'{five_off|ten_off|capped_off|whole_off}',"
                                "'reason':'sorry'}",
  [CP_OPERATION_ISSUE_CREDIT] = "{'definition_id':'purse','reason':'sorry'}",
  [CP_OPERATION_VOID_INCENTIVE] = "{'incentive_id':'{@id}','reason_id':'mistake'}",
  [CP_OPERATION_ADJUST_POINTS] = "{'type_id':'points','amount':{90},"
                                 "'reason_id':'{goodwill|correction}'}",
  [CP_OPERATION_UNLOCK_STAFF] = "{'staff_id':'{mia|max|ann}'}",
  [CP_OPERATION_CLAIM_INCENTIVE] = "{'definition_id':'{grown_up|first_two}'}",
  [CP_OPERATION_EXTEND_INCENTIVE] = "{'incentive_id':'{@id}','days':10}",
  [CP_OPERATION_REDEEM_BENEFIT] = "{'incentive_id':'{@id}'}",
  [CP_OPERATION_CONFIRM_REDEMPTION] = "{'redemption_id':'{@id}'}",
  [CP_OPERATION_CANCEL_REDEMPTION] = "{'redemption_id':'{@id}'}",
  [CP_OPERATION_REVERSE_REDEMPTION] = "{'redemption_id':'{@id}','reason_id':'mistake'}",
  [CP_OPERATION_RETURN_REDEMPTION] = "{'redemption_id':'{@id}','reason_id':'goods_back'}",
  [CP_OPERATION_RETIRE_CARD] = "{'card_id':'{@id}','reason_id':'unwanted'}",
  [CP_OPERATION_RESTORE_CARD] = "{'card_id':'{@id}'}",
  [CP_OPERATION_CHANGE_CARD_CATEGORY] = "{'card_id':'{@id}','category_id':'{employee|normal}'}",
  [CP_OPERATION_DETACH_RECEIPT] = "{'receipt_id':'{@id}','reason_id':'not_theirs'}",
  [CP_OPERATION_END_VISIT] = "{'reason_id':'served'}",
};

static char *
choose_word (CpSimWork *self, const char *hole)
{
  g_auto (GStrv) words = g_strsplit (hole, "|", -1);

  return g_strdup (words[cp_sim_random_below (&self->random, g_strv_length (words))]);
}

/* What goes into {@hole}. */
static char *
fill (CpSimWork *self, const CpJson *target, const char *hole)
{
  if (strchr (hole, '|') != NULL)
    return choose_word (self, hole);
  if (g_ascii_isdigit (*hole))
    return g_strdup_printf ("%" G_GUINT64_FORMAT,
                            cp_sim_random_below (&self->random, g_ascii_strtoull (hole, NULL, 10)));
  return g_strdup (cp_sim_work_get_target_text (target, hole + 1));
}

/* The braces of JSON itself are those before a quote or the end. */
static char *
expand (CpSimWork *self, const CpJson *target, const char *template)
{
  GString *text = g_string_new (NULL);

  for (const char *c = template; *c != '\0'; c++) {
    const char *end = *c == '{' && c[1] != '\'' ? strchr (c, '}') : NULL;

    if (end != NULL && end > c + 1) {
      g_autofree char *hole = g_strndup (c + 1, (gsize) (end - c) - 1);
      g_autofree char *filling = fill (self, target, hole);

      g_string_append (text, filling);
      c = end;
    } else {
      g_string_append_c (text, *c == '\'' ? '"' : *c);
    }
  }
  return g_string_free (text, FALSE);
}

CpJson *
cp_sim_work_expand (CpSimWork *self, const CpJson *target, const char *template)
{
  g_autofree char *text = expand (self, target, template);
  g_autoptr (GError) error = NULL;
  CpJson *payload = cp_json_parse_object (text, -1, &error);

  if (payload == NULL)
    g_error ("%s: %s", text, error->message);
  return payload;
}

CpJson *
cp_sim_work_expand_template (CpSimWork *self, CpOperationKind kind, const CpJson *target)
{
  return templates[kind] != NULL ? cp_sim_work_expand (self, target, templates[kind]) : NULL;
}
