/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What members may see and change of their own, without any staff. */
#include "cp-profile-field.h"
#include "cp-rules.h"
#include "cp-view-parts.h"

#include <glib/gi18n-lib.h>

void
cp_view_put_visit (CpOperation *operation, const CpOwnVisit *visit)
{
  operation->by_member = TRUE;
  operation->card_id = (char *) visit->card_id;
  operation->proof = (char *) visit->proof;
  operation->identified_by = (char *) visit->identified_by;
}

/* Whether the member may do @kind at all, before they have chosen what exactly. */
static CpDecision *
judge (const CpViewSource *source,
       const char *member_id,
       const CpOwnVisit *visit,
       CpOperationKind kind)
{
  CpCase the_case = { .mode = CP_DECIDE_AT_COUNTER,
                      .programme = source->programme,
                      .account = source->current,
                      .now_ms = source->now_ms };
  CpOperation operation = { .kind = kind,
                            .member_id = (char *) member_id,
                            .online = source->online };
  CpDecision *probe = cp_decision_new ();

  cp_view_put_visit (&operation, visit);
  cp_decision_check_before (probe, &the_case, &operation);
  return probe;
}

/* Who has to be identified first may all the same begin. */
static CpJson *
make_offer (const CpViewSource *source,
            const char *member_id,
            const CpOwnVisit *visit,
            CpOperationKind kind)
{
  g_autoptr (CpDecision) probe = judge (source, member_id, visit, kind);
  const CpRejectionInfo *info = cp_rejection_get_info (probe->code);
  gboolean allowed = probe->code == CP_REJECTION_NONE || probe->wants_identification;
  CpJson *json = json_object ();

  cp_json_set_bool (json, "allowed", allowed);
  cp_json_set_bool (json, "identify", probe->wants_identification);
  if (allowed)
    return json;
  cp_json_set_text (json, "code", info->word);
  if (info->customer_text != NULL)
    cp_json_set_text (json, "why", _ (info->customer_text));
  return json;
}

static CpJson *
list_operations (const CpViewSource *source, const char *member_id, const CpOwnVisit *visit)
{
  CpJson *json = json_object ();

  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++)
    if (cp_operation_kind_is_for_members ((CpOperationKind) kind))
      cp_json_set (json, cp_operation_kind_get_info ((CpOperationKind) kind)->word,
                   make_offer (source, member_id, visit, (CpOperationKind) kind));
  return json;
}

/* Of who did it the member is told nothing, but where a mailing would go to nowhere. */
static CpJson *
list_mailings (const CpViewSource *source, const CpMember *member)
{
  CpJson *list = cp_view_list_subscriptions (source, member->entity.id);
  CpJson *cell;
  gsize i;

  json_array_foreach (list, i, cell)
  {
    const CpChannel *channel =
        cp_programme_find_channel (source->programme, cp_json_get_text (cell, "channel"));

    json_object_del (cell, "staff_name");
    cp_json_set_bool (cell, "no_address",
                      channel->address != NULL &&
                          cp_profile_field_get (member, channel->address) == NULL);
  }
  return list;
}

static gboolean
may_claim (const CpProgramme *programme)
{
  return cp_programme_get_right (programme, CP_PROGRAMME_CUSTOMER, CP_OPERATION_CLAIM_INCENTIVE) !=
         NULL;
}

CpJson *
cp_view_own (const CpViewSource *source, const char *member_id, const CpOwnVisit *visit)
{
  const CpMember *member = cp_account_find_member (source->current, member_id);
  CpJson *view;

  if (member == NULL)
    return NULL;
  view = json_object ();
  cp_json_set_text (view, "member_id", member->entity.id);
  cp_json_set_text (view, "given_name", member->given_name);
  cp_json_set_text (view, "language", member->language);
  cp_json_set_bool (view, "identified", visit->identified_by != NULL);
  cp_json_set_bool (view, "online", source->online);
  cp_json_set_int (view, "as_of_ms", source->as_of_ms);
  cp_json_set_int (view, "max_favourites", source->programme->max_favourites);
  cp_json_set (view, "subscriptions", list_mailings (source, member));
  cp_json_set (view, "favourites", cp_view_list_favourites (source, member_id));
  if (may_claim (source->programme))
    cp_json_set (view, "claims", cp_view_list_claims (source, member_id, visit));
  cp_json_set (view, "operations", list_operations (source, member_id, visit));
  return view;
}
