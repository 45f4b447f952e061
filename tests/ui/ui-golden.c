/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ui-golden.h"

#include <glib/gstdio.h>
#include <string.h>

#define COLUMNS 64
#define ROWS 40
#define MOST_LEVELS 16 /* of 64 a cell, in all cells together: a letter or two may differ */

static const char LEVELS[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

/* The mean brightness of what lies between, 0 to 63. */
static guint
measure (const guint32 *pixels, int width, int left, int top, int right, int bottom)
{
  guint64 sum = 0;

  for (int y = top; y < bottom; y++)
    for (int x = left; x < right; x++) {
      guint32 pixel = pixels[(gsize) y * (gsize) width + (gsize) x];

      sum += 299 * ((pixel >> 16) & 255) + 587 * ((pixel >> 8) & 255) + 114 * (pixel & 255);
    }
  return (guint) (sum / 1000 / (guint64) ((right - left) * (bottom - top)) / 4);
}

char *
ui_golden_make (GdkTexture *picture)
{
  int width = gdk_texture_get_width (picture), height = gdk_texture_get_height (picture);
  g_autofree guint32 *pixels = g_new (guint32, (gsize) width * (gsize) height);
  GString *golden = g_string_sized_new (COLUMNS * ROWS);

  gdk_texture_download (picture, (guchar *) pixels, (gsize) width * 4);
  for (int row = 0; row < ROWS; row++)
    for (int column = 0; column < COLUMNS; column++)
      g_string_append_c (
          golden, LEVELS[measure (pixels, width, width * column / COLUMNS, height * row / ROWS,
                                  width * (column + 1) / COLUMNS, height * (row + 1) / ROWS)]);
  return g_string_free (golden, FALSE);
}

static int
get_level (char letter)
{
  const char *at = letter != '\0' ? strchr (LEVELS, letter) : NULL;

  return at != NULL ? (int) (at - LEVELS) : -1000;
}

guint
ui_golden_differ (const char *one, const char *other)
{
  gsize length = MAX (strlen (one), strlen (other));
  guint n = 0;

  if (strlen (one) != strlen (other))
    return G_MAXUINT;
  for (gsize i = 0; i < length; i++)
    n += (guint) ABS (get_level (one[i]) - get_level (other[i]));
  return n;
}

gboolean
ui_golden_is_like (const char *now, const char *then)
{
  return then != NULL && ui_golden_differ (now, then) <= MOST_LEVELS;
}

static void
write_down (const char *folder, const char *look, const char *scene, const char *golden)
{
  g_autofree char *file = g_strconcat (look, ".txt", NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  FILE *stream = g_fopen (path, "ae");

  g_assert_nonnull (stream);
  fprintf (stream, "%s %s\n", scene, golden);
  g_assert_cmpint (fclose (stream), ==, 0);
}

static char *
find_golden (const char *look, const char *scene)
{
  g_autofree char *file = g_strconcat (look, ".txt", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "ui", "goldens", file, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize length = strlen (scene);

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (strncmp (lines[i], scene, length) == 0 && lines[i][length] == ' ')
      return g_strdup (lines[i] + length + 1);
  return NULL;
}

void
ui_golden_check (GdkTexture *picture, const char *look, const char *scene)
{
  const char *folder = g_getenv ("UI_GOLDENS");
  g_autofree char *now = ui_golden_make (picture);
  g_autofree char *then = find_golden (look, scene);
  gboolean is_like = ui_golden_is_like (now, then);

  if (folder != NULL)
    write_down (folder, look, scene, is_like ? then : now);
  else if (!is_like)
    g_error ("%s looks otherwise than it did (by %u); if that is right, run tests/ui/write-goldens",
             scene, then != NULL ? ui_golden_differ (now, then) : G_MAXUINT);
}
