/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-wire.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* One message of each type, every field filled. */
static const CpWireMessage samples[] = {
  { .type = CP_WIRE_HELLO,
    .seq = 1,
    .session = 2,
    .mono_ns = 3,
    .hello = { "libnfc", "pn532_uart:/dev/x", "PN532 v1.6" } },
  { .type = CP_WIRE_READY },
  { .type = CP_WIRE_BEAT, .beat = { 1, 70000, G_MAXUINT32 } },
  { .type = CP_WIRE_CARD,
    .session = 9,
    .mono_ns = G_MAXUINT64,
    .card = { .kind = CP_CARD_KIND_ISO14443_4,
              .flags = CP_WIRE_CARD_CONFIRMED,
              .sak = 0x20,
              .atqa = 0x0344,
              .uid = { 7, { 4, 1, 2, 3, 4, 5, 6 } },
              .ats = { 5, { 0x77, 0x77, 0x71, 0x02, 0x80 } } } },
  { .type = CP_WIRE_GONE, .session = 9 },
  { .type = CP_WIRE_REPLY,
    .seq = 8,
    .reply = { .status = CP_CARD_STATUS_OK, .data = { 3, { 1, 2, 3 } } } },
  { .type = CP_WIRE_FAULT, .fault = { CP_READER_FAULT_CONFIG, "why" } },
  { .type = CP_WIRE_REFUSED, .refused = { CP_READER_REFUSAL_SEVERAL } },
  { .type = CP_WIRE_START, .start = { 20, 50, 150, 26, 1, "pn532_uart:/dev/x" } },
  { .type = CP_WIRE_EXCHANGE,
    .exchange = { .frame = CP_READER_FRAME_RAW, .timeout_ms = 300, .data = { 1, { 0x60 } } } },
  { .type = CP_WIRE_PAUSE },
  { .type = CP_WIRE_RESUME },
  { .type = CP_WIRE_BYE },
};

/* How many bytes a packet may lose and still be whole: its last field is all that is left. */
static gsize
count_open_end (const CpWireMessage *message)
{
  if (message->type == CP_WIRE_REPLY)
    return message->reply.data.length;
  if (message->type == CP_WIRE_EXCHANGE)
    return message->exchange.data.length;
  return 0;
}

/* Writes the length that the packet really has into its header. */
static void
mend_length (guint8 *bytes, gsize n)
{
  bytes[2] = (guint8) (n - CP_WIRE_HEADER_BYTES);
  bytes[3] = (guint8) ((n - CP_WIRE_HEADER_BYTES) >> 8);
}

static void
test_each_message_comes_back_equal (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++) {
    guint8 bytes[CP_WIRE_MAX_BYTES], again[CP_WIRE_MAX_BYTES];
    gsize n = cp_wire_encode (&samples[i], bytes);
    CpWireMessage message;

    g_assert_true (cp_wire_decode (bytes, n, &message));
    g_assert_cmpmem (again, cp_wire_encode (&message, again), bytes, n);
    g_assert_cmpint (message.type, ==, samples[i].type);
    g_assert_cmpuint (message.mono_ns, ==, samples[i].mono_ns);
  }
}

static void
test_each_shorter_packet_is_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++) {
    guint8 bytes[CP_WIRE_MAX_BYTES];
    gsize n = cp_wire_encode (&samples[i], bytes);

    for (gsize shorter = 0; shorter < n; shorter++) {
      g_autofree guint8 *packet = g_memdup2 (bytes, shorter + 1);
      CpWireMessage message = { .seq = 77 };
      gboolean may_be_whole = shorter >= n - count_open_end (&samples[i]);

      g_assert_false (cp_wire_decode (packet, shorter, &message));
      if (shorter < CP_WIRE_HEADER_BYTES || may_be_whole)
        continue;
      mend_length (packet, shorter);
      g_assert_false (cp_wire_decode (packet, shorter, &message));
      g_assert_cmpuint (message.seq, ==, 77);
    }
  }
}

static void
test_each_longer_packet_is_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++) {
    guint8 bytes[CP_WIRE_MAX_BYTES] = { 0 };
    gsize n = cp_wire_encode (&samples[i], bytes);
    CpWireMessage message;

    g_assert_false (cp_wire_decode (bytes, n + 1, &message));
    if (count_open_end (&samples[i]) > 0)
      continue;
    mend_length (bytes, n + 1);
    g_assert_false (cp_wire_decode (bytes, n + 1, &message));
  }
}

