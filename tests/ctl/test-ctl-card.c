/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* counterpartctl card, from a blank card on an emulated chip, through libnfc, to a linked one. */
#include "cp-test-chain.h"
#include "cp-test-daemon.h"
#include "cp-test-folder.h"
#include "pn532-fixture.h"

#include <string.h>

#define NTAG213                       \
  "enter ntag213 uid=04E10CDA993C80 " \
  "sig=8B76052EE42F5567BEB53238B3E3F9950707C0DCC956B5C5EFCFDB709B2D82B3"
#define NTAG424                                                                                    \
  "enter ntag424 uid=0463474AA26A80 sig="                                                          \
  "27E9A50E6CA4BA9037C02F7D20A80D0284D0C1D83C67F5A5AC1D8A4EF86C9508417E4E9C6F85AA7920F0ABDED984CA" \
  "F"                                                                                              \
  "20467D66EA54BBF08"
#define KEYS                                                         \
  "[cards]\nsystem=TEST\nntag424=00112233445566778899AABBCCDDEEFF\n" \
  "ntag21x=00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF\n"

typedef struct {
  CpTestDaemon daemon;
  Pn532Fixture *reader;
  char *session;
  char *member_id;
  char *out;
  char *err;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (CpAccount) account = cp_test_chain_account (1);
  const CpEntity *member = account->rows[CP_KIND_MEMBER]->pdata[0];

  cp_test_daemon_set_up_with_card_keys (&self->daemon, KEYS);
  cp_test_daemon_fill (&self->daemon);
  self->session = cp_test_daemon_sign_in (&self->daemon, "ann");
  self->reader = pn532_fixture_new ();
  self->member_id = g_strdup (member->id);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  pn532_fixture_free (self->reader);
  cp_test_daemon_tear_down (&self->daemon);
  g_free (self->session);
  g_free (self->member_id);
  g_free (self->out);
  g_free (self->err);
}

static int
issue (Fixture *self, const char *kind, const char *wait)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error,
                        g_getenv ("COUNTERPARTCTL"), "card", "issue", "--bus", self->daemon.address,
                        "--session", self->session, "--member", self->member_id, "--kind", kind,
                        "--site", "https://club.example.org", "--wait", wait, "--reader-helper",
                        g_getenv ("COUNTERPART_READER"), "--reader-connstring",
                        pn532_fixture_get_connstring (self->reader), NULL);

  g_assert_no_error (error);
  g_clear_pointer (&self->out, g_free);
  g_clear_pointer (&self->err, g_free);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &self->out, &self->err, &error);
  g_assert_no_error (error);
  return g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
}

static void
assert_linked (Fixture *self, const char *uid)
{
  g_autoptr (CpJson) card = json_pack ("{s:s}", "uid", uid);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) reply =
      cp_ledger_client_identify_sync (self->daemon.client, self->session, card, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (cp_json_get_bool (reply, "found"));
  g_assert_cmpstr (cp_json_get_text (reply, "member_id"), ==, self->member_id);
}

static void
test_writes_and_links_an_ntag213 (Fixture *self, gconstpointer data)
{
  pn532_fixture_do (self->reader, NTAG213);
  g_assert_cmpint (issue (self, "ntag213", "20"), ==, 0);
  assert_linked (self, "04E10CDA993C80");
  /* Again: it is verified, and linked already. */
  g_assert_cmpint (issue (self, "ntag213", "20"), ==, 0);
  g_assert_nonnull (strstr (self->out, "linked to the member before"));
}

static void
test_writes_and_links_an_ntag424 (Fixture *self, gconstpointer data)
{
  pn532_fixture_do (self->reader, NTAG424);
  g_assert_cmpint (issue (self, "ntag424", "20"), ==, 0);
  assert_linked (self, "0463474AA26A80");
}

/* The chip falls silent in the middle of it; with the same card, the same again goes on. */
static void
test_goes_on_after_a_failure (Fixture *self, gconstpointer data)
{
  pn532_fixture_do (self->reader, NTAG424);
  pn532_fixture_do (self->reader, "fault ack-only cmd=40 after=14 count=1");
  g_assert_cmpint (issue (self, "ntag424", "20"), ==, 1);
  g_assert_cmpuint (strlen (self->err), >, 0);
  pn532_fixture_do (self->reader, "fault none");
  g_assert_cmpint (issue (self, "ntag424", "20"), ==, 0);
  assert_linked (self, "0463474AA26A80");
}

static void
test_refuses_what_is_wrong (Fixture *self, gconstpointer data)
{
  g_assert_cmpint (issue (self, "visa", "20"), ==, 2);
  g_assert_cmpint (issue (self, "ntag213", "1"), ==, 3);
  g_assert_nonnull (strstr (self->err, "No card was put"));
  pn532_fixture_do (self->reader, NTAG213);
  g_assert_cmpint (issue (self, "ntag424", "20"), ==, 2);
  pn532_fixture_do (self->reader, "leave");
  pn532_fixture_do (self->reader, "enter ntag213 uid=04E10CDA993C80");
  g_assert_cmpint (issue (self, "ntag213", "20"), ==, 1);
  g_assert_nonnull (strstr (self->err, "not its maker's"));
}

#define ADD(path, func) g_test_add ("/ctl/card/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("writes-and-links-an-ntag213", test_writes_and_links_an_ntag213);
  ADD ("writes-and-links-an-ntag424", test_writes_and_links_an_ntag424);
  ADD ("goes-on-after-a-failure", test_goes_on_after_a_failure);
  ADD ("refuses-what-is-wrong", test_refuses_what_is_wrong);
  return g_test_run ();
}
