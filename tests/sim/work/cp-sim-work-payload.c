/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is asked for: mostly what can be done, sometimes what can't. */
#include "cp-sim-template.h"
#include "cp-sim-work-private.h"
#include "cp-test-chain.h"

/* Cards that no account of the template has; few, so that kiosks reach for the same one. */
#define N_NEW_CARDS 5
#define FIRST_NEW_CARD 0x200

static const guint weights[CP_N_OPERATION_KINDS] = {
  [CP_OPERATION_ENROL_MEMBER] = 6,   [CP_OPERATION_EDIT_PROFILE] = 8,
  [CP_OPERATION_SET_STATUS] = 6,     [CP_OPERATION_REMOVE_STATUS] = 4,
  [CP_OPERATION_LINK_CARD] = 6,      [CP_OPERATION_BLOCK_CARD] = 8,
  [CP_OPERATION_UNBLOCK_CARD] = 4,   [CP_OPERATION_REPLACE_CARD] = 5,
  [CP_OPERATION_ISSUE_BENEFIT] = 6,  [CP_OPERATION_ISSUE_REWARD] = 14,
  [CP_OPERATION_VOID_INCENTIVE] = 5, [CP_OPERATION_REDEEM_REWARD] = 22,
  [CP_OPERATION_CLAIM_RECEIPT] = 8,  [CP_OPERATION_END_VISIT] = 3,
};

static guint
below (CpSimWork *self, guint limit)
{
  return (guint) cp_sim_random_below (&self->random, limit);
}

const char *
cp_sim_work_pick (CpSimWork *self, const CpJson *view, const char *list, const char *key)
{
  const CpJson *items = cp_json_get_array (view, list);
  const char *text = NULL;

  if (json_array_size (items) > 0)
    text = cp_json_get_text (json_array_get (items, below (self, (guint) json_array_size (items))),
                             key);
  return text != NULL ? text : "019b76da-a800-7000-8000-ffffffffffff";
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
}

static void
add_edit (CpSimWork *self, const CpJson *view, CpJson *payload)
{
  static const char *const fields[] = { "city", "postcode" };
  const char *field = fields[below (self, G_N_ELEMENTS (fields))];
  const char *before = cp_json_get_text (cp_json_get_object (view, "member"), field);
  g_autofree char *text = g_strdup_printf ("Place %u", below (self, 10));
  CpJson *set = json_object ();
  CpJson *seen = json_object ();

  cp_json_set_text (set, field, text);
  cp_json_set_text (seen, field, before != NULL ? before : "");
  cp_json_set (payload, "set", set);
  cp_json_set (payload, "seen", seen);
}

static void
add_status (CpSimWork *self, const CpJson *view, CpOperationKind kind, CpJson *payload)
{
  static const char *const statuses[] = { "silver", "gold", "black", "vip" };

  if (kind == CP_OPERATION_SET_STATUS)
    cp_json_set_text (payload, "status_id", statuses[below (self, G_N_ELEMENTS (statuses))]);
  else
    cp_json_set_text (payload, "status_id", cp_sim_work_pick (self, view, "statuses", "status"));
  cp_json_set_text (payload, "reason", "asked for");
}

/* Mostly a card that is blocked, or not, as it has to be. */
static const char *
pick_card (CpSimWork *self, const CpJson *view, gboolean blocked)
{
  const CpJson *cards = cp_json_get_array (view, "cards");
  gsize n = json_array_size (cards);
  gsize first = n > 0 ? below (self, (guint) n) : 0;

  for (gsize i = 0; i < n && below (self, 10) != 0; i++) {
    const CpJson *card = json_array_get (cards, (first + i) % n);

    if (cp_json_get_bool (card, "blocked") == blocked)
      return cp_json_get_text (card, "id");
  }
  return cp_sim_work_pick (self, view, "cards", "id");
}

