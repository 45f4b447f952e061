/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Members: merge duplicates". Operation 25. At the counter it is a proposal;
 * head office executes it. */
#include "cp-card-state.h"
#include "cp-contact.h"
#include "cp-form-field.h"
#include "cp-held-status.h"
#include "cp-lists.h"
#include "cp-move.h"
#include "cp-profile-field.h"
#include "cp-subscription.h"
#include "cp-tier.h"

#include <glib/gi18n-lib.h>

/* Of the first status that tier points bring; nothing else in a merge has an id of its own. */
#define TIER_NUMBER 1

typedef struct {
  CpMove move;
  const CpMember *winner;
  const CpMember *loser;
} Merge;

static gboolean
is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

static CpRejection
judge_loser (const CpMember *loser)
{
  if (loser == NULL || loser->state == CP_MEMBER_ERASED)
    return CP_REJECTION_MEMBER_NOT_FOUND;
  if (loser->state == CP_MEMBER_MERGED)
    return CP_REJECTION_MEMBER_MERGED;
  if (loser->state == CP_MEMBER_ON_HOLD)
    return CP_REJECTION_MEMBER_ON_HOLD;
  return CP_REJECTION_NONE;
}

static gboolean
check (const CpCase *the_case,
       const CpOperation *operation,
       const CpMember *loser,
       const CpAccount *from,
       CpDecision *decision)
{
  CpRejection code = judge_loser (loser);
  const CpAccountRow *row = from != NULL ? cp_account_get_row (from) : NULL;

  if (code != CP_REJECTION_NONE)
    cp_decision_refuse (decision, code, _ ("It is the duplicate that this is about."));
  else if (g_str_equal (loser->entity.id, operation->member_id))
    cp_decision_refuse (decision, CP_REJECTION_INVALID,
                        _ ("Nobody can be merged into themselves."));
  else if (row != NULL && row->blocked)
    cp_decision_refuse (decision, CP_REJECTION_ACCOUNT_BLOCKED,
                        _ ("The duplicate's account is blocked."));
  else if (from != the_case->account && cp_account_count_members (from) > 1)
    cp_decision_refuse (decision, CP_REJECTION_INVALID,
                        _ ("The duplicate is part of a family account, which can't be split."));
  return decision->code == CP_REJECTION_NONE;
}

static void
note_difference (CpDecision *decision,
                 const CpFormField *field,
                 const char *own,
                 const char *other,
                 gboolean takes)
{
  CpJson *difference = json_object ();
  g_autofree char *own_text = cp_form_field_show (field, own);
  g_autofree char *other_text = cp_form_field_show (field, other);

  cp_json_set_text (difference, "field", field->field);
  cp_json_set_text (difference, "label", cp_form_field_get_label (field));
  cp_json_set_text (difference, "own", own_text);
  cp_json_set_text (difference, "other", other_text);
  cp_json_set_bool (difference, "takes_other", takes);
  if (decision->differences == NULL)
    decision->differences = json_array ();
  cp_json_append (decision->differences, difference);
}

/* A phone number or address that is too fresh to prove anything stays so. */
static void
take_field (const Merge *merge, CpMember *merged, const char *field, const char *text)
{
  cp_profile_field_set (merged, field, text);
  if (cp_contact_is_contact (field))
    merged->contact_changed_at_ms =
        MAX (merged->contact_changed_at_ms, merge->loser->contact_changed_at_ms);
}

/* What is not for the eyes of whoever merges is taken over where the winner has nothing, and not shown. */
static gboolean
may_see (const Merge *merge, const CpFormField *field)
{
  const CpCase *the_case = merge->move.the_case;

  return !field->sensitive ||
         (the_case->staff != NULL &&
          cp_programme_may_see (the_case->programme, the_case->staff->role_id, field));
}

static void
tell_taken (const Merge *merge, const CpFormField *field, const char *other)
{
  g_autofree char *text = cp_form_field_say (field, other);

  if (may_see (merge, field))
    cp_decision_add_effect (merge->move.decision, _ ("%s: takes over %s."),
                            cp_form_field_get_label (field), text);
  else
    cp_decision_add_effect (merge->move.decision, _ ("%s is taken over."),
                            cp_form_field_get_label (field));
}

