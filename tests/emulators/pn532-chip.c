/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pn532-chip-private.h"

#include <string.h>

#define CODE_IN_LIST_PASSIVE_TARGET 0x4A
#define CODE_IN_AUTO_POLL 0x60
#define CODE_IN_DATA_EXCHANGE 0x40
#define CODE_IN_COMMUNICATE_THRU 0x42

void
pn532_answer_byte (GByteArray *answer, guint8 byte)
{
  g_byte_array_append (answer, &byte, 1);
}

/* Registers and SFRs outside the window read as 0 and forget what is written. */
guint8 *
pn532_chip_register (Pn532Chip *self, guint address)
{
  if (address < PN532_FIRST_REGISTER || address >= PN532_FIRST_REGISTER + PN532_N_REGISTERS)
    return NULL;
  return &self->registers[address - PN532_FIRST_REGISTER];
}

static Pn532ReplyType
run_nothing (Pn532Chip *self, const guint8 *parameters, gsize n, GByteArray *answer)
{
  return PN532_REPLY_ANSWER;
}

static Pn532ReplyType
run_status_ok (Pn532Chip *self, const guint8 *parameters, gsize n, GByteArray *answer)
{
  pn532_answer_byte (answer, PN532_STATUS_OK);
  return PN532_REPLY_ANSWER;
}

static Pn532ReplyType
run_diagnose (Pn532Chip *self, const guint8 *parameters, gsize n, GByteArray *answer)
{
  gboolean present = self->card != NULL && self->card->active;

  switch (parameters[0]) {
  case 0x00: /* communication line: the same back */
    g_byte_array_append (answer, parameters, (guint) n);
    return PN532_REPLY_ANSWER;
  case 0x01: /* ROM, RAM, antenna */
  case 0x02:
  case 0x07:
    return run_status_ok (self, parameters, n, answer);
  case 0x06: /* card presence */
    pn532_answer_byte (answer, present ? PN532_STATUS_OK : PN532_STATUS_TIMEOUT);
    return PN532_REPLY_ANSWER;
  default:
    return PN532_REPLY_SYNTAX_ERROR;
  }
}

static Pn532ReplyType
run_get_firmware_version (Pn532Chip *self, const guint8 *parameters, gsize n, GByteArray *answer)
{
  static const guint8 version[] = { 0x32, 0x01, 0x06, 0x07 };

  g_byte_array_append (answer, version, sizeof version);
  return PN532_REPLY_ANSWER;
}

static Pn532ReplyType
run_get_general_status (Pn532Chip *self, const guint8 *parameters, gsize n, GByteArray *answer)
{
  static const guint8 target[] = { 0x01, 0x00, 0x00, 0x10 };

  pn532_answer_byte (answer, PN532_STATUS_OK);
  pn532_answer_byte (answer, self->field_on ? 1 : 0);
  pn532_answer_byte (answer, self->selected ? 1 : 0);
  if (self->selected)
    g_byte_array_append (answer, target, sizeof target);
  pn532_answer_byte (answer, 0x80); /* the security module's status */
  return PN532_REPLY_ANSWER;
}

static Pn532ReplyType
run_read_register (Pn532Chip *self, const guint8 *parameters, gsize n, GByteArray *answer)
{
  if (n % 2 != 0)
    return PN532_REPLY_SYNTAX_ERROR;
  for (gsize i = 0; i < n; i += 2) {
    guint8 *value = pn532_chip_register (self, (guint) parameters[i] << 8 | parameters[i + 1]);

    pn532_answer_byte (answer, value != NULL ? *value : 0);
  }
  return PN532_REPLY_ANSWER;
}

static Pn532ReplyType
run_write_register (Pn532Chip *self, const guint8 *parameters, gsize n, GByteArray *answer)
{
  if (n % 3 != 0)
    return PN532_REPLY_SYNTAX_ERROR;
  for (gsize i = 0; i < n; i += 3) {
    guint8 *value = pn532_chip_register (self, (guint) parameters[i] << 8 | parameters[i + 1]);

    if (value != NULL)
      *value = parameters[i + 2];
  }
  return PN532_REPLY_ANSWER;
}

