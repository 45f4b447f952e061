/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-session.h"

#include "cp-tap.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define BEAT_MS 250
#define PAUSED_CHECK_MS 1000
#define MAX_LINK_ERRORS 3
#define HUNG_AFTER_S 2 /* behind a socket nobody else ends a helper so soon */

typedef struct {
  int fd;
  const CpBackend *backend;
  gpointer device;
  const char *connstring;
  void (*on_beat) (gpointer data);
  gpointer data;

  CpWireStart config;
  gboolean paused;
  gboolean ready;
  CpPresence presence;
  CpWireCard card;
  CpReaderRefusal refused; /* what lies there is no tap */
  gint64 refused_ms;       /* when it was last seen */
  guint32 session;
  gint64 next_look_ms;
  gint64 next_beat_ms;

  CpWireBeat counts;
  guint n_link; /* errors since the last good look */
  guint n_mute;

  gboolean over;
  CpSessionEnd end;
} Session;

static gint64
now_ms (void)
{
  return (gint64) (cp_wire_now_ns () / 1000000);
}

static void
finish (Session *self, CpReaderFault fault)
{
  self->over = TRUE;
  self->end.fault = fault;
}

/* A parent that is gone or does not read ends the session. */
static void
say (Session *self, CpWireMessage *message)
{
  if (!cp_wire_send (self->fd, message))
    finish (self, CP_READER_FAULT_NONE);
}

static void
say_plain (Session *self, CpWireType type)
{
  CpWireMessage message = { .type = type, .session = self->session };

  say (self, &message);
}

static void
beat (Session *self)
{
  CpWireMessage message = { .type = CP_WIRE_BEAT, .beat = self->counts };

  alarm (HUNG_AFTER_S);
  self->next_beat_ms = now_ms () + BEAT_MS;
  if (self->on_beat != NULL)
    self->on_beat (self->data);
  say (self, &message);
}

/* Tells why. */
static void
refuse (Session *self, CpReaderFault fault)
{
  CpWireMessage message = { .type = CP_WIRE_FAULT, .fault.fault = (guint8) fault };

  g_strlcpy (message.fault.detail, cp_reader_fault_to_text (fault), sizeof message.fault.detail);
  say (self, &message);
  finish (self, fault);
}

/* The device failed: it is left as it is, for closing would speak to it again. */
static void
give_up (Session *self, CpReaderFault fault)
{
  refuse (self, fault);
  self->device = NULL;
  self->end.touched = TRUE;
}

/* Counts what a look says of the device. Returns whether the device can be used on. Only a good look
 * ends a row of bad ones: answers that come late look like silence and like garbage by turns. */
static gboolean
note_look (Session *self, CpLook look)
{
  if (look == CP_LOOK_CARD || look == CP_LOOK_NOTHING || look == CP_LOOK_REFUSED) {
    self->n_link = self->n_mute = 0;
    return TRUE;
  }
  self->n_link += look == CP_LOOK_LINK;
  self->n_mute += look == CP_LOOK_MUTE;
  self->counts.n_errors++;
  if (look == CP_LOOK_CHIP)
    give_up (self, CP_READER_FAULT_CHIP);
  else if (self->n_link >= MAX_LINK_ERRORS)
    give_up (self, CP_READER_FAULT_LINK);
  else if (self->n_mute >= self->backend->get_max_mute (self->device))
    give_up (self, CP_READER_FAULT_MUTE);
  return FALSE;
}

static void
drop_card (Session *self)
{
  if (cp_presence_has_card (&self->presence))
    say_plain (self, CP_WIRE_GONE);
  self->presence.uid.length = 0;
  self->refused = CP_READER_REFUSAL_NONE;
}

static void
open_device (Session *self)
{
  CpWireMessage hello = { .type = CP_WIRE_HELLO };
  CpReaderFault fault;
  gboolean touched;

  self->device = self->backend->open (&self->config, &fault, &touched);
  if (self->device == NULL) {
    refuse (self, fault);
    self->end.touched = touched;
    return;
  }
  self->backend->describe (self->device, &hello.hello);
  say (self, &hello);
  beat (self);
  if (!self->paused)
    note_look (self, self->backend->set_field (self->device, TRUE));
}