static void
test_too_much_data_is_refused (void)
{
  CpWireMessage message = { .type = CP_WIRE_REPLY, .reply.data.length = CP_WIRE_MAX_DATA };
  guint8 bytes[CP_WIRE_MAX_BYTES + 1] = { 0 };
  gsize n = cp_wire_encode (&message, bytes);

  g_assert_true (cp_wire_decode (bytes, n, &message));
  for (n++; n <= CP_WIRE_MAX_BYTES + 1; n++) {
    mend_length (bytes, n);
    g_assert_false (cp_wire_decode (bytes, n, &message));
  }
}

/* Bytes of samples that hold a length or a word of a closed set, and a value that is none. */
static void
test_each_wrong_word_is_refused (void)
{
  static const struct {
    guint sample;
    gsize offset;
    guint8 value;
  } rows[] = {
    { 1, 0, 2 },                        /* version */
    { 1, 1, 0 },                        /* type */
    { 1, 1, 9 },                        /* type between the two ends' */
    { 1, 1, 255 },                      /* type */
    { 1, 2, 1 },                        /* length */
    { 1, 3, 1 },                        /* length */
    { 0, 20, 255 },                     /* driver's length */
    { 0, 20, 32 },                      /* driver's length: no room for its end */
    { 0, 21, 0xFF },                    /* not UTF-8 */
    { 0, 22, 0 },                       /* a zero inside */
    { 3, 20, CP_N_CARD_KINDS },         /* kind */
    { 3, 21, 4 },                       /* flags */
    { 3, 25, 3 },                       /* UID too short */
    { 3, 25, 11 },                      /* UID too long */
    { 3, 33, 65 },                      /* ATS too long */
    { 5, 20, CP_N_CARD_STATUSES },      /* status */
    { 6, 20, CP_N_READER_FAULTS },      /* fault */
    { 7, 20, CP_N_READER_REFUSALS },    /* refusal */
    { 8, 28, 2 },                       /* paused */
    { 9, 20, CP_READER_FRAME_RAW + 1 }, /* frame */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    guint8 bytes[CP_WIRE_MAX_BYTES];
    gsize n = cp_wire_encode (&samples[rows[i].sample], bytes);
    CpWireMessage message;

    bytes[rows[i].offset] = rows[i].value;
    g_assert_false (cp_wire_decode (bytes, n, &message));
  }
}

/* Any bytes at all are either refused or mean what they say when encoded again. */
static void
test_random_packets_do_no_harm (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20260);

  for (guint round = 0; round < 20000; round++) {
    guint8 bytes[CP_WIRE_MAX_BYTES], again[CP_WIRE_MAX_BYTES];
    gsize n = cp_wire_encode (&samples[round % G_N_ELEMENTS (samples)], bytes);
    CpWireMessage message;

    for (guint i = 0; i < 3; i++)
      bytes[g_rand_int_range (random, 0, (gint32) n)] = (guint8) g_rand_int (random);
    if (cp_wire_decode (bytes, n, &message))
      g_assert_cmpmem (again, cp_wire_encode (&message, again), bytes, n);
  }
}

static void
test_packets_over_a_socket (void)
{
  CpWireMessage message = samples[3], received;
  int ends[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET, 0, ends), ==, 0);
  g_assert_cmpint (cp_wire_receive (ends[1], &received), ==, CP_WIRE_NOTHING);
  g_assert_true (cp_wire_send (ends[0], &message));
  g_assert_cmpint (cp_wire_receive (ends[1], &received), ==, CP_WIRE_RECEIVED);
  g_assert_cmpuint (received.mono_ns, <=, cp_wire_now_ns ());
  g_assert_cmpint (send (ends[0], "x", 1, 0), ==, 1);
  g_assert_cmpint (cp_wire_receive (ends[1], &received), ==, CP_WIRE_MALFORMED);
  close (ends[0]);
  g_assert_cmpint (cp_wire_receive (ends[1], &received), ==, CP_WIRE_CLOSED);
  g_assert_false (cp_wire_send (ends[1], &message));
  close (ends[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drivers/wire/each-message-comes-back-equal",
                   test_each_message_comes_back_equal);
  g_test_add_func ("/drivers/wire/each-shorter-packet-is-refused",
                   test_each_shorter_packet_is_refused);
  g_test_add_func ("/drivers/wire/each-longer-packet-is-refused",
                   test_each_longer_packet_is_refused);
  g_test_add_func ("/drivers/wire/too-much-data-is-refused", test_too_much_data_is_refused);
  g_test_add_func ("/drivers/wire/each-wrong-word-is-refused", test_each_wrong_word_is_refused);
  g_test_add_func ("/drivers/wire/random-packets-do-no-harm", test_random_packets_do_no_harm);
  g_test_add_func ("/drivers/wire/packets-over-a-socket", test_packets_over_a_socket);
  return g_test_run ();
}
