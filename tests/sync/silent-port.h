/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

/* A port of the loopback that takes connections and says nothing, as a machine does whose programs hang. */

/** silent_port_new: the socket that listens; to be closed */
int silent_port_new (void);

/** silent_port_dup_url: (transfer full): a PostgreSQL database there */
char *silent_port_dup_url (int socket);