static void
on_start (Session *self, const CpWireStart *start)
{
  if (self->device != NULL) {
    refuse (self, CP_READER_FAULT_PROTOCOL);
    return;
  }
  self->config = *start;
  if (self->connstring != NULL)
    g_strlcpy (self->config.connstring, self->connstring, sizeof self->config.connstring);
  self->backend =
      cp_backend_pcsc_is_meant (self->config.connstring) ? &cp_backend_pcsc : &cp_backend_nfc;
  self->paused = start->paused;
  self->presence.gone_ms = start->gone_ms;
  beat (self);
  if (!self->over)
    open_device (self);
}

static void
set_paused (Session *self, gboolean paused)
{
  if (self->device == NULL || self->paused == paused)
    return;
  self->paused = paused;
  drop_card (self);
  note_look (self, self->backend->set_field (self->device, !paused));
  self->next_look_ms = now_ms ();
}

static void
on_exchange (Session *self, const CpWireMessage *message)
{
  CpWireMessage reply = { .type = CP_WIRE_REPLY, .seq = message->seq, .session = message->session };
  CpLook look = CP_LOOK_CARD;

  if (self->device == NULL || self->paused)
    reply.reply.status = CP_CARD_STATUS_UNAVAILABLE;
  else if (message->session != self->session || !cp_presence_has_card (&self->presence))
    reply.reply.status = CP_CARD_STATUS_STALE;
  else
    look = self->backend->exchange (self->device, &self->card, &message->exchange, &reply.reply);
  if (reply.reply.status != CP_CARD_STATUS_OK)
    reply.reply.data.length = 0;
  say (self, &reply);
  if (self->device == NULL)
    return;
  if (!note_look (self, look) || look != CP_LOOK_CARD)
    return;
  /* It was just there, and asking it again might end what has been begun with it. */
  cp_presence_note (&self->presence, &self->presence.uid, now_ms ());
  self->next_look_ms = MAX (self->next_look_ms, now_ms () + self->config.presence_ms);
}

static void
on_message (Session *self, const CpWireMessage *message)
{
  switch (message->type) {
  case CP_WIRE_START:
    on_start (self, &message->start);
    break;
  case CP_WIRE_EXCHANGE:
    on_exchange (self, message);
    break;
  case CP_WIRE_PAUSE:
    set_paused (self, TRUE);
    break;
  case CP_WIRE_RESUME:
    set_paused (self, FALSE);
    break;
  case CP_WIRE_BYE:
    finish (self, CP_READER_FAULT_NONE);
    break;
  case CP_WIRE_HELLO:
  case CP_WIRE_READY:
  case CP_WIRE_BEAT:
  case CP_WIRE_CARD:
  case CP_WIRE_GONE:
  case CP_WIRE_REPLY:
  case CP_WIRE_FAULT:
  case CP_WIRE_REFUSED:
  default:
    refuse (self, CP_READER_FAULT_PROTOCOL);
    break;
  }
}

static void
receive (Session *self)
{
  CpWireMessage message;

  switch (cp_wire_receive (self->fd, &message)) {
  case CP_WIRE_RECEIVED:
    on_message (self, &message);
    break;
  case CP_WIRE_CLOSED:
    finish (self, CP_READER_FAULT_NONE);
    break;
  case CP_WIRE_MALFORMED:
    refuse (self, CP_READER_FAULT_PROTOCOL);
    break;
  case CP_WIRE_NOTHING:
  default:
    break;
  }
}

static void
welcome (Session *self, const CpWireCard *card)
{
  CpWireMessage message = { .type = CP_WIRE_CARD, .session = ++self->session, .card = *card };
  CpUid uid = { .length = card->uid.length };

  memcpy (uid.bytes, card->uid.bytes, uid.length);
  cp_presence_note (&self->presence, &uid, now_ms ());
  self->card = *card;
  say (self, &message);
}

/* Told once, until the field has been empty for a while. */
static void
refuse_card (Session *self, CpReaderRefusal refusal)
{
  CpWireMessage message = { .type = CP_WIRE_REFUSED, .refused.refusal = (guint8) refusal };

  self->refused_ms = now_ms ();
  if (self->refused != CP_READER_REFUSAL_NONE)
    return;
  self->refused = refusal;
  say (self, &message);
}

