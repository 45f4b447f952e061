/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The feed: its order, its pages, and who waits for it. */
#include "conformance-check.h"
#include "cp-chain.h"
#include "cp-protocol.h"

#define HELD_MS 1000

/* Long enough for the push that makes the news, and shorter than what is asked for. */
#define NEWS_WAIT_MS 8000
#define NEWS_WITHIN_MS 5000

/* Another comes after it is told, and a later number. */
char *
conformance_check_numbering (Conformance *self)
{
  g_auto (Reply) first_push = conformance_push_next (self);
  g_auto (Reply) second_push = conformance_push_next (self);
  g_autoptr (CpJson) first = conformance_find_ack (self, 1);
  g_autoptr (CpJson) second = conformance_find_ack (self, 2);
  g_auto (Reply) page = conformance_feed_new (self, 1, 0);
  g_auto (Reply) again = conformance_feed_new (self, 1, 0);
  gint64 first_gseq = cp_json_get_int (first, "gseq", 0);

  if (*self->epoch == '\0')
    return g_strdup ("the numbering has no name");
  if (first_gseq <= self->place || cp_json_get_int (second, "gseq", 0) <= first_gseq)
    return g_strdup ("what came later has no later number");
  return conformance_say (json_equal (cp_json_get_array (page.document, "items"),
                                      cp_json_get_array (again.document, "items")),
                          "the same numbers stand for something else a moment later");
}

char *
conformance_check_own_acks (Conformance *self)
{
  gint64 place = self->place;
  g_auto (Reply) pushed = conformance_push_next (self);
  g_autoptr (CpJson) own = conformance_find_ack (self, 1);
  g_autoptr (CpJson) others = NULL;

  if (own == NULL)
    return g_strdup ("the asker's own outcome is not told");
  conformance_begin (self);
  self->place = place;
  others = conformance_find_ack (self, 1);
  return conformance_say (others == NULL, "another incarnation's outcome is told");
}

/* Asked for one item it may have more, up to an end; and where there is none, nothing moves. */
char *
conformance_check_page (Conformance *self)
{
  g_auto (Reply) pushed = conformance_push_next (self);
  g_auto (Reply) reply = conformance_feed_new (self, 1, 0);
  g_auto (Reply) last = { 0 };
  gint64 after = cp_json_get_int (pushed.document, "gseq", 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpFeedPage) page = NULL;

  if (reply.status != 200)
    return conformance_expect (&reply, 200, NULL);
  page = cp_feed_page_from_json (reply.document, &error);
  if (page == NULL)
    return g_strdup (error->message);
  if (page->after != self->place || json_array_size (page->items) == 0)
    return g_strdup ("a page does not begin where it was asked to");
  last = conformance_feed (self, self->epoch, after, 0, 0);
  if (last.status != 200)
    return conformance_expect (&last, 200, NULL);
  return conformance_say (json_array_size (cp_json_get_array (last.document, "items")) > 0 ||
                              cp_json_get_int (last.document, "through", -1) == after,
                          "a page without items moves the place");
}

char *
conformance_check_more (Conformance *self)
{
  g_auto (Reply) first_push = conformance_push_next (self);
  g_auto (Reply) second_push = conformance_push_next (self);
  g_auto (Reply) first = conformance_feed_new (self, 1, 0);
  g_auto (Reply) next = { 0 };

  if (!cp_json_get_bool (first.document, "more"))
    return g_strdup ("more is not said where there is more");
  next = conformance_feed (self, self->epoch, cp_json_get_int (first.document, "through", 0), 1, 0);
  return conformance_say (next.status == 200 &&
                              json_array_size (cp_json_get_array (next.document, "items")) > 0,
                          "more was said, and there is nothing");
}

typedef struct {
  gboolean done;
  guint status;
  gboolean has_items;
} Held;

static void
on_held (const CpTransportAnswer *answer, gpointer data)
{
  Held *held = data;
  g_autoptr (CpJson) document = cp_transport_answer_read (answer, NULL);

  held->status = answer->status;
  held->has_items = json_array_size (cp_json_get_array (document, "items")) > 0;
  held->done = TRUE;
}

/* News comes while it is held. */
static char *
check_news (Conformance *self)
{
  Held held = { 0 };
  gint64 begun_us = g_get_monotonic_time ();
  g_autofree char *path = NULL;
  g_auto (Reply) pushed = { 0 };

  conformance_begin (self);
  path = cp_feed_query_to_path (&(CpFeedQuery){ self->epoch, self->incarnation, self->place, 10,
                                                NEWS_WAIT_MS, CP_PROTO, CONFORMANCE_CHALLENGE });
  self->line.send (self->line.data, &(CpTransportRequest){ "GET", path, NULL, 2 * NEWS_WAIT_MS },
                   on_held, &held);
  pushed = conformance_push_next (self);
  while (!held.done)
    g_main_context_iteration (NULL, TRUE);
  if (held.status != 200)
    return g_strdup_printf ("status %u in place of 200", held.status);
  return conformance_say (held.has_items &&
                              g_get_monotonic_time () - begun_us < NEWS_WITHIN_MS * 1000,
                          "a request that is held is not answered when there is news");
}

