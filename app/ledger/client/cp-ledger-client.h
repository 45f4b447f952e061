/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-chain.h"
#include "cp-error.h"
#include "cp-json.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CpLedgerClient:
 * @available: (property): whether a ledger is on the bus right now. %FALSE until the bus has said
 *   so. When the ledger is killed it turns %FALSE, and %TRUE once another has taken its place;
 *   sessions do not outlive a ledger.
 *
 * The ledger as seen from another process. Documents have the shapes of docs/documents.md.
 *
 * Calls come in two forms. Those ending in `_async` return at once, and their callback (in the
 * thread-default main context of the caller) ends them with cp_ledger_client_finish(). Those ending
 * in `_sync` block, and may be made from any thread that holds a reference. The signals come in the
 * main context that was the thread's default when the client was made; there the last reference is
 * to be dropped.
 *
 * Errors are %CP_ERROR with a message for people, or %G_IO_ERROR_CANCELLED. A ledger that is not
 * there is %CP_ERROR_UNAVAILABLE; the client need not be made anew when it comes back. If the ledger
 * went away while it was at cp_ledger_client_submit_sync() without preview, that is
 * %CP_ERROR_UNKNOWN_OUTCOME: submit the same document, with the same `id`, again.
 *
 * A session is the token from the sign-in's answer; %NULL or an empty text means nobody.
 */
#define CP_TYPE_LEDGER_CLIENT (cp_ledger_client_get_type ())
G_DECLARE_FINAL_TYPE (CpLedgerClient, cp_ledger_client, CP, LEDGER_CLIENT, GObject)

/**
 * CpLedgerClient::changed:
 * @what: `accounts`, `programme`, `status`, `attention` or `outbox`
 * @account_ids: with `accounts`, which; empty for any of them
 *
 * Something in the ledger changed, and it is durable.
 */

/**
 * CpLedgerClient::bus-lost:
 *
 * The bus itself is gone, and no call will ever come through again, though there be another bus: whoever hears
 * it ends, and is started anew.
 */

/**
 * cp_ledger_client_new:
 * @bus: (nullable): `system` or %NULL, `session`, or a D-Bus address; see cp_ledger_bus_connect()
 *
 * Joins the bus, which blocks for the moment that its greeting takes. The ledger need not be there.
 */
