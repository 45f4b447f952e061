/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-chain.h"
#include "cp-head-office.h"

G_BEGIN_DECLS

/**
 * CpStatusDevice: what head office's people want to know of a device.
 * @contact_ms: when it was last heard; 0: never
 * @lag: how many of the feed's numbers it has yet to take; -1: not known
 * @waiting: how many operations it said to have and not sent, of each lane
 * @strays: operations that did not fit its chain since somebody last looked: cp_device_count_strays()
 * @alerts: what is wrong with what it sends, for cp_device_alert_describe()
 */
typedef struct {
  char *id;
  char *store_id;
  gboolean revoked;
  gint64 contact_ms;
  gint64 lag;
  gint64 waiting[CP_N_LANES];
  gint64 strays;
  CpJson *alerts;
} CpStatusDevice;

/** cp_status_list_devices: (transfer full) (element-type CpStatusDevice): in order of id. @gseq: how
 *  far the feed goes */
GPtrArray *cp_status_list_devices (CpHeadOffice *office,
                                   gint64 gseq,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
