/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-work-private.h"

#include "cp-error.h"
#include "cp-sim-template.h"
#include "cp-test-chain.h"

/* How often something is made up before it counts as impossible. */
#define MOST_TRIES 400

CpSimWork *
cp_sim_work_new (const CpSimScene *scene, const CpSimOptions *options)
{
  CpSimWork *self = g_new0 (CpSimWork, 1);

  self->scene = scene;
  self->n_members = options->n_members;
  self->members = g_ptr_array_new_with_free_func (g_free);
  for (guint n = 1; n <= options->n_members; n++)
    g_ptr_array_add (self->members, cp_test_chain_id (n, "member"));
  cp_sim_random_init (&self->random, options->seed, "work");
  return self;
}

void
cp_sim_work_free (CpSimWork *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->members);
  for (guint i = 0; i < CP_SIM_N_KIOSKS; i++) {
    g_free (self->counters[i].new_uid);
    g_free (self->counters[i].member_id);
  }
  g_free (self);
}

const CpSimWorkCounts *
cp_sim_work_get_counts (const CpSimWork *self)
{
  return &self->counts;
}

static gboolean
one_in (CpSimWork *self, guint n)
{
  return cp_sim_random_below (&self->random, n) == 0;
}

gboolean
cp_sim_work_sign_in (CpSimWork *self, CpSimKiosk *kiosk, const char *staff_id)
{
  g_autoptr (CpJson) result = cp_sim_kiosk_sign_in (kiosk, staff_id, CP_SIM_PIN, NULL);

  return result != NULL;
}

/* Until head office's first page there is nobody to sign in. */
static gboolean
sign_in (CpSimWork *self, CpSimKiosk *kiosk)
{
  static const char *const people[] = { "mia", "mia", "max", "ann" };
  const char *staff_id = people[cp_sim_random_below (&self->random, G_N_ELEMENTS (people))];
  const char *pin = one_in (self, 20) ? "0000" : CP_SIM_PIN;
  g_autoptr (CpJson) result = cp_sim_kiosk_sign_in (kiosk, staff_id, pin, NULL);

  return result != NULL;
}

static void
add_approver (CpSimWork *self, CpSimKiosk *kiosk, CpJson *request)
{
  CpJson *approver;

  if (g_strcmp0 (cp_sim_kiosk_get_staff_id (kiosk), "ann") != 0 || one_in (self, 4))
    return;
  approver = json_object ();
  cp_json_set_text (approver, "staff_id", "mia");
  cp_json_set_text (approver, "pin", CP_SIM_PIN);
  cp_json_set (request, "approver", approver);
}

CpJson *
cp_sim_work_make_request (CpSimWork *self,
                          CpSimKiosk *kiosk,
                          CpOperationKind kind,
                          const char *member_id,
                          CpJson *payload)
{
  CpJson *request = json_object ();
  g_autofree char *id = cp_id_new (&self->ids, &cp_sim_kiosk_get_machine (kiosk)->world);

  cp_json_set_text (request, "id", id);
  cp_json_set_text (request, "kind", cp_operation_kind_get_info (kind)->word);
  if (kind != CP_OPERATION_ENROL_MEMBER)
    cp_json_set_text (request, "member_id", member_id);
  cp_json_set (request, "payload", payload);
  return request;
}

static CpJson *
make_request (CpSimWork *self,
              CpSimKiosk *kiosk,
              CpOperationKind kind,
              const char *member_id,
              const CpJson *view)
{
  CpJson *payload = cp_sim_work_make_payload (self, kind, view);
  CpJson *request = cp_sim_work_make_request (self, kiosk, kind, member_id, payload);

  add_approver (self, kiosk, request);
  return request;
}

void
cp_sim_work_check_error (CpSimWork *self, CpSimKiosk *kiosk, const GError *error)
{
  self->counts.n_errors += error != NULL;
  if (g_error_matches (error, CP_ERROR, CP_ERROR_INVALID))
    cp_sim_oracle_fail (self->scene->oracle, "answers", "till-%u: %s",
                        cp_sim_kiosk_get_node (kiosk), error->message);
}

gboolean
cp_sim_work_is_not_written (const GError *error)
{
  return g_error_matches (error, CP_ERROR, CP_ERROR_FULL) ||
         g_error_matches (error, CP_ERROR, CP_ERROR_NOT_ALLOWED) ||
         g_error_matches (error, CP_ERROR, CP_ERROR_UNAVAILABLE);
}

