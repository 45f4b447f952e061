/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-card-scheme.h"
#include "cp-ev2.h"
#include "cp-ndef.h"
#include "cp-rolling-token.h"

G_BEGIN_DECLS

/* Conversations are written forwards: each function takes an answer, and either says the next
 * command together with the function that will take its answer, or lets the conversation end. */

typedef void (*CpTalkHear) (CpCardTalk *self, const CpCardAnswer *answer);

/* Pages of NTAG21x that are ours: a mark that tells our cards without a key, then the slots, which
 * want the password to be read or written. */
#define CP_NTAG_FIRST_PAGE 0x04
#define CP_NTAG_MARK_PAGE 0x1F
#define CP_NTAG_SLOT_PAGE 0x20
#define CP_NTAG_SLOT_PAGES 4
#define CP_NTAG_PAGE 4

typedef struct {
  guint8 password[CP_AES_KEY]; /* four of password, two of acknowledgement */
  guint8 token_key[CP_AES_KEY];
  CpTalkHear then; /* after the password */
  CpTokenSlots read;
  guint8 slot[CP_TOKEN_SLOT]; /* that is being written */
  guint page;                 /* of it */
  guint8 config_page;
  GByteArray *plan; /* (nullable): when issuing: what is left to be written: page, four bytes, … */
  gsize n_planned;  /* bytes of it that are done */
} CpTalkNtag21x;

typedef struct {
  CpEv2Session session;
  guint8 key[CP_AES_KEY]; /* that is being proven */
  guint8 key_number;
  guint8 ours[CP_EV2_CHALLENGE];
  guint8 theirs[CP_EV2_CHALLENGE];
  CpTalkHear then; /* after the authentication */
  guint8 versions[CP_NTAG424_N_KEYS];
  guint8 number;    /* of the key that is looked at or changed */
  GByteArray *file; /* (nullable): when issuing: what the NDEF file is to hold */
  guint32 picc_at;  /* where in it */
  guint32 mac_at;
} CpTalkNtag424;

/**
 * @said: what goes out after this step
 * @hear: takes the answer to it; %NULL: the conversation is over
 */
struct CpCardTalk {
  CpCardSeen seen;
  const CpCardHost *host;
  char *site; /* (nullable): not issuing */
  CpCardProof proof;
  CpCardProblem problem;
  CpCardCommand said;
  CpTalkHear hear;
  CpTalkNtag21x ntag21x;
  CpTalkNtag424 ntag424;
};

/* cp-card-talk.c */

void
cp_talk_say (CpCardTalk *self, CpReaderFrame frame, const guint8 *bytes, gsize n, CpTalkHear hear);
void cp_talk_say_array (CpCardTalk *self, GByteArray *apdu, CpTalkHear hear);

/** cp_talk_fail: for an issue: says why it ends */
void cp_talk_fail (CpCardTalk *self, CpCardProblem problem);

/** cp_talk_fail_answer: as that, for a command that was not answered as it should be; @problem is the
 *  card's, and is not said where the card was gone or was never asked */
void cp_talk_fail_answer (CpCardTalk *self, const CpCardAnswer *answer, CpCardProblem problem);

gboolean cp_talk_derive (CpCardTalk *self, CpCardKeyUse use, guint8 *ret_key);

/* cp-scheme-ntag21x.c */

void cp_ntag21x_tap (CpCardTalk *self);
void cp_ntag21x_ask_version (CpCardTalk *self, CpTalkHear hear);
void cp_ntag21x_ask_signature (CpCardTalk *self, CpTalkHear hear);
gboolean cp_ntag21x_is_original (CpCardTalk *self, const CpCardAnswer *answer);

/** cp_ntag21x_ask_password: proves that we have the password; where that is refused, once more. @hear is
 *  given the last answer, for cp_ntag21x_is_acknowledged(). */
void cp_ntag21x_ask_password (CpCardTalk *self, CpTalkHear hear);
gboolean cp_ntag21x_is_acknowledged (CpCardTalk *self, const CpCardAnswer *answer);
void cp_ntag21x_ask_page (CpCardTalk *self, guint8 page, CpTalkHear hear);
void cp_ntag21x_write_page (CpCardTalk *self, guint8 page, const guint8 *data, CpTalkHear hear);
void cp_ntag21x_ask_slots (CpCardTalk *self, CpTalkHear hear);
extern const guint8 cp_ntag21x_mark[CP_NTAG_PAGE];

/* cp-scheme-ntag424.c */

#define CP_NTAG424_OK 0x00
#define CP_NTAG424_MORE 0xAF
#define CP_NTAG424_NDEF_FILE 0x02
#define CP_NTAG424_READ_BYTES 160

void cp_ntag424_tap (CpCardTalk *self);
void cp_ntag424_select (CpCardTalk *self, CpTalkHear hear);
gboolean cp_ntag424_is_selected (const CpCardAnswer *answer);

/** cp_ntag424_status: the second status byte if the answer is 91 xx, or -1 */
int cp_ntag424_status (const CpCardAnswer *answer);
void
cp_ntag424_ask_native (CpCardTalk *self, guint8 code, const guint8 *body, gsize n, CpTalkHear hear);
void cp_ntag424_ask_key_version (CpCardTalk *self, guint8 number, CpTalkHear hear);

/** cp_ntag424_ask_uid: in a session; the answer is for cp_ntag424_is_own_uid() */
void cp_ntag424_ask_uid (CpCardTalk *self, CpTalkHear hear);
gboolean cp_ntag424_is_own_uid (CpCardTalk *self, const CpCardAnswer *answer);
void cp_ntag424_ask_file (CpCardTalk *self, CpTalkHear hear);

/** cp_ntag424_read_url: (transfer full) (nullable): from what the file's reading answered */
char *cp_ntag424_read_url (const CpCardAnswer *answer);

/** cp_ntag424_authenticate: with `key` and `key_number`; @then is called with the last answer once
 *  the session is open. Otherwise the conversation ends, with the failure noted. */
void cp_ntag424_authenticate (CpCardTalk *self, CpTalkHear then);

/* cp-issue-ntag21x.c, cp-issue-ntag424.c */

void cp_ntag21x_issue (CpCardTalk *self);
void cp_ntag424_issue (CpCardTalk *self);

G_END_DECLS
