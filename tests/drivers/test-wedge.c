/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-wedge.h"

#include <string.h>

typedef struct {
  const char *keys; /* ^ is a key that types nothing, a newline is Enter */
  const char *gaps; /* before each key: f a scanner's, l the longest of a scanner's, p a person's */
  const char *scanned; /* NULL: nothing */
} Row;

static const Row ROWS[] = {
  { "HS-004417\n", "pfffffffff", "HS-004417" },
  { "5010\n", "pffff", "5010" },
  { "501\n", "pfff", NULL },       /* too short to be told from a slip of the hand */
  { "2580\n", "ppppp", NULL },     /* a PIN by hand */
  { "2580\n", "pfffp", NULL },     /* a burst, and an Enter by hand */
  { "a5010\n", "ppffff", "5010" }, /* what was typed before is no part of it */
  { "5010\n", "pllll", "5010" },
  { "^H^S-1234\n", "pfffffffffff", "HS-1234" },      /* with shift */
  { "50105010\n5010\n", "pffffffffffffff", "5010" }, /* one straight after another */
  { "\n\n\n\n", "pfff", NULL },
};

static gint64
get_gap (char gap)
{
  return gap == 'f' ? 5 : (gap == 'l' ? CP_WEDGE_MAX_GAP_MS : CP_WEDGE_MAX_GAP_MS + 1);
}

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ROWS); i++) {
    g_autoptr (CpWedge) wedge = cp_wedge_new ();
    g_autofree char *scanned = NULL;
    gint64 now_ms = 1000;

    for (guint k = 0; ROWS[i].keys[k] != '\0'; k++) {
      char key = ROWS[i].keys[k];

      now_ms += get_gap (ROWS[i].gaps[k]);
      if (cp_wedge_feed (wedge, key == '^' ? 0 : (gunichar) key, now_ms) == CP_WEDGE_SCAN) {
        g_free (scanned);
        scanned = g_strdup (cp_wedge_get_text (wedge));
      }
    }
    g_assert_cmpstr (scanned, ==, ROWS[i].scanned);
  }
}

/* From its second key on a burst is nobody's typing. */
static void
test_keeps_from_others (void)
{
  g_autoptr (CpWedge) wedge = cp_wedge_new ();

  g_assert_cmpuint (cp_wedge_feed (wedge, '1', 0), ==, CP_WEDGE_TYPED);
  g_assert_cmpuint (cp_wedge_feed (wedge, '2', 5), ==, CP_WEDGE_BURST);
  g_assert_cmpuint (cp_wedge_feed (wedge, '3', 500), ==, CP_WEDGE_TYPED);
  g_assert_cmpuint (cp_wedge_feed (wedge, '\n', 900), ==, CP_WEDGE_TYPED);
}

static void
test_forgets_what_never_ends (void)
{
  g_autoptr (CpWedge) wedge = cp_wedge_new ();
  gint64 now_ms = 0;

  for (guint i = 0; i < 10 * CP_WEDGE_MAX_LENGTH; i++)
    cp_wedge_feed (wedge, 'x', now_ms += 2);
  g_assert_cmpuint (strlen (cp_wedge_get_text (wedge)), <=, CP_WEDGE_MAX_LENGTH);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wedge/tells-scans-from-typing", test_table);
  g_test_add_func ("/wedge/keeps-a-burst-from-others", test_keeps_from_others);
  g_test_add_func ("/wedge/forgets-what-never-ends", test_forgets_what_never_ends);
  return g_test_run ();
}
