/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Before the PC/SC library, by LD_PRELOAD: while the file PCSC_PLUG_OUT is there, the reader is pulled
 * and pcscd goes on, which a virtual reader can't be made to do. What pcsc-lite then says: of a state
 * that is asked for, that the reader is unknown, or, of later versions, an error (the file says
 * `error`); of a card, that the reader is not available. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <winscard.h>

/* 0: it is plugged in; otherwise the first letter of the file */
static int
is_out (void)
{
  const char *path = getenv ("PCSC_PLUG_OUT");
  FILE *file = path != NULL ? fopen (path, "re") : NULL;
  int letter = file != NULL ? fgetc (file) : 0;

  if (file != NULL)
    fclose (file);
  return letter;
}

/* What comes next in line of that name. */
static void
find (const char *name, void *ret_function)
{
  void *next = dlsym (RTLD_NEXT, name);

  if (next == NULL)
    abort ();
  memcpy (ret_function, &next, sizeof next);
}

LONG
SCardListReaders (SCARDCONTEXT context, LPCSTR groups, LPSTR readers, LPDWORD n_readers)
{
  LONG (*next) (SCARDCONTEXT, LPCSTR, LPSTR, LPDWORD);

  find ("SCardListReaders", &next);
  return is_out () ? SCARD_E_NO_READERS_AVAILABLE : next (context, groups, readers, n_readers);
}

LONG
SCardGetStatusChange (SCARDCONTEXT context,
                      DWORD timeout_ms,
                      SCARD_READERSTATE *states,
                      DWORD n_states)
{
  LONG (*next) (SCARDCONTEXT, DWORD, SCARD_READERSTATE *, DWORD);
  int out = is_out ();

  find ("SCardGetStatusChange", &next);
  if (out == 0)
    return next (context, timeout_ms, states, n_states);
  if (out == 'e')
    return SCARD_E_UNKNOWN_READER;
  for (DWORD i = 0; i < n_states; i++)
    states[i].dwEventState = SCARD_STATE_UNKNOWN | SCARD_STATE_UNAVAILABLE | SCARD_STATE_CHANGED;
  return SCARD_S_SUCCESS;
}

LONG
SCardConnect (SCARDCONTEXT context,
              LPCSTR reader,
              DWORD share,
              DWORD protocols,
              LPSCARDHANDLE ret_card,
              LPDWORD ret_protocol)
{
  LONG (*next) (SCARDCONTEXT, LPCSTR, DWORD, DWORD, LPSCARDHANDLE, LPDWORD);

  find ("SCardConnect", &next);
  return is_out () ? SCARD_E_UNKNOWN_READER
                   : next (context, reader, share, protocols, ret_card, ret_protocol);
}

LONG
SCardStatus (SCARDHANDLE card,
             LPSTR reader,
             LPDWORD n_reader,
             LPDWORD state,
             LPDWORD protocol,
             LPBYTE atr,
             LPDWORD n_atr)
{
  LONG (*next) (SCARDHANDLE, LPSTR, LPDWORD, LPDWORD, LPDWORD, LPBYTE, LPDWORD);

  find ("SCardStatus", &next);
  return is_out () ? SCARD_E_READER_UNAVAILABLE
                   : next (card, reader, n_reader, state, protocol, atr, n_atr);
}

LONG
SCardTransmit (SCARDHANDLE card,
               const SCARD_IO_REQUEST *request,
               LPCBYTE command,
               DWORD n_command,
               SCARD_IO_REQUEST *answered,
               LPBYTE answer,
               LPDWORD n_answer)
{
  LONG (*next)
  (SCARDHANDLE, const SCARD_IO_REQUEST *, LPCBYTE, DWORD, SCARD_IO_REQUEST *, LPBYTE, LPDWORD);

  find ("SCardTransmit", &next);
  return is_out () ? SCARD_E_READER_UNAVAILABLE
                   : next (card, request, command, n_command, answered, answer, n_answer);
}
