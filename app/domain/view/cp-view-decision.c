/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Decisions as documents, and which operations a view offers. */
#include "cp-rules.h"
#include "cp-view-parts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
set_translated (CpJson *json, const char *key, const char *text)
{
  if (text != NULL)
    cp_json_set_text (json, key, _ (text));
}

/* Enough of an address to tell whether it is theirs: `j…@example.org`. */
static char *
make_email_hint (const char *email)
{
  const char *at = email != NULL ? strchr (email, '@') : NULL;

  if (at == NULL || at == email)
    return NULL;
  return g_strdup_printf ("%.*s…%s", (int) (g_utf8_next_char (email) - email), email, at);
}

static CpJson *
make_look_alike (const CpMember *other)
{
  CpMember *member = cp_view_mask (other);
  g_autofree char *name = cp_wording_name (member);
  g_autofree char *phone_tail = cp_view_tail (member->phone, 4);
  g_autofree char *email_hint = make_email_hint (member->email);
  CpJson *json = json_object ();

  cp_json_set_text (json, "member_id", member->entity.id);
  cp_json_set_text (json, "name", name);
  cp_json_set_text (json, "birth_date", member->birth_date);
  cp_json_set_text (json, "city", member->city);
  cp_json_set_text (json, "phone_tail", phone_tail);
  cp_json_set_text (json, "email_hint", email_hint);
  cp_entity_free (member);
  return json;
}

void
cp_view_add_rejection (CpJson *json, CpRejection code)
{
  const CpRejectionInfo *info = cp_rejection_get_info (code);

  cp_json_set_text (json, "code", info->word);
  set_translated (json, "staff_text", info->staff_text);
  set_translated (json, "customer_text", info->customer_text);
  set_translated (json, "next_action", info->next_action);
}

static void
add_refusal (CpJson *json, const CpDecision *decision)
{
  CpJson *look_alikes;

  cp_view_add_rejection (json, decision->code);
  cp_json_set_text (json, "detail", decision->detail);
  cp_json_set_text (json, "field", decision->field);
  cp_json_set_text (json, "approval_role", decision->approval_role_id);
  if (decision->wants_identification)
    cp_json_set_bool (json, "identify", TRUE);
  if (decision->wants_card)
    cp_json_set_bool (json, "hold_card", TRUE);
  if (decision->look_alikes == NULL)
    return;
  look_alikes = json_array ();
  for (guint i = 0; i < decision->look_alikes->len; i++)
    cp_json_append (look_alikes, make_look_alike (decision->look_alikes->pdata[i]));
  cp_json_set (json, "look_alikes", look_alikes);
}

CpJson *
cp_view_decision (const CpDecision *decision)
{
  CpJson *json = json_object ();
  CpJson *effects = json_array ();

  cp_json_set_text (json, "decision",
                    decision->code == CP_REJECTION_NONE ? "accepted" : "rejected");
  for (guint i = 0; i < decision->effects->len; i++)
    cp_json_append (effects, json_string (decision->effects->pdata[i]));
  cp_json_set (json, "effects", effects);
  cp_json_set_text (json, "if_held", decision->if_held);
  if (decision->differences != NULL)
    cp_json_set (json, "differences", json_incref (decision->differences));
  cp_json_set_int (json, "value_minor", decision->value_minor);
  cp_json_set_text (json, "terms", cp_terms_words[decision->terms]);
  if (decision->is_asked)
    cp_json_set_bool (json, "asked", TRUE);
  if (decision->code != CP_REJECTION_NONE)
    add_refusal (json, decision);
  return json;
}

/* Whether @kind could be done for the member at all, before anybody has chosen what exactly, and
 * once they were identified if that is asked for. */
static CpDecision *
judge_kind (const CpViewSource *source, const char *member_id, CpOperationKind kind)
{
  CpCase the_case = { .mode = CP_DECIDE_AT_COUNTER,
                      .programme = source->programme,
                      .account = source->current,
                      .staff = source->staff,
                      .now_ms = source->now_ms };
  CpOperation operation = { .kind = kind,
                            .member_id = (char *) member_id,
                            .identified_by = (char *) "later",
                            .online = source->online };
  CpDecision *probe = cp_decision_new ();

  cp_decision_check_before (probe, &the_case, &operation);
  return probe;
}

/* Which limit it is, and the way out, the rule says itself. */
static void
add_why (CpJson *json, const CpDecision *probe)
{
  const CpRejectionInfo *info = cp_rejection_get_info (probe->code);

  cp_json_set_text (json, "code", info->word);
  if (probe->code == CP_REJECTION_LIMIT_EXCEEDED && probe->detail != NULL)
    cp_json_set_text (json, "why", probe->detail);
  else
    set_translated (json, "why", info->staff_text);
}

static CpJson *
make_offer (const CpViewSource *source, const char *member_id, CpOperationKind kind)
{
  g_autoptr (CpDecision) probe = judge_kind (source, member_id, kind);
  const CpRight *right =
      source->staff != NULL
          ? cp_programme_get_right (source->programme, source->staff->role_id, kind)
          : NULL;
  CpJson *json = json_object ();

  cp_json_set_bool (json, "allowed", probe->code == CP_REJECTION_NONE);
  cp_json_set_bool (json, "approval", right != NULL && right->approval);
  cp_json_set_bool (json, "identify", right != NULL && right->identify);
  cp_json_set_text (json, "class", cp_programme_get_class_word (source->programme, kind));
  if (probe->code != CP_REJECTION_NONE)
    add_why (json, probe);
  return json;
}

void
cp_view_add_later (CpJson *row, const CpJson *operations, CpOperationKind kind, gboolean fits)
{
  const char *word = cp_operation_kind_get_info (kind)->word;
  const char *code = cp_json_get_text (cp_json_get_object (operations, word), "code");

  if (!fits || g_strcmp0 (code, cp_rejection_get_info (CP_REJECTION_ONLINE_ONLY)->word) != 0)
    return;
  if (cp_json_get_array (row, "later") == NULL)
    cp_json_set (row, "later", json_array ());
  cp_json_append (cp_json_get_array (row, "later"), json_string (word));
}

CpJson *
cp_view_list_operations (const CpViewSource *source, const char *member_id)
{
  CpJson *json = json_object ();

  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++)
    cp_json_set (json, cp_operation_kind_get_info (kind)->word,
                 make_offer (source, member_id, kind));
  return json;
}