void
cp_sim_work_count (CpSimWork *self, CpSimKiosk *kiosk, const CpSimDeed *deed, const CpJson *result)
{
  gboolean accepted = deed->state == CP_SIM_DEED_ACCEPTED;

  if (result != NULL && accepted)
    self->counts.n_accepted[deed->kind]++;
  else if (result != NULL)
    self->counts.n_refused[deed->kind]++;
  cp_sim_trace_set_now (self->scene->story, cp_sim_loop_now_ms (self->scene->loop));
  cp_sim_trace_note (self->scene->story, cp_sim_kiosk_get_machine (kiosk)->name,
                     cp_operation_kind_get_info (deed->kind)->word, deed->number,
                     result == NULL ? 2 : accepted);
}

static void
check_bound (CpSimWork *self, CpSimKiosk *kiosk, const CpSimDeed *deed, const CpJson *result)
{
  const CpSimTill till = cp_sim_kiosk_get_till (kiosk);

  if (deed->kind == CP_OPERATION_REDEEM_REWARD)
    cp_sim_bound_redeem (self->scene->bound, &till, result, !cp_sim_kiosk_is_online (kiosk),
                         cp_sim_clock_wall_ms (self->scene->office_clock));
}

static void
note_card (CpSimWork *self, const CpSimDeed *deed)
{
  const char *key = deed->kind == CP_OPERATION_ENROL_MEMBER ? "card_uid" : "uid";
  const char *uid = cp_json_get_text (deed->payload, key);
  char **new_uid = &self->counters[deed->kiosk].new_uid;

  if (uid == NULL)
    return;
  g_free (*new_uid);
  *new_uid = g_strdup (uid);
}

static void
take_answer (CpSimWork *self,
             CpSimKiosk *kiosk,
             CpSimDeed *deed,
             const CpJson *before,
             const CpJson *result,
             const GError *error)
{
  const CpJson *view = cp_json_get_object (result, "view");
  gboolean is_new = deed->state == CP_SIM_DEED_UNKNOWN;

  cp_sim_oracle_hear (self->scene->oracle, deed, result, cp_sim_work_is_not_written (error));
  cp_sim_work_check_error (self, kiosk, error);
  cp_sim_work_count (self, kiosk, deed, result);
  if (!is_new || deed->state != CP_SIM_DEED_ACCEPTED)
    return;
  note_card (self, deed);
  if (before != NULL) {
    check_bound (self, kiosk, deed, result);
    cp_sim_oracle_check_spending (self->scene->oracle, deed, before, view);
  }
  if (deed->kind == CP_OPERATION_ENROL_MEMBER)
    g_ptr_array_add (self->members, g_strdup (deed->member_id));
  else if (before != NULL && view != NULL)
    cp_sim_oracle_check_effect (self->scene->oracle, deed, before, view,
                                cp_json_get_int (result, "value_minor", 0));
  if (view != NULL)
    cp_sim_oracle_check_once (self->scene->oracle, deed->kiosk, view);
}

/* Looking again must show what the answer showed. */
static void
look_again (CpSimWork *self, CpSimKiosk *kiosk, const CpJson *result, const char *member_id)
{
  g_autoptr (CpJson) view = cp_sim_kiosk_get_member (kiosk, member_id, NULL);
  const CpJson *shown = cp_json_get_object (result, "view");
  CpSimSums was, is;

  if (view == NULL || shown == NULL)
    return;
  was = cp_sim_sums_of_view (shown);
  is = cp_sim_sums_of_view (view);
  if (was.issued_minor != is.issued_minor || was.taken_minor != is.taken_minor ||
      was.n_actions != is.n_actions)
    cp_sim_oracle_fail (self->scene->oracle, "counted once",
                        "till-%u: the view after an operation and the next one differ",
                        cp_sim_kiosk_get_node (kiosk));
}

static void
submit (CpSimWork *self, CpSimKiosk *kiosk, const CpJson *request, const CpJson *before)
{
  CpSimDeed *deed = cp_sim_oracle_ask (self->scene->oracle, cp_sim_kiosk_get_node (kiosk),
                                       cp_sim_loop_now_ms (self->scene->loop), request);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) result = cp_sim_kiosk_submit (kiosk, request, FALSE, &error);

  take_answer (self, kiosk, deed, before, result, error);
  if (deed->state == CP_SIM_DEED_ACCEPTED && deed->member_id != NULL && one_in (self, 4))
    look_again (self, kiosk, result, deed->member_id);
}

