/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bench-office.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "cp-decision.h"
#include "cp-test-chain.h"
#include "cp-test-folder.h"

#define HOUR_MS (3600 * G_GINT64_CONSTANT (1000))
#define FIRST_MS G_GINT64_CONSTANT (1640995200000) /* 2022 */
#define MEMBER_EVERY_MS 100000
#define REWARDS_MS (FIRST_MS + 4 * 365 * 24 * HOUR_MS)

/* Another number, that looks like any; the same each time (splitmix64). */
guint64
bench_mix (guint64 seed)
{
  guint64 x = seed + G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  x = (x ^ x >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  x = (x ^ x >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return x ^ x >> 31;
}

char *
bench_dup_uuid (gint64 at_ms, guint64 seed)
{
  guint64 one = bench_mix (seed);
  guint64 other = bench_mix (one);

  return g_strdup_printf ("%08x-%04x-7%03x-%04x-%012" G_GINT64_MODIFIER "x", (guint) (at_ms >> 16),
                          (guint) (at_ms & 0xffff), (guint) (one & 0xfff),
                          0x8000 | (guint) (one >> 16 & 0x3fff), other & 0xffffffffffff);
}

/* Members have come one by one, an operation each. */
static char *
dup_id_of_enrolment (guint n, guint number)
{
  g_autofree char *id = bench_dup_uuid (FIRST_MS + n * (gint64) MEMBER_EVERY_MS, n);

  return cp_derive_id (id, number);
}

/* What they have was given to them lately. */
static char *
dup_id_of_reward (guint n)
{
  guint64 seed = bench_mix (n);

  return bench_dup_uuid (REWARDS_MS + (gint64) (seed % (90 * 24 * HOUR_MS)), seed);
}

char *
bench_office_dup_id (guint n, char what)
{
  switch (what) {
  case 'a':
    return dup_id_of_enrolment (n, CP_ENROLMENT_ACCOUNT);
  case 'b':
    return dup_id_of_enrolment (n, CP_ENROLMENT_MEMBER);
  case 'd':
    return dup_id_of_enrolment (n, CP_ENROLMENT_CARD);
  default:
    return dup_id_of_reward (n);
  }
}

char *
bench_office_dup_staff_id (guint n)
{
  return g_strdup_printf ("ann-%u", n);
}

char *
bench_office_dup_path (const BenchOffice *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static void
write_file (const BenchOffice *self, const char *name, const char *text)
{
  g_autofree char *path = bench_office_dup_path (self, name);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static GSubprocess *
start (const BenchOffice *self, const char *words, GSubprocessFlags flags)
{
  g_autoptr (GString) line = g_string_new (words);
  g_auto (GStrv) args = NULL;
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_string_replace (line, "$", self->folder, 0);
  args = g_strsplit (line->str, " ", -1);
  g_ptr_array_add (argv, (char *) CP_TEST_HEADOFFICE);
  g_ptr_array_add (argv, (char *) "--database");
  g_ptr_array_add (argv, self->database);
  for (guint i = 0; args[i] != NULL; i++)
    g_ptr_array_add (argv, args[i]);
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_newv ((const char *const *) argv->pdata, flags, &error);
  g_assert_no_error (error);
  return process;
}

char *
bench_office_run (BenchOffice *self, const char *words)
{
  g_autoptr (GSubprocess) process = start (self, words, G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  char *out = NULL;

  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  return out;
}

static void
append_row (GString *text, const char *kind, CpEntity *entity)
{
  g_autoptr (CpJson) line = json_object ();
  g_autofree char *json = NULL;

  cp_json_set_text (line, "kind", kind);
  cp_json_set (line, "data", cp_entity_to_json (entity));
  json = cp_json_to_text (line);
  g_string_append (text, json);
  g_string_append_c (text, '\n');
  cp_entity_free (entity);
}

static void
append_member (GString *text, guint n, const char *given_name)
{
  g_autofree char *account_id = bench_office_dup_id (n, 'a');
  g_autofree char *member_id = bench_office_dup_id (n, 'b');
  CpMember *member = cp_entity_new (CP_KIND_MEMBER, member_id, account_id);

  member->state = CP_MEMBER_ENROLLED;
  member->given_name = g_strdup (given_name);
  member->family_name = g_strdup_printf ("Nr %u", n);
  append_row (text, "member", &member->entity);
}

static void
append_card (GString *text, guint n)
{
  g_autofree char *account_id = bench_office_dup_id (n, 'a');
  g_autofree char *card_id = bench_office_dup_id (n, 'd');
  CpCard *card = cp_entity_new (CP_KIND_CARD, card_id, account_id);

  card->member_id = bench_office_dup_id (n, 'b');
  card->uid = g_strdup_printf ("04%012" G_GINT64_MODIFIER "X", bench_mix (n) & 0xffffffffffff);
  card->medium = CP_CARD_PHYSICAL;
  card->state = CP_CARD_ACTIVE;
  append_row (text, "card", &card->entity);
}

static void
append_reward (GString *text, guint n, gint64 amount_minor)
{
  g_autofree char *account_id = bench_office_dup_id (n, 'a');
  g_autofree char *reward_id = bench_office_dup_id (n, 'c');
  CpIncentive *reward = cp_entity_new (CP_KIND_INCENTIVE, reward_id, account_id);

  reward->member_id = bench_office_dup_id (n, 'b');
  reward->definition_id = g_strdup ("off");
  reward->class_ = CP_CLASS_REWARD;
  reward->state = CP_INCENTIVE_ACTIVE;
  reward->amount_minor = reward->balance_minor = amount_minor;
  append_row (text, "incentive", &reward->entity);
}

/* Nobody works at two tills at once. */
static void
append_associate (GString *text, guint n, const CpStaff *model)
{
  CpStaff *person = cp_entity_copy (model);

  g_free (person->entity.id);
  person->entity.id = bench_office_dup_staff_id (n);
  append_row (text, "staff", &person->entity);
}

static void
append_household (GString *text, guint n)
{
  g_autofree char *account_id = bench_office_dup_id (n, 'a');

  append_row (text, "account", cp_entity_new (CP_KIND_ACCOUNT, account_id, account_id));
  append_member (text, n, "Ada");
  append_card (text, n);
  append_reward (text, n, 1000000);
}

void
bench_office_change (BenchOffice *self, guint n_rows)
{
  g_autoptr (GString) rows = g_string_new (NULL);

  for (guint n = 0; n < n_rows; n++)
    if (n < self->n_members)
      append_member (rows, n, "Grace");
    else
      append_reward (rows, n - self->n_members, 2000000);
  write_file (self, "changed", rows->str);
  g_free (bench_office_run (self, "import rows $/changed"));
}

/* A part at a time: a million members would not be kept at once. */
static void
write_households (BenchOffice *self, GString *rows)
{
  g_autofree char *path = bench_office_dup_path (self, "rows");
  FILE *file = fopen (path, "w");

  g_assert_nonnull (file);
  for (guint n = 0; n <= self->n_members; n++) {
    if (n % 1000 == 0 || n == self->n_members) {
      g_assert_cmpuint (fwrite (rows->str, 1, rows->len, file), ==, rows->len);
      g_string_set_size (rows, 0);
    }
    if (n < self->n_members)
      append_household (rows, n);
  }
  g_assert_cmpint (fclose (file), ==, 0);
}

void
bench_office_publish (BenchOffice *self, const char *scope)
{
  g_autoptr (CpJson) programme = cp_test_chain_programme_json ();
  gint64 version = cp_json_get_int (programme, "version", 0) + self->n_published++;
  g_autofree char *text = NULL;

  cp_json_set_int (programme, "version", version);
  cp_json_set_text (programme, "scope", scope);
  text = cp_json_to_text (programme);
  write_file (self, "programme", text);
  g_free (bench_office_run (self, "publish programme $/programme"));
}

void
bench_office_give_pin (BenchOffice *self)
{
  g_autofree char *key = g_strnfill (64, '7');

  write_file (self, "key", key);
  write_file (self, "staff",
              "{\"id\":\"mia\",\"name\":\"Mia\",\"role\":\"manager\",\"pin\":\"4711\"}");
  g_free (bench_office_run (self, "import staff $/staff --pin-key $/key --practice"));
}

/* Before the rows: each is a process that opens the database. */
static void
add_devices (BenchOffice *self)
{
  for (guint i = 0; i < self->n_devices; i++) {
    g_autofree char *words =
        g_strdup_printf ("device add till-%u --store high --token-file $/token-%u", i, i);

    g_free (bench_office_run (self, words));
  }
}

static void
fill (BenchOffice *self)
{
  g_autoptr (GString) rows = g_string_new (NULL);
  g_autoptr (GPtrArray) staff = cp_test_chain_staff ();
  gint64 import_began_us;

  for (guint i = 0; i < staff->len; i++)
    append_row (rows, "staff", cp_entity_copy (staff->pdata[i]));
  for (guint i = 0; i < self->n_devices; i++)
    append_associate (rows, i, cp_test_chain_find_staff (staff, "ann"));
  write_households (self, rows);
  bench_office_publish (self, "chain");
  add_devices (self);
  import_began_us = g_get_monotonic_time ();
  g_free (bench_office_run (self, "import rows $/rows"));
  self->import_seconds = (double) (g_get_monotonic_time () - import_began_us) / G_USEC_PER_SEC;
}

BenchOffice *
bench_office_new (Postgres *postgres, guint n_members, guint n_devices)
{
  BenchOffice *self = g_new0 (BenchOffice, 1);

  self->postgres = postgres;
  self->n_members = n_members;
  self->n_devices = n_devices;
  self->folder = cp_test_folder_new ();
  self->database = postgres != NULL ? postgres_make_database (postgres)
                                    : g_strdup_printf ("sqlite:%s/office.db", self->folder);
  fill (self);
  return self;
}

void
bench_office_serve (BenchOffice *self, guint n_processes, const char *options)
{
  g_autofree char *words =
      g_strconcat ("serve --listen 127.0.0.1:0", options != NULL ? " " : NULL, options, NULL);

  for (guint i = 0; i < n_processes; i++) {
    g_autoptr (GDataInputStream) out = NULL;
    g_autofree char *line = NULL;

    self->processes[i] =
        start (self, words, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
    out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->processes[i]));
    line = g_data_input_stream_read_line (out, NULL, NULL, NULL);
    g_assert_true (g_str_has_prefix (line, "Listening on "));
    self->urls[i] = g_strdup (line + strlen ("Listening on "));
  }
  self->n_processes = n_processes;
}

typedef struct {
  double seconds;
  GPid parent;
} Use;

/* What a process has used, and those of its children that have ended. */
static Use
get_use (const char *pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/stat", pid);
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;
  Use use = { 0 };

  if (!g_file_get_contents (path, &text, NULL, NULL)) /* it has ended meanwhile */
    return use;
  words = g_strsplit (strrchr (text, ')'), " ", -1);
  for (guint i = 12; i < 16; i++)
    use.seconds += g_ascii_strtod (words[i], NULL) / (double) sysconf (_SC_CLK_TCK);
  use.parent = (GPid) g_ascii_strtoll (words[2], NULL, 10);
  return use;
}

double
bench_office_get_cpu (const BenchOffice *self)
{
  double seconds = 0;

  for (guint i = 0; i < self->n_processes; i++)
    seconds += get_use (g_subprocess_get_identifier (self->processes[i])).seconds;
  return seconds;
}

/* A connection is a process of its own there. */
double
bench_office_get_database_cpu (const BenchOffice *self)
{
  g_autoptr (GDir) processes = g_dir_open ("/proc", 0, NULL);
  double seconds = 0;
  const char *name;

  if (self->postgres == NULL)
    return 0;
  while ((name = g_dir_read_name (processes)) != NULL) {
    GPid pid = (GPid) g_ascii_strtoll (name, NULL, 10);
    Use use = { 0 };

    if (pid > 0)
      use = get_use (name);
    if (pid == self->postgres->pid || use.parent == self->postgres->pid)
      seconds += use.seconds;
  }
  return seconds;
}

void
bench_office_free (BenchOffice *self)
{
  for (guint i = 0; i < self->n_processes; i++) {
    g_subprocess_send_signal (self->processes[i], SIGTERM);
    g_subprocess_wait (self->processes[i], NULL, NULL);
    g_object_unref (self->processes[i]);
    g_free (self->urls[i]);
  }
  cp_test_folder_free (self->folder);
  g_free (self->database);
  g_free (self);
}
