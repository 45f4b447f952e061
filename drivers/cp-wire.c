/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-wire.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

typedef enum { END, U8, U16, U32, TEXT, BYTES, DATA } FieldType;

/* One field of a message. For U8 @limit is the first value that is not allowed (0: none), for TEXT
 * the size of the array, for BYTES the longest length; @least is the shortest. */
typedef struct {
  FieldType type;
  gsize offset;
  guint limit;
  guint least;
} Field;

#define AT(part, member) G_STRUCT_OFFSET (CpWireMessage, part.member)
#define TEXT_AT(part, member)                                                \
  {                                                                          \
    TEXT, AT (part, member), sizeof ((CpWireMessage *) NULL)->part.member, 0 \
  }

static const Field no_fields[] = { { END, 0, 0, 0 } };
static const Field hello_fields[] = {
  TEXT_AT (hello, driver),
  TEXT_AT (hello, name),
  TEXT_AT (hello, chip),
  { END, 0, 0, 0 },
};
static const Field beat_fields[] = {
  { U32, AT (beat, n_polls), 0, 0 },
  { U32, AT (beat, n_errors), 0, 0 },
  { U32, AT (beat, round_trip_us), 0, 0 },
  { END, 0, 0, 0 },
};
static const Field card_fields[] = {
  { U8, AT (card, kind), CP_N_CARD_KINDS, 0 },
  { U8, AT (card, flags), (CP_WIRE_CARD_CONFIRMED | CP_WIRE_CARD_RANDOM) + 1, 0 },
  { U8, AT (card, sak), 0, 0 },
  { U16, AT (card, atqa), 0, 0 },
  { BYTES, AT (card, uid), 10, 4 },
  { BYTES, AT (card, ats), 64, 0 },
  { END, 0, 0, 0 },
};
static const Field reply_fields[] = {
  { U8, AT (reply, status), CP_N_CARD_STATUSES, 0 },
  { DATA, AT (reply, data), 0, 0 },
  { END, 0, 0, 0 },
};
static const Field fault_fields[] = {
  { U8, AT (fault, fault), CP_N_READER_FAULTS, 0 },
  TEXT_AT (fault, detail),
  { END, 0, 0, 0 },
};
static const Field refused_fields[] = {
  { U8, AT (refused, refusal), CP_N_READER_REFUSALS, 0 },
  { END, 0, 0, 0 },
};
static const Field start_fields[] = {
  { U16, AT (start, poll_ms), 0, 0 },
  { U16, AT (start, presence_ms), 0, 0 },
  { U16, AT (start, gone_ms), 0, 0 },
  { U16, AT (start, rf_timeout_ms), 0, 0 },
  { U8, AT (start, paused), 2, 0 },
  TEXT_AT (start, connstring),
  { END, 0, 0, 0 },
};
static const Field exchange_fields[] = {
  { U8, AT (exchange, frame), CP_READER_FRAME_RAW + 1, 0 },
  { U16, AT (exchange, timeout_ms), 0, 0 },
  { DATA, AT (exchange, data), 0, 0 },
  { END, 0, 0, 0 },
};

static const Field *
find_fields (guint type)
{
  switch (type) {
  case CP_WIRE_HELLO:
    return hello_fields;
  case CP_WIRE_BEAT:
    return beat_fields;
  case CP_WIRE_CARD:
    return card_fields;
  case CP_WIRE_REPLY:
    return reply_fields;
  case CP_WIRE_FAULT:
    return fault_fields;
  case CP_WIRE_REFUSED:
    return refused_fields;
  case CP_WIRE_START:
    return start_fields;
  case CP_WIRE_EXCHANGE:
    return exchange_fields;
  case CP_WIRE_READY:
  case CP_WIRE_GONE:
  case CP_WIRE_PAUSE:
  case CP_WIRE_RESUME:
  case CP_WIRE_BYE:
    return no_fields;
  default:
    return NULL;
  }
}

typedef struct {
  guint8 *bytes;
  gsize n;
} Writer;

static void
write_number (Writer *writer, guint64 value, guint n_bytes)
{
  g_assert (writer->n + n_bytes <= CP_WIRE_MAX_BYTES);
  for (guint i = 0; i < n_bytes; i++)
    writer->bytes[writer->n++] = (guint8) (value >> 8 * i);
}

static void
write_bytes (Writer *writer, const void *bytes, gsize n_bytes)
{
  g_assert (writer->n + n_bytes <= CP_WIRE_MAX_BYTES);
  memcpy (writer->bytes + writer->n, bytes, n_bytes);
  writer->n += n_bytes;
}

static void
write_field (Writer *writer, const Field *field, gconstpointer member)
{
  const CpWireBytes *bytes = member;
  const CpWireData *data = member;

  switch (field->type) {
  case U8:
    write_number (writer, *(const guint8 *) member, 1);
    break;
  case U16:
    write_number (writer, *(const guint16 *) member, 2);
    break;
  case U32:
    write_number (writer, *(const guint32 *) member, 4);
    break;
  case TEXT:
    write_number (writer, strlen (member), 1);
    write_bytes (writer, member, strlen (member));
    break;
  case BYTES:
    g_assert (bytes->length <= field->limit);
    write_number (writer, bytes->length, 1);
    write_bytes (writer, bytes->bytes, bytes->length);
    break;
  case DATA:
    g_assert (data->length <= CP_WIRE_MAX_DATA);
    write_bytes (writer, data->bytes, data->length);
    break;
  case END:
  default:
    g_assert_not_reached ();
  }
}

