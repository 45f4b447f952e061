/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How a rule puts its decision together. */
#include "cp-rules.h"

#include <glib/gi18n-lib.h>

gint64
cp_rule_time (const CpCase *the_case, const CpOperation *operation)
{
  if (the_case->mode == CP_DECIDE_REPLAY)
    return operation->at_ms;
  if (the_case->mode == CP_DECIDE_AT_HEAD_OFFICE && !operation->asks &&
      cp_operation_kind_get_info (operation->kind)->is_fact)
    return MIN (operation->at_ms, the_case->now_ms);
  return the_case->now_ms;
}

gint64
cp_rule_wall_time (const CpCase *the_case, const CpOperation *operation)
{
  return cp_calendar_get_wall_ms (the_case->programme, operation->store_id,
                                  cp_rule_time (the_case, operation));
}

gboolean
cp_rule_is_final (const CpCase *the_case)
{
  return the_case->mode == CP_DECIDE_AT_HEAD_OFFICE;
}

const CpMember *
cp_rule_get_member (const CpCase *the_case, const CpOperation *operation)
{
  return cp_account_find_member (the_case->account, operation->member_id);
}

CpRejection
cp_rule_judge_card (const CpCard *card)
{
  if (card == NULL)
    return CP_REJECTION_CARD_NOT_FOUND;
  if (card->state == CP_CARD_REPLACED)
    return CP_REJECTION_CARD_REPLACED;
  return card->state == CP_CARD_LINKED || card->state == CP_CARD_ACTIVE
             ? CP_REJECTION_NONE
             : CP_REJECTION_CARD_NOT_ACTIVE;
}

CpRejection
cp_rule_judge_incentive (const CpIncentive *incentive, gint64 at_ms)
{
  if (incentive == NULL)
    return CP_REJECTION_INCENTIVE_NOT_FOUND;
  switch (cp_incentive_get_state (incentive, at_ms)) {
  case CP_INCENTIVE_EXPIRED:
    return CP_REJECTION_INCENTIVE_EXPIRED;
  case CP_INCENTIVE_VOIDED:
    return CP_REJECTION_INCENTIVE_VOIDED;
  case CP_INCENTIVE_USED:
    return CP_REJECTION_INCENTIVE_USED;
  case CP_INCENTIVE_ISSUED:
  case CP_INCENTIVE_ACTIVE:
  case CP_INCENTIVE_PART_USED:
  default:
    return CP_REJECTION_NONE;
  }
}

gboolean
cp_rule_check_block_id (const CpCase *the_case,
                        const char *block_id,
                        const char *present_id,
                        CpDecision *decision)
{
  /* At the counter it is the one that stands. */
  if (the_case->mode == CP_DECIDE_AT_COUNTER && block_id == NULL)
    return TRUE;
  if (g_strcmp0 (block_id, present_id) == 0)
    return TRUE;
  cp_decision_refuse (decision, CP_REJECTION_STALE_VERSION,
                      _ ("It has been blocked again since; that block stays."));
  return FALSE;
}

gboolean
cp_rule_undoes_here (const CpCase *the_case, const CpOperation *operation, gboolean is_unsent)
{
  if (operation->online || the_case->mode == CP_DECIDE_AT_HEAD_OFFICE)
    return FALSE;
  return is_unsent || the_case->mode == CP_DECIDE_REPLAY;
}

gboolean
cp_rule_is_own_fresh_block (const CpAccount *account, gconstpointer card_or_account)
{
  const CpEntity *entity = card_or_account;
  const CpCard *card = card_or_account;
  const CpAccountRow *row = card_or_account;
  gboolean is_card = entity->kind == CP_KIND_CARD;
  const char *block_id = is_card ? card->blocked_by_operation_id : row->blocked_by_operation_id;
  const CpEntity *block = NULL;

  /* The row itself may wait for something else that was done here since. */
  if (block_id != NULL && (is_card ? card->blocked : row->blocked))
    block = cp_account_find (account, CP_KIND_ACTION, block_id);
  return block != NULL && block->waiting;
}

