/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cards of other families than ISO 14443 type A, so that nobody waits for a card to be read that never
 * will be. */
#include "cp-backend-nfc.h"

#include <string.h>

#define IN_LIST_PASSIVE_TARGET 0x4A
#define FELICA_212 0x01
#define TYPE_B_106 0x03
#define EVERY_US (1500 * 1000)
#define MANY_FAILS 4
#define MAX_ANSWER 264
#define LEAST_ANSWER 10 /* a number of them, one's own, and its identity */

typedef struct {
  guint8 bytes[MAX_ANSWER];
  int n;
} Answer;

/* User manual, 7.3.5: one target; of type B any application, of FeliCa any system. */
static const struct {
  guint8 command[8];
  gsize n;
} questions[] = {
  { { IN_LIST_PASSIVE_TARGET, 1, TYPE_B_106, 0x00 }, 4 },
  { { IN_LIST_PASSIVE_TARGET, 1, FELICA_212, 0x00, 0xFF, 0xFF, 0x00, 0x00 }, 8 },
};

static gboolean
ask (CpNfc *self, guint i, Answer *ret_answer)
{
  ret_answer->n = cp_nfc_command (self, questions[i].command, questions[i].n, ret_answer->bytes,
                                  sizeof ret_answer->bytes);
  self->n_stranger_fails = ret_answer->n < 0 ? self->n_stranger_fails + 1 : 0;
  return ret_answer->n >= LEAST_ANSWER && ret_answer->bytes[0] == 1;
}

/* A chip that says it once may have made it up. */
static gboolean
is_there (CpNfc *self, guint i)
{
  Answer once = { 0 }, again = { 0 };

  return ask (self, i, &once) && ask (self, i, &again) && once.n == again.n &&
         memcmp (once.bytes, again.bytes, (gsize) once.n) == 0;
}

void
cp_nfc_put_strangers_off (CpNfc *self)
{
  self->strangers_us = g_get_monotonic_time () + EVERY_US;
}

/* A chip that can't look for them is left in peace. So is one behind USB: what it answered too late
 * would be taken for the answer to the next question. A stranger that was there is looked for again at
 * once, until it is gone. */
gboolean
cp_nfc_sees_stranger (CpNfc *self)
{
  gboolean seen = FALSE;

  if (!self->port.serial || self->n_stranger_fails >= MANY_FAILS ||
      g_get_monotonic_time () < self->strangers_us)
    return FALSE;
  cp_nfc_set_tries (self, 1);
  for (guint i = 0; i < G_N_ELEMENTS (questions) && !seen; i++)
    seen = is_there (self, i);
  cp_nfc_set_tries (self, self->n_tries);
  if (!seen)
    cp_nfc_put_strangers_off (self);
  return seen;
}