gsize
cp_wire_encode (const CpWireMessage *message, guint8 *bytes)
{
  Writer writer = { bytes, CP_WIRE_HEADER_BYTES };
  Writer head = { bytes, 0 };
  const Field *fields = find_fields (message->type);

  g_assert (fields != NULL);
  for (const Field *field = fields; field->type != END; field++)
    write_field (&writer, field, (const guint8 *) message + field->offset);
  write_number (&head, CP_WIRE_VERSION, 1);
  write_number (&head, message->type, 1);
  write_number (&head, writer.n - CP_WIRE_HEADER_BYTES, 2);
  write_number (&head, message->seq, 4);
  write_number (&head, message->session, 4);
  write_number (&head, message->mono_ns, 8);
  return writer.n;
}

typedef struct {
  const guint8 *bytes;
  gsize left;
} Reader;

static gboolean
read_number (Reader *reader, guint n_bytes, guint64 *ret_value)
{
  guint64 value = 0;

  if (reader->left < n_bytes)
    return FALSE;
  for (guint i = 0; i < n_bytes; i++)
    value |= (guint64) reader->bytes[i] << 8 * i;
  reader->bytes += n_bytes;
  reader->left -= n_bytes;
  *ret_value = value;
  return TRUE;
}

static gboolean
read_bytes (Reader *reader, void *bytes, gsize n_bytes)
{
  if (reader->left < n_bytes)
    return FALSE;
  memcpy (bytes, reader->bytes, n_bytes);
  reader->bytes += n_bytes;
  reader->left -= n_bytes;
  return TRUE;
}

/* A text has no zero inside, is UTF-8 and leaves room for its end. */
static gboolean
read_text (Reader *reader, const Field *field, char *member)
{
  guint64 n;

  if (!read_number (reader, 1, &n) || n >= field->limit || !read_bytes (reader, member, n))
    return FALSE;
  member[n] = '\0';
  return g_utf8_validate (member, (gssize) n, NULL);
}

static gboolean
read_byte_string (Reader *reader, const Field *field, CpWireBytes *member)
{
  guint64 n;

  if (!read_number (reader, 1, &n) || n > field->limit || n < field->least)
    return FALSE;
  member->length = (guint8) n;
  return read_bytes (reader, member->bytes, n);
}

static gboolean
read_field (Reader *reader, const Field *field, gpointer member)
{
  CpWireData *data = member;
  guint64 value;

  switch (field->type) {
  case U8:
    if (!read_number (reader, 1, &value) || (field->limit != 0 && value >= field->limit))
      return FALSE;
    *(guint8 *) member = (guint8) value;
    return TRUE;
  case U16:
    if (!read_number (reader, 2, &value))
      return FALSE;
    *(guint16 *) member = (guint16) value;
    return TRUE;
  case U32:
    if (!read_number (reader, 4, &value))
      return FALSE;
    *(guint32 *) member = (guint32) value;
    return TRUE;
  case TEXT:
    return read_text (reader, field, member);
  case BYTES:
    return read_byte_string (reader, field, member);
  case DATA:
    if (reader->left > CP_WIRE_MAX_DATA)
      return FALSE;
    data->length = (guint16) reader->left;
    return read_bytes (reader, data->bytes, reader->left);
  case END:
  default:
    g_assert_not_reached ();
  }
}

static gboolean
read_header (Reader *reader, CpWireMessage *message)
{
  guint64 version, type, length, seq, session;

  if (!read_number (reader, 1, &version) || !read_number (reader, 1, &type) ||
      !read_number (reader, 2, &length) || !read_number (reader, 4, &seq) ||
      !read_number (reader, 4, &session) || !read_number (reader, 8, &message->mono_ns))
    return FALSE;
  message->type = (CpWireType) type;
  message->seq = (guint32) seq;
  message->session = (guint32) session;
  return version == CP_WIRE_VERSION && length == reader->left;
}

gboolean
cp_wire_decode (const guint8 *bytes, gsize n_bytes, CpWireMessage *ret_message)
{
  Reader reader = { bytes, n_bytes };
  CpWireMessage message = { 0 };
  const Field *fields;

  if (n_bytes > CP_WIRE_MAX_BYTES || !read_header (&reader, &message))
    return FALSE;
  fields = find_fields (message.type);
  if (fields == NULL)
    return FALSE;
  for (const Field *field = fields; field->type != END; field++)
    if (!read_field (&reader, field, (guint8 *) &message + field->offset))
      return FALSE;
  if (reader.left != 0)
    return FALSE;
  *ret_message = message;
  return TRUE;
}

guint64
cp_wire_now_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (guint64) now.tv_sec * 1000000000u + (guint64) now.tv_nsec;
}

gboolean
cp_wire_send (int fd, CpWireMessage *message)
{
  guint8 bytes[CP_WIRE_MAX_BYTES];
  gssize sent;
  gsize n;

  message->mono_ns = cp_wire_now_ns ();
  n = cp_wire_encode (message, bytes);
  do
    sent = send (fd, bytes, n, MSG_NOSIGNAL | MSG_DONTWAIT);
  while (sent < 0 && errno == EINTR);
  return sent == (gssize) n;
}

CpWireReceipt
cp_wire_receive (int fd, CpWireMessage *ret_message)
{
  guint8 bytes[CP_WIRE_MAX_BYTES + 1];
  gssize n;

  do
    n = recv (fd, bytes, sizeof bytes, MSG_DONTWAIT);
  while (n < 0 && errno == EINTR);
  if (n < 0 && errno == EAGAIN)
    return CP_WIRE_NOTHING;
  if (n <= 0)
    return CP_WIRE_CLOSED;
  return cp_wire_decode (bytes, (gsize) n, ret_message) ? CP_WIRE_RECEIVED : CP_WIRE_MALFORMED;
}
