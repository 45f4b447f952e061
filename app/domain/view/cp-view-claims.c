/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a member could claim: each is tried out by the rule that will decide it, at both doors alike. */
#include "cp-issue-incentive.h"
#include "cp-promise.h"
#include "cp-view-parts.h"

#include <glib/gi18n-lib.h>

/* What they are tried out with; nothing is ever written under it. */
#define NO_OPERATION "00000000-0000-7000-8000-000000000000"

/* Staff are asked who it is when they claim, and not before they are told what there is. */
static CpOperation
make_operation (const CpViewSource *source,
                const char *member_id,
                const CpOwnVisit *visit,
                CpClaimIncentive *payload)
{
  CpOperation operation = { .id = (char *) NO_OPERATION,
                            .kind = CP_OPERATION_CLAIM_INCENTIVE,
                            .member_id = (char *) member_id,
                            .store_id = (char *) source->store_id,
                            .at_ms = source->now_ms,
                            .online = source->online,
                            .identified_by = (char *) "later",
                            .payload = payload };

  if (visit != NULL)
    cp_view_put_visit (&operation, visit);
  return operation;
}

/* The rule's own words are for staff and for who has shown who they are: they tell of the member. */
static const char *
get_reason (const CpDecision *decision, const CpOwnVisit *visit)
{
  const CpRejectionInfo *info = cp_rejection_get_info (decision->code);
  const char *text = visit != NULL ? info->customer_text : info->staff_text;

  if (decision->detail != NULL && (visit == NULL || decision->code == CP_REJECTION_NOT_ELIGIBLE))
    return decision->detail;
  return text != NULL ? _ (text) : NULL;
}

static CpJson *
make_claim (const CpViewSource *source,
            const char *member_id,
            const CpOwnVisit *visit,
            const CpDefinition *definition)
{
  CpCase the_case = { .mode = CP_DECIDE_AT_COUNTER,
                      .programme = source->programme,
                      .account = source->current,
                      .staff = visit == NULL ? source->staff : NULL,
                      .now_ms = source->now_ms };
  CpClaimIncentive payload = { definition->id };
  CpOperation operation = make_operation (source, member_id, visit, &payload);
  g_autoptr (CpDecision) decision = cp_decide (&the_case, &operation);
  gboolean stands = decision->code == CP_REJECTION_NONE;
  gboolean eligible =
      stands || decision->code == CP_REJECTION_APPROVAL_REQUIRED || decision->wants_identification;
  CpJson *json = json_object ();

  cp_json_set_text (json, "definition", definition->id);
  cp_json_set_text (json, "name", definition->name);
  cp_json_set_text (json, "text", definition->customer_text);
  cp_json_set_text (json, "class", cp_incentive_class_words[definition->class_]);
  cp_json_set_int (json, "amount_minor", definition->amount_minor);
  cp_json_set_int (json, "uses", definition->uses);
  cp_json_set_int (json, "expires_at_ms",
                   cp_issue_incentive_get_expiry (&the_case, &operation, definition));
  cp_json_set_bool (json, "eligible", eligible);
  cp_json_set_bool (json, "queued", stands && decision->is_asked);
  if (decision->wants_identification)
    cp_json_set_bool (json, "identify", TRUE);
  if (!eligible) {
    cp_json_set_text (json, "code", cp_rejection_get_info (decision->code)->word);
    cp_json_set_text (json, "why", get_reason (decision, visit));
  }
  return json;
}

static gboolean
is_offered (const CpViewSource *source, const char *member_id, const CpDefinition *definition)
{
  return definition->published &&
         (definition->claimable ||
          cp_promise_find_claimable (source->current, member_id, definition->id) != NULL);
}

CpJson *
cp_view_list_claims (const CpViewSource *source, const char *member_id, const CpOwnVisit *visit)
{
  const GPtrArray *definitions = source->programme->definitions;
  CpJson *list = json_array ();
  gsize n_eligible = 0;

  for (guint i = 0; i < definitions->len; i++) {
    g_autoptr (CpJson) claim = NULL;

    if (!is_offered (source, member_id, definitions->pdata[i]))
      continue;
    claim = make_claim (source, member_id, visit, definitions->pdata[i]);
    if (cp_json_get_bool (claim, "eligible"))
      json_array_insert (list, n_eligible++, claim);
    else
      cp_json_append (list, g_steal_pointer (&claim));
  }
  return list;
}