static const char *
pick_member (CpSimWork *self)
{
  return self->members->pdata[cp_sim_random_below (&self->random, self->members->len)];
}

/* Often whoever has just held a card to the reader. */
static const char *
pick_customer (CpSimWork *self, CpSimKiosk *kiosk)
{
  const char *member_id = self->counters[cp_sim_kiosk_get_node (kiosk)].member_id;

  return member_id != NULL && one_in (self, 2) ? member_id : pick_member (self);
}

/* Mostly somebody who is known here. (nullable) */
static CpJson *
open_member (CpSimWork *self, CpSimKiosk *kiosk, const char **ret_member_id)
{
  CpJson *view;

  *ret_member_id = pick_customer (self, kiosk);
  view = cp_sim_kiosk_get_member (kiosk, *ret_member_id, NULL);
  if (view != NULL || one_in (self, 4))
    return view;
  *ret_member_id = pick_member (self);
  return cp_sim_kiosk_get_member (kiosk, *ret_member_id, NULL);
}

/* Where the line is down there is more to be lost, so that is what is tried. */
static CpOperationKind
pick_kind (CpSimWork *self, CpSimKiosk *kiosk, const CpJson *view)
{
  if (view != NULL && !cp_sim_kiosk_is_online (kiosk) && one_in (self, 2))
    return CP_OPERATION_REDEEM_REWARD;
  return cp_sim_work_pick_kind (self, view);
}

static void
do_operation (CpSimWork *self, CpSimKiosk *kiosk)
{
  const char *member_id;
  g_autoptr (CpJson) view = open_member (self, kiosk, &member_id);
  g_autoptr (CpJson) request =
      make_request (self, kiosk, pick_kind (self, kiosk, view), member_id, view);

  self->counts.n_views++;
  if (view != NULL)
    cp_sim_oracle_check_once (self->scene->oracle, cp_sim_kiosk_get_node (kiosk), view);
  if (one_in (self, 8)) {
    g_autoptr (GError) error = NULL;
    g_autoptr (CpJson) preview = cp_sim_kiosk_submit (kiosk, request, TRUE, &error);

    cp_sim_work_check_error (self, kiosk, error);
  }
  submit (self, kiosk, request, view);
}

CpJson *
cp_sim_work_request_again (const CpSimDeed *deed)
{
  CpJson *request = json_object ();

  cp_json_set_text (request, "id", deed->id);
  cp_json_set_text (request, "kind", cp_operation_kind_get_info (deed->kind)->word);
  if (deed->kind != CP_OPERATION_ENROL_MEMBER)
    cp_json_set_text (request, "member_id", deed->member_id);
  cp_json_set (request, "payload", json_deep_copy (deed->payload));
  return request;
}

/* Somebody who got no answer asks once more, with the same id. */
static void
ask_again (CpSimWork *self, CpSimKiosk *kiosk, CpSimDeed *deed)
{
  g_autoptr (CpJson) request = NULL;

  if (deed->own_uid != NULL) {
    cp_sim_work_ask_again_alone (self, kiosk, deed);
    return;
  }
  request = cp_sim_work_request_again (deed);
  submit (self, kiosk, request, NULL);
}

static const char *
find_card (const CpJson *view, const char *uid)
{
  const CpJson *cards = cp_json_get_array (view, "cards");

  for (gsize i = 0; i < json_array_size (cards); i++) {
    const CpJson *card = json_array_get (cards, i);
    const char *tail = cp_json_get_text (card, "uid_tail");
    const char *state = cp_json_get_text (card, "state");

    if (tail != NULL && g_str_has_suffix (uid, tail) && !cp_json_get_bool (card, "blocked") &&
        (g_str_equal (state, "linked") || g_str_equal (state, "active")))
      return cp_json_get_text (card, "id");
  }
  return NULL;
}

/* Whoever was given a card uses it soon. (transfer full) */
static char *
pick_uid (CpSimWork *self, CpSimKiosk *kiosk)
{
  const char *new_uid = self->counters[cp_sim_kiosk_get_node (kiosk)].new_uid;

  return new_uid != NULL && one_in (self, 3) ? g_strdup (new_uid) : cp_sim_work_pick_uid (self);
}

