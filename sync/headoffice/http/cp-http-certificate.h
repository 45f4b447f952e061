/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * cp_http_certificate_dup_name:
 * @certificate: (nullable): a device's, already found to be of the devices' authority
 *
 * Returns: (transfer full) (nullable): the one common name of its subject, which is the device's id;
 *   %NULL if there is none or more than one, or if it holds anything but letters, digits and `-_.`
 */
char *cp_http_certificate_dup_name (GTlsCertificate *certificate);

/**
 * cp_http_certificate_read_name:
 * @subject: a distinguished name as RFC 4514 writes it
 *
 * Returns: (transfer full) (nullable): the same, of a subject
 */
char *cp_http_certificate_read_name (const char *subject);

G_END_DECLS
