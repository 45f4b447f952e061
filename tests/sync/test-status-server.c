/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-status-server.h"

#include <libsoup/soup.h>
#include <string.h>

#include "cp-error.h"
#include "office-fixture.h"

#define PASSWORD "correct horse battery"

typedef struct {
  Office *office;
  char *password_file;
  CpStatusServer *server;
  SoupSession *session;
  char *url;
} Fixture;

typedef struct {
  guint status;
  char *body;
  char *policy;
  char *type;
} Reply;

static void
clear_reply (Reply *reply)
{
  g_free (reply->body);
  g_free (reply->policy);
  g_free (reply->type);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reply, clear_reply)

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->office = office_new ();
  fixture->password_file = g_build_filename (fixture->office->folder, "password", NULL);
  g_file_set_contents (fixture->password_file, PASSWORD "\n", -1, &error);
  fixture->server =
      cp_status_server_new (fixture->office->office, "127.0.0.1:0", fixture->password_file, &error);
  g_assert_no_error (error);
  fixture->session = soup_session_new ();
  fixture->url = cp_status_server_dup_url (fixture->server);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  soup_session_abort (fixture->session);
  g_object_unref (fixture->session);
  cp_status_server_free (fixture->server);
  office_free (fixture->office);
  g_free (fixture->password_file);
  g_free (fixture->url);
}

static void
on_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* @form: (nullable): as a browser sends it */
static Reply
ask (Fixture *fixture, const char *path, const char *password, const char *form)
{
  g_autofree char *url = g_strconcat (fixture->url, path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (form != NULL ? "POST" : "GET", url);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  SoupMessageHeaders *answered = soup_message_get_response_headers (message);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) body = NULL;

  if (password != NULL) {
    g_autofree char *pair = g_strconcat ("operator:", password, NULL);
    g_autofree char *encoded = g_base64_encode ((const guint8 *) pair, strlen (pair));
    g_autofree char *value = g_strconcat ("Basic ", encoded, NULL);

    soup_message_headers_append (headers, "Authorization", value);
  }
  if (form != NULL) {
    g_autoptr (GBytes) bytes = g_bytes_new (form, strlen (form));

    soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded", bytes);
  }
  soup_session_send_and_read_async (fixture->session, message, G_PRIORITY_DEFAULT, NULL, on_ready,
                                    &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  body = soup_session_send_and_read_finish (fixture->session, result, NULL);
  return (Reply){ soup_message_get_status (message),
                  body != NULL && g_bytes_get_size (body) > 0
                      ? g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body))
                      : g_strdup (""),
                  g_strdup (soup_message_headers_get_one (answered, "Content-Security-Policy")),
                  g_strdup (soup_message_headers_get_one (answered, "Content-Type")) };
}

static void
test_needs_the_password (Fixture *fixture, gconstpointer data)
{
  static const char *const paths[] = { "/", "/metrics", "/style.css", "/nothing" };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_auto (Reply) none = ask (fixture, paths[i], NULL, NULL);
    g_auto (Reply) wrong = ask (fixture, paths[i], "correct horse batterz", NULL);

    g_assert_cmpuint (none.status, ==, 401);
    g_assert_cmpuint (wrong.status, ==, 401);
    g_assert_null (strstr (wrong.body, "epoch"));
  }
}

static void
test_serves_page_and_figures (Fixture *fixture, gconstpointer data)
{
  g_auto (Reply) page = ask (fixture, "/", PASSWORD, NULL);
  g_auto (Reply) style = ask (fixture, "/style.css", PASSWORD, NULL);
  g_auto (Reply) metrics = ask (fixture, "/metrics", PASSWORD, NULL);
  g_auto (Reply) nothing = ask (fixture, "/nothing", PASSWORD, NULL);
  g_auto (Reply) wrong_way = ask (fixture, "/metrics", PASSWORD, "a=b");

  g_assert_cmpuint (page.status, ==, 200);
  g_assert_cmpstr (page.type, ==, "text/html; charset=utf-8");
  g_assert_true (g_str_has_prefix (page.policy, "default-src 'none'"));
  g_assert_cmpuint (style.status, ==, 200);
  g_assert_cmpstr (style.type, ==, "text/css; charset=utf-8");
  g_assert_cmpuint (metrics.status, ==, 200);
  g_assert_nonnull (strstr (metrics.body, "counterpart_devices "));
  g_assert_cmpuint (nothing.status, ==, 404);
  g_assert_cmpuint (wrong_way.status, ==, 405);
}

static char *
find_token (Fixture *fixture)
{
  g_auto (Reply) page = ask (fixture, "/", PASSWORD, NULL);
  const char *start = strstr (page.body, "name=\"token\" value=\"");

  g_assert_nonnull (start);
  return g_strndup (start + strlen ("name=\"token\" value=\""), 32);
}

