/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-kiosk.h"

G_BEGIN_DECLS

/* What the files of CpKiosk share. */

typedef enum {
  CP_PROP_PAGE = 1,
  CP_PROP_AVAILABLE,
  CP_PROP_READER_STATE,
  CP_PROP_PROGRAMME,
  CP_PROP_STATUS,
  CP_PROP_STAFF,
  CP_PROP_SESSION,
  CP_PROP_LOCKED,
  CP_PROP_SIGN_IN_PROBLEM,
  CP_PROP_VIEW,
  CP_PROP_SELF_CHECK,
  CP_PROP_OWN,
  CP_PROP_OWN_STEP,
  CP_PROP_SECONDS_LEFT,
  CP_PROP_PROBLEM,
  CP_PROP_RECENT,
  CP_PROP_RESULTS,
  CP_PROP_ATTENTION,
  CP_PROP_RIVAL,
  CP_PROP_FLOW,
  CP_PROP_STATUS_SHOWN,
  CP_PROP_LARGE_TEXT,
  CP_PROP_LANGUAGE,
  CP_PROP_DIMMED,
  CP_PROP_BUSY,
  CP_PROP_NOW,
  CP_PROP_PENDING_UID,
  CP_PROP_CARD_HELD,
  CP_PROP_TAB,
  CP_N_PROPS,
} CpKioskProp;

struct _CpKiosk {
  GObject parent_instance;

  const CpWorld *world;
  CpIdSource ids;
  CpLedgerPort *ledger;
  GCancellable *cancellable;

  CpPage page;
  CpTab tab;
  CpPage resume_page; /* where the lock or a self-check came from */
  gboolean available;
  gboolean locked;
  gboolean status_shown;
  gboolean large_text;
  GHashTable *large_readers; /* ids of the staff who want large text */
  gboolean dimmed;
  guint n_calls;
  char *reader_state;
  char *sign_in_problem;
  char *pending_uid;
  char *visit_id;
  char *query;
  char *language;
  gboolean greeted;     /* the language is the member's, whom nobody asked */
  char *customer_uid;   /* (nullable): of the card whose member is on screen, with no staff there */
  char *first_language; /* LANGUAGE as the process was started with */

  CpJson *programme;
  CpJson *status;
  CpJson *staff;
  CpJson *session;
  CpJson *live_session; /* kept while the other one is a practice ledger's */
  CpJson *view;
  CpJson *self_check;
  CpJson *own;
  CpJson *own_step;
  CpJson *own_sent; /* (nullable): what no answer has come to: id → its kind and payload */
  char *own_token;  /* (nullable): of the customer's own session */
  CpJson *problem;
  char *problem_uid;
  CpJson *warning;
  CpJson *recent;
  CpJson *results;
  CpJson *attention;
  CpJson *rival;
  CpFlow *flow;
  CpReading *explanation;

  gboolean card_held;
  guint card_serial; /* identify_serial as the card that was laid down last began */
  gboolean card_for_staff;
  guint seconds_left;
  gint64 clear_at_ms; /* by the world's boot clock */
  guint hold_source;
  guint clear_source;
  guint idle_source;
  guint tell_source; /* which tells the ledger that somebody is there */
  gint64 told_at_ms; /* by the world's boot clock: when it was last told */
  guint dim_source;
  guint clock_source;
  guint identify_serial; /* drawn when a card comes, and when it is asked whose it is */
  guint find_serial;
  char *find_query; /* (nullable): what was looked for last */
  guint view_serial;
  guint reload_serial; /* a look at the member who is there ends no opening of another */
};

/**
 * CpReplyFunc:
 * @reply: (nullable): the document, borrowed
 * @error: (nullable): why there is none
 */
typedef void (*CpReplyFunc) (CpKiosk *self, CpJson *reply, const GError *error, gpointer data);

/**
 * cp_kiosk_call:
 * @data: (transfer full): freed with @free_data once @func has run, or if it never will
 *
 * Calls the ledger. @func is not called once the kiosk is gone. A session that the ledger does not
 * know any more locks the screen, in the case of Submit, Read and OpenTraining a call later, since these
 * can be refused for other reasons; @func is then told all the same.
 */
