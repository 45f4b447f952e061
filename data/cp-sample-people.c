/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sample-people.h"

#include "cp-profile-field.h"
#include "cp-text.h"
#include "sample-resources.h"

#include <string.h>

#define MIN_AGE 18
#define MAX_AGE 84
#define MAX_MEMBERSHIP_DAYS 2000
#define MIN_WEDDING_AGE 21

CpJson *
cp_sample_people_load (void)
{
  return cp_json_parse_own (g_resource_lookup_data (
      sample_get_resource (), "/org/counterpart/sample/people.json", 0, NULL));
}

const CpJson *
cp_sample_people_pick (CpSampleMaker *maker, const CpJson *people, const char *key)
{
  const CpJson *list = cp_json_get_array (people, key);
  gint64 total = 0;
  gint64 drawn;
  gsize i;
  json_t *entry;

  json_array_foreach (list, i, entry) total += cp_json_get_int (entry, "weight", 1);
  drawn = cp_sample_random_between (&maker->random, 0, total - 1);
  json_array_foreach (list, i, entry)
  {
    drawn -= cp_json_get_int (entry, "weight", 1);
    if (drawn < 0)
      return entry;
  }
  g_assert_not_reached ();
}

static const char *
pick_of (CpSampleRandom *random, const CpJson *lists, const char *key)
{
  const CpJson *words = cp_json_get_array (lists, key);
  gint64 last = (gint64) json_array_size (words) - 1;

  return json_string_value (
      json_array_get (words, (gsize) cp_sample_random_between (random, 0, last)));
}

static const char *
pick_word (CpSampleMaker *maker, const CpJson *culture, const char *key)
{
  return pick_of (&maker->random, culture, key);
}

static void
set_name (CpSampleMaker *maker, const CpJson *culture, CpMember *member)
{
  const char *first = pick_word (maker, culture, "family");
  const char *second = pick_word (maker, culture, "family");
  guint double_percent = (guint) cp_json_get_int (culture, "double_percent", 0);
  gboolean differ = !g_str_equal (first, second);

  member->given_name = g_strdup (pick_word (maker, culture, "given"));
  if (differ && cp_json_get_bool (culture, "two_family_names"))
    member->family_name = g_strconcat (first, " ", second, NULL);
  else if (cp_sample_random_chance (&maker->random, double_percent) && differ)
    member->family_name = g_strconcat (first, "-", second, NULL);
  else
    member->family_name = g_strdup (first);
}

static void
set_birth_date (CpSampleMaker *maker, CpMember *member)
{
  gint64 age_days = cp_sample_random_between (&maker->random, MIN_AGE * 365 + 5, MAX_AGE * 365);
  g_autoptr (GDateTime) born =
      g_date_time_new_from_unix_utc ((maker->now_ms - age_days * CP_SAMPLE_DAY_MS) / 1000);

  if (cp_sample_random_chance (&maker->random, 88))
    member->birth_date = g_date_time_format (born, "%Y-%m-%d");
}

/* A name as it stands in an address: what is not ASCII once folded is left out. */
static char *
dup_mail_word (const char *name)
{
  g_autofree char *folded = cp_text_fold (name);
  GString *word = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (word, *p);
  return g_string_free (word, FALSE);
}

static void
set_email (CpSampleMaker *maker, CpMember *member, guint index)
{
  static const char *const hosts[] = { "example.com", "example.org", "example.net" };
  const char *host = hosts[cp_sample_random_between (&maker->random, 0, G_N_ELEMENTS (hosts) - 1)];
  g_autofree char *given = dup_mail_word (member->given_name);
  g_autofree char *family = dup_mail_word (member->family_name);

  if (!cp_sample_random_chance (&maker->random, 82))
    return;
  if (*given == '\0' || *family == '\0')
    member->email = g_strdup_printf ("member%u@%s", index, host);
  else
    member->email = g_strdup_printf ("%s.%s%u@%s", given, family, index, host);
}

static void
set_address (CpSampleMaker *maker, const CpJson *people, CpMember *member)
{
  static const char letters[] = "ACDEFHKNPRTVWXY";
  const CpJson *city = cp_sample_people_pick (maker, people, "cities");
  char code[5] = { 0 };

  member->city = g_strdup (cp_json_get_text (city, "name"));
  for (guint i = 0; i < 4; i++)
    code[i] = i < 2 ? letters[cp_sample_random_between (&maker->random, 0, strlen (letters) - 1)]
                    : (char) ('0' + cp_sample_random_between (&maker->random, 0, 9));
  if (cp_sample_random_chance (&maker->random, 90))
    member->postcode = g_strconcat (cp_json_get_text (city, "route"), " ", code, NULL);
}