static void
assert_outcome (Fixture *fixture, const Device *device, const char *id, const char *outcome)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (fixture->office->office);
  g_auto (CpReceived) received = { 0 };
  g_autoptr (CpJson) json = NULL;

  storage->class_->get_operation (storage, id, &received, NULL);
  json = cp_json_parse (received.outcome, -1, NULL);
  g_assert_cmpstr (cp_json_get_text (json, "outcome"), ==, outcome);
}

/* What a newer device did before head office was ready for it: somebody who is not known yet. */
static char *
push_unknown_member (Fixture *fixture, Device *device)
{
  g_autoptr (CpOperation) operation = cp_test_chain_operation (
      500, CP_OPERATION_REDEEM_REWARD, 1, "{'amount_minor':10,'basket_minor':9000}");

  g_free (operation->member_id);
  operation->member_id = cp_test_id (900);
  device_add (device, operation->id, cp_operation_to_json (operation));
  g_assert_cmpuint (device_push (device, fixture->office, device->seq, NULL), ==, 200);
  return g_strdup (operation->id);
}

static void
test_accepts_once_it_can_be_posted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *id = push_unknown_member (fixture, device);
  g_autofree char *token = find_token (fixture);
  g_autofree char *form = g_strdup_printf ("token=%s&operation_id=%s&do=accept&note=", token, id);
  g_autofree char *account_id = cp_test_chain_id (1, "account");
  g_autofree char *member_id = cp_test_id (900);
  CpMember *member = cp_entity_new (CP_KIND_MEMBER, member_id, account_id);
  g_auto (Reply) too_early = ask (fixture, "/review", PASSWORD, form);
  g_auto (Reply) accepted = { 0 };
  g_auto (Reply) again = { 0 };

  g_assert_cmpuint (too_early.status, ==, 409);
  g_assert_nonnull (strstr (too_early.body, "member_not_found"));
  assert_outcome (fixture, device, id, "needs_review");
  member->state = CP_MEMBER_ENROLLED;
  member->given_name = g_strdup ("Late");
  office_put (fixture->office, member);
  accepted = ask (fixture, "/review", PASSWORD, form);
  g_assert_cmpuint (accepted.status, ==, 200);
  assert_outcome (fixture, device, id, "accepted");
  again = ask (fixture, "/review", PASSWORD, form);
  g_assert_cmpuint (again.status, ==, 409);
}

static void
test_refuses_with_a_note (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *id = push_unknown_member (fixture, device);
  g_autofree char *token = find_token (fixture);
  g_autofree char *form =
      g_strdup_printf ("token=%s&operation_id=%s&do=refuse&note=Ask+Mia", token, id);
  g_auto (Reply) refused = ask (fixture, "/review", PASSWORD, form);
  g_autoptr (CpJson) page = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpuint (refused.status, ==, 200);
  assert_outcome (fixture, device, id, "rejected");
  page = office_get_feed (fixture->office, "till-1", "one", 0, CP_FEED_MAX_ITEMS);
  text = cp_json_to_text (page);
  g_assert_nonnull (strstr (text, "Ask Mia"));
}

static void
test_takes_no_form_from_elsewhere (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *id = push_unknown_member (fixture, device);
  g_autofree char *form =
      g_strdup_printf ("token=00000000000000000000000000000000&operation_id=%s&do=refuse", id);
  g_auto (Reply) stranger = ask (fixture, "/review", PASSWORD, form);
  g_auto (Reply) half = ask (fixture, "/review", PASSWORD, "do=refuse");

  g_assert_cmpuint (stranger.status, ==, 403);
  g_assert_cmpuint (half.status, ==, 403);
  assert_outcome (fixture, device, id, "needs_review");
}

static void
test_refuses_a_short_password (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (fixture->password_file, "short\n", -1, NULL);
  g_assert_null (cp_status_server_new (fixture->office->office, "127.0.0.1:0",
                                       fixture->password_file, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
}

static void
add (const char *path, void (*func) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, func, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/status-server/needs-the-password", test_needs_the_password);
  add ("/status-server/serves-page-and-figures", test_serves_page_and_figures);
  add ("/status-server/accepts-once-it-can-be-posted", test_accepts_once_it_can_be_posted);
  add ("/status-server/refuses-with-a-note", test_refuses_with_a_note);
  add ("/status-server/takes-no-form-from-elsewhere", test_takes_no_form_from_elsewhere);
  add ("/status-server/refuses-a-short-password", test_refuses_a_short_password);
  return g_test_run ();
}
