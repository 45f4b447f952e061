/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pn532-aes.h"
#include "pn532-card.h"

G_BEGIN_DECLS

/* The inside of the emulated NTAG 424 DNA, in AES mode (NT4H2421Gx): pn532-card-ntag424.c runs the
 * commands, pn532-ntag424-session.c authenticates and speaks securely, pn532-ntag424-file.c holds
 * files and mirrors. */

#define NTAG424_N_KEYS 5
#define NTAG424_N_FILES 3
#define NTAG424_MAX_FILE 256
#define NTAG424_MAX_SETTINGS 48
#define NTAG424_FREE 0xE
#define NTAG424_NEVER 0xF

#define NTAG424_OK 0x00
#define NTAG424_MORE 0xAF
#define NTAG424_ILLEGAL_COMMAND 0x1C
#define NTAG424_INTEGRITY 0x1E
#define NTAG424_NO_SUCH_KEY 0x40
#define NTAG424_LENGTH 0x7E
#define NTAG424_DENIED 0x9D
#define NTAG424_PARAMETER 0x9E
#define NTAG424_DELAY 0xAD
#define NTAG424_AUTHENTICATION 0xAE
#define NTAG424_BOUNDARY 0xBE
#define NTAG424_NO_FILE 0xF0

typedef enum {
  NTAG424_PLAIN = 0,
  NTAG424_MAC = 1,
  NTAG424_FULL = 3,
} Ntag424Mode;

/* As GetFileSettings shows them, but for the type and the size. */
typedef struct {
  guint8 option;
  guint8 rights[2];
  guint8 n_mirror;
  guint8 mirror[NTAG424_MAX_SETTINGS];
} Ntag424Settings;

/* What outlives the field. */
typedef struct {
  guint8 keys[NTAG424_N_KEYS][PN532_AES];
  guint8 versions[NTAG424_N_KEYS];
  guint16 failures_in_a_row[NTAG424_N_KEYS];
  guint16 failures[NTAG424_N_KEYS];
  Ntag424Settings settings[NTAG424_N_FILES];
  guint8 files[NTAG424_N_FILES][NTAG424_MAX_FILE];
  guint32 n_readings;
  guint32 n_challenges;
  gboolean random_id;
} Ntag424Memory;

typedef struct {
  Pn532Card parent;
  guint8 true_uid[7];
  guint8 signature[56];
  Ntag424Memory memory;
  gboolean selected;  /* the application */
  int iso_file;       /* selected by ISO 7816-4; -1: none */
  int read_file;      /* of which the last command read; -1: none */
  guint8 next_part;   /* of GetVersion; 0: none */
  int challenged_key; /* whose challenge is out; -1: none */
  gboolean is_first;  /* that challenge is of AuthenticateEV2First */
  guint8 challenge[PN532_AES];
  int key; /* that the session is authenticated with; -1: no session */
  guint8 encryption[PN532_AES];
  guint8 mac[PN532_AES];
  guint8 transaction[4];
  guint16 counter;
} Ntag424;

/* pn532-ntag424-session.c */

void ntag424_end_session (Ntag424 *self);
guint8 ntag424_challenge (
    Ntag424 *self, gboolean is_first, const guint8 *body, gsize n_body, GByteArray *answer);
guint8 ntag424_accept (Ntag424 *self, const guint8 *body, gsize n_body, GByteArray *answer);

/* Checks and takes off what secures a command: @body becomes header and data in clear. */
guint8
ntag424_open (Ntag424 *self, Ntag424Mode mode, guint8 code, gsize n_header, GByteArray *body);

/* The other way, for @data, which becomes what is sent. Counts the command. */
void ntag424_close (Ntag424 *self, Ntag424Mode mode, GByteArray *data);

/* pn532-ntag424-file.c */

gsize ntag424_file_size (guint file);
void ntag424_format (Ntag424 *self);
guint8 ntag424_right (const Ntag424Settings *settings, guint which);

enum {
  NTAG424_RIGHT_READ,
  NTAG424_RIGHT_WRITE,
  NTAG424_RIGHT_READ_WRITE,
  NTAG424_RIGHT_CHANGE,
};

/* Whether the settings that ChangeFileSettings was sent can be; if so they are. */
gboolean ntag424_set_settings (Ntag424 *self, guint file, const guint8 *bytes, gsize n);
void ntag424_tell_settings (Ntag424 *self, guint file, GByteArray *answer);

/* Who may ask for the counter: a key's number, or free, or never. */
guint8 ntag424_counter_right (const Ntag424Settings *settings);

/* The file as it is read; with @mirrored what is mirrored stands in it. */
void ntag424_read (Ntag424 *self, guint file, gboolean mirrored, guint8 *content);

G_END_DECLS
