/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libsoup/soup.h>

#include "cp-head-office-server.h"
#include "office-fixture.h"

/* A head office on the loopback, with a device that it knows (token `good`) and one that it has
 * revoked. */

typedef struct {
  Office *office;
  CpHeadOfficeServer *server;
  SoupSession *session;
  char *url;
} Fixture;

/** Reply: to one request; @document is owned. */
typedef struct {
  guint status;
  CpJson *document;
} Reply;

void server_clear_reply (Reply *reply);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reply, server_clear_reply)

/** server_begin: over @office (transfer full) */
void server_begin (Fixture *fixture, Office *office);

/** server_set_up, server_tear_down: for g_test_add() */
void server_set_up (Fixture *fixture, gconstpointer data);
void server_tear_down (Fixture *fixture, gconstpointer data);

/** server_make_message: (transfer full): @token, @body: (nullable) */
SoupMessage *server_make_message (
    Fixture *fixture, const char *method, const char *path, const char *token, const char *body);

/** server_on_reply_ready: sets the GAsyncResult * that is given as data. */
void server_on_reply_ready (GObject *source, GAsyncResult *result, gpointer data);

/** server_finish: waits until @result is there, and reads the answer. */
Reply server_finish (Fixture *fixture, SoupMessage *message, GAsyncResult **result);

/** server_ask: sends one request and waits for the answer. */
Reply server_ask (
    Fixture *fixture, const char *method, const char *path, const char *token, const char *body);

/** server_make_push: (transfer full): the body of a push that can be taken, of one benefit */
char *server_make_push (void);
