/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The object itself: what it holds, and how that is told. What it does with the ledger, with cards,
 * with staff and with members is in the files beside it. */
#include "cp-kiosk-private.h"

#include "cp-error.h"
#include "cp-flow.h"
#include "cp-language.h"
#include "cp-reading.h"

#include <glib/gi18n-lib.h>

#define DIM_MS (2 * 60 * 1000)

static GParamSpec *props[CP_N_PROPS];
static guint notice_signal;
static guint expects_card_signal;
static guint scanned_signal;

G_DEFINE_FINAL_TYPE (CpKiosk, cp_kiosk, G_TYPE_OBJECT)

CpPage
cp_kiosk_get_page (CpKiosk *self)
{
  return self->page;
}

gint64
cp_kiosk_get_now_ms (CpKiosk *self)
{
  return cp_world_wall_ms (self->world);
}

#define GETTER(type, name) \
  type cp_kiosk_get_##name (CpKiosk *self) { return self->name; }

GETTER (const CpJson *, programme)
GETTER (const CpJson *, status)
GETTER (const CpJson *, staff)
GETTER (const CpJson *, session)
GETTER (gboolean, locked)
GETTER (const CpJson *, view)
GETTER (const CpJson *, self_check)
GETTER (const CpJson *, problem)
GETTER (const CpJson *, warning)
GETTER (const CpJson *, recent)
GETTER (const CpJson *, results)
GETTER (const CpJson *, attention)
GETTER (const CpJson *, rival)
GETTER (const char *, sign_in_problem)
GETTER (const char *, reader_state)
GETTER (CpFlow *, flow)
GETTER (guint, seconds_left)
GETTER (gboolean, available)
GETTER (gboolean, status_shown)
GETTER (gboolean, large_text)
GETTER (const char *, language)
GETTER (gboolean, dimmed)
GETTER (gboolean, card_held)
GETTER (const char *, pending_uid)
GETTER (CpTab, tab)
GETTER (CpReading *, explanation)

gboolean
cp_kiosk_get_busy (CpKiosk *self)
{
  return self->n_calls > 0;
}