static void
tap (CpSimWork *self, CpSimKiosk *kiosk)
{
  g_autofree char *uid = pick_uid (self, kiosk);
  char **member_id = &self->counters[cp_sim_kiosk_get_node (kiosk)].member_id;
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) result = cp_sim_kiosk_identify (kiosk, uid, &error);
  const CpJson *view = cp_json_get_object (result, "view");
  const char *card_id;

  self->counts.n_taps++;
  cp_sim_work_check_error (self, kiosk, error);
  if (!cp_json_get_bool (result, "found"))
    return;
  g_free (*member_id);
  *member_id = g_strdup (cp_json_get_text (cp_json_get_object (view, "member"), "id"));
  card_id = find_card (view, uid);
  if (card_id == NULL)
    cp_sim_oracle_fail (self->scene->oracle, "blocked",
                        "till-%u: a card identifies that the view does not show as working",
                        cp_sim_kiosk_get_node (kiosk));
  else
    cp_sim_oracle_tap (self->scene->oracle, cp_sim_kiosk_get_node (kiosk), card_id);
}

static void
look_around (CpSimWork *self, CpSimKiosk *kiosk)
{
  g_autoptr (CpJson) status = cp_sim_kiosk_get_status (kiosk, NULL);
  g_autoptr (CpJson) found = cp_sim_kiosk_find (kiosk, "family", NULL);
  g_autoptr (CpJson) attention = cp_sim_kiosk_get_attention (kiosk, NULL);
  g_autoptr (GError) error = NULL;

  cp_sim_kiosk_do_upkeep (kiosk, &error);
}

void
cp_sim_work_do (CpSimWork *self, CpSimKiosk *kiosk)
{
  CpSimDeed *unknown;

  if (!cp_sim_kiosk_is_up (kiosk))
    return;
  if ((cp_sim_kiosk_get_session (kiosk) == NULL || one_in (self, 40)) && !sign_in (self, kiosk))
    return;
  unknown = cp_sim_oracle_pick_unknown (self->scene->oracle, cp_sim_kiosk_get_node (kiosk));
  if (unknown != NULL && !one_in (self, 3))
    ask_again (self, kiosk, unknown);
  else if (one_in (self, 4))
    tap (self, kiosk);
  else if (one_in (self, 8))
    look_around (self, kiosk);
  else
    do_operation (self, kiosk);
}

/* (nullable): a request that a preview accepts, of so many that are made up */
static CpJson *
find_request (CpSimWork *self, CpSimKiosk *kiosk, CpOperationKind kind, const CpJson *view)
{
  for (guint tries = 0; tries < MOST_TRIES; tries++) {
    g_autoptr (CpJson) request = make_request (self, kiosk, kind, self->members->pdata[0], view);
    g_autoptr (CpJson) preview = cp_sim_kiosk_submit (kiosk, request, TRUE, NULL);

    if (g_strcmp0 (cp_json_get_text (preview, "decision"), "accepted") == 0)
      return g_steal_pointer (&request);
  }
  return NULL;
}

static gboolean
is_manager_in (CpSimWork *self, CpSimKiosk *kiosk)
{
  return cp_sim_kiosk_get_session (kiosk) != NULL ||
         cp_sim_work_sign_in (self, kiosk, CP_SIM_MANAGER);
}

gboolean
cp_sim_work_can_do (CpSimWork *self, CpSimKiosk *kiosk, CpOperationKind kind)
{
  g_autoptr (CpJson) view = NULL;
  g_autoptr (CpJson) request = NULL;

  if (!is_manager_in (self, kiosk))
    return FALSE;
  view = cp_sim_kiosk_get_member (kiosk, self->members->pdata[0], NULL);
  request = find_request (self, kiosk, kind, view);
  return request != NULL;
}

gboolean
cp_sim_work_do_kind (CpSimWork *self, CpSimKiosk *kiosk, CpOperationKind kind)
{
  g_autoptr (CpJson) view = NULL;
  g_autoptr (CpJson) request = NULL;

  if (!is_manager_in (self, kiosk))
    return FALSE;
  view = cp_sim_kiosk_get_member (kiosk, self->members->pdata[0], NULL);
  request = find_request (self, kiosk, kind, view);
  if (request == NULL)
    return FALSE;
  submit (self, kiosk, request, view);
  return TRUE;
}

void
cp_sim_work_settle (CpSimWork *self, CpSimKiosk *kiosk)
{
  CpSimDeed *unknown =
      cp_sim_oracle_pick_unknown (self->scene->oracle, cp_sim_kiosk_get_node (kiosk));

  if (unknown != NULL && cp_sim_work_sign_in (self, kiosk, CP_SIM_MANAGER))
    ask_again (self, kiosk, unknown);
}
