/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pn532-chip.h"

G_BEGIN_DECLS

/* Status bytes of the chip (user manual, 7.1). */
#define PN532_STATUS_OK 0x00
#define PN532_STATUS_TIMEOUT 0x01
#define PN532_STATUS_CRC 0x02
#define PN532_STATUS_AUTH 0x14
#define PN532_STATUS_CONTEXT 0x27

/* The registers that change what goes over the air. */
#define PN532_REGISTER_TX_MODE 0x6302
#define PN532_REGISTER_RX_MODE 0x6303
#define PN532_REGISTER_CONTROL 0x633C
#define PN532_REGISTER_BIT_FRAMING 0x633D

#define PN532_FIRST_REGISTER 0x6100
#define PN532_N_REGISTERS 0x400

/* pn532-chip.c runs commands; pn532-radio.c is what it does with the card. */
struct Pn532Chip {
  Pn532Card *card;
  Pn532Card *second; /* lies beside it; only if @card is there */
  gboolean field_on;
  gboolean selected; /* target number 1 is taken */
  gboolean auto_rats;
  guint8 passive_retries; /* 0xFF: for ever */
  guint8 registers[PN532_N_REGISTERS];
  guint8 gpio[2];
  GByteArray *waiting; /* the command that polls */
  guint wait_ms;
  guint timed_us;    /* how long a try in vain takes; 0: nothing takes time */
  guint8 rf_timeout; /* the code of RFConfiguration */
  guint air_us;
  guint try_us;
  gboolean leaves; /* the card has given its last answer */
  Pn532ChipStats stats;
};

typedef Pn532ReplyType (*Pn532ChipCommand) (Pn532Chip *self,
                                            const guint8 *parameters,
                                            gsize n_parameters,
                                            GByteArray *answer);

/* Appends one byte. */
void pn532_answer_byte (GByteArray *answer, guint8 byte);

void pn532_radio_set_field (Pn532Chip *self, gboolean on);
guint8 *pn532_chip_register (Pn532Chip *self, guint address);

Pn532ReplyType
pn532_radio_list (Pn532Chip *self, const guint8 *parameters, gsize n, GByteArray *answer);
Pn532ReplyType
pn532_radio_auto_poll (Pn532Chip *self, const guint8 *parameters, gsize n, GByteArray *answer);
Pn532ReplyType
pn532_radio_exchange (Pn532Chip *self, const guint8 *parameters, gsize n, GByteArray *answer);
Pn532ReplyType
pn532_radio_communicate (Pn532Chip *self, const guint8 *parameters, gsize n, GByteArray *answer);
Pn532ReplyType
pn532_radio_select (Pn532Chip *self, const guint8 *parameters, gsize n, GByteArray *answer);
Pn532ReplyType
pn532_radio_deselect (Pn532Chip *self, const guint8 *parameters, gsize n, GByteArray *answer);
Pn532ReplyType
pn532_radio_release (Pn532Chip *self, const guint8 *parameters, gsize n, GByteArray *answer);

G_END_DECLS