void
cp_kiosk_notify (CpKiosk *self, CpKioskProp prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

void
cp_kiosk_set_document (CpKiosk *self, CpKioskProp prop, CpJson **place, CpJson *value)
{
  if (*place == value && value == NULL)
    return;
  cp_document_take (place, value);
  cp_kiosk_notify (self, prop);
}

void
cp_kiosk_set_page (CpKiosk *self, CpPage page)
{
  gboolean for_customers = page == CP_PAGE_ATTRACT || page == CP_PAGE_SELF_CHECK ||
                           page == CP_PAGE_OWN || page == CP_PAGE_PROBLEM;

  cp_kiosk_choose_text (self, page);
  if (!for_customers)
    cp_kiosk_set_language (self, NULL);
  if (self->page == page)
    return;
  self->page = page;
  cp_kiosk_restart_dimming (self);
  cp_kiosk_notify (self, CP_PROP_PAGE);
}

void
cp_kiosk_set_reader_state (CpKiosk *self, const char *state)
{
  if (g_strcmp0 (self->reader_state, state) == 0)
    return;
  g_free (self->reader_state);
  self->reader_state = g_strdup (state);
  cp_kiosk_notify (self, CP_PROP_READER_STATE);
}

void
cp_kiosk_set_status_shown (CpKiosk *self, gboolean shown)
{
  if (self->status_shown == shown)
    return;
  self->status_shown = shown;
  cp_kiosk_notify (self, CP_PROP_STATUS_SHOWN);
}

char *
cp_kiosk_dup_shown_language (CpKiosk *self)
{
  return g_strdup (cp_language_get_now ());
}

void
cp_kiosk_set_language (CpKiosk *self, const char *code)
{
  self->greeted = FALSE;
  if (g_strcmp0 (self->language, code) == 0)
    return;
  g_free (self->language);
  self->language = g_strdup (code);
  cp_language_use (code, self->first_language);
  cp_kiosk_notify (self, CP_PROP_LANGUAGE);
}

gboolean
cp_kiosk_get_training (CpKiosk *self)
{
  return self->live_session != NULL || cp_json_get_bool (self->status, "training");
}

static void
set_dimmed (CpKiosk *self, gboolean dimmed)
{
  if (self->dimmed == dimmed)
    return;
  self->dimmed = dimmed;
  cp_kiosk_notify (self, CP_PROP_DIMMED);
}

void
cp_kiosk_dim (CpKiosk *self)
{
  if (self->page != CP_PAGE_ATTRACT)
    return;
  cp_kiosk_set_language (self, NULL);
  cp_kiosk_apply_large_text (self, FALSE);
  set_dimmed (self, TRUE);
}

static gboolean
on_nobody_there (gpointer data)
{
  CpKiosk *self = data;

  self->dim_source = 0;
  cp_kiosk_dim (self);
  return G_SOURCE_REMOVE;
}

void
cp_kiosk_restart_dimming (CpKiosk *self)
{
  g_clear_handle_id (&self->dim_source, g_source_remove);
  set_dimmed (self, FALSE);
  if (self->page == CP_PAGE_ATTRACT)
    self->dim_source = g_timeout_add (DIM_MS, on_nobody_there, self);
}

void
cp_kiosk_set_flow (CpKiosk *self, CpFlow *flow)
{
  if (g_set_object (&self->flow, flow))
    cp_kiosk_notify (self, CP_PROP_FLOW);
}

void
cp_kiosk_say (CpKiosk *self, const char *text)
{
  g_signal_emit (self, notice_signal, 0, text);
}

const char *
cp_kiosk_describe_error (const GError *error)
{
  if (g_error_matches (error, CP_ERROR, CP_ERROR_UNAVAILABLE))
    return _ ("One moment: not just now. Please try again.");
  if (g_error_matches (error, CP_ERROR, CP_ERROR_FULL))
    return _ ("The disk is full. Nothing was recorded. Please call the technician.");
  if (g_error_matches (error, CP_ERROR, CP_ERROR_NOT_FOUND))
    return _ ("That is not here any more.");
  return error->message;
}

void
cp_kiosk_say_error (CpKiosk *self, const GError *error)
{
  cp_kiosk_say (self, g_error_matches (error, CP_ERROR, CP_ERROR_NOT_ALLOWED)
                          ? _ ("Please sign in again.")
                          : cp_kiosk_describe_error (error));
}

void
cp_kiosk_expect_card (CpKiosk *self)
{
  g_signal_emit (self, expects_card_signal, 0);
}

void
cp_kiosk_tell_scanned (CpKiosk *self)
{
  g_signal_emit (self, scanned_signal, 0);
}

char *
cp_kiosk_make_id (CpKiosk *self)
{
  return cp_id_new (&self->ids, self->world);
}

/* What a property's getter gives: the struct's member of that name, whatever its type. */
static void
get_text_or_flag (CpKiosk *self, guint id, GValue *value)
{
  switch (id) {
  case CP_PROP_READER_STATE:
    g_value_set_string (value, self->reader_state);
    break;
  case CP_PROP_SIGN_IN_PROBLEM:
    g_value_set_string (value, self->sign_in_problem);
    break;
  case CP_PROP_LANGUAGE:
    g_value_set_string (value, self->language);
    break;
  case CP_PROP_PENDING_UID:
    g_value_set_string (value, self->pending_uid);
    break;
  case CP_PROP_AVAILABLE:
    g_value_set_boolean (value, self->available);
    break;
  case CP_PROP_LOCKED:
    g_value_set_boolean (value, self->locked);
    break;
  case CP_PROP_STATUS_SHOWN:
    g_value_set_boolean (value, self->status_shown);
    break;
  case CP_PROP_LARGE_TEXT:
    g_value_set_boolean (value, self->large_text);
    break;
  case CP_PROP_CARD_HELD:
    g_value_set_boolean (value, self->card_held);
    break;
  case CP_PROP_DIMMED:
    g_value_set_boolean (value, self->dimmed);
    break;
  case CP_PROP_BUSY:
    g_value_set_boolean (value, self->n_calls > 0);
    break;
  default:
    g_assert_not_reached ();
  }
}

static CpJson *
find_document (CpKiosk *self, guint id)
{
  CpJson *const documents[CP_N_PROPS] = {
    [CP_PROP_PROGRAMME] = self->programme, [CP_PROP_STATUS] = self->status,
    [CP_PROP_STAFF] = self->staff,         [CP_PROP_SESSION] = self->session,
    [CP_PROP_VIEW] = self->view,           [CP_PROP_SELF_CHECK] = self->self_check,
    [CP_PROP_PROBLEM] = self->problem,     [CP_PROP_RECENT] = self->recent,
    [CP_PROP_RESULTS] = self->results,     [CP_PROP_ATTENTION] = self->attention,
    [CP_PROP_RIVAL] = self->rival,         [CP_PROP_OWN] = self->own,
    [CP_PROP_OWN_STEP] = self->own_step,
  };

  return documents[id];
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CpKiosk *self = CP_KIOSK (object);

  if (id == CP_PROP_PAGE)
    g_value_set_uint (value, self->page);
  else if (id == CP_PROP_TAB)
    g_value_set_uint (value, self->tab);
  else if (id == CP_PROP_SECONDS_LEFT)
    g_value_set_uint (value, self->seconds_left);
  else if (id == CP_PROP_NOW)
    g_value_set_int64 (value, cp_kiosk_get_now_ms (self));
  else if (id == CP_PROP_FLOW)
    g_value_set_object (value, self->flow);
  else if (G_PARAM_SPEC_VALUE_TYPE (pspec) == CP_TYPE_DOCUMENT)
    g_value_set_boxed (value, find_document (self, id));
  else
    get_text_or_flag (self, id, value);
}

static void
dispose (GObject *object)
{
  CpKiosk *self = CP_KIOSK (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->clear_source, g_source_remove);
  g_clear_handle_id (&self->idle_source, g_source_remove);
  g_clear_handle_id (&self->tell_source, g_source_remove);
  g_clear_handle_id (&self->dim_source, g_source_remove);
  g_clear_handle_id (&self->clock_source, g_source_remove);
  g_clear_handle_id (&self->hold_source, g_source_remove);
  g_clear_object (&self->flow);
  g_clear_object (&self->explanation);
  G_OBJECT_CLASS (cp_kiosk_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  CpKiosk *self = CP_KIOSK (object);
  CpJson **const documents[] = {
    &self->programme, &self->status,     &self->staff,    &self->session, &self->view,
    &self->problem,   &self->self_check, &self->recent,   &self->results, &self->attention,
    &self->rival,     &self->own,        &self->own_step,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++)
    cp_document_take (documents[i], NULL);
  cp_document_take (&self->warning, NULL);
  cp_document_take (&self->live_session, NULL);
  cp_document_take (&self->own_sent, NULL);
  g_clear_object (&self->ledger);
  g_clear_object (&self->cancellable);
  g_free (self->reader_state);
  g_free (self->sign_in_problem);
  g_free (self->pending_uid);
  g_free (self->problem_uid);
  g_free (self->customer_uid);
  g_free (self->own_token);
  g_free (self->visit_id);
  g_free (self->query);
  g_free (self->find_query);
  g_free (self->language);
  g_free (self->first_language);
  g_hash_table_unref (self->large_readers);
  G_OBJECT_CLASS (cp_kiosk_parent_class)->finalize (object);
}

static void
add_flag (CpKioskProp prop, const char *name)
{
  props[prop] =
      g_param_spec_boolean (name, NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
add_document (CpKioskProp prop, const char *name)
{
  props[prop] = g_param_spec_boxed (name, NULL, NULL, CP_TYPE_DOCUMENT,
                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
add_text (CpKioskProp prop, const char *name)
{
  props[prop] =
      g_param_spec_string (name, NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
make_props (void)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  props[CP_PROP_PAGE] = g_param_spec_uint ("page", NULL, NULL, 0, CP_N_PAGES, 0, flags);
  props[CP_PROP_TAB] = g_param_spec_uint ("tab", NULL, NULL, 0, CP_N_TABS, 0, flags);
  props[CP_PROP_SECONDS_LEFT] =
      g_param_spec_uint ("seconds-left", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[CP_PROP_NOW] = g_param_spec_int64 ("now", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[CP_PROP_FLOW] = g_param_spec_object ("flow", NULL, NULL, CP_TYPE_FLOW, flags);
  add_text (CP_PROP_READER_STATE, "reader-state");
  add_text (CP_PROP_SIGN_IN_PROBLEM, "sign-in-problem");
  add_text (CP_PROP_LANGUAGE, "language");
  add_text (CP_PROP_PENDING_UID, "pending-uid");
  add_flag (CP_PROP_AVAILABLE, "available");
  add_flag (CP_PROP_LOCKED, "locked");
  add_flag (CP_PROP_STATUS_SHOWN, "status-shown");
  add_flag (CP_PROP_LARGE_TEXT, "large-text");
  add_flag (CP_PROP_CARD_HELD, "card-held");
  add_flag (CP_PROP_DIMMED, "dimmed");
  add_flag (CP_PROP_BUSY, "busy");
  add_document (CP_PROP_PROGRAMME, "programme");
  add_document (CP_PROP_STATUS, "status");
  add_document (CP_PROP_STAFF, "staff");
  add_document (CP_PROP_SESSION, "session");
  add_document (CP_PROP_VIEW, "view");
  add_document (CP_PROP_SELF_CHECK, "self-check");
  add_document (CP_PROP_OWN, "own");
  add_document (CP_PROP_OWN_STEP, "own-step");
  add_document (CP_PROP_PROBLEM, "problem");
  add_document (CP_PROP_RECENT, "recent");
  add_document (CP_PROP_RESULTS, "results");
  add_document (CP_PROP_ATTENTION, "attention");
  add_document (CP_PROP_RIVAL, "rival");
}

static void
cp_kiosk_class_init (CpKioskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = get_property;
  object_class->dispose = dispose;
  object_class->finalize = finalize;
  make_props ();
  g_object_class_install_properties (object_class, CP_N_PROPS, props);
  notice_signal = g_signal_new ("notice", CP_TYPE_KIOSK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
  scanned_signal = g_signal_new ("scanned", CP_TYPE_KIOSK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  expects_card_signal = g_signal_new ("expects-card", CP_TYPE_KIOSK, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 0);
}

static void
cp_kiosk_init (CpKiosk *self)
{
  self->cancellable = g_cancellable_new ();
  self->reader_state = g_strdup ("starting");
  self->large_readers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->page = CP_PAGE_ATTRACT;
  self->resume_page = CP_PAGE_HOME;
}

static gboolean
on_clock_tick (gpointer data)
{
  cp_kiosk_notify (data, CP_PROP_NOW);
  return G_SOURCE_CONTINUE;
}

CpKiosk *
cp_kiosk_new (const CpWorld *world, CpLedgerPort *ledger)
{
  CpKiosk *self = g_object_new (CP_TYPE_KIOSK, NULL);

  self->world = world;
  self->first_language = g_strdup (g_getenv ("LANGUAGE"));
  self->ledger = g_object_ref (ledger);
  self->explanation = cp_reading_new (self, "explain");
  self->clock_source = g_timeout_add_seconds (5, on_clock_tick, self);
  cp_kiosk_follow_ledger (self);
  cp_kiosk_restart_dimming (self);
  return self;
}
