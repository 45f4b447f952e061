/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* counterpart-kills: staff work without a pause while one process after the other gets SIGKILL, in
 * the middle of whatever it does. Nothing that was accepted may be missing or there twice. */
#include "processes.h"

#include "cp-error.h"
#include "cp-journal.h"
#include "cp-world.h"
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST_PAUSE_US 30000
#define PATIENCE_US (60 * G_USEC_PER_SEC)

typedef struct {
  Processes processes;
  gint n_kills;
  gint n_killed[3];
  GRand *random;
  CpIdSource ids;
  GHashTable *accepted; /* ids; set */
  guint n_places;
  guint n_again;
  char *city; /* as last accepted */

  GMutex lock; /* over the two below */
  GCond progressed;
  guint n_accepted;
  gboolean is_over;
} Kills;

/* Something must get done between two deaths, or nothing is tested. */
static void
wait_for_progress (Kills *self, guint since)
{
  gint64 until_us = g_get_monotonic_time () + PATIENCE_US;

  g_mutex_lock (&self->lock);
  while (self->n_accepted == since)
    if (!g_cond_wait_until (&self->progressed, &self->lock, until_us))
      g_error ("Nothing was accepted for a minute after a kill");
  g_mutex_unlock (&self->lock);
}

static guint
get_progress (Kills *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->n_accepted;
  g_mutex_unlock (&self->lock);
  return n;
}

/* Until some moment, or until something is accepted if that is sooner: both are good ones to die. */
static void
let_them_work (Kills *self)
{
  gint64 until_us = g_get_monotonic_time () + g_rand_int_range (self->random, 0, LONGEST_PAUSE_US);
  guint since = get_progress (self);

  g_mutex_lock (&self->lock);
  while (self->n_accepted == since && g_cond_wait_until (&self->progressed, &self->lock, until_us))
    ;
  g_mutex_unlock (&self->lock);
}

static gpointer
kill_them (gpointer data)
{
  Kills *self = data;
  Processes *processes = &self->processes;
  GSubprocess **victims[] = { &processes->ledger, &processes->worker, &processes->office };
  void (*starts[]) (Processes *) = { processes_start_ledger, processes_start_worker,
                                     processes_start_office };

  for (gint i = 0; i < self->n_kills; i++) {
    gint which = g_rand_int_range (self->random, 0, G_N_ELEMENTS (victims));

    let_them_work (self);
    processes_stop (victims[which], SIGKILL);
    self->n_killed[which]++;
    starts[which](processes);
    wait_for_progress (self, get_progress (self));
  }
  g_mutex_lock (&self->lock);
  self->is_over = TRUE;
  g_mutex_unlock (&self->lock);
  return NULL;
}

static CpJson *
make_request (Kills *self, const char *id, const char *city)
{
  CpJson *request = json_object ();
  CpJson *payload = json_object ();
  CpJson *set = json_object ();
  CpJson *seen = json_object ();

  cp_json_set_text (set, "city", city);
  cp_json_set_text (seen, "city", self->city);
  cp_json_set (payload, "set", set);
  cp_json_set (payload, "seen", seen);
  cp_json_set_text (request, "id", id);
  cp_json_set_text (request, "kind", "edit_profile");
  cp_json_set_text (request, "member_id", self->processes.member_id);
  cp_json_set (request, "payload", payload);
  return request;
}

/* The ledger may die between being there and the sign-in. */
static void
come_back (Kills *self)
{
  Processes *processes = &self->processes;
  g_autoptr (GError) error = NULL;

  processes_wait_until (processes, processes_is_there, "the ledger's return");
  if (!processes_try_sign_in (processes, &error))
    g_message ("no sign-in: %s", error->message);
}

/* What nobody answered is asked again, with the same id, until there is an answer. */
static CpJson *
submit (Kills *self, const CpJson *request)
{
  Processes *processes = &self->processes;

  for (;;) {
    g_autoptr (GError) error = NULL;
    CpJson *reply = cp_ledger_client_submit_sync (processes->client, processes->session, request,
                                                  FALSE, NULL, &error);

    if (reply != NULL)
      return reply;
    self->n_again++;
    if (g_error_matches (error, CP_ERROR, CP_ERROR_INVALID))
      g_error ("%s", error->message);
    come_back (self);
  }
}

