/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The feed: its order, its pages, and who waits for it. */
#include "conformance-check.h"
#include "cp-chain.h"
#include "cp-protocol.h"

#define HELD_MS 1000

/* Long enough for the push that makes the news, and shorter than what is asked for. */
#define NEWS_WAIT_MS 8000
#define NEWS_WITHIN_MS 5000

/* Through so much of what a chain that works is told meanwhile. */
#define MOST_PAGES 50

static char *
push_two_and_wait (Conformance *self)
{
  g_auto (Reply) first = conformance_push_next (self);

  return first.status == 200 ? conformance_push_and_wait (self)
                             : conformance_expect (&first, 200, NULL);
}

/* Another comes after it is told, and a later number. */
char *
conformance_check_numbering (Conformance *self)
{
  g_autofree char *untold = push_two_and_wait (self);
  g_autoptr (CpJson) second = conformance_see_ack (self, 2);
  g_autoptr (CpJson) first = conformance_see_ack (self, 1);
  g_auto (Reply) page = conformance_feed_new (self, 1, 0);
  g_auto (Reply) again = conformance_feed_new (self, 1, 0);
  gint64 first_gseq = cp_json_get_int (first, "gseq", 0);

  if (*self->epoch == '\0')
    return g_strdup ("the numbering has no name");
  if (untold != NULL)
    return g_steal_pointer (&untold);
  if (first_gseq <= self->place || cp_json_get_int (second, "gseq", 0) <= first_gseq)
    return g_strdup ("what came later has no later number");
  return conformance_say (json_equal (cp_json_get_array (page.document, "items"),
                                      cp_json_get_array (again.document, "items")),
                          "the same numbers stand for something else a moment later");
}

/* What was pushed last must be told, and what somebody else pushed before, under number 2, not. */
static char *
expect_own_alone (Conformance *self, const char *whose)
{
  char *wrong = conformance_push_and_wait (self);
  g_autoptr (CpJson) others = NULL;

  if (wrong != NULL)
    return wrong;
  others = conformance_see_ack (self, 2);
  return others == NULL ? NULL : g_strdup_printf ("another %s outcome is told", whose);
}

char *
conformance_check_own_acks (Conformance *self)
{
  gint64 place = self->place;
  char *wrong = push_two_and_wait (self);

  if (wrong != NULL)
    return wrong;
  conformance_begin (self);
  self->place = place;
  return expect_own_alone (self, "incarnation's");
}

/* The same name of an incarnation is another's at another device. */
char *
conformance_check_others_acks (Conformance *self)
{
  Conformance other = *self;
  char *wrong;

  if (self->other.send == NULL)
    return conformance_pass_over (self, "no other device was named (--other-device)");
  other.line = self->other;
  other.device = self->other_device;
  other.hash = NULL;
  conformance_begin_again (&other);
  wrong = push_two_and_wait (&other);
  g_free (other.hash);
  if (wrong != NULL)
    return wrong;
  return expect_own_alone (self, "device's");
}

