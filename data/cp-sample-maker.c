/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sample-maker.h"

#include "cp-calendar.h"
#include "cp-world.h"

typedef struct {
  CpSampleRandom *random;
  gint64 at_ms;
} Moment;

static gint64
moment_ms (gpointer data)
{
  return ((const Moment *) data)->at_ms;
}

static void
moment_fill_random (gpointer data, guint8 *bytes, gsize n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++)
    bytes[i] = (guint8) cp_sample_random_next (((const Moment *) data)->random);
}

CpSampleMaker *
cp_sample_maker_new (CpProgramme *programme, guint64 seed, gint64 now_ms)
{
  CpSampleMaker *self = g_new0 (CpSampleMaker, 1);

  self->programme = programme;
  self->staff_ids = g_ptr_array_new_with_free_func (g_free);
  cp_sample_random_seed (&self->random, seed);
  self->now_ms = now_ms;
  self->rows = g_ptr_array_new_with_free_func (cp_entity_free);
  return self;
}

void
cp_sample_maker_free (CpSampleMaker *self)
{
  cp_programme_free (self->programme);
  g_ptr_array_unref (self->staff_ids);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

/* Each id has a source of its own: rows are not made in the order of their times. */
char *
cp_sample_maker_dup_id (CpSampleMaker *self, gint64 at_ms)
{
  Moment moment = { &self->random, at_ms };
  const CpWorld world = { moment_ms, moment_ms, moment_fill_random, NULL, &moment };
  CpIdSource source = { 0 };

  return cp_id_new (&source, &world);
}

gpointer
cp_sample_maker_add (CpSampleMaker *self, CpKind kind, const char *account_id, gint64 at_ms)
{
  g_autofree char *id = cp_sample_maker_dup_id (self, at_ms);
  gpointer row = cp_entity_new (kind, id, account_id);

  g_ptr_array_add (self->rows, row);
  return row;
}

const char *
cp_sample_maker_pick_staff (CpSampleMaker *self)
{
  gint64 last = (gint64) self->staff_ids->len - 1;

  return last < 0 ? NULL
                  : g_ptr_array_index (self->staff_ids,
                                       cp_sample_random_between (&self->random, 0, last));
}

gint64
cp_sample_maker_pick_open_hour (CpSampleMaker *self, const char *store_id, gint64 at_ms)
{
  gint64 noon_ms = cp_calendar_get_day_end_ms (self->programme, store_id, at_ms, 0) -
                   12 * CP_SAMPLE_HOUR_MS; /* the clocks are turned at night */
  gint64 opened_ms = noon_ms - 2 * CP_SAMPLE_HOUR_MS;
  gint64 time = cp_sample_random_between (&self->random, 0, 9 * CP_SAMPLE_HOUR_MS);

  return MIN (opened_ms + time, self->now_ms - 1);
}

CpIncentive *
cp_sample_maker_add_incentive (CpSampleMaker *self,
                               const CpMember *member,
                               const char *definition_id,
                               gint64 at_ms,
                               gint64 extra_days)
{
  const CpDefinition *definition = cp_programme_find_definition (self->programme, definition_id);
  CpIncentive *incentive =
      cp_sample_maker_add (self, CP_KIND_INCENTIVE, member->entity.account_id, at_ms);
  gint64 days = definition->validity_days;

  incentive->member_id = g_strdup (member->entity.id);
  incentive->definition_id = g_strdup (definition_id);
  incentive->class_ = definition->class_;
  incentive->amount_minor = incentive->balance_minor = definition->amount_minor;
  incentive->uses = incentive->uses_left = definition->uses;
  incentive->issued_at_ms = at_ms;
  incentive->issued_store_id = g_strdup (member->home_store_id);
  if (definition->usable_after_days > 0)
    incentive->usable_from_ms = cp_calendar_get_day_end_ms (
        self->programme, member->home_store_id, at_ms, definition->usable_after_days - 1);
  if (days > 0)
    incentive->expires_at_ms = cp_calendar_get_day_end_ms (self->programme, member->home_store_id,
                                                           at_ms, days + extra_days);
  return incentive;
}

void
cp_sample_maker_redeem (CpSampleMaker *self,
                        CpIncentive *incentive,
                        gint64 amount_minor,
                        gint64 uses,
                        gint64 at_ms,
                        const char *store_id)
{
  CpRedemption *redemption =
      cp_sample_maker_add (self, CP_KIND_REDEMPTION, incentive->entity.account_id, at_ms);

  g_assert (amount_minor <= incentive->balance_minor && uses <= incentive->uses_left);
  redemption->incentive_id = g_strdup (incentive->entity.id);
  redemption->operation_id = cp_sample_maker_dup_id (self, at_ms);
  redemption->state = CP_REDEMPTION_CONFIRMED;
  redemption->amount_minor = amount_minor;
  redemption->uses = uses;
  redemption->at_ms = at_ms;
  redemption->staff_id = g_strdup (cp_sample_maker_pick_staff (self));
  redemption->store_id = g_strdup (store_id);
  incentive->balance_minor -= amount_minor;
  incentive->uses_left -= uses;
}

void
cp_sample_maker_settle (CpSampleMaker *self, CpIncentive *incentive)
{
  gboolean untouched = incentive->balance_minor == incentive->amount_minor &&
                       incentive->uses_left == incentive->uses;

  if (incentive->void_reason != NULL)
    incentive->state = CP_INCENTIVE_VOIDED;
  else if (incentive->balance_minor == 0 && incentive->uses_left == 0)
    incentive->state = CP_INCENTIVE_USED;
  else if (incentive->expires_at_ms != 0 && incentive->expires_at_ms <= self->now_ms)
    incentive->state = CP_INCENTIVE_EXPIRED;
  else if (incentive->usable_from_ms > self->now_ms)
    incentive->state = CP_INCENTIVE_ISSUED;
  else
    incentive->state = untouched ? CP_INCENTIVE_ACTIVE : CP_INCENTIVE_PART_USED;
}

void
cp_sample_maker_add_action (CpSampleMaker *self,
                            const CpMember *member,
                            const char *kind,
                            gint64 at_ms,
                            const char *staff_id)
{
  CpAction *action = cp_sample_maker_add (self, CP_KIND_ACTION, member->entity.account_id, at_ms);

  action->member_id = g_strdup (member->entity.id);
  action->kind = g_strdup (kind);
  action->at_ms = at_ms;
  action->staff_id = g_strdup (staff_id);
  action->store_id = g_strdup (member->home_store_id);
  action->outcome = g_strdup ("accepted");
}