static void
add_card (CpSimWork *self, const CpJson *view, CpOperationKind kind, CpJson *payload)
{
  g_autofree char *uid = pick_new_uid (self);

  if (kind != CP_OPERATION_LINK_CARD)
    cp_json_set_text (payload, "card_id", pick_card (self, view, kind != CP_OPERATION_BLOCK_CARD));
  if (kind == CP_OPERATION_LINK_CARD || kind == CP_OPERATION_REPLACE_CARD)
    cp_json_set_text (payload, "uid", uid);
  if (kind == CP_OPERATION_BLOCK_CARD)
    cp_json_set_text (payload, "reason_id", "lost");
  if (kind == CP_OPERATION_UNBLOCK_CARD)
    cp_json_set_text (payload, "reason_id", "found");
}

static void
add_redemption (CpSimWork *self, const CpJson *view, CpJson *payload)
{
  gint64 amount_minor = (gint64) (1 + below (self, 12)) * 50;

  cp_json_set_int (payload, "amount_minor", amount_minor);
  cp_json_set_int (payload, "basket_minor", 5000);
  if (below (self, 4) == 0)
    cp_json_set_bool (payload, "hold", TRUE);
  if (below (self, 4) == 0)
    cp_json_set_text (payload, "incentive_id", cp_sim_work_pick (self, view, "incentives", "id"));
}

static void
add_claim (CpSimWork *self, CpJson *payload)
{
  g_autofree char *number = g_strdup_printf ("R-%04u", 1 + below (self, CP_SIM_N_RECEIPTS));

  cp_json_set_text (payload, "number", number);
  cp_json_set_text (payload, "store_id", "high");
}

static void
add_issue (CpSimWork *self, CpOperationKind kind, CpJson *payload)
{
  static const char *const rewards[] = { "five_off", "ten_off", "capped_off", "whole_off" };

  cp_json_set_text (payload, "definition_id",
                    kind == CP_OPERATION_ISSUE_BENEFIT
                        ? "coffee"
                        : rewards[below (self, G_N_ELEMENTS (rewards))]);
  cp_json_set_text (payload, "reason", "sorry");
}

static void
add_void (CpSimWork *self, const CpJson *view, CpJson *payload)
{
  cp_json_set_text (payload, "incentive_id", cp_sim_work_pick (self, view, "incentives", "id"));
  cp_json_set_text (payload, "reason_id", "mistake");
}

CpOperationKind
cp_sim_work_pick_kind (CpSimWork *self)
{
  guint all[CP_N_OPERATION_KINDS];

  for (guint i = 0; i < CP_N_OPERATION_KINDS; i++)
    all[i] = weights[i] + cp_sim_work_get_template_weight ((CpOperationKind) i);
  return (CpOperationKind) cp_sim_random_pick (&self->random, all, CP_N_OPERATION_KINDS);
}

gboolean
cp_sim_work_knows_kind (CpOperationKind kind)
{
  return weights[kind] + cp_sim_work_get_template_weight (kind) > 0;
}

CpJson *
cp_sim_work_make_payload (CpSimWork *self, CpOperationKind kind, const CpJson *view)
{
  CpJson *payload;

  if (cp_sim_work_get_template_weight (kind) > 0)
    return cp_sim_work_expand_template (self, kind, view);
  payload = json_object ();
  switch ((int) kind) { /* those without a weight are never picked */
  case CP_OPERATION_ENROL_MEMBER:
    add_enrolment (self, payload);
    break;
  case CP_OPERATION_EDIT_PROFILE:
    add_edit (self, view, payload);
    break;
  case CP_OPERATION_SET_STATUS:
  case CP_OPERATION_REMOVE_STATUS:
    add_status (self, view, kind, payload);
    break;
  case CP_OPERATION_LINK_CARD:
  case CP_OPERATION_BLOCK_CARD:
  case CP_OPERATION_UNBLOCK_CARD:
  case CP_OPERATION_REPLACE_CARD:
    add_card (self, view, kind, payload);
    break;
  case CP_OPERATION_ISSUE_BENEFIT:
  case CP_OPERATION_ISSUE_REWARD:
    add_issue (self, kind, payload);
    break;
  case CP_OPERATION_VOID_INCENTIVE:
    add_void (self, view, payload);
    break;
  case CP_OPERATION_REDEEM_REWARD:
    add_redemption (self, view, payload);
    break;
  case CP_OPERATION_CLAIM_RECEIPT:
    add_claim (self, payload);
    break;
  default:
    cp_json_set_text (payload, "reason_id", "served");
    break;
  }
  return payload;
}
