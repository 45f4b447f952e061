/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-share.h"

/* @ret_n: how many tills the store has. Returns: which of them the device is, from 0; -1: none */
static int
find_till (const CpProgramme *programme, const char *store_id, const char *device_id, int *ret_n)
{
  const CpStore *store = cp_programme_find_store (programme, store_id);
  gsize n;
  CpJson *till;
  int place = -1;

  *ret_n = store != NULL ? (int) json_array_size (store->tills) : 0;
  if (store == NULL)
    return -1;
  json_array_foreach (store->tills, n, till)
  {
    if (g_strcmp0 (json_string_value (till), device_id) == 0)
      place = (int) n;
  }
  return place;
}

gint64
cp_share_of_store (const CpProgramme *programme, const char *store_id, const char *device_id)
{
  int n;

  return find_till (programme, store_id, device_id, &n) >= 0 ? programme->offline_store_minor / n
                                                             : 0;
}

/* What can't be split evenly falls to the first tills. */
gint64
cp_share_of_member (const CpProgramme *programme, const CpOperation *operation, gboolean at_home)
{
  gint64 whole = at_home && programme->offline_per_home_member > 0
                     ? programme->offline_per_home_member
                     : programme->offline_per_member;
  int n;
  int place = find_till (programme, operation->store_id, operation->device_id, &n);

  return place >= 0 ? whole / n + (place < whole % n) : 0;
}

const char *
cp_share_get_owner (const CpProgramme *programme, const char *store_id)
{
  const CpStore *store = cp_programme_find_store (programme, store_id);

  return store != NULL ? json_string_value (json_array_get (store->tills, 0)) : NULL;
}
