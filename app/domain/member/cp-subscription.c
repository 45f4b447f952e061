/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Consent". Without an opt-in there is none; an opt-in says what shows it. An
 * opt-out counts at once and wins, unless the opt-in is later (invariant 6). */
#include "cp-subscription.h"

#include "cp-by-member.h"
#include "cp-profile-field.h"

#include <glib/gi18n-lib.h>

char *
cp_subscription_make_id (const char *member_id, const char *mailing_id, const char *channel_id)
{
  return g_strdup_printf ("%s.%s.%s", member_id, mailing_id, channel_id);
}

/* When it was said. Nothing lies in the future for head office, whatever a kiosk's clock was. */
static gint64
get_time (const CpCase *the_case, const CpOperation *operation)
{
  return cp_rule_is_final (the_case) ? MIN (operation->at_ms, the_case->now_ms) : operation->at_ms;
}

static gboolean
is_given (const char *text)
{
  return text != NULL && *text != '\0';
}

static gboolean
check_choice (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpOptIn *payload = operation->payload;
  const CpChannel *channel = cp_programme_find_channel (the_case->programme, payload->channel_id);
  const CpMailing *mailing = cp_programme_find_mailing (the_case->programme, payload->mailing_id);
  const CpMember *member = cp_rule_get_member (the_case, operation);

  if (channel == NULL || mailing == NULL) {
    cp_decision_refuse (decision, CP_REJECTION_INVALID,
                        _ ("The programme has no such mailing or channel."));
    return FALSE;
  }
  if (!is_given (payload->text_version) || !is_given (payload->language) ||
      !is_given (payload->method) ||
      operation->by_member != g_str_equal (payload->method, CP_BY_MEMBER_METHOD)) {
    cp_decision_refuse (decision, CP_REJECTION_CONSENT_EVIDENCE_MISSING, NULL);
    return FALSE;
  }
  /* by the time that head office hears of it there may be new ones */
  if (the_case->mode == CP_DECIDE_AT_COUNTER &&
      !cp_mailing_has_words (mailing, payload->text_version, payload->language)) {
    cp_decision_refuse (decision, CP_REJECTION_CONSENT_EVIDENCE_MISSING,
                        _ ("These are not the words that the programme has for it now."));
    return FALSE;
  }
  if (channel->address != NULL && !is_given (cp_profile_field_get (member, channel->address))) {
    cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("The member has no address for %s."),
                        channel->name);
    return FALSE;
  }
  return TRUE;
}

static CpSubscription *
make_row (const CpCase *the_case, const CpOperation *operation, const char *id)
{
  const CpOptIn *payload = operation->payload;
  CpSubscription *row = cp_entity_new (CP_KIND_SUBSCRIPTION, id, the_case->account->id);

  row->member_id = g_strdup (operation->member_id);
  row->mailing_id = g_strdup (payload->mailing_id);
  row->channel_id = g_strdup (payload->channel_id);
  row->opted_in = TRUE;
  row->at_ms = get_time (the_case, operation);
  row->text_version = g_strdup (payload->text_version);
  row->language = g_strdup (payload->language);
  row->method = g_strdup (payload->method);
  row->staff_id = g_strdup (operation->staff_id);
  row->operation_id = g_strdup (operation->id);
  return row;
}

void
cp_rule_opt_in (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpOptIn *payload = operation->payload;
  g_autofree char *id =
      cp_subscription_make_id (operation->member_id, payload->mailing_id, payload->channel_id);
  const CpSubscription *present = cp_account_find (the_case->account, CP_KIND_SUBSCRIPTION, id);

  if (!check_choice (the_case, operation, decision))
    return;
  if (present != NULL && present->opted_in) {
    if (the_case->mode == CP_DECIDE_AT_COUNTER)
      cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("The member gets it already."));
    return;
  }
  if (present != NULL && present->at_ms >= get_time (the_case, operation)) {
    cp_decision_refuse (decision, CP_REJECTION_STALE_VERSION,
                        _ ("The member has opted out since."));
    return;
  }
  cp_decision_add_effect (
      decision, _ ("%s by %s from now on."),
      cp_programme_find_mailing (the_case->programme, payload->mailing_id)->name,
      cp_programme_find_channel (the_case->programme, payload->channel_id)->name);
  cp_decision_change (decision, make_row (the_case, operation, id));
}

static gboolean
is_meant (const CpSubscription *row, const char *member_id, const CpOptOut *which)
{
  return row->opted_in && g_strcmp0 (row->member_id, member_id) == 0 &&
         (!is_given (which->mailing_id) || g_strcmp0 (row->mailing_id, which->mailing_id) == 0) &&
         (!is_given (which->channel_id) || g_strcmp0 (row->channel_id, which->channel_id) == 0);
}

static gboolean
goes_to (const CpProgramme *programme, const CpSubscription *row, const char *address)
{
  const CpChannel *channel = cp_programme_find_channel (programme, row->channel_id);

  return address == NULL || (channel != NULL && g_strcmp0 (channel->address, address) == 0);
}

