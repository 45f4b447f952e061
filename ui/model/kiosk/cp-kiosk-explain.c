/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* "I never received my points": the ledger says how far a purchase got and why; here is what can be
 * done about it with one touch. */
#include "cp-flow-table.h"
#include "cp-kiosk-private.h"
#include "cp-reading.h"

#include <glib/gi18n-lib.h>

/* What is done next for the code that the walk ended with, unless the ledger names an operation:
 * @flow: begun with what @fill puts into its form; NULL: @tab is shown. Codes that are not here need
 * nothing but the sentence. */
typedef struct {
  const char *code;
  const char *label;
  CpTab tab;
  const char *flow;
  CpJson *(*fill) (CpKiosk *self, const CpJson *explanation);
} Next;

/* What the purchase once brought, to be given again. */
static CpJson *
fill_points (CpKiosk *self, const CpJson *explanation)
{
  const char *number = cp_json_get_text (explanation, "number");
  const CpJson *receipt =
      cp_document_find (cp_json_get_array (self->view, "receipts"), "number", number);
  gint64 points = cp_json_get_int (receipt, "points", 0);
  g_autofree char *amount =
      points > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, points) : g_strdup ("");
  g_autofree char *note = g_strdup_printf (_ ("Receipt %s: its points expired"), number);

  return json_pack ("{s:s, s:s}", "amount", amount, "note", note);
}

static CpJson *
fill_task (CpKiosk *self, const CpJson *explanation)
{
  g_autofree char *text =
      g_strdup_printf (_ ("Receipt %s was credited elsewhere: find out how, and ring back"),
                       cp_json_get_text (explanation, "number"));

  return json_pack ("{s:s}", "text", text);
}

static const Next NEXT[] = {
  { "receipt_already_claimed", N_ ("Make it a task"), 0, "add_task", fill_task },
  { "expired", N_ ("Make it good"), 0, "add_points", fill_points },
  { "detached", N_ ("Show activity"), CP_TAB_ACTIVITY, NULL, NULL },
  { "returned", N_ ("Show points"), CP_TAB_POINTS, NULL, NULL },
  { "spent", N_ ("Show points"), CP_TAB_POINTS, NULL, NULL },
  { "pending", N_ ("Show points"), CP_TAB_POINTS, NULL, NULL },
  { "credited", N_ ("Show points"), CP_TAB_POINTS, NULL, NULL },
  { "message_failed", N_ ("Show profile"), CP_TAB_PROFILE, NULL, NULL },
};

static const Next *
find_next (const CpJson *explanation)
{
  const char *code = cp_json_get_text (explanation, "code");

  for (gsize i = 0; i < G_N_ELEMENTS (NEXT); i++)
    if (g_strcmp0 (NEXT[i].code, code) == 0)
      return &NEXT[i];
  return NULL;
}

/* The flow for the operation that the ledger offers. */
static const CpFlowSpec *
find_offered (const CpJson *explanation)
{
  const CpJson *operation = cp_json_get_object (explanation, "operation");

  return operation != NULL ? cp_flow_spec_find (cp_json_get_text (operation, "kind")) : NULL;
}

void
cp_kiosk_ask_missing_points (CpKiosk *self)
{
  if (self->view == NULL || *cp_kiosk_get_token (self) == '\0')
    return;
  cp_reading_forget (self->explanation);
  cp_kiosk_set_page (self, CP_PAGE_EXPLAIN);
}

void
cp_kiosk_explain (CpKiosk *self, const char *number)
{
  if (self->view != NULL && *number != '\0')
    cp_reading_ask (self->explanation, json_pack ("{s:s}", "number", number));
}

const char *
cp_kiosk_get_explained_action (CpKiosk *self)
{
  const CpJson *explanation = cp_reading_get_reply (self->explanation);
  const CpFlowSpec *offered = find_offered (explanation);
  const Next *next = find_next (explanation);

  if (offered != NULL)
    return _ (offered->title);
  return next != NULL ? _ (next->label) : NULL;
}

void
cp_kiosk_do_explained (CpKiosk *self)
{
  g_autoptr (CpJson) explanation =
      json_incref ((CpJson *) cp_reading_get_reply (self->explanation));
  const CpFlowSpec *offered = find_offered (explanation);
  const Next *next = find_next (explanation);
  g_autoptr (CpJson) texts = NULL;

  if (offered != NULL) {
    cp_kiosk_start_filled (
        self, offered->name,
        cp_json_get_object (cp_json_get_object (explanation, "operation"), "payload"), TRUE);
  } else if (next != NULL && next->flow != NULL) {
    texts = next->fill (self, explanation);
    cp_kiosk_start_filled (self, next->flow, texts, FALSE);
  } else if (next != NULL) {
    cp_kiosk_show_tab (self, next->tab);
  }
}