char *
conformance_check_holds (Conformance *self)
{
  g_auto (Reply) held = conformance_feed_new (self, 10, HELD_MS);

  if (held.status != 200)
    return conformance_expect (&held, 200, NULL);
  if (json_array_size (cp_json_get_array (held.document, "items")) == 0 &&
      held.took_ms < HELD_MS / 2)
    return g_strdup ("a request without news is not held");
  return check_news (self);
}

char *
conformance_check_other_epoch (Conformance *self)
{
  g_auto (Reply) other = conformance_feed (self, "an-epoch-that-never-was", 5, 10, 0);
  g_autofree char *wrong = conformance_expect (&other, 410, "epoch_changed");
  g_auto (Reply) beyond = { 0 };

  if (wrong != NULL)
    return g_strdup_printf ("another epoch: %s", wrong);
  beyond = conformance_feed (self, self->epoch, self->place + G_MAXINT32, 10, 0);
  wrong = conformance_expect (&beyond, 410, "epoch_changed");
  return wrong != NULL ? g_strdup_printf ("a place beyond the numbering: %s", wrong) : NULL;
}

/* From the beginning it is told, or whoever asks is sent to a snapshot. */
char *
conformance_check_behind (Conformance *self)
{
  g_auto (Reply) known = conformance_feed (self, self->epoch, 0, 1, 0);
  g_auto (Reply) begun = conformance_feed (self, "", 0, 1, 0);
  const Reply *replies[] = { &known, &begun };

  for (guint i = 0; i < G_N_ELEMENTS (replies); i++) {
    g_autofree char *wrong =
        replies[i]->status != 200 ? conformance_expect (replies[i], 410, "behind") : NULL;

    if (wrong != NULL)
      return g_strdup_printf ("the feed from its beginning: %s", wrong);
  }
  return NULL;
}

static char *
check_page_sealed (Conformance *self, const char *challenge)
{
  g_autofree char *path = cp_feed_query_to_path (
      &(CpFeedQuery){ self->epoch, self->incarnation, self->place, 10, 0, CP_PROTO, challenge });
  g_autofree char *purpose =
      cp_seal_describe_answer (CP_SEAL_PAGE, self->device, self->incarnation, challenge);
  g_auto (Reply) page = conformance_ask (&self->line, "GET", path, NULL);

  return conformance_expect_sealed (&page, purpose);
}

/* Of a page with items and of one without. */
char *
conformance_check_seal (Conformance *self)
{
  g_autofree char *other = conformance_dup_id ();
  char *wrong = check_page_sealed (self, CONFORMANCE_CHALLENGE);
  g_auto (Reply) pushed = { 0 };

  if (wrong != NULL)
    return wrong;
  pushed = conformance_push_next (self);
  return check_page_sealed (self, other);
}

static char *
expect_key (const CpJson *document, const char *key, const char *what)
{
  const char *found = cp_json_get_text (document, "key");

  return g_strcmp0 (found, key) == 0
             ? NULL
             : g_strdup_printf ("%s is sealed with another key than a page", what);
}

static gboolean
is_key (const char *text)
{
  for (gsize i = 0; i < 64; i++)
    if (!g_ascii_isdigit (text[i]) && (text[i] < 'a' || text[i] > 'f'))
      return FALSE;
  return text[64] == '\0';
}

/* Page, chain and sums; the next key is announced in the pages only. */
char *
conformance_check_keys (Conformance *self)
{
  g_auto (Reply) first = conformance_push_next (self);
  g_auto (Reply) page = conformance_feed_new (self, 1, 0);
  const char *key = cp_json_get_text (page.document, "key");
  const char *next_key = cp_json_get_text (page.document, "next_key");
  g_auto (Reply) forked = { 0 };
  g_auto (Reply) sums = conformance_ask_ranges (self, CP_SEAL_SUMS, 0);
  char *wrong;

  if (key == NULL || !is_key (key))
    return g_strdup ("a page has no key");
  if (next_key != NULL && (!is_key (next_key) || g_str_equal (next_key, key)))
    return g_strdup ("the next key is none");
  conformance_begin_again (self);
  forked = conformance_push_next (self);
  wrong = expect_key (cp_json_get_object (forked.document, "chain"), key, "a chain");
  if (wrong != NULL || sums.status == 404)
    return wrong;
  return expect_key (sums.document, key, "what is said of the sums");
}

char *
conformance_check_head (Conformance *self)
{
  g_auto (Reply) pushed = conformance_push_next (self);
  g_auto (Reply) page = conformance_feed_new (self, 10, 0);
  const CpJson *head = cp_json_get_object (page.document, "head");
  g_autofree char *text =
      cp_chain_describe_head ("head office", self->device, self->incarnation, 1, self->hash);

  if (cp_json_get_int (head, "seq", 0) != 1 ||
      g_strcmp0 (cp_json_get_text (head, "hash"), self->hash) != 0)
    return g_strdup ("the page does not say how far the chain goes");
  return conformance_say (cp_signature_check (cp_json_get_text (page.document, "key"), text,
                                              cp_json_get_text (head, "signature")),
                          "the head is not signed");
}
