/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Clienteling": tasks. */
#include "cp-rules.h"

#include <glib/gi18n-lib.h>

/* Its number among an operation's rows, of which there are never as many, and until when. */
#define FOLLOW_UP_NUMBER 1000
#define FOLLOW_UP_WITHIN_MS (G_GINT64_CONSTANT (7) * 24 * 60 * 60 * 1000)

static CpTask *
make_task (const CpCase *the_case, const CpOperation *operation)
{
  const CpAddTask *payload = operation->payload;
  g_autofree char *id = cp_derive_id (operation->id, 1);
  CpTask *task = cp_entity_new (CP_KIND_TASK, id, the_case->account->id);
  gboolean has_owner = payload->owner_staff_id != NULL && *payload->owner_staff_id != '\0';

  task->member_id = g_strdup (operation->member_id);
  task->text = g_strdup (payload->text);
  task->due_ms = payload->due_ms;
  task->owner_staff_id = g_strdup (has_owner ? payload->owner_staff_id : operation->staff_id);
  task->store_id = g_strdup (operation->store_id);
  task->made_at_ms = operation->at_ms;
  task->made_by_staff_id = g_strdup (operation->staff_id);
  return task;
}

void
cp_rule_add_follow_up (const CpCase *the_case,
                       const CpOperation *operation,
                       const char *account_id,
                       const char *member_id,
                       const char *text,
                       CpDecision *decision)
{
  g_autofree char *id = cp_derive_id (operation->id, FOLLOW_UP_NUMBER);
  CpTask *task = cp_entity_new (CP_KIND_TASK, id, account_id);

  task->member_id = g_strdup (member_id);
  task->text = g_strdup (text);
  task->due_ms = the_case->now_ms + FOLLOW_UP_WITHIN_MS;
  task->owner_staff_id = g_strdup (operation->staff_id);
  task->store_id = g_strdup (operation->store_id);
  task->made_at_ms = the_case->now_ms;
  cp_decision_change (decision, task);
}

void
cp_rule_add_task (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpAddTask *payload = operation->payload;
  gint64 due_day = cp_calendar_get_day (the_case->programme, operation->store_id, payload->due_ms);
  gint64 today = cp_calendar_get_day (the_case->programme, operation->store_id,
                                      cp_rule_time (the_case, operation));
  g_autofree char *day =
      cp_calendar_say_day (the_case->programme, operation->store_id, payload->due_ms);

  if (!cp_rule_check_written (the_case, payload->text, decision))
    return;
  if (the_case->mode == CP_DECIDE_AT_COUNTER && due_day < today) {
    cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("The day lies in the past."));
    return;
  }
  cp_decision_add_effect (decision, _ ("Adds a task that is due on %s."), day);
  cp_decision_change (decision, make_task (the_case, operation));
}

void
cp_rule_close_task (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpCloseTask *payload = operation->payload;
  const CpTask *task = cp_account_find (the_case->account, CP_KIND_TASK, payload->task_id);
  CpTask *closed;

  if (task == NULL) {
    cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("The member has no such task."));
    return;
  }
  if (task->state != CP_TASK_OPEN) {
    /* After the counter, somebody else has closed it meanwhile: what was wanted is done. */
    if (the_case->mode == CP_DECIDE_AT_COUNTER)
      cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("The task is closed already."));
    return;
  }
  closed = cp_entity_copy (task);
  closed->state = payload->cancelled ? CP_TASK_CANCELLED : CP_TASK_DONE;
  closed->closed_at_ms = operation->at_ms;
  closed->closed_by_staff_id = g_strdup (operation->staff_id);
  closed->result = g_strdup (payload->text);
  cp_decision_add_effect (decision, payload->cancelled ? _ ("The task is dropped.")
                                                       : _ ("The task is done."));
  cp_decision_change (decision, closed);
}
