/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office.h"

G_BEGIN_DECLS

/**
 * CpFeedListener:
 *
 * Hears when the feed has grown, whichever process made it grow. A connection that was lost is made
 * again, and counts as news. Works in the default main context.
 */
typedef struct _CpFeedListener CpFeedListener;

/** CpFeedListenerFunc: @gseq: how far the feed goes; 0: not known */
typedef void (*CpFeedListenerFunc) (gpointer data, gint64 gseq);

/** cp_feed_listener_new: @office (nullable): if it reads the feed from a copy, what is new is told when it
 *  has arrived there too. */
CpFeedListener *cp_feed_listener_new (const char *url,
                                      CpHeadOffice *office,
                                      CpFeedListenerFunc func,
                                      gpointer data);
void cp_feed_listener_free (CpFeedListener *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpFeedListener, cp_feed_listener_free)

G_END_DECLS
