/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-scanner.h"
#include "reader-rig.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WAIT_MS 5000

/* The scanner's end of a pseudo-terminal, under a name that goes when it is unplugged. */
typedef struct {
  char *folder;
  char *path;
  int master;
  int slave; /* held open, so that the line does not hang up between two who open it */
  GPtrArray *scans;
  guint n_wanted;
  gboolean wanted_connected;
  CpScanner *scanner;
} Fixture;

static void
plug (Fixture *self)
{
  self->master = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (grantpt (self->master), ==, 0);
  g_assert_cmpint (unlockpt (self->master), ==, 0);
  self->slave = open (ptsname (self->master), O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (self->slave, >=, 0);
  g_assert_cmpint (symlink (ptsname (self->master), self->path), ==, 0);
}

static void
unplug (Fixture *self)
{
  g_unlink (self->path);
  close (self->slave);
  close (self->master);
}

static void
on_scanned (CpScanner *scanner, const char *text, gpointer user_data)
{
  Fixture *self = user_data;

  g_ptr_array_add (self->scans, g_strdup (text));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("counterpart-scanner-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "tty", NULL);
  self->scans = g_ptr_array_new_with_free_func (g_free);
  plug (self);
  self->scanner = cp_scanner_new (self->path);
  g_signal_connect (self->scanner, "scanned", G_CALLBACK (on_scanned), self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_unref (self->scanner);
  unplug (self);
  g_rmdir (self->folder);
  g_ptr_array_unref (self->scans);
  g_free (self->folder);
  g_free (self->path);
}

static gboolean
has_scans (gpointer data)
{
  Fixture *self = data;

  return self->scans->len >= self->n_wanted;
}

static gboolean
is_connected (gpointer data)
{
  Fixture *self = data;

  return cp_scanner_get_connected (self->scanner) == self->wanted_connected;
}

static void
send (Fixture *self, const char *bytes)
{
  g_assert_cmpint (write (self->master, bytes, strlen (bytes)), ==, (gssize) strlen (bytes));
}

static void
expect (Fixture *self, guint n, const char *last)
{
  self->n_wanted = n;
  rig_wait (has_scans, self, WAIT_MS, last);
  g_assert_cmpuint (self->scans->len, ==, n);
  g_assert_cmpstr (g_ptr_array_index (self->scans, n - 1), ==, last);
}

static void
expect_connected (Fixture *self, gboolean connected)
{
  self->wanted_connected = connected;
  rig_wait (is_connected, self, WAIT_MS, "the line");
}

static void
test_lines_are_told (Fixture *self, gconstpointer data)
{
  g_assert_true (cp_scanner_get_connected (self->scanner));
  send (self, "4006381333931\r\n");
  expect (self, 1, "4006381333931");
  send (self, "%B1234^MORA");
  send (self, "N?\r");
  expect (self, 2, "%B1234^MORAN?");
  send (self, "one\ntwo\n");
  expect (self, 4, "two");
}

static void
test_noise_is_dropped (Fixture *self, gconstpointer data)
{
  g_autofree char *long_line = g_strnfill (CP_SCANNER_MOST + 1, '7');

  send (self, "\x01\xFF\x80garbage\r");
  send (self, long_line);
  send (self, "\r");
  send (self, "\r\n\r\n");
  send (self, "4006381333931\r");
  expect (self, 1, "4006381333931");
}

static void
test_unplug_and_replug (Fixture *self, gconstpointer data)
{
  send (self, "half of a li");
  unplug (self);
  expect_connected (self, FALSE);
  plug (self);
  expect_connected (self, TRUE);
  send (self, "4006381333931\r");
  expect (self, 1, "4006381333931");
}

static void
test_line_that_comes_later (void)
{
  Fixture self = { 0 };

  self.folder = g_dir_make_tmp ("counterpart-scanner-XXXXXX", NULL);
  self.path = g_build_filename (self.folder, "tty", NULL);
  self.scans = g_ptr_array_new_with_free_func (g_free);
  self.scanner = cp_scanner_new (self.path);
  g_signal_connect (self.scanner, "scanned", G_CALLBACK (on_scanned), &self);
  g_assert_false (cp_scanner_get_connected (self.scanner));
  plug (&self);
  expect_connected (&self, TRUE);
  send (&self, "1\n");
  expect (&self, 1, "1");
  tear_down (&self, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) \
  g_test_add ("/drivers/scanner/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("lines-are-told", test_lines_are_told);
  ADD ("noise-is-dropped", test_noise_is_dropped);
  ADD ("unplug-and-replug", test_unplug_and_replug);
  g_test_add_func ("/drivers/scanner/line-that-comes-later", test_line_that_comes_later);
  return g_test_run ();
}
