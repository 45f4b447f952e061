/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Clienteling": promises. What an associate promises ("10 % next time") binds
 * nobody until a manager agrees; then the member may claim what it was promised as. */
#include "cp-promise.h"

#include <glib/gi18n-lib.h>

/* What may be issued by hand may be promised. */
static const CpDefinition *
find_definition (const CpCase *the_case, const char *id, CpDecision *decision)
{
  const CpDefinition *definition = cp_programme_find_definition (the_case->programme, id);

  if (definition != NULL && definition->published && definition->assignable)
    return definition;
  cp_decision_refuse (decision, CP_REJECTION_NOT_ASSIGNABLE, NULL);
  return NULL;
}

void
cp_rule_make_promise (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpMakePromise *payload = operation->payload;
  const CpDefinition *definition = find_definition (the_case, payload->definition_id, decision);
  g_autofree char *id = cp_derive_id (operation->id, 1);
  CpPromise *promise;

  if (definition == NULL || !cp_rule_check_written (the_case, payload->text, decision))
    return;
  promise = cp_entity_new (CP_KIND_PROMISE, id, the_case->account->id);
  promise->member_id = g_strdup (operation->member_id);
  promise->text = g_strdup (payload->text);
  promise->definition_id = g_strdup (definition->id);
  promise->made_at_ms = operation->at_ms;
  promise->made_by_staff_id = g_strdup (operation->staff_id);
  cp_decision_add_effect (decision, _ ("Proposes %s. It counts once a manager agrees."),
                          definition->name);
  cp_decision_change (decision, promise);
}

static CpPromise *
answer (const CpOperation *operation, const CpPromise *promise)
{
  const CpAnswerPromise *payload = operation->payload;
  CpPromise *answered = cp_entity_copy (promise);

  answered->state = payload->declined ? CP_PROMISE_DECLINED : CP_PROMISE_AGREED;
  answered->answered_at_ms = operation->at_ms;
  answered->answered_by_staff_id = g_strdup (operation->staff_id);
  answered->answer = g_strdup (payload->text);
  return answered;
}

static gboolean
check_promise (const CpCase *the_case,
               const CpOperation *operation,
               const CpPromise *promise,
               CpDecision *decision)
{
  if (promise == NULL) {
    cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("The member has no such promise."));
    return FALSE;
  }
  if (promise->state != CP_PROMISE_PROPOSED) {
    if (the_case->mode == CP_DECIDE_AT_COUNTER)
      cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("It has been answered already."));
    return FALSE;
  }
  return TRUE;
}

static void
agree (const CpCase *the_case,
       const CpOperation *operation,
       const CpPromise *promise,
       CpDecision *decision)
{
  const CpDefinition *definition = find_definition (the_case, promise->definition_id, decision);

  if (definition == NULL)
    return;
  decision->value_minor = definition->amount_minor;
  cp_decision_add_effect (decision, _ ("The member may claim %s from now on."), definition->name);
  cp_decision_change (decision, answer (operation, promise));
}

void
cp_rule_answer_promise (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpAnswerPromise *payload = operation->payload;
  const CpPromise *promise =
      cp_account_find (the_case->account, CP_KIND_PROMISE, payload->promise_id);

  if (!check_promise (the_case, operation, promise, decision))
    return;
  if (!payload->declined) {
    agree (the_case, operation, promise, decision);
    return;
  }
  cp_decision_add_effect (decision, _ ("The promise is declined; nothing is issued."));
  cp_decision_change (decision, answer (operation, promise));
}

const CpPromise *
cp_promise_find_claimable (const CpAccount *account,
                           const char *member_id,
                           const char *definition_id)
{
  const GPtrArray *rows = account->rows[CP_KIND_PROMISE];

  for (guint i = 0; i < rows->len; i++) {
    const CpPromise *promise = rows->pdata[i];

    if (promise->state == CP_PROMISE_AGREED && promise->incentive_id == NULL &&
        g_strcmp0 (promise->member_id, member_id) == 0 &&
        g_strcmp0 (promise->definition_id, definition_id) == 0)
      return promise;
  }
  return NULL;
}

void
cp_promise_keep (const CpPromise *promise, const char *incentive_id, CpDecision *decision)
{
  CpPromise *kept = cp_entity_copy (promise);

  kept->incentive_id = g_strdup (incentive_id);
  cp_decision_change (decision, kept);
}
