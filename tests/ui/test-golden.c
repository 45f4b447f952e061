/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ui-golden.h"

#include <string.h>

static GdkTexture *
make_picture (guint32 ground, guint32 patch)
{
  g_autofree guint32 *pixels = g_new (guint32, 1280 * 800);
  g_autoptr (GBytes) bytes = NULL;

  for (gsize i = 0; i < 1280 * 800; i++)
    pixels[i] = i / 1280 < 60 && i % 1280 < 60 ? patch : ground;
  bytes = g_bytes_new (pixels, 1280 * 800 * 4);
  return gdk_memory_texture_new (1280, 800, GDK_MEMORY_DEFAULT, bytes, 1280 * 4);
}

/* A button's worth of another colour is seen; a shade that no eye would tell is not. */
static void
test_differ (void)
{
  g_autoptr (GdkTexture) white = make_picture (0xffffffff, 0xffffffff);
  g_autoptr (GdkTexture) with_button = make_picture (0xffffffff, 0xff0d4b3b);
  g_autoptr (GdkTexture) greyer = make_picture (0xfffcfcfc, 0xfffcfcfc);
  g_autofree char *one = ui_golden_make (white);
  g_autofree char *two = ui_golden_make (with_button);
  g_autofree char *three = ui_golden_make (greyer);

  g_assert_cmpuint (strlen (one), ==, 64 * 40);
  g_assert_cmpuint (ui_golden_differ (one, one), ==, 0);
  g_assert_cmpuint (ui_golden_differ (one, two), >, 9 * 40);
  g_assert_cmpuint (ui_golden_differ (one, three), ==, 0);
  g_assert_cmpuint (ui_golden_differ (one, "0"), >, 100);
}

/* A line stays as it is while its picture passes for what it was. */
static void
test_is_like (void)
{
  g_autofree char *then = g_strnfill (64 * 40, 'A');
  g_autofree char *now = g_strdup (then);

  memset (now, 'B', 16);
  g_assert_true (ui_golden_is_like (then, then));
  g_assert_true (ui_golden_is_like (now, then));
  now[16] = 'B';
  g_assert_false (ui_golden_is_like (now, then));
  g_assert_false (ui_golden_is_like (now, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/golden/tells-what-an-eye-would", test_differ);
  g_test_add_func ("/golden/what-is-like-it-was-passes", test_is_like);
  return g_test_run ();
}
