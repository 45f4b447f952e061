/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sample-people.h"

#include "cp-text.h"
#include "sample-resources.h"

#include <string.h>

#define MIN_AGE 18
#define MAX_AGE 84
#define MAX_MEMBERSHIP_DAYS 2000

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
pick_word (CpSampleMaker *maker, const CpJson *culture, const char *key)
{
  const CpJson *words = cp_json_get_array (culture, key);
  gint64 last = (gint64) json_array_size (words) - 1;

  return json_string_value (
      json_array_get (words, (gsize) cp_sample_random_between (&maker->random, 0, last)));
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
  member->home_store_id = g_strdup (store_id);
  member->enrolled_at_ms = at_ms;
  return member;
}