CpLedgerClient *cp_ledger_client_new (const char *bus,
                                      GCancellable *cancellable,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_ledger_client_new_for_connection: a client on a bus that was joined already */
CpLedgerClient *cp_ledger_client_new_for_connection (GDBusConnection *connection);

/**
 * cp_ledger_client_new_for_training:
 * @live: whose bus it shares
 *
 * A client of the practice ledger (docs/architecture.md, "Training"). It has nothing but what is for
 * the counter and for anybody; before cp_ledger_client_open_training_sync() on @live every call is
 * %CP_ERROR_UNAVAILABLE.
 */
CpLedgerClient *cp_ledger_client_new_for_training (CpLedgerClient *live);

gboolean cp_ledger_client_get_available (CpLedgerClient *self);

/**
 * cp_ledger_client_finish:
 *
 * Ends any `_async` call.
 *
 * Returns: (transfer full): the answer; for calls that have none, an empty object
 */
CpJson *cp_ledger_client_finish (CpLedgerClient *self,
                                 GAsyncResult *result,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* For the counter. See the functions of the same name in cp-ledger.h for what each does. */

void cp_ledger_client_sign_in_async (CpLedgerClient *self,
                                     const CpJson *request,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data);
CpJson *cp_ledger_client_sign_in_sync (CpLedgerClient *self,
                                       const CpJson *request,
                                       GCancellable *cancellable,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

void cp_ledger_client_sign_out_async (CpLedgerClient *self,
                                      const char *session,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data);
gboolean cp_ledger_client_sign_out_sync (CpLedgerClient *self,
                                         const char *session,
                                         GCancellable *cancellable,
                                         GError **error);

void cp_ledger_client_submit_async (CpLedgerClient *self,
                                    const char *session,
                                    const CpJson *request,
                                    gboolean preview,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
CpJson *cp_ledger_client_submit_sync (CpLedgerClient *self,
                                      const char *session,
                                      const CpJson *request,
                                      gboolean preview,
                                      GCancellable *cancellable,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

void cp_ledger_client_identify_async (CpLedgerClient *self,
                                      const char *session,
                                      const CpJson *card,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data);
CpJson *cp_ledger_client_identify_sync (CpLedgerClient *self,
                                        const char *session,
                                        const CpJson *card,
                                        GCancellable *cancellable,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

void cp_ledger_client_talk_to_card_async (CpLedgerClient *self,
                                          const char *session,
                                          const CpJson *message,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer data);

void cp_ledger_client_get_member_async (CpLedgerClient *self,
                                        const char *session,
                                        const char *member_id,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer data);
CpJson *cp_ledger_client_get_member_sync (CpLedgerClient *self,
                                          const char *session,
                                          const char *member_id,
                                          GCancellable *cancellable,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

void cp_ledger_client_read_async (CpLedgerClient *self,
                                  const char *session,
                                  const char *what,
                                  const CpJson *request,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
CpJson *cp_ledger_client_read_sync (CpLedgerClient *self,
                                    const char *session,
                                    const char *what,
                                    const CpJson *request,
                                    GCancellable *cancellable,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

void cp_ledger_client_find_async (CpLedgerClient *self,
                                  const char *session,
                                  const char *query,
                                  guint limit,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
CpJson *cp_ledger_client_find_sync (CpLedgerClient *self,
                                    const char *session,
                                    const char *query,
                                    guint limit,
                                    GCancellable *cancellable,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

void cp_ledger_client_get_attention_async (CpLedgerClient *self,
                                           const char *session,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer data);
CpJson *cp_ledger_client_get_attention_sync (CpLedgerClient *self,
                                             const char *session,
                                             GCancellable *cancellable,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

void cp_ledger_client_dismiss_attention_async (CpLedgerClient *self,
                                               const char *session,
                                               const char *operation_id,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer data);
gboolean cp_ledger_client_dismiss_attention_sync (CpLedgerClient *self,
                                                  const char *session,
                                                  const char *operation_id,
                                                  GCancellable *cancellable,
                                                  GError **error);

/**
 * cp_ledger_client_open_training_async:
 * @session: a live one
 * @fresh: forget what was practised before
 *
 * Opens training mode. The answer is a sign-in's, whose session is good on a client of
 * cp_ledger_client_new_for_training(), with what to practise.
 */
void cp_ledger_client_open_training_async (CpLedgerClient *self,
                                           const char *session,
                                           gboolean fresh,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer data);
CpJson *cp_ledger_client_open_training_sync (CpLedgerClient *self,
                                             const char *session,
                                             gboolean fresh,
                                             GCancellable *cancellable,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* For anybody on the device. */

void cp_ledger_client_get_status_async (CpLedgerClient *self,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer data);
CpJson *cp_ledger_client_get_status_sync (CpLedgerClient *self,
                                          GCancellable *cancellable,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

void cp_ledger_client_get_programme_async (CpLedgerClient *self,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer data);
CpJson *cp_ledger_client_get_programme_sync (CpLedgerClient *self,
                                             GCancellable *cancellable,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

void cp_ledger_client_get_staff_async (CpLedgerClient *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer data);
CpJson *cp_ledger_client_get_staff_sync (CpLedgerClient *self,
                                         GCancellable *cancellable,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* For the sync worker. */

CpJson *cp_ledger_client_get_push_sync (CpLedgerClient *self,
                                        CpLane lane,
                                        gint64 from_seq,
                                        guint max_operations,
                                        guint max_bytes,
                                        GCancellable *cancellable,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean cp_ledger_client_apply_page_sync (CpLedgerClient *self,
                                           const CpJson *page,
                                           GCancellable *cancellable,
                                           GError **error);

CpJson *cp_ledger_client_begin_snapshot_sync (CpLedgerClient *self,
                                              const CpJson *manifest,
                                              GCancellable *cancellable,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean cp_ledger_client_put_snapshot_chunk_sync (CpLedgerClient *self,
                                                   guint index,
                                                   gconstpointer bytes,
                                                   gsize n_bytes,
                                                   GCancellable *cancellable,
                                                   GError **error);
gboolean cp_ledger_client_finish_snapshot_sync (CpLedgerClient *self,
                                                GCancellable *cancellable,
                                                GError **error);

CpJson *cp_ledger_client_get_check_sync (CpLedgerClient *self,
                                         GCancellable *cancellable,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
CpJson *cp_ledger_client_put_sums_sync (CpLedgerClient *self,
                                        const CpJson *sums,
                                        GCancellable *cancellable,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean cp_ledger_client_put_range_sync (CpLedgerClient *self,
                                          const CpJson *range,
                                          GCancellable *cancellable,
                                          GError **error);
gboolean
cp_ledger_client_check_rows_sync (CpLedgerClient *self, GCancellable *cancellable, GError **error);

CpJson *cp_ledger_client_get_question_sync (CpLedgerClient *self,
                                            GCancellable *cancellable,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean cp_ledger_client_put_answer_sync (CpLedgerClient *self,
                                           const CpJson *answer,
                                           GCancellable *cancellable,
                                           GError **error);

gboolean cp_ledger_client_set_link_sync (CpLedgerClient *self,
                                         const CpJson *link,
                                         GCancellable *cancellable,
                                         GError **error);

G_END_DECLS
