/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Members: send a sign-in link". Operation 29: head office sends it; the
 * kiosk never sees a password nor sends one. */
#include "cp-contact.h"
#include "cp-profile-field.h"

#include <glib/gi18n-lib.h>

static void
queue (const CpCase *the_case,
       const CpOperation *operation,
       const CpChannel *channel,
       CpDecision *decision)
{
  g_autofree char *id = cp_derive_id (operation->id, 1);
  CpMessage *message = cp_entity_new (CP_KIND_MESSAGE, id, the_case->account->id);

  message->member_id = g_strdup (operation->member_id);
  message->channel_id = g_strdup (channel->id);
  message->subject = g_strdup (_ ("Sign-in link"));
  message->at_ms = cp_rule_time (the_case, operation);
  message->operation_id = g_strdup (operation->id);
  cp_decision_change (decision, message);
}

void
cp_rule_send_link (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpSendLink *payload = operation->payload;
  const CpChannel *channel = cp_programme_find_channel (the_case->programme, payload->channel_id);
  const CpMember *member = cp_rule_get_member (the_case, operation);
  const char *address;

  if (channel == NULL || channel->address == NULL) {
    cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("No link can be sent this way."));
    return;
  }
  address = cp_profile_field_get (member, channel->address);
  if (address == NULL || *address == '\0') {
    cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("The member has no address for %s."),
                        channel->name);
    return;
  }
  cp_decision_add_effect (decision, _ ("Head office sends the member a link by %s."),
                          channel->name);
  if (cp_rule_is_final (the_case))
    queue (the_case, operation, channel, decision);
}