/* The winner's own fields stay unless they are empty, or staff chose the other one's. */
static CpMember *
merge_profile (const Merge *merge)
{
  const CpMergeMembers *payload = merge->move.operation->payload;
  const GPtrArray *form = merge->move.the_case->programme->form;
  CpMember *merged = cp_entity_copy (merge->winner);

  for (guint i = 0; i < form->len; i++) {
    const CpFormField *field = form->pdata[i];
    const char *own = cp_profile_field_get (merge->winner, field->field);
    const char *other = cp_profile_field_get (merge->loser, field->field);
    gboolean takes_other =
        !is_empty (other) &&
        (is_empty (own) ||
         g_strcmp0 (cp_json_get_text (payload->keep, field->field), "loser") == 0);

    if (takes_other && g_strcmp0 (own, other) != 0)
      take_field (merge, merged, field->field, other);
    if (is_empty (own) && takes_other)
      tell_taken (merge, field, other);
    else if (!is_empty (own) && !is_empty (other) && g_strcmp0 (own, other) != 0 &&
             may_see (merge, field))
      note_difference (merge->move.decision, field, own, other, takes_other);
  }
  return merged;
}

static CpJson *
add_former (const CpJson *former, const char *account_id)
{
  CpJson *list = former != NULL ? json_copy ((json_t *) former) : json_array ();

  cp_json_append (list, json_string (account_id));
  return list;
}

/* The id stays an alias for ever: whatever still names it reaches the survivor. */
static void
make_alias (const Merge *merge)
{
  CpMember *alias = cp_entity_copy (merge->loser);

  g_free (alias->entity.account_id);
  alias->entity.account_id = g_strdup (merge->move.to_id);
  alias->state = CP_MEMBER_MERGED;
  g_free (alias->merged_into);
  alias->merged_into = g_strdup (merge->winner->entity.id);
  if (merge->move.from != merge->move.the_case->account) {
    CpJson *former = add_former (alias->former_account_ids, merge->move.from->id);

    json_decref (alias->former_account_ids);
    alias->former_account_ids = former;
  }
  cp_decision_change (merge->move.decision, alias);
}

/* Whoever was merged into the loser before, or left, comes along. */
static void
move_other_members (const Merge *merge)
{
  const GPtrArray *members = merge->move.from->rows[CP_KIND_MEMBER];

  if (merge->move.from == merge->move.the_case->account)
    return;
  for (guint i = 0; i < members->len; i++) {
    CpMember *member;

    if (members->pdata[i] == merge->loser)
      continue;
    member = cp_move_copy (&merge->move, members->pdata[i]);
    if (member->former_account_ids == NULL)
      member->former_account_ids = add_former (NULL, merge->move.from->id);
    cp_decision_change (merge->move.decision, member);
  }
}

static gboolean
is_live (const CpCard *card)
{
  return card->state == CP_CARD_LINKED || card->state == CP_CARD_ACTIVE;
}

static void
block (const Merge *merge, CpCard *card)
{
  card->blocked = TRUE;
  g_free (card->block_reason);
  card->block_reason = g_strdup (_ ("More cards than are allowed, after a merge"));
  g_free (card->blocked_by_operation_id);
  card->blocked_by_operation_id = g_strdup (merge->move.operation->id);
}

/* Cards beyond the maximum arrive blocked; a main card becomes an additional one where there is one. */
static void
move_cards (const Merge *merge)
{
  const CpProgramme *programme = merge->move.the_case->programme;
  const CpAccount *account = merge->move.the_case->account;
  const GPtrArray *cards = merge->move.from->rows[CP_KIND_CARD];
  gint64 n = cp_card_count_live (account, merge->winner->entity.id, -1);
  gboolean has_main = cp_card_count_live (account, merge->winner->entity.id, CP_CARD_PHYSICAL) > 0;
  guint n_blocked = 0;

  for (guint i = 0; i < cards->len; i++) {
    CpCard *card;

    if (merge->move.from == account &&
        g_strcmp0 (((CpCard *) cards->pdata[i])->member_id, merge->loser->entity.id) != 0)
      continue;
    card = cp_move_copy (&merge->move, cards->pdata[i]);
    if (card->medium == CP_CARD_PHYSICAL && has_main)
      card->medium = CP_CARD_ADDITIONAL;
    has_main = has_main || (card->medium == CP_CARD_PHYSICAL && is_live (card));
    if (is_live (card) && ++n > programme->max_cards && programme->max_cards > 0 &&
        !card->blocked) {
      block (merge, card);
      n_blocked++;
    }
    cp_decision_change (merge->move.decision, card);
  }
  if (n_blocked > 0)
    cp_decision_add_effect (merge->move.decision,
                            _ ("Cards beyond the maximum arrive blocked: %u."), n_blocked);
}

