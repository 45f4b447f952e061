/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "server-fixture.h"

#include <string.h>

void
server_clear_reply (Reply *reply)
{
  json_decref (reply->document);
}

void
server_begin (Fixture *fixture, Office *office)
{
  g_autofree char *folder = NULL;
  CpSnapshotShelf *shelf;
  g_autoptr (GError) error = NULL;

  fixture->office = office;
  fixture->server = cp_head_office_server_new (
      office->office, &(CpHttpListenerConfig){ .listen = "127.0.0.1:0" }, &error);
  g_assert_no_error (error);
  folder = g_build_filename (office->folder, "snapshots", NULL);
  shelf = cp_snapshot_shelf_new (office->office, folder, &error);
  g_assert_no_error (error);
  cp_head_office_server_set_shelf (fixture->server, shelf);
  fixture->url = cp_head_office_server_dup_url (fixture->server);
  fixture->session = soup_session_new ();
  cp_head_office_put_device (office->office, "till-1", "high", "good", FALSE, &error);
  cp_head_office_put_device (office->office, "till-9", "high", "revoked", TRUE, &error);
  g_assert_no_error (error);
}

void
server_set_up (Fixture *fixture, gconstpointer data)
{
  server_begin (fixture, office_new ());
}

void
server_tear_down (Fixture *fixture, gconstpointer data)
{
  soup_session_abort (fixture->session);
  g_object_unref (fixture->session);
  cp_head_office_server_free (fixture->server);
  office_free (fixture->office);
  g_free (fixture->url);
}

void
server_on_reply_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

SoupMessage *
server_make_message (
    Fixture *fixture, const char *method, const char *path, const char *token, const char *body)
{
  g_autofree char *url = g_strconcat (fixture->url, path, NULL);
  SoupMessage *message = soup_message_new (method, url);
  g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);

  if (token != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                  bearer);
  if (body != NULL) {
    g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

    soup_message_set_request_body_from_bytes (message, "application/json", bytes);
  }
  return message;
}

Reply
server_finish (Fixture *fixture, SoupMessage *message, GAsyncResult **result)
{
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  Reply reply = { 0 };

  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  done = *result;
  bytes = soup_session_send_and_read_finish (fixture->session, done, &error);
  g_assert_no_error (error);
  reply.status = soup_message_get_status (message);
  reply.document =
      cp_json_parse (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (
      soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL), ==,
      "application/json");
  return reply;
}

Reply
server_ask (
    Fixture *fixture, const char *method, const char *path, const char *token, const char *body)
{
  g_autoptr (SoupMessage) message = server_make_message (fixture, method, path, token, body);
  GAsyncResult *result = NULL;

  soup_session_send_and_read_async (fixture->session, message, G_PRIORITY_DEFAULT, NULL,
                                    server_on_reply_ready, &result);
  return server_finish (fixture, message, &result);
}

char *
server_make_push (void)
{
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autoptr (CpJson) push = NULL;

  g_free (device_do (device, 500, CP_OPERATION_ISSUE_BENEFIT, 1,
                     "{'definition_id':'coffee','reason':'rain'}"));
  push = device_make_push (device, 1);
  return cp_json_to_text (push);
}