static Pn532ReplyType
run_read_gpio (Pn532Chip *self, const guint8 *parameters, gsize n, GByteArray *answer)
{
  g_byte_array_append (answer, self->gpio, sizeof self->gpio);
  pn532_answer_byte (answer, 0x00);
  return PN532_REPLY_ANSWER;
}

/* Bit 7 says that the port is to be written. */
static Pn532ReplyType
run_write_gpio (Pn532Chip *self, const guint8 *parameters, gsize n, GByteArray *answer)
{
  for (gsize i = 0; i < 2; i++)
    if ((parameters[i] & 0x80) != 0)
      self->gpio[i] = parameters[i] & 0x7F;
  return PN532_REPLY_ANSWER;
}

static Pn532ReplyType
run_set_parameters (Pn532Chip *self, const guint8 *parameters, gsize n, GByteArray *answer)
{
  self->auto_rats = (parameters[0] & 0x10) != 0;
  return PN532_REPLY_ANSWER;
}

static Pn532ReplyType
run_power_down (Pn532Chip *self, const guint8 *parameters, gsize n, GByteArray *answer)
{
  pn532_radio_set_field (self, FALSE);
  return run_status_ok (self, parameters, n, answer);
}

static Pn532ReplyType
run_rf_configuration (Pn532Chip *self, const guint8 *parameters, gsize n, GByteArray *answer)
{
  if (parameters[0] == 0x01)
    pn532_radio_set_field (self, n > 1 && (parameters[1] & 0x01) != 0);
  else if (parameters[0] == 0x02 && n == 4)
    self->rf_timeout = parameters[3];
  else if (parameters[0] == 0x05 && n == 4)
    self->passive_retries = parameters[3];
  return PN532_REPLY_ANSWER;
}

static const struct {
  guint8 code;
  guint8 min_parameters;
  Pn532ChipCommand run;
} commands[] = {
  { 0x00, 1, run_diagnose },
  { 0x02, 0, run_get_firmware_version },
  { 0x04, 0, run_get_general_status },
  { 0x06, 2, run_read_register },
  { 0x08, 3, run_write_register },
  { 0x0C, 0, run_read_gpio },
  { 0x0E, 2, run_write_gpio },
  { 0x12, 1, run_set_parameters },
  { 0x14, 1, run_nothing }, /* SAMConfiguration */
  { 0x16, 1, run_power_down },
  { 0x32, 1, run_rf_configuration },
  { CODE_IN_DATA_EXCHANGE, 1, pn532_radio_exchange },
  { CODE_IN_COMMUNICATE_THRU, 0, pn532_radio_communicate },
  { 0x44, 1, pn532_radio_deselect },
  { CODE_IN_LIST_PASSIVE_TARGET, 2, pn532_radio_list },
  { 0x4E, 3, run_status_ok }, /* InPSL */
  { 0x52, 1, pn532_radio_release },
  { 0x54, 1, pn532_radio_select },
  { CODE_IN_AUTO_POLL, 3, pn532_radio_auto_poll },
};

static Pn532ChipCommand
find_command (guint8 code, gsize n_parameters)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (commands[i].code == code && n_parameters >= commands[i].min_parameters)
      return commands[i].run;
  return NULL;
}

static void
count (Pn532Chip *self, guint8 code)
{
  self->stats.commands++;
  if (code == CODE_IN_LIST_PASSIVE_TARGET || code == CODE_IN_AUTO_POLL)
    self->stats.polls++;
  if (code == CODE_IN_DATA_EXCHANGE || code == CODE_IN_COMMUNICATE_THRU)
    self->stats.exchanges++;
}

static Pn532ReplyType
dispatch (Pn532Chip *self, const guint8 *command, gsize n_command, GByteArray *answer)
{
  Pn532ChipCommand run = find_command (command[0], n_command - 1);

  self->air_us = 0;
  g_byte_array_set_size (answer, 0);
  if (run == NULL)
    return PN532_REPLY_SYNTAX_ERROR;
  pn532_answer_byte (answer, command[0] + 1);
  return run (self, command + 1, n_command - 1, answer);
}

