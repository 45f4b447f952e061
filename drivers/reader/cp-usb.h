/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-reader-words.h"

G_BEGIN_DECLS

/** CP_USB_DEVICES: where the kernel lists what is plugged in. */
#define CP_USB_DEVICES "/sys/bus/usb/devices"

/** cp_usb_is_driver: whether @driver is one of libnfc's that find their reader on USB. */
gboolean cp_usb_is_driver (const char *driver);

/**
 * cp_usb_find:
 * @devices_path: %CP_USB_DEVICES, or a test's.
 * @driver: `acr122_usb` or `pn53x_usb`.
 * @ret_address: (out) (transfer full): such as `001:004`.
 *
 * Finds the one reader that @driver knows. libnfc must be given the address: without one it opens
 * and resets the first USB device of any maker.
 *
 * Returns: %CP_READER_FAULT_NONE, %CP_READER_FAULT_ABSENT, or %CP_READER_FAULT_CONFIG when there
 *   are several.
 */
CpReaderFault cp_usb_find (const char *devices_path, const char *driver, char **ret_address);

G_END_DECLS
