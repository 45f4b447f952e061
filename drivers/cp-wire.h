/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-reader-words.h"

G_BEGIN_DECLS

/**
 * SECTION: wire
 *
 * What the reader helper and its parent say to each other: one message a packet over a
 * `SOCK_SEQPACKET` socket, at most %CP_WIRE_MAX_BYTES.
 * A packet starts with 20 bytes, little endian: version (u8, 1), type (u8), length of what follows
 * (u16), seq (u32), session (u32), time in nanoseconds of `CLOCK_MONOTONIC` (u64).
 * Then the type's fields in the order of the structures below: numbers little endian; texts and
 * byte strings as length (u8) and bytes; `data` as all that is left.
 * A packet that is one byte short or long, or holds a word out of range, is refused whole: the
 * helper parses what cards send and is trusted by nobody.
 */
#define CP_WIRE_VERSION 1
#define CP_WIRE_MAX_BYTES 1024
#define CP_WIRE_MAX_DATA 512
#define CP_WIRE_HEADER_BYTES 20

/**
 * CpWireType:
 * @CP_WIRE_HELLO: helper: the device is open and its field is about to go on.
 * @CP_WIRE_READY: helper: the first poll went well.
 * @CP_WIRE_BEAT: helper: still alive; every 250 ms.
 * @CP_WIRE_CARD: helper: a card was seen and confirmed. Starts `session`.
 * @CP_WIRE_GONE: helper: the card of `session` is gone.
 * @CP_WIRE_REPLY: helper: how the exchange `seq` ended.
 * @CP_WIRE_FAULT: helper: why it gives up; nothing follows.
 * @CP_WIRE_REFUSED: helper: what lies on the reader is no tap; once until it is taken away.
 * @CP_WIRE_START: parent: open the device. The first message.
 * @CP_WIRE_EXCHANGE: parent: send this to the card of `session`.
 * @CP_WIRE_PAUSE: parent: field off.
 * @CP_WIRE_RESUME: parent: field on.
 * @CP_WIRE_BYE: parent: field off and exit.
 */
typedef enum {
  CP_WIRE_HELLO = 1,
  CP_WIRE_READY,
  CP_WIRE_BEAT,
  CP_WIRE_CARD,
  CP_WIRE_GONE,
  CP_WIRE_REPLY,
  CP_WIRE_FAULT,
  CP_WIRE_REFUSED,
  CP_WIRE_START = 16,
  CP_WIRE_EXCHANGE,
  CP_WIRE_PAUSE,
  CP_WIRE_RESUME,
  CP_WIRE_BYE,
} CpWireType;

/**
 * CpReaderFrame:
 * @CP_READER_FRAME_AUTO: the reader does the framing: Type 2 READ (30) and WRITE (A2), ISO 7816-4
 *   commands for cards of ISO 14443-4.
 * @CP_READER_FRAME_RAW: the bytes go over the air as they are, with a CRC: Type 2 commands of NXP
 *   (1B, 39, 3A, 3C, 60). A raw WRITE is done by the card and still reported as refused, because
 *   its answer is four bits; use AUTO for it.
 */
typedef enum {
  CP_READER_FRAME_AUTO,
  CP_READER_FRAME_RAW,
} CpReaderFrame;

/* The bits of CpWireCard.flags: a second exchange has confirmed the card; its number is made up anew at
 * each tap. */
#define CP_WIRE_CARD_CONFIRMED 0x01u
#define CP_WIRE_CARD_RANDOM 0x02u

typedef struct {
  guint16 length;
  guint8 bytes[CP_WIRE_MAX_DATA];
} CpWireData;

typedef struct {
  guint8 length;
  guint8 bytes[64];
} CpWireBytes;

typedef struct {
  char driver[32];
  char name[128];
  char chip[64];
} CpWireHello;

typedef struct {
  guint32 n_polls;
  guint32 n_errors;
  guint32 round_trip_us;
} CpWireBeat;

typedef struct {
  guint8 kind; /* CpCardKind */
  guint8 flags;
  guint8 sak;
  guint16 atqa; /* first byte of the air's second is the high one: 0x0044 */
  CpWireBytes uid;
  CpWireBytes ats;
} CpWireCard;

typedef struct {
  guint8 status; /* CpCardStatus */
  CpWireData data;
} CpWireReply;

typedef struct {
  guint8 fault; /* CpReaderFault */
  char detail[128];
} CpWireFault;

typedef struct {
  guint8 refusal; /* CpReaderRefusal */
} CpWireRefused;

typedef struct {
  guint16 poll_ms;
  guint16 presence_ms;
  guint16 gone_ms;
  guint16 rf_timeout_ms;
  guint8 paused;
  char connstring[256];
} CpWireStart;

typedef struct {
  guint8 frame; /* CpReaderFrame */
  guint16 timeout_ms;
  CpWireData data;
} CpWireExchange;

typedef struct {
  CpWireType type;
  guint32 seq;
  guint32 session;
  guint64 mono_ns;
  union {
    CpWireHello hello;
    CpWireBeat beat;
    CpWireCard card;
    CpWireReply reply;
    CpWireFault fault;
    CpWireRefused refused;
    CpWireStart start;
    CpWireExchange exchange;
  };
} CpWireMessage;

/**
 * cp_wire_encode:
 * @bytes: (out): at least %CP_WIRE_MAX_BYTES.
 *
 * Texts must be terminated; lengths must fit their arrays.
 *
 * Returns: the length of the packet.
 */
gsize cp_wire_encode (const CpWireMessage *message, guint8 *bytes);

/**
 * cp_wire_decode:
 * @ret_message: (out): untouched on failure.
 *
 * Returns: whether the packet is exactly one well-formed message.
 */
gboolean cp_wire_decode (const guint8 *bytes,
                         gsize n_bytes,
                         CpWireMessage *ret_message) G_GNUC_WARN_UNUSED_RESULT;

/** cp_wire_now_ns: `CLOCK_MONOTONIC`, which both ends share. */
guint64 cp_wire_now_ns (void);

/**
 * cp_wire_send:
 *
 * Stamps the time and sends without waiting.
 *
 * Returns: %FALSE when the other end is gone or has not read for a long time.
 */
gboolean cp_wire_send (int fd, CpWireMessage *message);

/**
 * CpWireReceipt:
 * @CP_WIRE_RECEIVED: a message came.
 * @CP_WIRE_NOTHING: nothing is there now.
 * @CP_WIRE_CLOSED: the other end is gone.
 * @CP_WIRE_MALFORMED: a packet came that is no message.
 */
typedef enum {
  CP_WIRE_RECEIVED,
  CP_WIRE_NOTHING,
  CP_WIRE_CLOSED,
  CP_WIRE_MALFORMED,
} CpWireReceipt;

/** cp_wire_receive: takes one packet without waiting. */
CpWireReceipt cp_wire_receive (int fd, CpWireMessage *ret_message);

G_END_DECLS