void cp_kiosk_call (CpKiosk *self,
                    const char *method,
                    GVariant *arguments,
                    CpReplyFunc func,
                    gpointer data,
                    GDestroyNotify free_data);

void cp_kiosk_notify (CpKiosk *self, CpKioskProp prop);
void cp_kiosk_set_page (CpKiosk *self, CpPage page);

/** cp_kiosk_apply_large_text: shows it so, and remembers nothing */
void cp_kiosk_apply_large_text (CpKiosk *self, gboolean large);

/** cp_kiosk_choose_text: as whoever is at work wants it, when @page comes; a customer begins with
 *  normal text */
void cp_kiosk_choose_text (CpKiosk *self, CpPage page);

/** cp_kiosk_bring_text: what was chosen on the sign-in page is kept for whoever signs in: @session, not
 *  the kiosk's yet */
void cp_kiosk_bring_text (CpKiosk *self, const CpJson *session);
void cp_kiosk_set_document (CpKiosk *self, CpKioskProp prop, CpJson **place, CpJson *value);

/** cp_kiosk_say: shows @text for a moment. */
void cp_kiosk_say (CpKiosk *self, const char *text);

/** cp_kiosk_describe_error: (transfer none): why a call failed, in words for people at the counter */
const char *cp_kiosk_describe_error (const GError *error);

/** cp_kiosk_say_error: says a failed call in words for people at the counter. */
void cp_kiosk_say_error (CpKiosk *self, const GError *error);
char *cp_kiosk_make_id (CpKiosk *self);

/** cp_kiosk_find_again: the same, if it is on the screen: whom head office found may be here by now. */
void cp_kiosk_find_again (CpKiosk *self);

/** cp_kiosk_load: asks again for what is shown everywhere: programme, status, staff. */
void cp_kiosk_load (CpKiosk *self);
void cp_kiosk_load_staff (CpKiosk *self);
void cp_kiosk_load_attention (CpKiosk *self);
void cp_kiosk_reload_view (CpKiosk *self);
void cp_kiosk_follow_ledger (CpKiosk *self);

/** cp_kiosk_take_view: a member's page as it is now: @view (transfer full) */
void cp_kiosk_take_view (CpKiosk *self, CpJson *view);

/** cp_kiosk_show_member: opens a member's page on @view (transfer full); a new visit begins. */
void cp_kiosk_show_member (CpKiosk *self, CpJson *view);

/** cp_kiosk_await_nobody: no member who is still being asked for will be shown */
void cp_kiosk_await_nobody (CpKiosk *self);
void cp_kiosk_forget_member (CpKiosk *self);
void cp_kiosk_set_flow (CpKiosk *self, CpFlow *flow);

/** cp_kiosk_change_session: what is on screen belongs to @session from now on: @session (transfer
 *  full); the home page */
void cp_kiosk_change_session (CpKiosk *self, CpJson *session);

/** cp_kiosk_end_at_ledger: tells the ledger that the session is over */
void cp_kiosk_end_at_ledger (CpKiosk *self);

/** cp_kiosk_expect_card: the next tap counts even if it is of the card that was just there. */
void cp_kiosk_expect_card (CpKiosk *self);

/** cp_kiosk_steal_pending_uid: (transfer full) (nullable): the unknown card that was kept at hand */
char *cp_kiosk_steal_pending_uid (CpKiosk *self);

/** cp_kiosk_tell_touched: somebody is there, who may be typing for long before anything is asked of the
 *  ledger: lets it know within a quarter of the idle time, so that its session outlives the last touch
 *  by as much as the screen does. A session that is gone locks the screen. */
void cp_kiosk_tell_touched (CpKiosk *self);

/** cp_kiosk_note_told: a call that keeps the session alive has just been made */
void cp_kiosk_note_told (CpKiosk *self);

/** cp_kiosk_restart_idle: begins anew to count how long staff have done nothing. */
void cp_kiosk_restart_idle (CpKiosk *self);
void cp_kiosk_restart_clearing (CpKiosk *self);

/** cp_kiosk_restart_dimming: the screen is bright again, for as long as anything happens */
void cp_kiosk_restart_dimming (CpKiosk *self);
void cp_kiosk_tell_scanned (CpKiosk *self);

G_END_DECLS