static gint64
get_rank (const CpProgramme *programme, const CpStatus *status)
{
  const CpStatusDefinition *definition = cp_programme_find_status (programme, status->status_id);

  return definition != NULL ? definition->rank : -1;
}

static void
tell_status (const Merge *merge, const CpStatus *stays, const CpStatus *ends)
{
  const CpProgramme *programme = merge->move.the_case->programme;
  const CpStatusDefinition *kept = cp_programme_find_status (programme, stays->status_id);
  const CpStatusDefinition *lost = cp_programme_find_status (programme, ends->status_id);

  if (kept != NULL && lost != NULL && kept != lost)
    cp_decision_add_effect (merge->move.decision, _ ("Status: %s stays, %s ends."), kept->name,
                            lost->name);
}

/* Whether @one stays rather than @other: the higher, the longer, what points don't take away. */
static gboolean
is_better (const CpProgramme *programme, const CpStatus *one, const CpStatus *other)
{
  gint64 one_ms = one->until_ms != 0 ? one->until_ms : G_MAXINT64;
  gint64 other_ms = other->until_ms != 0 ? other->until_ms : G_MAXINT64;
  gint64 rank = get_rank (programme, one);
  gint64 other_rank = get_rank (programme, other);

  if (rank != other_rank)
    return rank > other_rank;
  if (one_ms != other_ms)
    return one_ms > other_ms;
  return !one->by_points && other->by_points;
}

/* In an exclusive system the better of the two is the one that stays, and of one that both have. */
static void
move_status (const Merge *merge, const CpStatus *status)
{
  const CpCase *the_case = merge->move.the_case;
  gint64 at_ms = cp_rule_time (the_case, merge->move.operation);
  const CpStatusSystem *system =
      cp_programme_find_status_system (the_case->programme, status->system_id);
  gboolean exclusive = system != NULL && system->exclusive;
  const CpStatus *own =
      cp_held_status_find (the_case->account, merge->winner->entity.id,
                           exclusive ? NULL : status->status_id, status->system_id, at_ms);
  CpStatus *moved = cp_move_copy (&merge->move, status);

  if (own != NULL && cp_held_status_counts_at (status, at_ms)) {
    gboolean better = is_better (the_case->programme, status, own);

    if (better)
      cp_held_status_end (own, at_ms, NULL, merge->move.decision);
    else
      cp_held_status_remove (moved, at_ms);
    tell_status (merge, better ? status : own, better ? own : status);
  }
  cp_decision_change (merge->move.decision, moved);
}

static void
move_statuses (const Merge *merge)
{
  const GPtrArray *statuses = merge->move.from->rows[CP_KIND_STATUS];

  for (guint i = 0; i < statuses->len; i++) {
    const CpStatus *status = statuses->pdata[i];

    if (g_strcmp0 (status->member_id, merge->loser->entity.id) == 0)
      move_status (merge, status);
    else if (merge->move.from != merge->move.the_case->account)
      cp_decision_change (merge->move.decision, cp_move_copy (&merge->move, status));
  }
}

/* Tags and lists have ids of what they say, so that the winner's and the loser's are different rows; of
 * what both had the loser's counts no more. */
static void
move_tags (const Merge *merge)
{
  const CpMove *move = &merge->move;
  const GPtrArray *rows = move->from->rows[CP_KIND_TAG];

  for (guint i = 0; i < rows->len; i++) {
    CpTag *copy = cp_move_copy (move, rows->pdata[i]);
    const CpTag *own = copy->tag != NULL
                           ? cp_tag_find (move->the_case->account, copy->member_id, copy->tag)
                           : NULL;

    copy->removed = copy->removed || (own != NULL && !own->removed);
    cp_decision_change (move->decision, copy);
  }
}

