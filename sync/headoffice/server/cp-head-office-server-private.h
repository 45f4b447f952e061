/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libsoup/soup.h>

#include "cp-bulk-gate.h"
#include "cp-head-office-server.h"

typedef struct _CpPushReading CpPushReading;

struct _CpHeadOfficeServer {
  CpHeadOffice *office;
  SoupServer *soup;
  CpHttpListener *listener;
  CpSnapshotShelf *shelf; /* (nullable) */
  GPtrArray *waiters;     /* of those whose feed requests are held */
  GPtrArray *readings;    /* of CpPushReading: pushes that threads read */
  GThreadPool *readers;
  GQueue read; /* of CpPushReading: those that are to be taken next */
  CpBulkGate *bulk_gate;
  GSource *turn; /* (nullable): when */
  guint news_id;
  guint sums_id; /* while rows are added up */
  void (*broken) (gpointer);
  gpointer broken_data;
};

/** cp_head_office_server_reply: writes @answer as the message's response. */
void cp_head_office_server_reply (CpHeadOfficeServer *self,
                                  SoupServerMessage *message,
                                  const CpWireAnswer *answer);

/** cp_head_office_server_authenticate: (transfer full) (nullable): whose request it is, as of now; %NULL: of
 *  nobody who may ask, and it is answered */
CpDevice *cp_head_office_server_authenticate (CpHeadOfficeServer *self, SoupServerMessage *message);

/** cp_head_office_server_make_waiters: (transfer full): nobody yet */
GPtrArray *cp_head_office_server_make_waiters (void);

/** cp_head_office_server_hold: keeps a feed request until there is news or its time is over. Another
 *  of the same device is answered now. Who has been revoked meanwhile is told so, and no news. */
void cp_head_office_server_hold (CpHeadOfficeServer *self,
                                 SoupServerMessage *message,
                                 const char *device_id,
                                 const CpFeedQuery *query);

/** cp_head_office_server_give_snapshot: answers /v1/snapshot and what is below it, perhaps later. */
void cp_head_office_server_give_snapshot (CpHeadOfficeServer *self,
                                          SoupServerMessage *message,
                                          const CpDevice *device,
                                          const char *path,
                                          GHashTable *query);

/** cp_head_office_server_tell: looks, soon, who of those that wait can be answered. */
void cp_head_office_server_tell (gpointer self);

/** cp_head_office_server_drop_waiters: forgets all that wait. */
void cp_head_office_server_drop_waiters (CpHeadOfficeServer *self);

/** cp_head_office_server_read_body: (transfer full): the document in @body, packed by @encoding
 *  (nullable); from any thread */
CpJson *
cp_head_office_server_read_body (const GByteArray *body, const char *encoding, GError **error);

/** cp_head_office_server_refuse_body: the answer to a body that can't be read */
void cp_head_office_server_refuse_body (CpWireAnswer *ret_answer, const GError *error);

/** cp_head_office_server_make_readers: (transfer full): the threads that read pushes */
GThreadPool *cp_head_office_server_make_readers (GError **error);

/** cp_head_office_server_take_push: answers it, a little later */
void cp_head_office_server_take_push (CpHeadOfficeServer *self,
                                      SoupServerMessage *message,
                                      const char *device_id,
                                      const char *encoding,
                                      GByteArray *body);

/** cp_head_office_server_drop_readings: none of them is taken any more, and the threads end. */
void cp_head_office_server_drop_readings (CpHeadOfficeServer *self);