/* Asked for one item it may have more, up to an end; and where there is none, nothing moves. */
char *
conformance_check_page (Conformance *self)
{
  g_autofree char *untold = conformance_push_and_wait (self);
  g_auto (Reply) reply = conformance_feed_new (self, 1, 0);
  g_auto (Reply) hello = conformance_push_none (self);
  g_auto (Reply) last = { 0 };
  gint64 after = cp_json_get_int (hello.document, "gseq", 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpFeedPage) page = NULL;

  if (untold != NULL)
    return g_steal_pointer (&untold);
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

/* From page to page of one item, until no more is said or @n pages are through: whenever it is said, there is. */
static char *
follow_more (Conformance *self, guint n)
{
  gint64 after = self->place;
  gboolean more = FALSE;

  for (guint i = 0; i < n; i++) {
    g_auto (Reply) page = conformance_feed (self, self->epoch, after, 1, 0);

    if (page.status != 200)
      return conformance_expect (&page, 200, NULL);
    if (more && json_array_size (cp_json_get_array (page.document, "items")) == 0)
      return g_strdup ("more was said, and there is nothing");
    more = cp_json_get_bool (page.document, "more");
    if (!more)
      return NULL;
    after = cp_json_get_int (page.document, "through", after);
  }
  return NULL;
}

char *
conformance_check_more (Conformance *self)
{
  char *wrong = push_two_and_wait (self);
  g_auto (Reply) first = { 0 };

  if (wrong != NULL)
    return wrong;
  first = conformance_feed_new (self, 1, 0);
  if (!cp_json_get_bool (first.document, "more"))
    return g_strdup ("more is not said where there is more");
  return follow_more (self, MOST_PAGES);
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
  if (pushed.status != 200)
    return conformance_expect (&pushed, 200, NULL);
  if (held.status != 200)
    return g_strdup_printf ("status %u in place of 200", held.status);
  return conformance_say (held.has_items &&
                              g_get_monotonic_time () - begun_us < NEWS_WITHIN_MS * 1000,
                          "a request that is held is not answered when there is news");
}

/* Asks until there has been no news: of a chain that works something may always come in between. */
char *
conformance_check_holds (Conformance *self)
{
  gint64 after = self->place;

  for (guint i = 0; i < MOST_PAGES; i++) {
    g_auto (Reply) held = conformance_feed (self, self->epoch, after, CP_FEED_MAX_ITEMS, HELD_MS);

    if (held.status != 200)
      return conformance_expect (&held, 200, NULL);
    if (json_array_size (cp_json_get_array (held.document, "items")) == 0)
      return held.took_ms < HELD_MS / 2 ? g_strdup ("a request without news is not held")
                                        : check_news (self);
    after = cp_json_get_int (held.document, "through", after);
  }
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

  return conformance_expect_sealed (self, &page, purpose);
}

/* Of a page with items and of one without. */
char *
conformance_check_seal (Conformance *self)
{
  g_autofree char *other = conformance_dup_id ();
  char *wrong = check_page_sealed (self, CONFORMANCE_CHALLENGE);

  if (wrong == NULL)
    wrong = conformance_push_and_wait (self);
  return wrong != NULL ? wrong : check_page_sealed (self, other);
}

static gboolean
is_key (const char *text)
{
  for (gsize i = 0; i < 64; i++)
    if (!g_ascii_isdigit (text[i]) && (text[i] < 'a' || text[i] > 'f'))
      return FALSE;
  return text[64] == '\0';
}

/* With which key chain and sums are sealed; snapshots and answers to questions are held against it where they are
 * tested themselves. */
static char *
check_same_key (Conformance *self)
{
  g_auto (Reply) forked = { 0 };
  g_auto (Reply) sums = conformance_ask_ranges (self, CP_SEAL_SUMS, 0);
  char *wrong;

  conformance_begin_again (self);
  forked = conformance_push_next (self);
  wrong = conformance_expect_key (self, cp_json_get_object (forked.document, "chain"), "a chain");
  if (wrong != NULL || sums.status != 200)
    return wrong;
  return conformance_expect_key (self, sums.document, "what is said of the sums");
}

/* The next key is announced in the pages only. */
char *
conformance_check_keys (Conformance *self)
{
  g_autofree char *untold = conformance_push_and_wait (self);
  g_auto (Reply) page = conformance_feed_new (self, 1, 0);
  const char *key = cp_json_get_text (page.document, "key");
  const char *next_key = cp_json_get_text (page.document, "next_key");

  if (untold != NULL)
    return g_steal_pointer (&untold);
  if (key == NULL || !is_key (key))
    return g_strdup ("a page has no key");
  if (next_key != NULL && (!is_key (next_key) || g_str_equal (next_key, key)))
    return g_strdup ("the next key is none");
  return check_same_key (self);
}

char *
conformance_check_head (Conformance *self)
{
  g_autofree char *untold = conformance_push_and_wait (self);
  g_auto (Reply) page = conformance_feed_new (self, 10, 0);
  const CpJson *head = cp_json_get_object (page.document, "head");
  g_autofree char *text =
      cp_chain_describe_head ("head office", self->device, self->incarnation, 1, self->hash);

  if (untold != NULL)
    return g_steal_pointer (&untold);
  if (cp_json_get_int (head, "seq", 0) != 1 ||
      g_strcmp0 (cp_json_get_text (head, "hash"), self->hash) != 0)
    return g_strdup ("the page does not say how far the chain goes");
  return conformance_say (cp_signature_check (cp_json_get_text (page.document, "key"), text,
                                              cp_json_get_text (head, "signature")),
                          "the head is not signed");
}
