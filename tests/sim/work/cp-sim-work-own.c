/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Members who come to a kiosk alone, and do there what is theirs to do. */
#include "cp-sim-work-private.h"

/* What everybody of the test chain would answer, who was not enrolled in the run. */
#define FIELD "birth_date"
#define ANSWER "1980-05-17"
#define WRONG_ANSWER "1980-05-18"

#define MOST_DEEDS 3

static const struct {
  CpOperationKind kind;
  CpSimTally tally;
  guint weight;
  const char *template; /* (nullable): where it is not what staff ask for */
} choices[] = {
  { CP_OPERATION_OPT_IN, CP_SIM_TALLY_OWN_OPT_IN, 3,
    "{'mailing_id':'{news|offers}','channel_id':'{email|sms|post}','text_version':'kiosk-1',"
    "'language':'en','method':'kiosk'}" },
  { CP_OPERATION_OPT_OUT, CP_SIM_TALLY_OWN_OPT_OUT, 2, NULL },
  { CP_OPERATION_ADD_FAVOURITE, CP_SIM_TALLY_OWN_ADD_FAVOURITE, 3,
    "{'list':'{wish|favourite}','product_id':'{scarf|hat}'}" },
  { CP_OPERATION_REMOVE_FAVOURITE, CP_SIM_TALLY_OWN_REMOVE_FAVOURITE, 3, NULL },
  { CP_OPERATION_CLAIM_INCENTIVE, CP_SIM_TALLY_OWN_CLAIM_INCENTIVE, 3, NULL },
};

static gboolean
one_in (CpSimWork *self, guint n)
{
  return cp_sim_random_below (&self->random, n) == 0;
}

/* (transfer full) (nullable): what the kiosk shows whoever holds the card to it */
static CpJson *
come (CpSimWork *self, CpSimKiosk *kiosk, const char *uid)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) result = cp_sim_kiosk_tap_alone (kiosk, uid, &error);

  self->counts.n_taps++;
  cp_sim_work_check_error (self, kiosk, error);
  return json_incref (cp_json_get_object (result, "own"));
}

/* Whether they are believed. */
static gboolean
say_who_they_are (CpSimWork *self, CpSimKiosk *kiosk, const CpJson *own)
{
  const char *answer = one_in (self, 8) ? WRONG_ANSWER : ANSWER;
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) reply =
      cp_sim_kiosk_answer_alone (kiosk, cp_json_get_text (own, "member_id"), FIELD, answer, &error);

  cp_sim_work_check_error (self, kiosk, error);
  return cp_json_get_bool (reply, "identified");
}

/* Which of the choices: mostly one that is offered. */
static guint
choose (CpSimWork *self, const CpJson *own)
{
  const CpJson *offers = cp_json_get_object (own, "operations");
  gboolean is_stubborn = one_in (self, 10);
  guint weights[G_N_ELEMENTS (choices)];

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++) {
    const char *word = cp_operation_kind_get_info (choices[i].kind)->word;
    gboolean is_idle = choices[i].kind == CP_OPERATION_REMOVE_FAVOURITE &&
                       json_array_size (cp_json_get_array (own, "favourites")) == 0;
    gboolean is_offered =
        cp_json_get_bool (cp_json_get_object (offers, word), "allowed") && !is_idle;

    weights[i] = is_stubborn || is_offered ? choices[i].weight : 0;
  }
  /* Whoever may do nothing tries all the same. */
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    if (weights[i] > 0)
      return cp_sim_random_pick (&self->random, weights, G_N_ELEMENTS (choices));
  return 0;
}

/* How often @list (nullable) has a row that says the same as @payload at both pairs of keys. */
static guint
count_rows (const CpJson *list, const CpJson *payload, const char *const keys[4], const char *flag)
{
  guint n = 0;

  for (gsize i = 0; i < json_array_size (list); i++) {
    const CpJson *row = json_array_get (list, i);

    n += g_strcmp0 (cp_json_get_text (row, keys[0]), cp_json_get_text (payload, keys[1])) == 0 &&
         g_strcmp0 (cp_json_get_text (row, keys[2]), cp_json_get_text (payload, keys[3])) == 0 &&
         (flag == NULL || cp_json_get_bool (row, flag));
  }
  return n;
}

/* How often @view shows what @deed was about. */
static guint
count_shown (const CpSimDeed *deed, const CpJson *view)
{
  static const char *const cell[] = { "mailing", "mailing_id", "channel", "channel_id" };
  static const char *const product[] = { "list", "list", "product_id", "product_id" };

  if (deed->kind == CP_OPERATION_OPT_IN || deed->kind == CP_OPERATION_OPT_OUT)
    return count_rows (cp_json_get_array (view, "subscriptions"), deed->payload, cell, "opted_in");
  return count_rows (cp_json_get_array (view, "favourites"), deed->payload, product, NULL);
}

/* The screen after it shows it, once. */
static void
check_shown (CpSimWork *self, const CpSimDeed *deed, const CpJson *after)
{
  gboolean takes_away = cp_operation_kind_takes_away (deed->kind);
  guint n_after = count_shown (deed, after);

  if (deed->kind != CP_OPERATION_CLAIM_INCENTIVE && n_after != (takes_away ? 0 : 1))
    cp_sim_oracle_fail (self->scene->oracle, "counted once",
                        "till-%u: a member did deed %u alone, and sees it %u times", deed->kiosk,
                        deed->number, n_after);
}

