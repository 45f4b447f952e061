/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is asked for: mostly what can be done, sometimes what can't. */
#include "cp-sim-template.h"
#include "cp-sim-work-private.h"
#include "cp-test-chain.h"

/* Cards that no account of the template has; few, so that kiosks reach for the same one. */
#define N_NEW_CARDS 5
#define FIRST_NEW_CARD 0x200

static guint
below (CpSimWork *self, guint limit)
{
  return (guint) cp_sim_random_below (&self->random, limit);
}

char *
cp_sim_work_pick_uid (CpSimWork *self)
{
  return cp_test_chain_uid (below (self, 3) == 0 ? FIRST_NEW_CARD + below (self, N_NEW_CARDS)
                                                 : 1 + below (self, self->n_members));
}

static char *
pick_new_uid (CpSimWork *self)
{
  if (below (self, 2) == 0)
    return cp_test_chain_uid (FIRST_NEW_CARD + below (self, N_NEW_CARDS));
  return cp_test_chain_uid (0x1000 + self->n_taken++);
}

static void
add_enrolment (CpSimWork *self, CpJson *payload)
{
  guint n = self->n_taken++;
  g_autofree char *given = g_strdup_printf ("New%u", n);
  g_autofree char *phone =
      below (self, 10) == 0 ? g_strdup ("+442079460001") : g_strdup_printf ("+4420790%05u", n);
  g_autofree char *uid = pick_new_uid (self);

  cp_json_set_text (payload, "given_name", given);
  cp_json_set_text (payload, "family_name", "Comer");
  if (below (self, 20) != 0)
    cp_json_set_text (payload, "phone", phone);
  if (below (self, 2) == 0)
    cp_json_set_text (payload, "card_uid", uid);
  if (below (self, 3) == 0)
    cp_json_set_bool (payload, "despite_look_alikes", TRUE);
  cp_sim_work_add_own_fields (self, payload);
}

static void
edit_place (CpSimWork *self, const CpJson *view, CpJson *set, CpJson *seen)
{
  static const char *const fields[] = { "city", "postcode" };
  const char *field = fields[below (self, G_N_ELEMENTS (fields))];
  const char *before = cp_json_get_text (cp_json_get_object (view, "member"), field);
  g_autofree char *text = g_strdup_printf ("Place %u", below (self, 10));

  cp_json_set_text (set, field, text);
  cp_json_set_text (seen, field, before != NULL ? before : "");
}

static void
add_edit (CpSimWork *self, const CpJson *view, CpJson *payload)
{
  CpJson *set = json_object ();
  CpJson *seen = json_object ();

  if (below (self, 3) == 0)
    edit_place (self, view, set, seen);
  else
    cp_sim_work_edit_own_field (self, view, set, seen);
  cp_json_set (payload, "set", set);
  cp_json_set (payload, "seen", seen);
}

static void
add_card (CpSimWork *self, CpOperationKind kind, const CpJson *target, CpJson *payload)
{
  g_autofree char *uid = pick_new_uid (self);

  if (kind != CP_OPERATION_LINK_CARD)
    cp_json_set_text (payload, "card_id", cp_sim_work_get_target_text (target, "id"));
  if (kind != CP_OPERATION_BLOCK_CARD)
    cp_json_set_text (payload, "uid", uid);
  else
    cp_json_set_text (payload, "reason_id", "lost");
}

static void
add_redemption (CpSimWork *self, const CpJson *view, CpOperationKind kind, CpJson *payload)
{
  const CpJson *incentives = cp_json_get_array (view, "incentives");
  guint n = (guint) json_array_size (incentives);
  guint one = below (self, 12);
  guint other = below (self, 12);

  /* Most are small, so that tills without head office do what they may and would do more. */
  cp_json_set_int (payload, "amount_minor", (gint64) (1 + MIN (one, other)) * 50);
  cp_json_set_int (payload, "basket_minor", 5000);
  if (below (self, 4) == 0)
    cp_json_set_bool (payload, "hold", TRUE);
  if (kind == CP_OPERATION_REDEEM_REWARD && n > 0 && below (self, 4) == 0)
    cp_json_set_text (payload, "incentive_id",
                      cp_json_get_text (json_array_get (incentives, below (self, n)), "id"));
}

