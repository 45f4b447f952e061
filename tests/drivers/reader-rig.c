/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "reader-rig.h"

#include <stdlib.h>

#define READY_MS 5000
#define TAP_MS 5000
#define TICK_MS 2

char *
rig_get_helper_path (void)
{
  return g_test_build_filename (G_TEST_BUILT, "..", "drivers", "reader", "counterpart-reader",
                                NULL);
}

static gboolean
on_deadline (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_CONTINUE;
}

void
rig_wait (gboolean (*done) (gpointer), gpointer data, guint deadline_ms, const char *what)
{
  gboolean late = FALSE;
  guint source = g_timeout_add (deadline_ms, on_deadline, &late);

  while (!done (data) && !late)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
  if (!done (data))
    g_error ("waited %u ms in vain: %s", deadline_ms, what);
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* The same for what only the emulator knows: it is asked again and again, whatever the reader says. */
static void
wait_asking (gboolean (*done) (gpointer), gpointer data, guint deadline_ms, const char *what)
{
  guint tick = g_timeout_add (TICK_MS, on_tick, NULL);

  rig_wait (done, data, deadline_ms, what);
  g_source_remove (tick);
}

static void
on_reader_state (CpReader *reader, GParamSpec *pspec, gpointer user_data)
{
  Rig *self = user_data;

  g_string_append_printf (self->states, "%s ",
                          cp_reader_state_to_name (cp_reader_get_state (reader)));
}

static void
on_reader_fault (CpReader *reader, GParamSpec *pspec, gpointer user_data)
{
  Rig *self = user_data;

  g_string_append_printf (self->faults, "%s ",
                          cp_reader_fault_to_name (cp_reader_get_fault (reader)));
}

static void
on_reader_card (CpReader *reader, const CpReaderCard *card, gpointer user_data)
{
  Rig *self = user_data;

  self->n_cards++;
  self->last = *card;
}

static void
on_reader_gone (CpReader *reader, gpointer user_data)
{
  Rig *self = user_data;

  self->n_gone++;
}

Rig *
rig_new (Pn532Fixture *fixture, const CpReaderConfig *config)
{
  Rig *self = g_new0 (Rig, 1);

  self->fixture = fixture;
  self->states = g_string_new (NULL);
  self->faults = g_string_new (NULL);
  self->reader = cp_reader_new (config);
  g_signal_connect (self->reader, "notify::state", G_CALLBACK (on_reader_state), self);
  g_signal_connect (self->reader, "notify::fault", G_CALLBACK (on_reader_fault), self);
  g_signal_connect (self->reader, "card", G_CALLBACK (on_reader_card), self);
  g_signal_connect (self->reader, "gone", G_CALLBACK (on_reader_gone), self);
  return self;
}

Rig *
rig_new_ready (void)
{
  Pn532Fixture *fixture = pn532_fixture_new ();
  g_autofree char *helper = rig_get_helper_path ();
  CpReaderConfig config = { .connstring = pn532_fixture_get_connstring (fixture),
                            .helper_path = helper };
  Rig *self = rig_new (fixture, &config);

  rig_wait_state (self, CP_READER_STATE_READY, READY_MS);
  g_string_truncate (self->states, 0);
  return self;
}

void
rig_release (Rig *self)
{
  g_signal_handlers_disconnect_by_data (self->reader, self);
  g_object_unref (self->reader);
  g_string_free (self->states, TRUE);
  g_string_free (self->faults, TRUE);
  g_free (self);
}

void
rig_free (Rig *self)
{
  Pn532Fixture *fixture = self->fixture;

  rig_release (self);
  if (fixture != NULL)
    pn532_fixture_free (fixture);
}

typedef struct {
  Rig *rig;
  CpReaderState state;
  CpReaderFault fault;
  guint n;
} Want;

static gboolean
has_state (gpointer data)
{
  Want *want = data;

  return cp_reader_get_state (want->rig->reader) == want->state;
}

static gboolean
has_cards (gpointer data)
{
  Want *want = data;

  return want->rig->n_cards >= want->n;
}

static gboolean
has_gone (gpointer data)
{
  Want *want = data;

  return want->rig->n_gone >= want->n;
}

void
rig_wait_state (Rig *self, CpReaderState state, guint deadline_ms)
{
  Want want = { .rig = self, .state = state };

  rig_wait (has_state, &want, deadline_ms, cp_reader_state_to_name (state));
}

void
rig_wait_cards (Rig *self, guint n_cards, guint deadline_ms)
{
  Want want = { .rig = self, .n = n_cards };

  rig_wait (has_cards, &want, deadline_ms, "a card");
  g_assert_cmpuint (self->n_cards, ==, n_cards);
}

void
rig_wait_gone (Rig *self, guint n_gone, guint deadline_ms)
{
  Want want = { .rig = self, .n = n_gone };

  rig_wait (has_gone, &want, deadline_ms, "a card to go");
  g_assert_cmpuint (self->n_gone, ==, n_gone);
}

void
rig_expect_uid (Rig *self, const char *uid)
{
  g_autofree char *seen = cp_reader_card_format_uid (&self->last);

  g_assert_cmpstr (seen, ==, uid);
}

static gboolean
has_faults (gpointer data)
{
  Want *want = data;

  return rig_read_stat (want->rig->fixture, "faults") >= want->n;
}

void
rig_enter_with_fault (Rig *self, const char *fault, const char *enter)
{
  Want want = { .rig = self };

  cp_reader_set_paused (self->reader, TRUE);
  rig_wait_commands (self, 1, TAP_MS);
  want.n = rig_read_stat (self->fixture, "faults") + 1;
  pn532_fixture_do (self->fixture, "enter %s", enter);
  pn532_fixture_do (self->fixture, "fault %s", fault);
  cp_reader_set_paused (self->reader, FALSE);
  wait_asking (has_faults, &want, TAP_MS, fault);
}

void
rig_expect_tap (Rig *self, guint number)
{
  guint n_cards = self->n_cards, n_gone = self->n_gone;
  g_autofree char *uid = g_strdup_printf ("04%012X", number);

  pn532_fixture_do (self->fixture, "enter ntag213 uid=%s", uid);
  rig_wait_cards (self, n_cards + 1, TAP_MS);
  rig_expect_uid (self, uid);
  pn532_fixture_do (self->fixture, "leave");
  rig_wait_gone (self, n_gone + 1, TAP_MS);
}

static gboolean
has_run (gpointer data)
{
  Want *want = data;

  return rig_read_stat (want->rig->fixture, "commands") >= want->n;
}

void
rig_wait_commands (Rig *self, guint n, guint deadline_ms)
{
  Want want = { .rig = self };

  want.n = rig_read_stat (self->fixture, "commands") + n;
  wait_asking (has_run, &want, deadline_ms, "commands to the chip");
}

static gboolean
has_fault (gpointer data)
{
  Want *want = data;

  return cp_reader_get_fault (want->rig->reader) == want->fault;
}

void
rig_wait_fault (Rig *self, CpReaderFault fault, guint deadline_ms)
{
  Want want = { .rig = self, .fault = fault };

  rig_wait (has_fault, &want, deadline_ms, cp_reader_fault_to_name (fault));
}

void
rig_find_builds (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = g_path_get_dirname (program);
  g_autofree char *tests = g_path_get_dirname (folder);

  g_setenv ("G_TEST_BUILDDIR", tests, FALSE);
}

void
rig_let_helpers_crash (void)
{
  const char *given = g_getenv ("ASAN_OPTIONS");
  g_autofree char *options = g_strconcat (given != NULL ? given : "",
                                          ":handle_segv=0:handle_abort=0:replace_intrin=0", NULL);

  g_setenv ("ASAN_OPTIONS", options, TRUE);
}

static void
on_exchange_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
has_result (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

static GBytes *
exchange (Rig *self,
          guint32 session,
          CpReaderFrame frame,
          const char *command,
          gsize n_command,
          GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (command, n_command);
  g_autoptr (GAsyncResult) result = NULL;

  cp_reader_exchange_async (self->reader, session, frame, bytes, 0, NULL, on_exchange_ready,
                            &result);
  rig_wait (has_result, &result, TAP_MS, "the card's answer");
  return cp_reader_exchange_finish (self->reader, result, error);
}

void
rig_expect_answer (Rig *self,
                   CpReaderFrame frame,
                   const char *command,
                   gsize n_command,
                   const char *answer,
                   gsize n_answer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = exchange (self, self->last.session, frame, command, n_command, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), answer, n_answer);
}

void
rig_expect_status (Rig *self,
                   guint32 session,
                   CpReaderFrame frame,
                   const char *command,
                   gsize n_command,
                   CpCardStatus status)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = exchange (self, session, frame, command, n_command, &error);

  g_assert_null (bytes);
  g_assert_error (error, CP_CARD_ERROR, (int) status);
}

guint
rig_read_stat (Pn532Fixture *fixture, const char *name)
{
  g_autofree char *stats = pn532_fixture_command (fixture, "stats");
  g_autofree char *key = g_strconcat (name, "=", NULL);
  const char *at = strstr (stats, key);

  g_assert_nonnull (at);
  return (guint) strtoul (at + strlen (key), NULL, 10);
}
