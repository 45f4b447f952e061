/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-search.h"

#include "cp-search-term.h"
#include "cp-text.h"

#include <string.h>

/* How many candidates of the rarest word are looked at, once for the words as they are and once for
 * all that is forgiven: enough that ten turn up if all words are common, and if one is rare these
 * are all. At some 3 µs each this bounds the time. */
#define MAX_CANDIDATES 4000

/* How many rows that fit are weighed against each other. */
#define MAX_WEIGHED 100

/* What is beyond is not looked at. */
#define MAX_WORDS 8

#define MIN_TAIL_DIGITS 4

typedef struct {
  CpReplica *replica;
  const CpSearch *search;
  GPtrArray *matches;
  GHashTable *seen; /* member ids */
  guint n_left;     /* how many candidates may still be looked at */
} Finding;

typedef struct {
  CpMember *member;
  guint weight;
  guint order;
} Weighed;

static const char *const field_words[] = {
  [CP_MATCH_NAME] = "name",
  [CP_MATCH_PHONE] = "phone",
  [CP_MATCH_EMAIL] = "email",
  [CP_MATCH_CARD] = "card",
  [CP_MATCH_EXTERNAL_ID] = "external_id",
};

const char *
cp_match_field_to_word (CpMatchField field)
{
  g_return_val_if_fail (field < G_N_ELEMENTS (field_words), NULL);

  return field_words[field];
}

void
cp_match_free (CpMatch *self)
{
  g_free (self->member_id);
  g_free (self->account_id);
  g_free (self);
}

static void
add_match (Finding *self, const char *member_id, const char *account_id, CpMatchField field)
{
  CpMatch *match;

  if (member_id == NULL || account_id == NULL ||
      !g_hash_table_add (self->seen, g_strdup (member_id)))
    return;
  match = g_new0 (CpMatch, 1);
  match->member_id = g_strdup (member_id);
  match->account_id = g_strdup (account_id);
  match->field = field;
  g_ptr_array_add (self->matches, match);
}

static void
add_row (Finding *self, gconstpointer row, CpMatchField field)
{
  const CpEntity *entity = row;

  if (entity->kind == CP_KIND_CARD)
    add_match (self, ((const CpCard *) row)->member_id, entity->account_id, field);
  else if (entity->kind == CP_KIND_MEMBER && ((const CpMember *) row)->state < CP_MEMBER_MERGED)
    add_match (self, entity->id, entity->account_id, field);
}

/* One more than is wanted, so as to know whether there are more. */
static guint
get_room (const Finding *self)
{
  return self->matches->len <= self->search->limit ? self->search->limit + 1 - self->matches->len
                                                   : 0;
}

static gboolean
add_rows_of_term (Finding *self, const CpSearchTerm *term, CpMatchField field, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!cp_search_term_list (term, self->replica, MAX (get_room (self) * 2, 20), numbers, error))
    return FALSE;
  for (guint i = 0; i < numbers->len && get_room (self) > 0; i++) {
    gpointer row = NULL;

    if (!cp_replica_get_row_by_number (self->replica, g_array_index (numbers, gint64, i), &row,
                                       error))
      return FALSE;
    if (row != NULL)
      add_row (self, row, field);
    cp_entity_free (row);
  }
  return TRUE;
}

static gboolean
try_value (
    Finding *self, int type, const char *value, gboolean whole, CpMatchField field, GError **error)
{
  CpSearchTerm *term;
  gboolean ok;

  if (value == NULL || *value == '\0' || get_room (self) == 0)
    return TRUE;
  term = cp_search_term_new (type, whole);
  g_ptr_array_add (term->prefixes, g_strdup (value));
  ok = add_rows_of_term (self, term, field, error);
  cp_search_term_free (term);
  return ok;
}

static gboolean
is_number (const char *text)
{
  guint n_digits = 0;

  for (const char *c = text; *c != '\0'; c++) {
    if (g_ascii_isdigit (*c))
      n_digits++;
    else if (strchr (" +-/().", *c) == NULL)
      return FALSE;
  }
  return n_digits > 0;
}

static gboolean
find_by_number (Finding *self, const char *text, GError **error)
{
  g_autofree char *phone = cp_text_to_phone (text, self->search->country_code);
  g_autofree char *backwards = cp_replica_reverse_digits (text);
  const char *tail = strlen (backwards) >= MIN_TAIL_DIGITS ? backwards : NULL;

  return try_value (self, CP_KEY_PHONE, phone, TRUE, CP_MATCH_PHONE, error) &&
         try_value (self, CP_KEY_CARD_NUMBER, text, TRUE, CP_MATCH_CARD, error) &&
         try_value (self, CP_KEY_EXTERNAL_ID, text, TRUE, CP_MATCH_EXTERNAL_ID, error) &&
         try_value (self, CP_ROW_KEY_PHONE_BACKWARDS, tail, FALSE, CP_MATCH_PHONE, error) &&
         try_value (self, CP_ROW_KEY_CARD_BACKWARDS, tail, FALSE, CP_MATCH_CARD, error);
}