static void
set_own (CpSampleMaker *maker, CpMember *member, const char *field, const char *text)
{
  if (cp_programme_find_form_field (maker->programme, field) != NULL)
    cp_profile_field_set (member, field, text);
}

/* Few have the smallest or the largest. */
static char *
make_shoe_size (CpSampleRandom *random)
{
  return g_strdup_printf ("%d", (int) (36 + cp_sample_random_between (random, 0, 5) +
                                       cp_sample_random_between (random, 0, 5)));
}

/* (nullable): some time since they were of age, or soon */
static char *
make_wedding_day (CpSampleMaker *maker, CpSampleRandom *random, const CpMember *member)
{
  g_autoptr (GDateTime) last =
      g_date_time_new_from_unix_utc (maker->now_ms / 1000 + 200 * (CP_SAMPLE_DAY_MS / 1000));
  gint64 born = member->birth_date != NULL ? g_ascii_strtoll (member->birth_date, NULL, 10) : 0;
  int year =
      (int) cp_sample_random_between (random, born + MIN_WEDDING_AGE, g_date_time_get_year (last));
  g_autofree char *day =
      g_strdup_printf ("%04d-%02d-%02d", year, (int) cp_sample_random_between (random, 4, 10),
                       (int) cp_sample_random_between (random, 1, 28));
  g_autofree char *last_day = g_date_time_format (last, "%Y-%m-%d");

  return born > 0 && strcmp (day, last_day) <= 0 ? g_steal_pointer (&day) : NULL;
}

/* What the chain asks beside what every profile has: many have said some of it, and few all. A stream of
 * chance of its own keeps all else as it is without it. */
static void
set_own_fields (CpSampleMaker *maker, const CpJson *people, CpMember *member, guint index)
{
  gboolean speaks_polish = g_strcmp0 (member->language, "pl") == 0;
  g_autofree char *wedding_day = NULL;
  g_autofree char *shoe_size = NULL;
  CpSampleRandom random;

  cp_sample_random_seed (&random, index);
  cp_sample_random_seed (&random,
                         cp_sample_random_next (&random)); /* neighbours are alike no more */
  wedding_day = make_wedding_day (maker, &random, member);
  shoe_size = make_shoe_size (&random);
  if (cp_sample_random_chance (&random, 55))
    set_own (maker, member, "shoe_size", shoe_size);
  if (cp_sample_random_chance (&random, 40))
    set_own (maker, member, "newsletter_language",
             speaks_polish                           ? "pl"
             : cp_sample_random_chance (&random, 12) ? "ga"
                                                     : "en");
  if (cp_sample_random_chance (&random, 15))
    set_own (maker, member, "wedding_day", wedding_day);
  if (cp_sample_random_chance (&random, 35))
    set_own (maker, member, "paper_receipts", cp_sample_random_chance (&random, 30) ? "yes" : "no");
  if (cp_sample_random_chance (&random, 6))
    set_own (maker, member, "allergies", pick_of (&random, people, "allergies"));
}

static const char *
pick_store (CpSampleMaker *maker)
{
  const GPtrArray *stores = maker->programme->stores;
  guint n = (guint) cp_sample_random_between (&maker->random, 0, stores->len * 2 - 1);
  const CpStore *store = g_ptr_array_index (stores, n < stores->len ? n : (n - stores->len) / 2);

  return store->id;
}

CpMember *
cp_sample_people_add (CpSampleMaker *maker, const CpJson *people, guint index)
{
  const CpJson *culture = cp_sample_people_pick (maker, people, "cultures");
  const char *store_id = pick_store (maker);
  gint64 days = cp_sample_random_between (&maker->random, 0, MAX_MEMBERSHIP_DAYS);
  gint64 at_ms =
      cp_sample_maker_pick_open_hour (maker, store_id, maker->now_ms - days * CP_SAMPLE_DAY_MS);
  CpAccountRow *account = cp_sample_maker_add (maker, CP_KIND_ACCOUNT, NULL, at_ms);
  CpMember *member = cp_sample_maker_add (maker, CP_KIND_MEMBER, account->entity.id, at_ms);
  gboolean own_language = cp_sample_random_chance (&maker->random, 40);

  member->state = CP_MEMBER_ENROLLED;
  member->external_id = g_strdup_printf ("NF%06u", 100000 + index);
  set_name (maker, culture, member);
  set_birth_date (maker, member);
  set_email (maker, member, index);
  if (member->email == NULL || cp_sample_random_chance (&maker->random, 70))
    member->phone = g_strdup_printf ("+3532091%05u", index);
  set_address (maker, people, member);
  member->language = g_strdup (own_language ? cp_json_get_text (culture, "language") : "en");
  set_own_fields (maker, people, member, index);
  member->home_store_id = g_strdup (store_id);
  member->enrolled_at_ms = at_ms;
  return member;
}