/* Who changed it last, and when; never earlier than it was. */
static void
sign (CpSubscription *row, const CpOperation *operation, gint64 at_ms)
{
  row->at_ms = MAX (row->at_ms, at_ms);
  g_free (row->staff_id);
  row->staff_id = g_strdup (operation->staff_id);
  g_free (row->operation_id);
  row->operation_id = g_strdup (operation->id);
}

static void
end (const CpCase *the_case,
     const CpOperation *operation,
     const CpSubscription *row,
     gint64 at_ms,
     CpDecision *decision)
{
  CpSubscription *ended = cp_entity_copy (row);

  ended->opted_in = FALSE;
  sign (ended, operation, at_ms);
  cp_decision_change (decision, ended);
}

void
cp_subscription_end (const CpCase *the_case,
                     const CpOperation *operation,
                     const char *address,
                     CpDecision *decision)
{
  const GPtrArray *rows = the_case->account->rows[CP_KIND_SUBSCRIPTION];
  const CpOptOut everything = { NULL, NULL, 0 };

  for (guint i = 0; i < rows->len; i++)
    if (is_meant (rows->pdata[i], operation->member_id, &everything) &&
        goes_to (the_case->programme, rows->pdata[i], address))
      end (the_case, operation, rows->pdata[i], get_time (the_case, operation), decision);
}

void
cp_subscription_note_seen (CpOperation *operation, const CpAccount *account)
{
  CpOptOut *payload = operation->payload;
  const GPtrArray *rows = account->rows[CP_KIND_SUBSCRIPTION];

  for (guint i = 0; i < rows->len; i++) {
    const CpSubscription *row = rows->pdata[i];

    if (is_meant (row, operation->member_id, payload) && row->at_ms > operation->at_ms)
      payload->after_ms = MAX (payload->after_ms, row->at_ms);
  }
}

/* An opt-in that came later, with its evidence, stays. */
static guint
end_meant (const CpCase *the_case, const CpOperation *operation, gint64 at_ms, CpDecision *decision)
{
  const GPtrArray *rows = the_case->account->rows[CP_KIND_SUBSCRIPTION];
  guint n = 0;

  for (guint i = 0; i < rows->len; i++) {
    const CpSubscription *row = rows->pdata[i];

    if (!is_meant (row, operation->member_id, operation->payload))
      continue;
    if (row->at_ms > at_ms) {
      cp_decision_flag (decision, CP_REJECTION_STALE_VERSION);
      continue;
    }
    end (the_case, operation, row, at_ms, decision);
    n++;
  }
  return n;
}

/* An opt-out of what nobody has opted in to is kept all the same: an opt-in that another till made
 * before it may still be on its way. */
static void
keep_for_later (const CpCase *the_case,
                const CpOperation *operation,
                const char *mailing_id,
                const char *channel_id,
                gint64 at_ms,
                CpDecision *decision)
{
  g_autofree char *id = cp_subscription_make_id (operation->member_id, mailing_id, channel_id);
  const CpSubscription *present = cp_account_find (the_case->account, CP_KIND_SUBSCRIPTION, id);
  CpSubscription *row;

  if (present != NULL && (present->opted_in || present->at_ms >= at_ms))
    return;
  row = present != NULL ? cp_entity_copy (present)
                        : cp_entity_new (CP_KIND_SUBSCRIPTION, id, the_case->account->id);
  if (present == NULL) {
    row->member_id = g_strdup (operation->member_id);
    row->mailing_id = g_strdup (mailing_id);
    row->channel_id = g_strdup (channel_id);
  }
  sign (row, operation, at_ms);
  cp_decision_change (decision, row);
}

static void
keep_all_for_later (const CpCase *the_case,
                    const CpOperation *operation,
                    gint64 at_ms,
                    CpDecision *decision)
{
  const CpOptOut *payload = operation->payload;
  const CpProgramme *programme = the_case->programme;

  for (guint i = 0; i < programme->mailings->len; i++)
    for (guint j = 0; j < programme->channels->len; j++) {
      const CpMailing *mailing = programme->mailings->pdata[i];
      const CpChannel *channel = programme->channels->pdata[j];

      if ((!is_given (payload->mailing_id) || g_str_equal (payload->mailing_id, mailing->id)) &&
          (!is_given (payload->channel_id) || g_str_equal (payload->channel_id, channel->id)))
        keep_for_later (the_case, operation, mailing->id, channel->id, at_ms, decision);
    }
}

void
cp_rule_opt_out (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpOptOut *payload = operation->payload;
  gint64 after_ms =
      cp_rule_is_final (the_case) ? MIN (payload->after_ms, the_case->now_ms) : payload->after_ms;
  gint64 at_ms = MAX (get_time (the_case, operation), after_ms);
  guint n = end_meant (the_case, operation, at_ms, decision);

  keep_all_for_later (the_case, operation, at_ms, decision);
  cp_decision_add_effect (
      decision, ngettext ("Stops at once: %u mailing.", "Stops at once: %u mailings.", n), n);
}
