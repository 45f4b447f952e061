/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-curl-line.h"

/* The certificates of tools/practice-certificates, made once for a test program, with the devices
 * till-1 and till-9. */

/** certificates_make: call it first in main() */
void certificates_make (void);
void certificates_remove (void);

/** certificates_path: (transfer none): such as of `authority.pem` */
const char *certificates_path (const char *file);

/** certificates_pin: (transfer none): of `head-office`, `spare`, … */
const char *certificates_pin (const char *name);

/** certificates_line: a device's line to @url as it should be; borrows everything */
CpCurlLineConfig certificates_line (const char *url);