/* Returns whether a card that is seen now counts: not the one of two that left last. */
static gboolean
forget_refused (Session *self, CpLook look)
{
  if (look == CP_LOOK_CARD && self->refused != CP_READER_REFUSAL_SEVERAL)
    self->refused = CP_READER_REFUSAL_NONE;
  if (self->refused == CP_READER_REFUSAL_NONE)
    return TRUE;
  if (look == CP_LOOK_CARD)
    self->refused_ms = now_ms ();
  else if (now_ms () - self->refused_ms >= self->presence.gone_ms)
    self->refused = CP_READER_REFUSAL_NONE;
  return FALSE;
}

static void
look_for_card (Session *self)
{
  CpReaderRefusal refusal = CP_READER_REFUSAL_NONE;
  CpWireCard card;
  gint64 started_ns = (gint64) cp_wire_now_ns ();
  CpLook look = self->backend->look (self->device, &card, &refusal);

  self->counts.n_polls++;
  self->counts.round_trip_us = (guint32) (((gint64) cp_wire_now_ns () - started_ns) / 1000);
  if (!note_look (self, look))
    return;
  if (!self->ready) {
    self->ready = TRUE;
    say_plain (self, CP_WIRE_READY);
  }
  if (look == CP_LOOK_REFUSED)
    refuse_card (self, refusal);
  else if (forget_refused (self, look) && look == CP_LOOK_CARD)
    welcome (self, &card);
}

/* Returns whether the card was seen. */
static gboolean
check_card (Session *self)
{
  CpLook look = self->backend->check (self->device, &self->card);
  const CpUid *seen = look == CP_LOOK_CARD ? &self->presence.uid : NULL;

  if (note_look (self, look) && cp_presence_note (&self->presence, seen, now_ms ()))
    say_plain (self, CP_WIRE_GONE);
  return seen != NULL;
}

/* While paused, a reader that is pulled is still noticed. */
static void
check_reader (Session *self)
{
  if (!note_look (self, self->backend->set_field (self->device, FALSE)) || self->ready)
    return;
  self->ready = TRUE;
  say_plain (self, CP_WIRE_READY);
}

/* A chip that looks for long is asked again at once: between two looks it sees nothing. */
static void
look (Session *self)
{
  gint64 next_ms = now_ms () + self->config.poll_ms;
  guint pause_ms = 0;

  if (self->paused) {
    check_reader (self);
    pause_ms = PAUSED_CHECK_MS;
  } else if (cp_presence_has_card (&self->presence)) {
    if (check_card (self))
      pause_ms = self->config.presence_ms;
  } else {
    look_for_card (self);
    if (self->refused != CP_READER_REFUSAL_NONE || cp_presence_has_card (&self->presence))
      pause_ms = self->config.presence_ms;
  }
  self->next_look_ms = MAX (next_ms, now_ms () + pause_ms);
}

/* Waits for the parent, or for the next thing to do. */
static void
turn (Session *self)
{
  struct pollfd parent = { .fd = self->fd, .events = POLLIN };
  gint64 next_ms = self->next_beat_ms;
  gint64 wait_ms;

  if (self->device != NULL)
    next_ms = MIN (next_ms, self->next_look_ms);
  wait_ms = CLAMP (next_ms - now_ms (), 0, BEAT_MS);
  if (poll (&parent, 1, (int) wait_ms) < 0 && errno != EINTR)
    finish (self, CP_READER_FAULT_NONE);
  if (parent.revents != 0)
    receive (self);
  if (!self->over && self->device != NULL && now_ms () >= self->next_look_ms)
    look (self);
  if (!self->over && now_ms () >= self->next_beat_ms)
    beat (self);
}

CpSessionEnd
cp_session_run (int fd, const char *connstring, void (*on_beat) (gpointer data), gpointer data)
{
  Session self = { .fd = fd, .connstring = connstring, .on_beat = on_beat, .data = data };

  beat (&self);
  while (!self.over)
    turn (&self);
  alarm (HUNG_AFTER_S);
  if (self.device != NULL)
    self.backend->close (self.device);
  alarm (0);
  return self.end;
}