Pn532ReplyType
pn532_chip_run (Pn532Chip *self, const guint8 *command, gsize n_command, GByteArray *answer)
{
  Pn532ReplyType type;

  g_return_val_if_fail (n_command > 0, PN532_REPLY_SYNTAX_ERROR);

  pn532_chip_abort (self);
  count (self, command[0]);
  type = dispatch (self, command, n_command, answer);
  if (type == PN532_REPLY_LATER)
    g_byte_array_append (self->waiting, command, (guint) n_command);
  return type;
}

Pn532ReplyType
pn532_chip_retry (Pn532Chip *self, GByteArray *answer)
{
  Pn532ReplyType type = PN532_REPLY_LATER;

  if (self->waiting->len > 0)
    type = dispatch (self, self->waiting->data, self->waiting->len, answer);
  if (type != PN532_REPLY_LATER)
    pn532_chip_abort (self);
  return type;
}

guint
pn532_chip_get_wait_ms (Pn532Chip *self)
{
  return self->wait_ms;
}

Pn532ReplyType
pn532_chip_give_up (Pn532Chip *self, GByteArray *answer)
{
  guint8 code;

  if (self->waiting->len == 0)
    return PN532_REPLY_LATER;
  code = self->waiting->data[0];
  pn532_chip_abort (self);
  g_byte_array_set_size (answer, 0);
  pn532_answer_byte (answer, code + 1);
  pn532_answer_byte (answer, 0);
  return PN532_REPLY_ANSWER;
}

void
pn532_chip_abort (Pn532Chip *self)
{
  g_byte_array_set_size (self->waiting, 0);
  self->wait_ms = 0;
}

void
pn532_chip_set_timed (Pn532Chip *self, guint try_us)
{
  self->timed_us = try_us;
}

guint
pn532_chip_get_try_us (Pn532Chip *self)
{
  return self->try_us;
}

guint
pn532_chip_get_air_us (Pn532Chip *self)
{
  return self->air_us;
}

void
pn532_chip_set_card (Pn532Chip *self, Pn532Card *card)
{
  g_clear_pointer (&self->second, pn532_card_free);
  g_clear_pointer (&self->card, pn532_card_free);
  self->leaves = FALSE;
  self->card = card;
  if (card != NULL)
    pn532_card_power (card);
}

void
pn532_chip_add_card (Pn532Chip *self, Pn532Card *card)
{
  if (self->card == NULL) {
    pn532_chip_set_card (self, card);
    return;
  }
  g_clear_pointer (&self->second, pn532_card_free);
  self->second = card;
  pn532_card_power (card);
}

Pn532Card *
pn532_chip_get_card (Pn532Chip *self)
{
  return self->card;
}

Pn532ChipStats
pn532_chip_get_stats (Pn532Chip *self)
{
  return self->stats;
}

void
pn532_chip_reset (Pn532Chip *self)
{
  pn532_chip_abort (self);
  pn532_radio_set_field (self, FALSE);
  self->selected = FALSE;
  self->auto_rats = TRUE;
  self->passive_retries = 0xFF;
  self->rf_timeout = 0x0A;
  memset (self->registers, 0, sizeof self->registers);
  *pn532_chip_register (self, PN532_REGISTER_TX_MODE) = 0x80;
  *pn532_chip_register (self, PN532_REGISTER_RX_MODE) = 0x80;
}

Pn532Chip *
pn532_chip_new (void)
{
  Pn532Chip *self = g_new0 (Pn532Chip, 1);

  self->waiting = g_byte_array_new ();
  pn532_chip_reset (self);
  return self;
}

void
pn532_chip_free (Pn532Chip *self)
{
  pn532_chip_set_card (self, NULL);
  g_byte_array_unref (self->waiting);
  g_free (self);
}
