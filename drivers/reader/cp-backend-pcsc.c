/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-backend-pcsc.h"

#include <string.h>

#define PREFIX "pcsc"

CpLook
cp_pcsc_classify (LONG result)
{
  switch (result) {
  case SCARD_S_SUCCESS:
    return CP_LOOK_CARD;
  case SCARD_E_NO_SERVICE: /* pcscd is gone */
  case SCARD_E_SERVICE_STOPPED:
  case SCARD_F_COMM_ERROR:
  case SCARD_E_INVALID_HANDLE:
  case SCARD_E_READER_UNAVAILABLE: /* the reader is */
  case SCARD_E_UNKNOWN_READER:
  case SCARD_E_NO_READERS_AVAILABLE:
    return CP_LOOK_LINK;
  case SCARD_F_INTERNAL_ERROR:
  case SCARD_E_NO_MEMORY:
    return CP_LOOK_CHIP;
  default:
    return CP_LOOK_NOTHING;
  }
}

static CpReaderFault
fault_from_result (LONG result)
{
  switch (result) {
  case SCARD_S_SUCCESS:
    return CP_READER_FAULT_NONE;
  case SCARD_E_NO_READERS_AVAILABLE:
  case SCARD_E_READER_UNAVAILABLE:
  case SCARD_E_UNKNOWN_READER:
    return CP_READER_FAULT_ABSENT;
  case SCARD_E_NO_ACCESS:
  case SCARD_W_SECURITY_VIOLATION:
    return CP_READER_FAULT_PERMISSION;
  case SCARD_E_SHARING_VIOLATION:
    return CP_READER_FAULT_BUSY;
  default:
    return CP_READER_FAULT_SERVICE;
  }
}

/* Readers of both kinds have a slot for a security module, which is no place for a member's card. */
static gboolean
is_meant (const char *reader, const char *wanted)
{
  if (wanted[0] != '\0')
    return strstr (reader, wanted) != NULL;
  return strstr (reader, "SAM") == NULL;
}

/* The first that is meant; pcscd lists one reader's slots in order. */
static CpReaderFault
find_reader (CpPcsc *self, const char *wanted)
{
  char names[1024];
  DWORD n_names = sizeof names;
  LONG result = SCardListReaders (self->context, NULL, names, &n_names);

  if (result != SCARD_S_SUCCESS)
    return fault_from_result (result);
  for (const char *name = names; *name != '\0'; name += strlen (name) + 1)
    if (is_meant (name, wanted)) {
      self->reader = g_strdup (name);
      return CP_READER_FAULT_NONE;
    }
  return CP_READER_FAULT_ABSENT;
}

static void
pcsc_backend_close (gpointer device)
{
  CpPcsc *self = device;

  cp_pcsc_let_go (self);
  SCardReleaseContext (self->context);
  g_free (self->reader);
  g_free (self);
}

/* A context that is freed leaves nothing behind, so the process may go on. */
static gpointer
pcsc_backend_open (const CpWireStart *start, CpReaderFault *ret_fault, gboolean *ret_touched)
{
  CpPcsc *self = g_new0 (CpPcsc, 1);
  const char *colon = strchr (start->connstring, ':');

  *ret_touched = FALSE;
  *ret_fault =
      fault_from_result (SCardEstablishContext (SCARD_SCOPE_SYSTEM, NULL, NULL, &self->context));
  if (*ret_fault == CP_READER_FAULT_NONE) {
    *ret_fault = find_reader (self, colon != NULL ? colon + 1 : "");
    if (*ret_fault == CP_READER_FAULT_NONE)
      return self;
    SCardReleaseContext (self->context);
  }
  g_free (self);
  return NULL;
}

static void
pcsc_describe (gpointer device, CpWireHello *ret_hello)
{
  CpPcsc *self = device;

  g_strlcpy (ret_hello->driver, "pcsc", sizeof ret_hello->driver);
  g_strlcpy (ret_hello->name, self->reader, sizeof ret_hello->name);
}

void
cp_pcsc_let_go (CpPcsc *self)
{
  if (self->connected)
    SCardDisconnect (self->card, SCARD_UNPOWER_CARD);
  self->connected = FALSE;
}

/* PC/SC has no word for the field. Without it a card that comes is simply not looked at. */
static CpLook
pcsc_set_field (gpointer device, gboolean on)
{
  CpPcsc *self = device;
  SCARD_READERSTATE state = { .szReader = self->reader, .dwCurrentState = SCARD_STATE_UNAWARE };
  LONG result;
  CpLook look;

  if (!on)
    cp_pcsc_let_go (self);
  self->seen = SCARD_STATE_UNAWARE;
  result = SCardGetStatusChange (self->context, 0, &state, 1);
  if (result == SCARD_S_SUCCESS &&
      (state.dwEventState & (SCARD_STATE_UNKNOWN | SCARD_STATE_UNAVAILABLE)) != 0)
    return CP_LOOK_LINK;
  look = cp_pcsc_classify (result);
  return look == CP_LOOK_CARD ? CP_LOOK_NOTHING : look;
}

static guint
pcsc_get_max_mute (gpointer device)
{
  return 1;
}

gboolean
cp_backend_pcsc_is_meant (const char *connstring)
{
  return g_str_equal (connstring, PREFIX) || g_str_has_prefix (connstring, PREFIX ":");
}

const CpBackend cp_backend_pcsc = {
  .open = pcsc_backend_open,
  .describe = pcsc_describe,
  .set_field = pcsc_set_field,
  .look = cp_pcsc_look,
  .check = cp_pcsc_check,
  .exchange = cp_pcsc_exchange,
  .get_max_mute = pcsc_get_max_mute,
  .close = pcsc_backend_close,
};
