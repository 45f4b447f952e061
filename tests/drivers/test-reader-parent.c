/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the parent believes of a helper: this one says what the test wants, behind a socket. */
#include "cp-wire.h"
#include "reader-rig.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define WAIT_MS 10000
#define SECOND_NS G_GUINT64_CONSTANT (1000000000)

typedef struct {
  char *directory;
  char *path;
  int listener;
  int fd;
  Rig *rig;
} Fixture;

static void
say (Fixture *self, CpWireType type)
{
  CpWireMessage message = { .type = type };

  g_assert_true (cp_wire_send (self->fd, &message));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  CpReaderConfig config = { .connstring = "" };

  self->directory = g_dir_make_tmp ("counterpart-parent-XXXXXX", NULL);
  self->path = g_build_filename (self->directory, "reader", NULL);
  self->listener = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  g_strlcpy (address.sun_path, self->path, sizeof address.sun_path);
  g_assert_cmpint (bind (self->listener, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (self->listener, 1), ==, 0);
  config.socket_path = self->path;
  self->rig = rig_new (NULL, &config);
  self->fd = accept4 (self->listener, NULL, NULL, SOCK_CLOEXEC);
  g_assert_cmpint (self->fd, >=, 0);
  say (self, CP_WIRE_HELLO);
  say (self, CP_WIRE_READY);
  rig_wait_state (self->rig, CP_READER_STATE_READY, WAIT_MS);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  rig_free (self->rig);
  close (self->fd);
  close (self->listener);
  g_unlink (self->path);
  g_rmdir (self->directory);
  g_free (self->path);
  g_free (self->directory);
}

/* A card of which the last byte of the number is @number. */
static void
tell_card (Fixture *self, guint8 number, guint8 flags, guint64 mono_ns)
{
  CpWireMessage message = {
    .type = CP_WIRE_CARD,
    .session = number,
    .mono_ns = mono_ns,
    .card = { .uid = { .length = 7, .bytes = { 0x04, 0, 0, 0, 0, 0, number } }, .flags = flags }
  };
  guint8 bytes[CP_WIRE_MAX_BYTES];
  gsize n = cp_wire_encode (&message, bytes);

  g_assert_cmpint (send (self->fd, bytes, n, MSG_NOSIGNAL), ==, (gssize) n);
}

/* What was told before it, in the same order, was not believed. */
static void
expect_only (Fixture *self, guint8 number)
{
  g_autofree char *uid = g_strdup_printf ("040000000000%02X", number);

  tell_card (self, number, CP_WIRE_CARD_CONFIRMED, cp_wire_now_ns ());
  rig_wait_cards (self->rig, 1, WAIT_MS);
  rig_expect_uid (self->rig, uid);
}

static void
test_unconfirmed_card (Fixture *self, gconstpointer data)
{
  tell_card (self, 1, 0, cp_wire_now_ns ());
  expect_only (self, 2);
}

static void
test_old_card (Fixture *self, gconstpointer data)
{
  tell_card (self, 1, CP_WIRE_CARD_CONFIRMED, cp_wire_now_ns () - 3 * SECOND_NS);
  expect_only (self, 2);
}

static void
test_card_of_the_future (Fixture *self, gconstpointer data)
{
  tell_card (self, 1, CP_WIRE_CARD_CONFIRMED, cp_wire_now_ns () + 3600 * SECOND_NS);
  expect_only (self, 2);
}

/* Seen before somebody paused the reader, and told after it goes on. */
static void
test_card_from_before_a_pause (Fixture *self, gconstpointer data)
{
  guint64 before_ns = cp_wire_now_ns ();

  cp_reader_set_paused (self->rig->reader, TRUE);
  cp_reader_set_paused (self->rig->reader, FALSE);
  tell_card (self, 1, CP_WIRE_CARD_CONFIRMED, before_ns);
  expect_only (self, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) \
  g_test_add ("/drivers/parent/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("believes-no-card-that-is-not-confirmed", test_unconfirmed_card);
  ADD ("believes-no-card-of-long-ago", test_old_card);
  ADD ("believes-no-card-of-the-future", test_card_of_the_future);
  ADD ("believes-no-card-from-before-a-pause", test_card_from_before_a_pause);
  return g_test_run ();
}