static void
move_lists (const Merge *merge)
{
  const CpMove *move = &merge->move;
  const GPtrArray *rows = move->from->rows[CP_KIND_FAVOURITE];

  for (guint i = 0; i < rows->len; i++) {
    CpFavourite *copy = cp_move_copy (move, rows->pdata[i]);
    const CpFavourite *own =
        cp_favourite_find (move->the_case->account, copy->member_id, copy->list, copy->product_id);

    copy->removed = copy->removed || (own != NULL && !own->removed);
    cp_decision_change (move->decision, copy);
  }
}

/* (nullable): what @member_id said of the same cell */
static const CpSubscription *
find_cell (const CpAccount *account, const char *member_id, const CpSubscription *cell)
{
  g_autofree char *id = cp_subscription_make_id (member_id, cell->mailing_id, cell->channel_id);

  return cp_account_find (account, CP_KIND_SUBSCRIPTION, id);
}

/* @said: (nullable): by the other. Their no counts from when they said it, so that nothing that either agreed
 * to before, and that is still on its way, stands. */
static void
say_no (CpSubscription *cell, const CpSubscription *said)
{
  cell->opted_in = FALSE;
  if (said == NULL || said->at_ms <= cell->at_ms)
    return;
  cell->at_ms = said->at_ms;
  g_free (cell->staff_id);
  cell->staff_id = g_strdup (said->staff_id);
  g_free (cell->operation_id);
  cell->operation_id = g_strdup (said->operation_id);
}

/* (transfer full): what the loser said, as if the winner had. @own: (nullable): what they had said themselves */
static CpSubscription *
take_over (const Merge *merge, const CpSubscription *said, const CpSubscription *own)
{
  CpSubscription *taken = cp_move_copy (&merge->move, said);

  g_free (taken->entity.id);
  taken->entity.id =
      cp_subscription_make_id (merge->winner->entity.id, said->mailing_id, said->channel_id);
  taken->entity.ver = own != NULL ? own->entity.ver : 0;
  return taken;
}

/* The loser's last word is the winner's own, also where the winner had said nothing. If it was yes it is no
 * from now on, since not both had agreed; but what came before that word counts no more. */
static void
keep_last_word (const Merge *merge, const CpSubscription *said)
{
  const CpSubscription *own =
      find_cell (merge->move.the_case->account, merge->winner->entity.id, said);
  CpSubscription *kept;

  if (g_strcmp0 (said->member_id, merge->loser->entity.id) != 0 ||
      (own != NULL && (own->opted_in || own->at_ms >= said->at_ms)))
    return;
  kept = own != NULL ? cp_entity_copy (own) : take_over (merge, said, NULL);
  say_no (kept, said);
  cp_decision_change (merge->move.decision, kept);
}

/* The most restrictive consent wins: only what both agreed to is agreed to, as whoever did so last. */
static guint
end_own_consent (const Merge *merge)
{
  const GPtrArray *own = merge->move.the_case->account->rows[CP_KIND_SUBSCRIPTION];
  guint n_ended = 0;

  for (guint i = 0; i < own->len; i++) {
    const CpSubscription *cell = own->pdata[i];
    const CpSubscription *said = find_cell (merge->move.from, merge->loser->entity.id, cell);
    CpSubscription *ended;

    if (!cell->opted_in || g_strcmp0 (cell->member_id, merge->winner->entity.id) != 0)
      continue;
    if (said != NULL && said->opted_in) {
      if (said->at_ms > cell->at_ms)
        cp_decision_change (merge->move.decision, take_over (merge, said, cell));
      continue;
    }
    ended = cp_entity_copy (cell);
    say_no (ended, said);
    cp_decision_change (merge->move.decision, ended);
    n_ended++;
  }
  return n_ended;
}

