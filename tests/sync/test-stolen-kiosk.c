/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A kiosk that is told its own store's members alone, as processes: then all its files are searched for
 * another store's member, as whoever stole it would. */
#include <string.h>

#include "cp-test-chain.h"
#include "processes.h"

#define PATIENCE_MS 30000

static const char *const canaries[] = { "Canaria", "canaria", "Finchley",   "finchley", "2079460",
                                        "canary@", "Wapping", "likes wool", "M00000" };

static void
on_too_late (gpointer data)
{
  *(gboolean *) data = TRUE;
}

typedef gboolean (*Condition) (Processes *fixture);

/* The ledger tells of every change, so it is looked at after each. */
static void
wait_until (Processes *fixture, Condition condition, const char *what)
{
  gboolean too_late = FALSE;
  guint id = g_timeout_add_once (PATIENCE_MS, on_too_late, &too_late);

  while (!condition (fixture)) {
    if (too_late)
      g_error ("Never came: %s", what);
    g_main_context_iteration (NULL, TRUE);
  }
  g_source_remove (id);
}

static void
write_file (Processes *fixture, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
publish_store_scope (Processes *fixture, gboolean views_unrecorded)
{
  g_autoptr (CpJson) programme = cp_test_chain_programme_json ();
  g_autofree char *text = NULL;

  cp_json_set_int (programme, "version", cp_json_get_int (programme, "version", 0) + 1);
  cp_json_set_text (programme, "scope", "store");
  cp_json_set_bool (programme, "views_unrecorded", views_unrecorded);
  text = cp_json_to_text (programme);
  write_file (fixture, "narrower", text);
  processes_do_command (fixture, "publish programme $/narrower");
}

static void
name_canary (CpAccount *account)
{
  CpMember *member = account->rows[CP_KIND_MEMBER]->pdata[0];
  CpNote *note = cp_entity_new (CP_KIND_NOTE, member->entity.id, account->id);
  char **const texts[] = { &member->given_name, &member->family_name, &member->email, &member->city,
                           &member->home_store_id };
  static const char *const values[] = { "Canaria", "Finchley", "canary@finch.example", "Wapping",
                                        "station" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_free (*texts[i]);
    *texts[i] = g_strdup (values[i]);
  }
  note->member_id = g_strdup (member->entity.id);
  note->text = g_strdup ("likes wool");
  note->at_ms = 1;
  note->staff_id = g_strdup ("mia");
  cp_account_put (account, note);
}

/* The other store's member, as head office has her. */
static void
import_canary (Processes *fixture)
{
  g_autoptr (CpAccount) account = cp_test_chain_account (1);
  g_autoptr (GString) lines = g_string_new (NULL);

  name_canary (account);
  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++)
    for (guint i = 0; i < account->rows[kind]->len; i++) {
      const CpEntity *row = account->rows[kind]->pdata[i];
      g_autofree char *text = cp_entity_to_text (row);

      g_string_append_printf (lines, "{\"kind\":\"%s\",\"data\":%s}\n",
                              cp_kind_get_type (row->kind)->name, text);
    }
  write_file (fixture, "rows", lines->str);
  processes_do_command (fixture, "import rows $/rows");
}

static void
set_up (Processes *fixture, gconstpointer data)
{
  processes_set_up (fixture);
  publish_store_scope (fixture, data != NULL);
  import_canary (fixture);
}

static void
tear_down (Processes *fixture, gconstpointer data)
{
  processes_tear_down (fixture);
}

/* How many of the canaries are in any file: in rows, logs, and pages that are free. */
static guint
count_canaries (Processes *fixture)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "ledger", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n_files = 0, n = 0;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *bytes = NULL;
    gsize size = 0;

    if (!g_file_get_contents (path, &bytes, &size, NULL))
      continue;
    n_files++;
    for (guint i = 0; i < G_N_ELEMENTS (canaries); i++)
      if (memmem (bytes, size, canaries[i], strlen (canaries[i])) != NULL) {
        g_test_message ("%s holds %s", name, canaries[i]);
        n++;
      }
  }
  g_assert_cmpuint (n_files, >=, 2);
  return n;
}

/* (transfer full): what a tap of her card says */
static CpJson *
tap (Processes *fixture, const char *session)
{
  g_autofree char *uid = cp_test_chain_uid (1);
  g_autoptr (CpJson) card = json_pack ("{s:s}", "uid", uid);
  g_autoptr (GError) error = NULL;
  CpJson *reply = cp_ledger_client_identify_sync (fixture->client, session, card, NULL, &error);

  g_assert_no_error (error);
  return reply;
}

static gboolean
knows_card (Processes *fixture)
{
  g_autoptr (CpJson) reply = tap (fixture, "");

  return cp_json_get_bool (reply, "found");
}

static const char *
get_name (const CpJson *view)
{
  return cp_json_get_text (cp_json_get_object (view, "member"), "name");
}

static gboolean
knows_canary (Processes *fixture)
{
  g_autofree char *id = cp_test_chain_id (1, "member");
  g_autoptr (CpJson) view =
      cp_ledger_client_get_member_sync (fixture->client, fixture->session, id, NULL, NULL);

  return g_strcmp0 (get_name (view), "Canaria Finchley") == 0;
}

/* Her card works, and nothing on the device says whose it is, until she is there herself. */
static void
test_a_card_that_is_tapped (Processes *fixture, gconstpointer data)
{
  g_autoptr (CpJson) reply = NULL;
  const CpJson *view;

  wait_until (fixture, knows_card, "the card");
  g_assert_cmpuint (count_canaries (fixture), ==, 0);
  reply = tap (fixture, fixture->session);
  view = cp_json_get_object (reply, "view");
  g_assert_cmpstr (get_name (view), ==, "Member of another store");
  g_assert_cmpuint (json_array_size (cp_json_get_array (view, "incentives")), ==, 3);
  wait_until (fixture, knows_canary, "whoever was tapped");
  g_assert_cmpuint (count_canaries (fixture), >, 0);
}

static gboolean
finds_canary (Processes *fixture)
{
  g_autoptr (CpJson) reply = cp_ledger_client_find_sync (fixture->client, fixture->session,
                                                         "Finchley Canaria", 5, NULL, NULL);

  return json_array_size (cp_json_get_array (reply, "members")) == 1;
}

static void
test_a_name_that_is_looked_for (Processes *fixture, gconstpointer data)
{
  wait_until (fixture, knows_card, "the card");
  g_assert_cmpuint (count_canaries (fixture), ==, 0);
  wait_until (fixture, finds_canary, "whoever was looked for");
}

static void
add (const char *path, gconstpointer views_unrecorded, void (*func) (Processes *, gconstpointer))
{
  g_test_add (path, Processes, views_unrecorded, set_up, func, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/stolen-kiosk/knows-a-card-and-not-whose-until-it-is-tapped", NULL,
       test_a_card_that_is_tapped);
  add ("/stolen-kiosk/asks-whose-card-it-is-where-openings-are-not-recorded", "views_unrecorded",
       test_a_card_that_is_tapped);
  add ("/stolen-kiosk/finds-by-a-name-that-head-office-knows", NULL,
       test_a_name_that_is_looked_for);
  return g_test_run ();
}