static GStrv
split_words (const char *text)
{
  GString *spaced = g_string_new (NULL);
  g_auto (GStrv) parts = NULL;
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c)) {
    gunichar letter = g_utf8_get_char (c);

    g_string_append_unichar (
        spaced, g_unichar_isalnum (letter) || g_unichar_ismark (letter) ? letter : ' ');
  }
  parts = g_strsplit (spaced->str, " ", -1);
  g_string_free (spaced, TRUE);
  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_strv_builder_add (words, parts[i]);
  return g_strv_builder_end (words);
}

static CpSearchTerm *
make_term (const char *word)
{
  CpSearchTerm *term;
  g_auto (GStrv) spellings = NULL;

  if (is_number (word)) {
    term = cp_search_term_new (CP_ROW_KEY_PHONE_BACKWARDS, FALSE);
    g_ptr_array_add (term->prefixes, cp_replica_reverse_digits (word));
    return term;
  }
  term = cp_search_term_new (CP_ROW_KEY_NAME, FALSE);
  spellings = cp_text_to_tokens (word);
  for (guint i = 0; spellings[i] != NULL; i++)
    g_ptr_array_add (term->prefixes, g_strdup (spellings[i]));
  return term;
}

static GPtrArray *
make_terms (const char *query)
{
  GPtrArray *terms = g_ptr_array_new_with_free_func ((GDestroyNotify) cp_search_term_free);
  g_auto (GStrv) words = split_words (query);

  for (guint i = 0; words[i] != NULL && i < MAX_WORDS; i++) {
    CpSearchTerm *term = make_term (words[i]);

    if (term->prefixes->len > 0)
      g_ptr_array_add (terms, term);
    else
      cp_search_term_free (term);
  }
  return terms;
}

static gboolean
find_rarest (Finding *self, GPtrArray *terms, guint *ret_index, GError **error)
{
  gint64 least = G_MAXINT64;

  for (guint i = 0; i < terms->len; i++) {
    gint64 count;

    if (!cp_search_term_count (terms->pdata[i], self->replica, MAX_CANDIDATES, &count, error))
      return FALSE;
    if (count < least) {
      least = count;
      *ret_index = i;
    }
  }
  return TRUE;
}

static guint
weigh (const Finding *self, const CpMember *member, GPtrArray *terms)
{
  g_autofree char *name = g_strdup_printf ("%s %s", member->given_name ? member->given_name : "",
                                           member->family_name ? member->family_name : "");
  g_auto (GStrv) words = cp_text_to_tokens (name);
  guint weight = g_strcmp0 (member->home_store_id, self->search->home_store_id) == 0 ? 1 : 0;

  for (guint i = 0; i < terms->len; i++) {
    const CpSearchTerm *term = terms->pdata[i];

    for (guint j = 0; j < term->prefixes->len; j++)
      if (g_strv_contains ((const char *const *) words, term->prefixes->pdata[j]))
        weight += 2;
  }
  return weight;
}

static int
compare_weighed (gconstpointer a, gconstpointer b)
{
  const Weighed *first = a;
  const Weighed *second = b;

  if (first->weight != second->weight)
    return first->weight > second->weight ? -1 : 1;
  return first->order < second->order ? -1 : 1;
}

static void
clear_weighed (gpointer data)
{
  cp_entity_free (((Weighed *) data)->member);
}

static gboolean
weigh_row (Finding *self, GPtrArray *terms, gint64 number, GArray *weighed, GError **error)
{
  Weighed entry = { NULL, 0, weighed->len };
  gpointer row = NULL;

  if (!cp_replica_get_row_by_number (self->replica, number, &row, error))
    return FALSE;
  if (row == NULL || ((CpEntity *) row)->kind != CP_KIND_MEMBER) {
    cp_entity_free (row);
    return TRUE;
  }
  entry.member = row;
  entry.weight = weigh (self, row, terms);
  g_array_append_val (weighed, entry);
  return TRUE;
}

