/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Pn532Port:
 *
 * The serial line: a pseudo-terminal under a stable name. The emulator holds the other end open
 * and raw, so that the line neither echoes nor reports an error while nobody has opened it.
 */
typedef struct Pn532Port Pn532Port;

/** Pn532PortFunc: @bytes came from the host. */
typedef void (*Pn532PortFunc) (const guint8 *bytes, gsize n_bytes, gpointer user_data);

/**
 * pn532_port_new:
 * @link_path: the symbolic link that names the line while it is plugged.
 *
 * Returns: (transfer full): a line that is not plugged.
 */
Pn532Port *pn532_port_new (const char *link_path, Pn532PortFunc func, gpointer user_data);
void pn532_port_free (Pn532Port *self);

/** pn532_port_plug: makes a new line and its name. Plugging twice is fine. */
gboolean pn532_port_plug (Pn532Port *self, GError **error);

/** pn532_port_unplug: the name goes, and whoever has the line open sees it hang up. */
void pn532_port_unplug (Pn532Port *self);

/** pn532_port_write: sends what the line takes at once; the rest is lost, as on a real line. */
void pn532_port_write (Pn532Port *self, const guint8 *bytes, gsize n_bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pn532Port, pn532_port_free)

G_END_DECLS