static void
add_claim (CpSimWork *self, CpJson *payload)
{
  g_autofree char *number = g_strdup_printf ("R-%04u", 1 + below (self, CP_SIM_N_RECEIPTS));

  cp_json_set_text (payload, "number", number);
  cp_json_set_text (payload, "store_id", "high");
}

/* (transfer full): of a card that works, as far as the view shows */
static char *
find_uid (CpSimWork *self, const CpJson *view)
{
  const CpJson *cards = cp_json_get_array (view, "cards");

  for (gsize i = 0; i < json_array_size (cards); i++) {
    const CpJson *card = json_array_get (cards, i);
    const char *tail = cp_json_get_text (card, "uid_tail");

    if (tail != NULL && cp_json_get_bool (card, "can_block"))
      return cp_test_chain_uid ((guint) g_ascii_strtoull (tail, NULL, 16));
  }
  return cp_sim_work_pick_uid (self);
}

/* Somebody else, and the cards of both: of the other the first one, or any. */
static void
add_other (CpSimWork *self, CpOperationKind kind, const CpJson *view, CpJson *payload)
{
  const char *member_id = cp_json_get_text (cp_json_get_object (view, "member"), "id");
  g_autofree char *uid = NULL;
  g_autofree char *other_uid = NULL;
  guint own = 0, other;

  while (own + 1 < self->members->len && g_strcmp0 (self->members->pdata[own], member_id) != 0)
    own++;
  other = below (self, MAX (self->members->len - 1, 1));
  other += self->members->len > 1 && other >= own;
  cp_json_set_text (payload, kind == CP_OPERATION_MERGE_MEMBERS ? "loser_id" : "other_member_id",
                    self->members->pdata[other]);
  if (kind == CP_OPERATION_MERGE_MEMBERS) {
    if (below (self, 2) == 0)
      cp_json_set (
          payload, "keep",
          json_pack ("{s:s, s:s}", CP_SIM_REQUIRED_FIELD, "loser", CP_SIM_SECRET_FIELD, "loser"));
    return;
  }
  uid = find_uid (self, view);
  other_uid = other < self->n_members ? cp_test_chain_uid (other + 1) : cp_sim_work_pick_uid (self);
  cp_json_set_text (payload, "card_uid", uid);
  cp_json_set_text (payload, "other_card_uid", other_uid);
}

CpJson *
cp_sim_work_make_payload (CpSimWork *self, CpOperationKind kind, const CpJson *view)
{
  const CpJson *target = cp_sim_work_pick_target (self, kind, view);
  CpJson *payload = cp_sim_work_expand_template (self, kind, target);

  if (payload != NULL)
    return payload;
  payload = json_object ();
  switch ((int) kind) { /* those that nobody chooses have none */
  case CP_OPERATION_ENROL_MEMBER:
    add_enrolment (self, payload);
    break;
  case CP_OPERATION_EDIT_PROFILE:
    add_edit (self, view, payload);
    break;
  case CP_OPERATION_MERGE_MEMBERS:
  case CP_OPERATION_JOIN_FAMILY:
    add_other (self, kind, view, payload);
    break;
  case CP_OPERATION_LINK_CARD:
  case CP_OPERATION_BLOCK_CARD:
  case CP_OPERATION_REPLACE_CARD:
    add_card (self, kind, target, payload);
    break;
  case CP_OPERATION_REDEEM_REWARD:
  case CP_OPERATION_REDEEM_CREDIT:
    add_redemption (self, view, kind, payload);
    break;
  case CP_OPERATION_CLAIM_RECEIPT:
    add_claim (self, payload);
    break;
  default:
    g_assert_not_reached ();
  }
  return payload;
}