/* Of the rarest term's rows, those that meet the others too, weighed. */
static GArray *
collect (Finding *self, GPtrArray *terms, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) done = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GArray) weighed = g_array_new (FALSE, FALSE, sizeof (Weighed));
  guint rarest = 0;

  g_array_set_clear_func (weighed, clear_weighed);
  if (!find_rarest (self, terms, &rarest, error) ||
      !cp_search_term_list (terms->pdata[rarest], self->replica, self->n_left, numbers, error))
    return NULL;
  for (guint i = 0; i < numbers->len && weighed->len < MAX_WEIGHED; i++, self->n_left--) {
    gint64 *number = &g_array_index (numbers, gint64, i);
    gboolean holds;

    if (!g_hash_table_add (done, number))
      continue;
    if (!cp_search_terms_hold (terms, self->replica, *number, &holds, error))
      return NULL;
    if (holds && !weigh_row (self, terms, *number, weighed, error))
      return NULL;
  }
  return g_steal_pointer (&weighed);
}

static gboolean
find_by_terms (Finding *self, GPtrArray *terms, GError **error)
{
  g_autoptr (GArray) weighed = collect (self, terms, error);

  if (weighed == NULL)
    return FALSE;
  g_array_sort (weighed, compare_weighed);
  for (guint i = 0; i < weighed->len && get_room (self) > 0; i++)
    add_row (self, g_array_index (weighed, Weighed, i).member, CP_MATCH_NAME);
  return TRUE;
}

static gboolean
find_with_one_edit (Finding *self, GPtrArray *terms, GError **error)
{
  self->n_left = MAX_CANDIDATES;
  for (guint i = 0; i < terms->len && self->matches->len < self->search->limit; i++) {
    CpSearchTerm *term = terms->pdata[i];
    CpSearchTerm *varied;
    gboolean ok;

    if (term->type != CP_ROW_KEY_NAME)
      continue;
    varied = cp_search_term_vary (term, self->replica, error);
    if (varied == NULL)
      return FALSE;
    terms->pdata[i] = varied;
    ok = varied->prefixes->len == 0 || find_by_terms (self, terms, error);
    terms->pdata[i] = term;
    cp_search_term_free (varied);
    if (!ok)
      return FALSE;
  }
  return TRUE;
}

static gboolean
find_by_name (Finding *self, const char *query, GError **error)
{
  g_autoptr (GPtrArray) terms = make_terms (query);

  if (terms->len == 0)
    return TRUE;
  if (!try_value (self, CP_KEY_CARD_NUMBER, query, TRUE, CP_MATCH_CARD, error) ||
      !try_value (self, CP_KEY_EXTERNAL_ID, query, TRUE, CP_MATCH_EXTERNAL_ID, error) ||
      !find_by_terms (self, terms, error))
    return FALSE;
  if (self->matches->len < self->search->limit && !find_with_one_edit (self, terms, error))
    return FALSE;
  return self->matches->len > 0 || strchr (query, ' ') != NULL ||
         try_value (self, CP_KEY_EMAIL, query, FALSE, CP_MATCH_EMAIL, error);
}

static gboolean
find (Finding *self, const char *query, GError **error)
{
  g_autofree char *address = NULL;

  if (is_number (query))
    return find_by_number (self, query, error);
  if (strchr (query, '@') == NULL)
    return find_by_name (self, query, error);
  address = g_utf8_strdown (query, -1);
  return try_value (self, CP_KEY_EMAIL, address, FALSE, CP_MATCH_EMAIL, error);
}

GPtrArray *
cp_search_members (CpReplica *replica, const CpSearch *search, gboolean *ret_more, GError **error)
{
  g_autofree char *query = cp_text_clean (search->query);
  g_autoptr (GPtrArray) matches = g_ptr_array_new_with_free_func ((GDestroyNotify) cp_match_free);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Finding finding = { replica, search, matches, seen, MAX_CANDIDATES };

  if (query != NULL && search->limit > 0 && !find (&finding, query, error))
    return NULL;
  *ret_more = matches->len > search->limit;
  if (*ret_more)
    g_ptr_array_set_size (matches, (int) search->limit);
  return g_steal_pointer (&matches);
}

static gboolean
begins_any (const CpSearchTerm *term, const char *const *words)
{
  for (guint i = 0; i < term->prefixes->len; i++)
    for (guint j = 0; words[j] != NULL; j++)
      if (g_str_has_prefix (words[j], term->prefixes->pdata[i]))
        return TRUE;
  return FALSE;
}

gboolean
cp_search_matches_name (const char *query, const char *name)
{
  g_autoptr (GPtrArray) terms = make_terms (query);
  g_auto (GStrv) words = cp_text_to_tokens (name);

  for (guint i = 0; i < terms->len; i++) {
    const CpSearchTerm *term = terms->pdata[i];

    if (term->type != CP_ROW_KEY_NAME || !begins_any (term, (const char *const *) words))
      return FALSE;
  }
  return terms->len > 0;
}
