/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-calendar.h"

#define SECONDS_OF_A_DAY (24 * 60 * 60)

gboolean
cp_calendar_is_zone (const char *name)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (name);

  return zone != NULL;
}

GHashTable *
cp_calendar_find_zones (const CpProgramme *programme)
{
  GHashTable *zones =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_time_zone_unref);

  for (guint i = 0; i < programme->stores->len; i++) {
    const CpStore *store = programme->stores->pdata[i];
    GTimeZone *zone =
        store->time_zone != NULL ? g_time_zone_new_identifier (store->time_zone) : NULL;

    if (zone != NULL)
      g_hash_table_insert (zones, store->id, zone);
  }
  return zones;
}

static GTimeZone *
find_zone (const CpProgramme *programme, const char *store_id)
{
  return store_id != NULL && programme->zones != NULL
             ? g_hash_table_lookup (programme->zones, store_id)
             : NULL;
}

gboolean
cp_calendar_has_zone (const CpProgramme *programme, const char *store_id)
{
  return find_zone (programme, store_id) != NULL;
}

static gint64
get_offset_ms (GTimeZone *zone, GTimeType type, gint64 at_s)
{
  int interval = g_time_zone_adjust_time (zone, type, &at_s);

  return g_time_zone_get_offset (zone, interval) * G_GINT64_CONSTANT (1000);
}

gint64
cp_calendar_get_wall_ms (const CpProgramme *programme, const char *store_id, gint64 at_ms)
{
  GTimeZone *zone = find_zone (programme, store_id);

  return zone != NULL ? at_ms + get_offset_ms (zone, G_TIME_TYPE_UNIVERSAL, at_ms / 1000) : at_ms;
}

gint64
cp_calendar_get_day (const CpProgramme *programme, const char *store_id, gint64 at_ms)
{
  return cp_day_of (cp_calendar_get_wall_ms (programme, store_id, at_ms));
}

/* Where the clocks are put on at midnight the day begins when they are: there is no earlier time. */
static gint64
find_midnight (GTimeZone *zone, gint64 day)
{
  gint64 wall_s = day * SECONDS_OF_A_DAY;
  int interval = g_time_zone_adjust_time (zone, G_TIME_TYPE_STANDARD, &wall_s);

  return (wall_s - g_time_zone_get_offset (zone, interval)) * 1000;
}

gint64
cp_calendar_get_day_end_ms (const CpProgramme *programme,
                            const char *store_id,
                            gint64 at_ms,
                            gint64 days)
{
  GTimeZone *zone = find_zone (programme, store_id);

  return zone != NULL
             ? find_midnight (zone, cp_calendar_get_day (programme, store_id, at_ms) + days + 1)
             : cp_day_end_ms (at_ms, days);
}

char *
cp_calendar_say_day (const CpProgramme *programme, const char *store_id, gint64 at_ms)
{
  return cp_wording_date (cp_calendar_get_wall_ms (programme, store_id, at_ms));
}
