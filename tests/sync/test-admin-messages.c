/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "cp-admin.h"
#include "office-fixture.h"
#include "postgres-fixture.h"

typedef struct {
  Office *office;
  GString *out;
  GString *problems;
  char *operation;
} Fixture;

static int
run (Fixture *self, const char *command)
{
  CpAdmin admin = { self->office->office, self->office->folder, self->out, self->problems };
  g_auto (GStrv) argv = g_strsplit (command, " ", -1);

  g_string_truncate (self->out, 0);
  g_string_truncate (self->problems, 0);
  return cp_admin_run (&admin, (const char *const *) argv);
}

/* Somebody at a till has had a link sent. */
static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (Device) device = device_new ("till-1", "one");

  self->office = office_new ();
  self->out = g_string_new (NULL);
  self->problems = g_string_new (NULL);
  self->operation = device_do (device, 1, CP_OPERATION_SEND_LINK, 1, "{'channel_id':'email'}");
  g_assert_cmpuint (device_push (device, self->office, 1, NULL), ==, 200);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  office_free (self->office);
  g_string_free (self->out, TRUE);
  g_string_free (self->problems, TRUE);
  g_free (self->operation);
}

/* (transfer full): the one line that is shown */
static CpJson *
show_one (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  CpJson *line;

  g_assert_cmpint (run (self, "show messages"), ==, 0);
  line = cp_json_parse_object (self->out->str, -1, &error);
  g_assert_no_error (error);
  return line;
}

static CpMessageState
get_state (Fixture *self, const char *id)
{
  CpMessage *message = office_get_row (self->office, CP_KIND_MESSAGE, id);
  CpMessageState state;

  g_assert_nonnull (message);
  state = message->state;
  cp_entity_free (message);
  return state;
}

static int
say (Fixture *self, const char *what, const char *id)
{
  g_autofree char *command = g_strdup_printf ("message %s %s", what, id);

  return run (self, command);
}

static void
test_a_mailer_is_told_whom_to_write_to (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) line = show_one (self);
  CpMember *member =
      office_get_row (self->office, CP_KIND_MEMBER, cp_json_get_text (line, "member_id"));

  g_assert_nonnull (member->email);
  g_assert_cmpstr (cp_json_get_text (line, "address"), ==, member->email);
  g_assert_cmpstr (cp_json_get_text (line, "channel"), ==, "email");
  g_assert_cmpstr (cp_json_get_text (line, "subject"), ==, "Sign-in link");
  cp_entity_free (member);
}

static void
test_what_was_sent_is_not_shown_again (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) line = show_one (self);
  const char *id = cp_json_get_text (line, "id");

  g_assert_cmpint (say (self, "sent", id), ==, 0);
  g_assert_cmpint (get_state (self, id), ==, CP_MESSAGE_SENT);
  g_assert_cmpint (run (self, "show messages"), ==, 0);
  g_assert_cmpstr (self->out->str, ==, "");
  g_assert_cmpint (say (self, "delivered", id), ==, 0);
  g_assert_cmpint (say (self, "delivered", id), ==, 0);
  g_assert_cmpint (get_state (self, id), ==, CP_MESSAGE_DELIVERED);
  /* What has arrived was sent, and can't have failed. */
  g_assert_cmpint (say (self, "failed", id), ==, 1);
  g_assert_cmpint (get_state (self, id), ==, CP_MESSAGE_DELIVERED);
}

static void
test_tills_hear_what_failed (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) line = show_one (self);
  const char *id = cp_json_get_text (line, "id");
  g_autofree char *command = g_strdup_printf ("message failed %s --trouble bounced", id);
  gint64 before = office_get_place (self->office);
  CpMessage *message;

  g_assert_cmpint (run (self, command), ==, 0);
  message = office_get_row (self->office, CP_KIND_MESSAGE, id);
  g_assert_cmpint (message->state, ==, CP_MESSAGE_FAILED);
  g_assert_cmpstr (message->trouble, ==, "bounced");
  g_assert_cmpint (office_get_place (self->office), >, before);
  cp_entity_free (message);
}

static void
test_nobody_is_written_to_who_is_gone (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) line = show_one (self);
  g_autoptr (CpJson) after = NULL;
  g_autofree char *command = g_strdup_printf ("erase %s", cp_json_get_text (line, "member_id"));

  g_assert_cmpint (run (self, command), ==, 0);
  g_assert_cmpint (run (self, "show messages"), ==, 0);
  g_assert_null (strstr (self->out->str, "address"));
  g_assert_null (strstr (self->out->str, "given_name"));
}

static void
test_refuses_what_it_does_not_know (Fixture *self, gconstpointer data)
{
  g_assert_cmpint (run (self, "message sent nonsense"), ==, 1);
  g_assert_nonnull (strstr (self->problems->str, "There is no message nonsense"));
  g_assert_cmpint (run (self, "message sent"), ==, 1);
  g_assert_cmpint (run (self, "message sent a --trouble b"), ==, 1);
}

static void
erase_first_member (CpHeadOffice *another)
{
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_head_office_erase (another, member_id, &error));
  g_assert_no_error (error);
}

/* Another process erases whom it went to while it is said to have been sent. */
static void
test_what_was_erased_stays_so (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) line = show_one (self);
  const char *id = cp_json_get_text (line, "id");
  CpMessage *before = office_get_row (self->office, CP_KIND_MESSAGE, id);
  CpMessage *after;

  g_assert_cmpstr (before->subject, ==, "Sign-in link");
  office_interrupt (self->office, erase_first_member);
  g_assert_cmpint (say (self, "sent", id), ==, 0);
  after = office_get_row (self->office, CP_KIND_MESSAGE, id);
  g_assert_cmpint (after->state, ==, CP_MESSAGE_SENT);
  g_assert_null (after->subject);
  g_assert_cmpint (after->entity.ver, ==, before->entity.ver + 2);
  cp_entity_free (before);
  cp_entity_free (after);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/admin/messages/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("a-mailer-is-told-whom-to-write-to", test_a_mailer_is_told_whom_to_write_to);
  ADD ("what-was-sent-is-not-shown-again", test_what_was_sent_is_not_shown_again);
  ADD ("tills-hear-what-failed", test_tills_hear_what_failed);
  ADD ("nobody-is-written-to-who-is-gone", test_nobody_is_written_to_who_is_gone);
  ADD ("refuses-what-it-does-not-know", test_refuses_what_it_does_not_know);
  if (postgres_is_wanted ())
    ADD ("what-was-erased-stays-so", test_what_was_erased_stays_so);
  return g_test_run ();
}