/* Who is there alone learns nothing that is for staff. */
static void
check_private (CpSimWork *self, const CpSimDeed *deed, const CpJson *view)
{
  static const char *const keys[] = { "member", "notes", "tags", "tasks", "actions", "cards" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (json_object_get (view, keys[i]) != NULL)
      cp_sim_oracle_fail (self->scene->oracle, "private",
                          "till-%u: a member who did deed %u alone is shown %s", deed->kiosk,
                          deed->number, keys[i]);
}

static void
take_answer (CpSimWork *self, CpSimKiosk *kiosk, CpSimDeed *deed, const CpJson *result)
{
  const CpJson *view = cp_json_get_object (result, "view");

  cp_sim_work_count (self, kiosk, deed, result);
  if (view == NULL || deed->state != CP_SIM_DEED_ACCEPTED)
    return;
  check_private (self, deed, view);
  cp_sim_oracle_check_once (self->scene->oracle, deed->kiosk, view);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    self->scene->tallies[choices[i].tally] += choices[i].kind == deed->kind;
}

/* Cards prove nothing here but their number, and that gives nothing away. */
static void
check_proven (CpSimWork *self, const CpSimDeed *deed)
{
  if (!cp_operation_kind_takes_away (deed->kind))
    cp_sim_oracle_fail (self->scene->oracle, "proven",
                        "till-%u: whoever did deed %u alone has not said who they are", deed->kiosk,
                        deed->number);
}

/* @own_view: what they see, which is another thing then */
static void
do_one (
    CpSimWork *self, CpSimKiosk *kiosk, const char *uid, CpJson **own_view, gboolean is_identified)
{
  const CpJson *own = *own_view;
  guint i = choose (self, own);
  CpOperationKind kind = choices[i].kind;
  const CpJson *target = cp_sim_work_pick_target (self, kind, own);
  CpJson *payload = choices[i].template != NULL
                        ? cp_sim_work_expand (self, target, choices[i].template)
                        : cp_sim_work_expand_template (self, kind, target);
  g_autoptr (CpJson) request =
      cp_sim_work_make_request (self, kiosk, kind, cp_json_get_text (own, "member_id"), payload);
  CpSimDeed *deed = cp_sim_oracle_ask (self->scene->oracle, cp_sim_kiosk_get_node (kiosk),
                                       cp_sim_loop_now_ms (self->scene->loop), request);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) result = cp_sim_kiosk_submit_alone (kiosk, request, &error);

  deed->own_uid = g_strdup (uid);
  cp_sim_oracle_hear (self->scene->oracle, deed, result, cp_sim_work_is_not_written (error));
  cp_sim_work_check_error (self, kiosk, error);
  take_answer (self, kiosk, deed, result);
  if (deed->state != CP_SIM_DEED_ACCEPTED)
    return;
  if (!is_identified)
    check_proven (self, deed);
  if (!cp_json_get_bool (result, "asked"))
    check_shown (self, deed, cp_json_get_object (result, "view"));
  json_decref (*own_view);
  *own_view = json_incref (cp_json_get_object (result, "view"));
}

void
cp_sim_work_do_alone (CpSimWork *self, CpSimKiosk *kiosk)
{
  g_autofree char *uid = NULL;
  g_autoptr (CpJson) own = NULL;
  gboolean is_identified;
  guint n_deeds;

  if (!cp_sim_kiosk_is_up (kiosk))
    return;
  uid = cp_sim_work_pick_uid (self);
  own = come (self, kiosk, uid);
  if (own == NULL)
    return;
  is_identified = !one_in (self, 4) && say_who_they_are (self, kiosk, own);
  n_deeds = 1 + (guint) cp_sim_random_below (&self->random, MOST_DEEDS);
  for (guint i = 0; i < n_deeds && cp_sim_kiosk_is_up (kiosk); i++)
    do_one (self, kiosk, uid, &own, is_identified);
  if (one_in (self, 2)) /* else the next one's tap ends it */
    cp_sim_kiosk_leave (kiosk);
}

/* Sooner or later they give up, and nobody will ever know. */
void
cp_sim_work_ask_again_alone (CpSimWork *self, CpSimKiosk *kiosk, CpSimDeed *deed)
{
  g_autoptr (CpJson) own = come (self, kiosk, deed->own_uid);
  g_autoptr (CpJson) request = cp_sim_work_request_again (deed);
  g_autoptr (CpJson) result = NULL;
  g_autoptr (GError) error = NULL;

  if (own != NULL) {
    cp_sim_oracle_ask (self->scene->oracle, deed->kiosk, cp_sim_loop_now_ms (self->scene->loop),
                       request);
    result = cp_sim_kiosk_submit_alone (kiosk, request, &error);
    cp_sim_oracle_hear (self->scene->oracle, deed, result, FALSE);
    cp_sim_work_check_error (self, kiosk, error);
    take_answer (self, kiosk, deed, result);
  }
  if (deed->state == CP_SIM_DEED_UNKNOWN && one_in (self, 3))
    deed->state = CP_SIM_DEED_MAY_BE_LOST;
}
