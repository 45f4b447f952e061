/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-json.h"
#include "cp-operation-kind.h"

G_BEGIN_DECLS

/**
 * CpSimDeedState:
 * @CP_SIM_DEED_UNKNOWN: the answer was an error; it may have been done or not
 * @CP_SIM_DEED_ACCEPTED: somebody was told that it is done
 * @CP_SIM_DEED_REFUSED: somebody was told that it is not
 * @CP_SIM_DEED_MAY_BE_LOST: it was accepted, and then the kiosk's disk was replaced by an old copy
 */
typedef enum {
  CP_SIM_DEED_UNKNOWN,
  CP_SIM_DEED_ACCEPTED,
  CP_SIM_DEED_REFUSED,
  CP_SIM_DEED_MAY_BE_LOST,
} CpSimDeedState;

/**
 * CpSimDeed: something that was asked of a kiosk.
 * @number: from 1, for the story
 * @at_office: head office has said that it has it
 * @is_poison: nobody can read it: head office keeps it, and has somebody look
 * @may_be_rejected: somebody at head office has looked, and rejected it, unless head office was restored since
 * @is_asked: it was accepted to be asked of head office, and has no effect before its word
 * @is_forgotten: the kiosk's disk was replaced by a copy from before it, so to the kiosk it is news
 * @may_be_done: nobody knows what came of an earlier try, so that one which wrote nothing says nothing of it
 * @card_id: (nullable): of blocking and unblocking
 * @own_uid: (nullable): of the card by which a member did it alone; else staff did
 * @poor_cards: (nullable): ids, with spaces between, of cards by which nothing may be taken
 */
typedef struct {
  char *id;
  guint number;
  guint kiosk;
  CpOperationKind kind;
  CpSimDeedState state;
  gboolean at_office;
  gboolean is_poison;
  gboolean may_be_rejected;
  gboolean is_asked;
  gboolean is_forgotten;
  gboolean may_be_done;
  gint64 at_ms;
  char *account_id;
  char *member_id;
  char *card_id;
  char *own_uid;
  char *poor_cards;
  CpJson *payload;
} CpSimDeed;

/**
 * CpSimOracle:
 *
 * What people were told, kept outside all simulated disks, and what must follow from it.
 */
typedef struct _CpSimOracle CpSimOracle;

CpSimOracle *cp_sim_oracle_new (void);
void cp_sim_oracle_free (CpSimOracle *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSimOracle, cp_sim_oracle_free)

/**
 * cp_sim_oracle_fail:
 * @invariant: its name, static text
 *
 * Something is wrong; the first one counts.
 */
void cp_sim_oracle_fail (CpSimOracle *self, const char *invariant, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/** cp_sim_oracle_get_failure: (transfer none) (nullable): the invariant's name and what was found */
const char *cp_sim_oracle_get_failure (const CpSimOracle *self);

/**
 * cp_sim_oracle_ask:
 * @request: with an `id`
 *
 * Somebody is about to ask for an operation; one with the same id is asked for again.
 *
 * Returns: (transfer none): its deed, unknown at first
 */
CpSimDeed *cp_sim_oracle_ask (CpSimOracle *self, guint kiosk, gint64 at_ms, const CpJson *request);

/**
 * cp_sim_oracle_hear:
 * @result: (nullable): what was answered, %NULL for an error
 * @is_full: the error said that nothing was written for want of room
 */
void
cp_sim_oracle_hear (CpSimOracle *self, CpSimDeed *deed, const CpJson *result, gboolean is_full);

/** cp_sim_oracle_take_over: this run goes on where that of @from ended: its deeds are known. */
void cp_sim_oracle_take_over (CpSimOracle *self, const CpSimOracle *from);

/** cp_sim_oracle_find: (transfer none) (nullable): */
CpSimDeed *cp_sim_oracle_find (CpSimOracle *self, const char *id);

/** cp_sim_oracle_pick_unknown: (transfer none) (nullable): the last deed of @kiosk that is unknown,
 *  to be asked for again */
CpSimDeed *cp_sim_oracle_pick_unknown (CpSimOracle *self, guint kiosk);

/** cp_sim_oracle_has_removed: whether somebody may have been removed */
gboolean cp_sim_oracle_has_removed (const CpSimOracle *self);

/** cp_sim_oracle_list: (transfer none) (element-type CpSimDeed): all, in order */
const GPtrArray *cp_sim_oracle_list (const CpSimOracle *self);

/** cp_sim_oracle_forget_since: the disk of @kiosk is now as it was at @since_ms. */
void cp_sim_oracle_forget_since (CpSimOracle *self, guint kiosk, gint64 since_ms);

/** cp_sim_oracle_office_forgets: head office's disk is an older one; it may not have what it had. */
void cp_sim_oracle_office_forgets (CpSimOracle *self);

/** cp_sim_oracle_tap: a card was held to @kiosk and told whose it is. */
void cp_sim_oracle_tap (CpSimOracle *self, guint kiosk, const char *card_id);

/** CpSimSums: what has been given to a member in rewards, and taken of it, as a view shows it. */
typedef struct {
  gint64 issued_minor;
  gint64 taken_minor;
  guint n_actions;
  gboolean is_thin;   /* what is asked of the member can't be answered here */
  gboolean has_holds; /* what is held lapses by a clock, and clocks jump here */
} CpSimSums;

/** cp_sim_sums_of_view: adds up a member's view. */
CpSimSums cp_sim_sums_of_view (const CpJson *view);

/** cp_sim_kind_has_plain_effect: whether an accepted operation has its whole effect on what was
 *  given and taken at once, and that is its value. Those that give back, or that wait for head
 *  office, have not. */
gboolean cp_sim_kind_has_plain_effect (CpOperationKind kind);

/** cp_sim_oracle_check_effect: an accepted deed has changed the view once, by what it is worth. */
void cp_sim_oracle_check_effect (CpSimOracle *self,
                                 const CpSimDeed *deed,
                                 const CpJson *before,
                                 const CpJson *after,
                                 gint64 value_minor);

/** cp_sim_oracle_check_spending: an accepted deed that redeems has taken what expires first, and by which
 *  of the cards in @before nothing may be taken is kept for the end. @after: (nullable): */
void cp_sim_oracle_check_spending (CpSimOracle *self,
                                   CpSimDeed *deed,
                                   const CpJson *before,
                                   const CpJson *after);

/** CpSimPurse: an incentive that something may be taken from, as a view or a row shows it; texts are borrowed.
 *  @is_usable: of the kind that is asked for, and at that time */
typedef struct {
  const char *id;
  const char *definition;
  gint64 issued_at_ms;
  gint64 expires_at_ms;
  gint64 balance_minor;
  gboolean is_usable;
} CpSimPurse;

/** cp_sim_oracle_check_nearest: @deed took from @touched_id, at @where: none of @purses (of CpSimPurse), as
 *  they were afterwards, goes before it and still holds anything. */
void cp_sim_oracle_check_nearest (CpSimOracle *self,
                                  const char *where,
                                  const CpSimDeed *deed,
                                  const GArray *purses,
                                  const char *touched_id);

/** cp_sim_oracle_check_once: no view names an operation twice, and each has at most one incentive */
void cp_sim_oracle_check_once (CpSimOracle *self, guint kiosk, const CpJson *view);

G_END_DECLS