/* What the loser, and whoever was merged into them before, had said comes along as evidence. */
static void
merge_consent (const Merge *merge)
{
  const GPtrArray *others = merge->move.from->rows[CP_KIND_SUBSCRIPTION];
  guint n_ended = end_own_consent (merge);

  if (n_ended > 0)
    cp_decision_add_effect (merge->move.decision,
                            _ ("Mailings that not both had agreed to stop: %u."), n_ended);
  for (guint i = 0; i < others->len; i++) {
    CpSubscription *moved;

    if (merge->move.from == merge->move.the_case->account &&
        g_strcmp0 (((CpSubscription *) others->pdata[i])->member_id, merge->loser->entity.id) != 0)
      continue;
    keep_last_word (merge, others->pdata[i]);
    moved = cp_entity_copy (others->pdata[i]);
    g_free (moved->entity.account_id);
    moved->entity.account_id = g_strdup (merge->move.to_id);
    moved->opted_in = FALSE;
    cp_decision_change (merge->move.decision, moved);
  }
}

/* What both had together may be enough for a higher level. */
static void
update_tier (const Merge *merge)
{
  const CpMove *move = &merge->move;
  g_autoptr (CpAccount) after = cp_account_copy (move->the_case->account);
  g_autoptr (CpDecision) tiers = cp_decision_new ();
  CpCase as_it_is = *move->the_case;
  guint n = TIER_NUMBER;

  cp_decision_apply (move->decision, after, FALSE);
  as_it_is.account = after;
  cp_tier_update (&as_it_is, move->operation, merge->winner->entity.id, &n, tiers);
  for (guint i = 0; i < tiers->changes->len; i++)
    cp_decision_change (move->decision, cp_entity_copy (tiers->changes->pdata[i]));
  for (guint i = 0; i < tiers->effects->len; i++)
    cp_decision_add_effect (move->decision, "%s", (char *) tiers->effects->pdata[i]);
}

static void
execute (const Merge *merge, CpMember *merged)
{
  cp_decision_change (merge->move.decision, merged);
  make_alias (merge);
  move_other_members (merge);
  move_cards (merge);
  move_statuses (merge);
  move_tags (merge);
  move_lists (merge);
  merge_consent (merge);
  cp_move_rows (&merge->move);
  update_tier (merge);
  if (merge->move.from == merge->move.the_case->account)
    return;
  cp_move_leave_sign (&merge->move);
}

/* What would be written is what the preview tells of; only head office writes it. */
static void
keep_sentences_only (CpDecision *decision, guint n_before)
{
  g_ptr_array_set_size (decision->changes, (int) n_before);
  cp_decision_add_effect (decision, _ ("It is a proposal until head office has carried it out."));
}

/* Of somebody whose removal was asked for nothing is shown any more, wherever it would stand. */
static void
hide_profile (const Merge *merge, guint n_effects)
{
  CpDecision *decision = merge->move.decision;

  if (!merge->winner->removing && !merge->loser->removing)
    return;
  g_ptr_array_set_size (decision->effects, (int) n_effects);
  g_clear_pointer (&decision->differences, json_decref);
  cp_decision_add_effect (decision,
                          _ ("One of them is to be removed: what stands in the profiles is "
                             "not shown."));
}

void
cp_rule_merge_members (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpMergeMembers *payload = operation->payload;
  const CpAccount *from = NULL;
  const CpMember *loser = cp_move_find_other (the_case, payload->loser_id, &from);
  Merge merge = { { the_case, operation, from, the_case->account->id, payload->loser_id,
                    operation->member_id, decision },
                  cp_rule_get_member (the_case, operation),
                  loser };
  guint n_before = decision->changes->len;
  guint n_effects;
  CpMember *merged;
  g_autofree char *winner_name = NULL;
  g_autofree char *loser_name = NULL;

  if (!check (the_case, operation, loser, from, decision))
    return;
  winner_name = cp_wording_name (merge.winner);
  loser_name = cp_wording_name (loser);
  cp_decision_add_effect (decision, _ ("%s becomes one with %s, for ever."), loser_name,
                          winner_name);
  cp_move_tell (&merge.move);
  n_effects = decision->effects->len;
  merged = merge_profile (&merge);
  hide_profile (&merge, n_effects);
  execute (&merge, merged);
  if (!cp_rule_is_final (the_case))
    keep_sentences_only (decision, n_before);
}