static void
work (Kills *self)
{
  g_autofree char *id = cp_id_new (&self->ids, cp_world_real ());
  g_autofree char *city = g_strdup_printf ("Place %u", ++self->n_places);
  g_autoptr (CpJson) request = make_request (self, id, city);
  g_autoptr (CpJson) reply = submit (self, request);

  if (g_strcmp0 (cp_json_get_text (reply, "decision"), "accepted") != 0)
    g_error ("Refused: %s", cp_json_get_text (reply, "code"));
  g_hash_table_add (self->accepted, g_strdup (id));
  g_free (self->city);
  self->city = g_strdup (city);
  g_mutex_lock (&self->lock);
  self->n_accepted++;
  g_cond_broadcast (&self->progressed);
  g_mutex_unlock (&self->lock);
}

static gboolean
is_over (Kills *self)
{
  gboolean over;

  g_mutex_lock (&self->lock);
  over = self->is_over;
  g_mutex_unlock (&self->lock);
  return over;
}

/* Each line that head office prints of an operation takes it off the list. */
static guint
count_wrong (Kills *self)
{
  g_autofree char *out = processes_command (&self->processes, "show outcomes");
  g_auto (GStrv) lines = g_strsplit (g_strstrip (out), "\n", -1);
  g_autoptr (GHashTable) missing = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer id;
  guint n_wrong = 0;

  g_hash_table_iter_init (&iter, self->accepted);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_hash_table_add (missing, id);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_autoptr (CpJson) line = cp_json_parse_object (lines[i], -1, NULL);
    const char *line_id = cp_json_get_text (line, "operation_id");

    if (line_id == NULL || !g_hash_table_remove (missing, line_id) ||
        cp_json_get_int (line, "repeat", -1) != 0 ||
        g_strcmp0 (cp_json_get_text (line, "outcome"), "accepted") != 0) {
      g_print ("FAILED more than was done, or done otherwise: %s\n", lines[i]);
      n_wrong++;
    }
  }
  if (g_hash_table_size (missing) > 0)
    g_print ("FAILED head office has not got %u operations\n", g_hash_table_size (missing));
  return n_wrong + g_hash_table_size (missing);
}

static guint
count_wrong_places (Kills *self)
{
  g_autofree char *rows = processes_command (&self->processes, "show rows member");
  g_autofree char *city = g_strdup_printf ("\"city\":\"%s\"", self->city);

  if (strstr (rows, city) != NULL)
    return 0;
  g_print ("FAILED the last place is not %s\n", self->city);
  return 1;
}

static guint
count_wrong_journals (Kills *self)
{
  g_autofree char *path = g_build_filename (self->processes.folder, "ledger", "journal.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJournal) journal = cp_journal_open (cp_world_real (), path, NULL, &error);

  if (journal != NULL && cp_journal_verify (journal, 0, &error))
    return 0;
  g_print ("FAILED the journal: %s\n", error->message);
  return 1;
}

static gboolean
run (Kills *self)
{
  gint64 began_us = g_get_monotonic_time ();
  GThread *thread;
  guint n_wrong;

  processes_set_up (&self->processes);
  processes_meet_ada (&self->processes);
  thread = g_thread_new ("killer", kill_them, self);
  while (!is_over (self))
    work (self);
  g_thread_join (thread);
  processes_wait_until (&self->processes, processes_are_settled, "the last sync");
  n_wrong = count_wrong (self) + count_wrong_places (self);
  processes_stop (&self->processes.ledger, SIGTERM);
  n_wrong += count_wrong_journals (self);
  g_print ("killed: ledger %d, worker %d, head office %d; %u operations accepted, %u calls without "
           "an answer, %u wrong, in %.1f s\n",
           self->n_killed[0], self->n_killed[1], self->n_killed[2],
           g_hash_table_size (self->accepted), self->n_again, n_wrong,
           (double) (g_get_monotonic_time () - began_us) / G_USEC_PER_SEC);
  processes_tear_down (&self->processes);
  return n_wrong == 0 && g_hash_table_size (self->accepted) > 0;
}

int
main (int argc, char **argv)
{
  Kills kills = { .n_kills = 100 };
  gint seed = 1;
  const GOptionEntry entries[] = {
    { "kills", 0, 0, G_OPTION_ARG_INT, &kills.n_kills, "How many", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "Which process when", "N" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- kills while others work");
  g_autoptr (GError) error = NULL;
  gboolean ok;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    g_printerr ("%s\n", error->message);
    return 2;
  }
  kills.random = g_rand_new_with_seed ((guint32) seed);
  kills.accepted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_init (&kills.lock);
  g_cond_init (&kills.progressed);
  ok = run (&kills);
  g_rand_free (kills.random);
  g_hash_table_unref (kills.accepted);
  g_free (kills.city);
  return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
