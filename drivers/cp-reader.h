/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-tap.h"
#include "cp-wire.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CpReaderConfig:
 * @connstring: libnfc's connection string, such as `pn532_uart:/dev/counterpart-nfc`. The path may
 *   hold no colon (so no /dev/serial/by-path), and USB readers are named to the last digit
 *   (`acr122_usb:001:004`). Or a reader of pcscd's: `pcsc:` and a part of its name; `pcsc:` alone is
 *   the first. It may be empty behind a socket whose helper has one of its own.
 * @helper_path: (nullable): the program `counterpart-reader` to run as a child, or
 * @socket_path: (nullable): the socket behind which systemd runs it. One of the two.
 * @poll_ms: from one look for a card to the next, at least; 0 is 30. A chip that looks for longer by
 *   itself is asked again at once.
 * @presence_ms: pause between two looks whether the card is still there; 0 is 50.
 * @gone_ms: how long a card is missed before it is gone; 0 is 150.
 * @rf_timeout_ms: how long the chip waits for a card's answer; 0 is 26.
 */
typedef struct {
  const char *connstring;
  const char *helper_path;
  const char *socket_path;
  guint poll_ms;
  guint presence_ms;
  guint gone_ms;
  guint rf_timeout_ms;
} CpReaderConfig;

/**
 * CpReaderCard:
 * @session: names this tap in cp_reader_exchange_async().
 * @uid: the card's number. It can be copied: a hint who it is, never a proof.
 * @atqa: as usually written, such as 0x0044.
 * @random_uid: the number is made up anew at each tap and names nobody; but the card has the
 *   application of NTAG 424 DNA, which may prove whose it is. Nobody may be told of the number.
 * @ats: what the card told of itself under ISO 14443-4, without its length byte.
 *
 * A card that was seen and then confirmed by a second exchange.
 */
typedef struct {
  guint32 session;
  CpUid uid;
  CpCardKind kind;
  gboolean random_uid;
  guint16 atqa;
  guint8 sak;
  guint8 n_ats;
  guint8 ats[64];
} CpReaderCard;

#define CP_TYPE_READER_CARD (cp_reader_card_get_type ())
GType cp_reader_card_get_type (void);

CpReaderCard *cp_reader_card_copy (const CpReaderCard *self);
void cp_reader_card_free (CpReaderCard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpReaderCard, cp_reader_card_free)

/** cp_reader_card_format_uid: Returns: (transfer full): upper-case hex. */
char *cp_reader_card_format_uid (const CpReaderCard *self);

/**
 * CpReader:
 *
 * The card reader, as the screen sees it. Behind it a helper process drives libnfc, which what a
 * card sends can crash or hang: it is watched, killed after two seconds without a sign of life,
 * and started again with a growing pause (20 ms to 2 s). A reader that is not there, or that fails,
 * is a state and not an error; it is tried for ever.
 *
 * Belongs to the thread-default main context in which it was made, which must be iterated; nothing
 * here blocks. The helper lives as long as the object.
 *
 * Properties, all read-only: `state` (#CpReaderState), `fault` (#CpReaderFault, why `state` is
 * absent, fault or, after a failure, starting), `name` (the device's, %NULL until known).
 *
 * Signal `card` (#CpReaderCard): a tap. The same card within 1.5 s of having been there is not a
 * new one. A card that was read more than 2 s ago, or before the last cp_reader_set_paused(), is
 * not told of. Signal `gone`: the card of the last `card` is no longer known to be there.
 * Signal `refused` (#CpReaderRefusal): what lies on the reader is no tap; once until it is taken
 * away. A card that crashes the driver is refused as not supported, beside the fault.
 */
#define CP_TYPE_READER (cp_reader_get_type ())
G_DECLARE_FINAL_TYPE (CpReader, cp_reader, CP, READER, GObject)

/** cp_reader_new: Returns: (transfer full): starting. @config is copied. */
CpReader *cp_reader_new (const CpReaderConfig *config);

CpReaderState cp_reader_get_state (CpReader *self);
CpReaderFault cp_reader_get_fault (CpReader *self);
const char *cp_reader_get_name (CpReader *self);

/**
 * cp_reader_get_process_id:
 *
 * Returns: (transfer none) (nullable): the helper's process id, for diagnostics and tests; %NULL
 *   while there is none or behind a socket.
 */
const char *cp_reader_get_process_id (CpReader *self);

/** cp_reader_set_paused: the field is off while taps are not wanted. */
void cp_reader_set_paused (CpReader *self, gboolean paused);

/** cp_reader_expect_card: the next tap counts, even if it is of the card that was just there. */
void cp_reader_expect_card (CpReader *self);

/**
 * CP_CARD_ERROR:
 *
 * The codes are #CpCardStatus, without %CP_CARD_STATUS_OK.
 */
#define CP_CARD_ERROR (cp_card_error_quark ())
GQuark cp_card_error_quark (void);

/**
 * cp_reader_exchange_async:
 * @session: of the card that is meant.
 * @command: 1 to %CP_WIRE_MAX_DATA bytes; readers carry about 240.
 * @timeout_ms: 0 is 200; held to between 100 and 500.
 *
 * Sends one command to a card and waits for its answer. Commands are run in order. A command that
 * only reads is tried once more after a radio error; no other ever is.
 */
void cp_reader_exchange_async (CpReader *self,
                               guint32 session,
                               CpReaderFrame frame,
                               GBytes *command,
                               guint timeout_ms,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/**
 * cp_reader_exchange_finish:
 *
 * Returns: (transfer full) (nullable): the card's answer, which may be empty. Errors are
 *   #CP_CARD_ERROR, and %G_IO_ERROR_CANCELLED, after which the command may have been run or not.
 */
GBytes *cp_reader_exchange_finish (CpReader *self,
                                   GAsyncResult *result,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
