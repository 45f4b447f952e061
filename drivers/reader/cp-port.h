/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-reader-words.h"

G_BEGIN_DECLS

/**
 * CpPort:
 * @fd: the device's node, held and locked; -1 when not.
 * @serial: whether it is a serial line.
 * @connstring: the device to the last digit, for libnfc.
 *
 * The lock on a reader's device. libnfc's own mark that a port is taken never reaches the kernel,
 * so two programs would interleave on it.
 */
typedef struct {
  int fd;
  gboolean serial;
  char *connstring;
} CpPort;

/**
 * cp_port_claim:
 * @connstring: libnfc's, checked here for what libnfc silently gets wrong: a path with a colon, a
 *   speed it does not know. A USB driver's name alone (`acr122_usb`) is the one such reader that
 *   is plugged in.
 *
 * Locks the device that is named against all who lock it too.
 *
 * Returns: %CP_READER_FAULT_NONE, or why not; then there is nothing to release.
 */
CpReaderFault cp_port_claim (CpPort *self, const char *connstring);

/** cp_port_seal: once libnfc has opened it: nobody else may even open the device. */
void cp_port_seal (CpPort *self);

void cp_port_release (CpPort *self);

G_END_DECLS
