/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-flow-table.h"

#include "cp-choices.h"

#include <glib/gi18n-lib.h>

#define REASON(question_text)                                                \
  {                                                                          \
    .kind = CP_STEP_CHOICE, .key = "reason_id", .question = question_text,   \
    .list_choices = cp_choices_reasons, .optional = TRUE, .note_key = "text" \
  }
#define CARD(question_text, func, nothing_text)                                                \
  {                                                                                            \
    .kind = CP_STEP_CHOICE, .key = "card_id", .question = question_text, .list_choices = func, \
    .nothing = nothing_text, .alone_is_enough = TRUE                                           \
  }

/* What is done to a membership as a whole asks for nothing but a reason. */
#define MEMBERSHIP(kind_word, title_text, takes, said_text)                           \
  {                                                                                   \
    .name = kind_word, .title = title_text, .for_member = TRUE, .destructive = takes, \
    .said = said_text, .said_waiting = said_text, .parts = {                          \
      { kind_word, { REASON (N_ ("Why?")) } }                                         \
    }                                                                                 \
  }

static const CpFlowSpec SPECS[] = {
  { .name = "issue_benefit",
    .title = N_ ("Issue benefit"),
    .for_member = TRUE,
    .said = N_ ("It is on your account now."),
    .said_waiting = N_ ("It is on your account. In our other shops you can use it a little later."),
    .parts = { { "issue_benefit",
                 { { .kind = CP_STEP_CHOICE,
                     .key = "definition_id",
                     .question = N_ ("Which benefit?"),
                     .list_choices = cp_choices_benefits,
                     .nothing = N_ ("There is no benefit that may be issued here.") } } } } },
  { .name = "issue_reward",
    .title = N_ ("Issue reward"),
    .for_member = TRUE,
    .said = N_ ("The reward is on your account now."),
    .said_waiting =
        N_ ("The reward is on your account. In our other shops you can use it a little later."),
    .parts = { { "issue_reward",
                 { { .kind = CP_STEP_CHOICE,
                     .key = "definition_id",
                     .question = N_ ("Which reward?"),
                     .list_choices = cp_choices_rewards,
                     .nothing = N_ ("There is no reward that may be issued here.") } } } } },
  { .name = "void_incentive",
    .title = N_ ("Void reward or benefit"),
    .for_member = TRUE,
    .destructive = TRUE,
    .said = N_ ("I have taken it off your account."),
    .said_waiting = N_ ("I have taken it off your account."),
    .parts = { { "void_incentive",
                 { { .kind = CP_STEP_CHOICE,
                     .key = "incentive_id",
                     .question = N_ ("Which one is to be void?"),
                     .list_choices = cp_choices_voidable,
                     .nothing = N_ ("There is nothing here that you may void.") },
                   REASON (N_ ("Why?")) } } } },
  { .name = "redeem_reward",
    .title = N_ ("Redeem reward"),
    .for_member = TRUE,
    .said = N_ ("Your reward has been taken off the bill."),
    .said_waiting = N_ ("Your reward has been taken off the bill."),
    .parts = { { "redeem_reward",
                 { { .kind = CP_STEP_AMOUNT,
                     .key = "amount_minor",
                     .question = N_ ("How much is to come off the bill?") } } } } },
  { .name = "claim_receipt",
    .title = N_ ("Claim receipt"),
    .for_member = TRUE,
    .said = N_ ("The purchase is on your account now, and so are its points."),
    .said_waiting =
        N_ ("We have noted your receipt. The points come once our head office has checked it."),
    .parts = { { "claim_receipt",
                 { { .kind = CP_STEP_FORM,
                     .key = "receipt",
                     .question = N_ ("What stands on the receipt?"),
                     .hint = N_ ("The number is enough; the rest helps to find it."),
                     .fields = { { "number", N_ ("Receipt number"), CP_INPUT_CODE, TRUE, NULL },
                                 { "total_minor", N_ ("Total"), CP_INPUT_MONEY, FALSE, NULL },
                                 { "day_ms", N_ ("Day of purchase"), CP_INPUT_DAY, FALSE,
                                   cp_choices_recent_days },
                                 { "store_id", N_ ("Store"), CP_INPUT_OPTION, FALSE,
                                   cp_choices_stores } } } } } } },
  { .name = "link_card",
    .title = N_ ("Link card"),
    .for_member = TRUE,
    .said = N_ ("This card is yours now."),
    .said_waiting =
        N_ ("This card is yours now. It collects at once, and you can spend with it soon."),
    .parts = { { "link_card",
                 { { .kind = CP_STEP_CARD,
                     .key = "uid",
                     .question = N_ ("Tap the new card"),
                     .hint = N_ ("Hold it on the reader. It must not be anybody else's.") } } } } },
  { .name = "block_card",
    .title = N_ ("Block card"),
    .for_member = TRUE,
    .destructive = TRUE,
    .said = N_ ("Your card is blocked. Nobody can use it, and everything on it is still yours."),
    .said_waiting = N_ ("Your card is blocked here at once. Nobody can use it, and everything on "
                        "it is still yours."),
    .parts = { { "block_card",
                 { CARD (N_ ("Which card?"),
                         cp_choices_blockable_cards,
                         N_ ("There is no card here that can be blocked.")),
                   REASON (N_ ("Why is it blocked?")) } } } },
  { .name = "unblock_card",
    .title = N_ ("Unblock card"),
    .for_member = TRUE,
    .said = N_ ("Your card works again."),
    .said_waiting = N_ ("Your card works again here."),
    .parts = { { "unblock_card",
                 { CARD (N_ ("Which card?"),
                         cp_choices_unblockable_cards,
                         N_ ("There is no card here that can be unblocked.")),
                   REASON (N_ ("Why?")) } } } },
  { .name = "replace_card",
    .title = N_ ("Replace card"),
    .for_member = TRUE,
    .destructive = TRUE,
    .said = N_ ("Your new card is ready. Everything from the old one is on it."),
    .said_waiting = N_ ("Your new card collects at once. Spending with it works once our head "
                        "office has confirmed it."),
    .parts = { { "block_card",
                 { CARD (N_ ("Which card is to be replaced?"),
                         cp_choices_replaceable_cards,
                         N_ ("There is no card here that can be replaced.")),
                   { .kind = CP_STEP_CHOICE,
                     .key = "reason_id",
                     .question = N_ ("What happened to the old card?"),
                     .hint = N_ ("Your answer blocks it at once. Its points and rewards stay."),
                     .list_choices = cp_choices_reasons,
                     .optional = TRUE,
                     .note_key = "text" } },
                 .at_once = TRUE },
               { "replace_card",
                 { { .kind = CP_STEP_CARD,
                     .key = "uid",
                     .question = N_ ("Tap the new card"),
                     .hint =
                         N_ ("The old card is blocked. Hold the new one on the reader.") } } } } },
  { .name = "edit_profile",
    .title = N_ ("Edit profile"),
    .for_member = TRUE,
    .said = N_ ("I have changed your details."),
    .said_waiting = N_ ("I have changed your details."),
    .parts = { { "edit_profile",
                 { { .kind = CP_STEP_FORM,
                     .key = "profile",
                     .question = N_ ("What has changed?") } } } } },
  { .name = "set_status",
    .title = N_ ("Set status"),
    .for_member = TRUE,
    .said = N_ ("Your status has changed."),
    .said_waiting = N_ ("I have asked for your new status."),
    .parts = { { "set_status",
                 { { .kind = CP_STEP_CHOICE,
                     .key = "status_id",
                     .question = N_ ("Which status?"),
                     .list_choices = cp_choices_statuses,
                     .nothing = N_ ("There is no other status to give.") },
                   { .kind = CP_STEP_FORM,
                     .key = "terms",
                     .question = N_ ("Until when?"),
                     .fields = { { "until_ms", N_ ("Last day"), CP_INPUT_UNTIL, FALSE,
                                   cp_choices_terms },
                                 { "reason", N_ ("Reason"), CP_INPUT_TEXT, TRUE,
                                   cp_choices_status_reasons } } } } } } },
  { .name = "remove_status",
    .title = N_ ("Remove status"),
    .for_member = TRUE,
    .destructive = TRUE,
    .said = N_ ("Your status has changed."),
    .said_waiting = N_ ("I have asked for your status to be changed."),
    .parts = { { "remove_status",
                 { { .kind = CP_STEP_CHOICE,
                     .key = "status_id",
                     .question = N_ ("Which status?"),
                     .list_choices = cp_choices_held_statuses,
                     .nothing = N_ ("There is no status to remove."),
                     .alone_is_enough = TRUE },
                   { .kind = CP_STEP_FORM,
                     .key = "why",
                     .question = N_ ("Why?"),
                     .optional = TRUE,
                     .fields = { { "reason", N_ ("Reason"), CP_INPUT_TEXT, TRUE,
                                   cp_choices_status_reasons } } } } } } },
  { .name = "enrol_member",
    .title = N_ ("New member"),
    .said = N_ ("Welcome. You are a member now."),
    .said_waiting = N_ ("Welcome. You collect from today; spending begins once our head office "
                        "has confirmed you."),
    .parts = { { "enrol_member",
                 { { .kind = CP_STEP_FORM,
                     .key = "profile",
                     .question = N_ ("Who is joining?"),
                     .hint = N_ ("A name, and a phone number or an e-mail address.") },
                   { .kind = CP_STEP_CARD,
                     .key = "card_uid",
                     .question = N_ ("Tap a card for them"),
                     .hint = N_ ("Hold it on the reader, or go on without a card."),
                     .optional = TRUE } } } } },
  MEMBERSHIP ("unenrol_member",
              N_ ("Un-enrol"),
              TRUE,
              N_ ("You are no longer enrolled. You can come back at any time.")),
  MEMBERSHIP ("enrol_again", N_ ("Enrol again"), FALSE, N_ ("Welcome back.")),
  MEMBERSHIP ("deactivate_member",
              N_ ("Put on hold"),
              TRUE,
              N_ ("Your membership pauses. You keep your points.")),
  MEMBERSHIP ("reactivate_member",
              N_ ("Reactivate"),
              FALSE,
              N_ ("Your membership is active again. Everything is as it was.")),
  MEMBERSHIP ("block_account",
              N_ ("Block account"),
              TRUE,
              N_ ("Your account is blocked. Nobody can use it, and everything on it is kept.")),
  MEMBERSHIP ("unblock_account", N_ ("Unblock account"), FALSE, N_ ("Your cards work again.")),
  { .name = "end_visit",
    .title = N_ ("End visit"),
    .for_member = TRUE,
    .without_review = TRUE,
    .parts = { { "end_visit", { REASON (N_ ("How did the visit end?")) } } } },
};

const CpFlowSpec *
cp_flow_specs (guint *ret_n)
{
  *ret_n = G_N_ELEMENTS (SPECS);
  return SPECS;
}

const CpFlowSpec *
cp_flow_spec_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (SPECS); i++)
    if (g_strcmp0 (SPECS[i].name, name) == 0)
      return &SPECS[i];
  return NULL;
}