static void refuse_v (CpDecision *self, CpRejection code, const char *format, va_list args)
    G_GNUC_PRINTF (3, 0);

static void
refuse_v (CpDecision *self, CpRejection code, const char *format, va_list args)
{
  if (self->code != CP_REJECTION_NONE)
    return;
  self->code = code;
  if (format != NULL)
    self->detail = g_strdup_vprintf (format, args);
}

void
cp_decision_refuse (CpDecision *self, CpRejection code, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  refuse_v (self, code, format, args);
  va_end (args);
}

void
cp_decision_name_field (CpDecision *self, const char *field)
{
  if (self->code == CP_REJECTION_INVALID && self->field == NULL)
    self->field = g_strdup (field);
}

gboolean
cp_decision_object (CpDecision *self,
                    const CpCase *the_case,
                    const CpOperation *operation,
                    CpRejection code,
                    const char *format,
                    ...)
{
  va_list args;

  if (the_case->mode != CP_DECIDE_AT_COUNTER && !self->needs_word &&
      cp_operation_kind_get_info (operation->kind)->is_fact) {
    cp_decision_flag (self, code);
    return FALSE;
  }
  va_start (args, format);
  refuse_v (self, code, format, args);
  va_end (args);
  return TRUE;
}

static gboolean
says_something (const char *text)
{
  for (const char *p = text; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isgraph (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

gboolean
cp_rule_check_written (const CpCase *the_case, const char *text, CpDecision *decision)
{
  if (the_case->mode != CP_DECIDE_AT_COUNTER || says_something (text))
    return TRUE;
  cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("There is nothing written."));
  return FALSE;
}

const CpFormField *
cp_rule_find_form_field (const CpCase *the_case,
                         const CpOperation *operation,
                         const char *field,
                         CpDecision *decision)
{
  const CpFormField *form_field = cp_programme_find_form_field (the_case->programme, field);

  if (form_field == NULL)
    cp_decision_object (decision, the_case, operation, CP_REJECTION_INVALID,
                        _ ("The form has no such field: %s"), field);
  return form_field;
}

void
cp_decision_flag (CpDecision *self, CpRejection code)
{
  guint flag = code;

  for (guint i = 0; i < self->flags->len; i++)
    if (g_array_index (self->flags, guint, i) == flag)
      return;
  g_array_append_val (self->flags, flag);
}

void
cp_decision_change (CpDecision *self, gpointer entity)
{
  g_ptr_array_add (self->changes, entity);
}

void
cp_decision_add_effect (CpDecision *self, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (self->effects, g_strdup_vprintf (format, args));
  va_end (args);
}

/* Whether the programme lists reasons for this kind at all, and the one with that id. */
static gboolean
find_reason (const CpProgramme *programme,
             const char *list,
             const char *reason_id,
             const CpReason **ret_reason)
{
  gboolean any = FALSE;

  for (guint i = 0; i < programme->reasons->len; i++) {
    const CpReason *reason = programme->reasons->pdata[i];

    if (!g_str_equal (reason->list, list))
      continue;
    any = TRUE;
    if (g_strcmp0 (reason->id, reason_id) == 0)
      *ret_reason = reason;
  }
  return any;
}

gboolean
cp_rule_check_reason (const CpCase *the_case,
                      const CpOperation *operation,
                      const char *reason_id,
                      const char *text,
                      CpDecision *decision,
                      char **ret_text)
{
  const char *list = cp_operation_kind_get_info (operation->kind)->word;
  const CpReason *reason = NULL;
  gboolean has_text = text != NULL && *text != '\0';

  if (find_reason (the_case->programme, list, reason_id, &reason) && reason == NULL &&
      cp_decision_object (decision, the_case, operation, CP_REJECTION_INVALID,
                          _ ("A reason from the list is missing.")))
    return FALSE;
  if (reason != NULL && has_text)
    *ret_text = g_strconcat (reason->text, ": ", text, NULL);
  else if (reason != NULL)
    *ret_text = g_strdup (reason->text);
  else if (has_text)
    *ret_text = g_strdup (text);
  return TRUE;
}
