/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-admin.h"
#include "cp-import.h"

/* Each command: @args are those after its words. Returns: an exit status; with @error set it is 1. */
int cp_admin_import_members (CpAdmin *self, GStrv *args, GError **error);
int cp_admin_import_rows (CpAdmin *self, GStrv *args, GError **error);
int cp_admin_import_staff (CpAdmin *self, GStrv *args, GError **error);
int cp_admin_add_staff (CpAdmin *self, GStrv *args, GError **error);
int cp_admin_add_device (CpAdmin *self, GStrv *args, GError **error);
int cp_admin_revoke_device (CpAdmin *self, GStrv *args, GError **error);
int cp_admin_publish (CpAdmin *self, GStrv *args, GError **error);
int cp_admin_erase (CpAdmin *self, GStrv *args, GError **error);
int cp_admin_export (CpAdmin *self, GStrv *args, GError **error);
int cp_admin_import_everything (CpAdmin *self, GStrv *args, GError **error);
int cp_admin_snapshot (CpAdmin *self, GStrv *args, GError **error);
int cp_admin_list_devices (CpAdmin *self, GStrv *args, GError **error);
int cp_admin_forget_device (CpAdmin *self, GStrv *args, GError **error);
int cp_admin_show_key (CpAdmin *self, GStrv *args, GError **error);
int cp_admin_announce_key (CpAdmin *self, GStrv *args, GError **error);
int cp_admin_move_key (CpAdmin *self, GStrv *args, GError **error);
int cp_admin_roll_key (CpAdmin *self, GStrv *args, GError **error);
int cp_admin_forget_feed (CpAdmin *self, GStrv *args, GError **error);
int cp_admin_copy_backup (CpAdmin *self, GStrv *args, GError **error);
int cp_admin_record_backup (CpAdmin *self, GStrv *args, GError **error);
int cp_admin_show_messages (CpAdmin *self, GStrv *args, GError **error);
int cp_admin_message_sent (CpAdmin *self, GStrv *args, GError **error);
int cp_admin_message_delivered (CpAdmin *self, GStrv *args, GError **error);
int cp_admin_message_failed (CpAdmin *self, GStrv *args, GError **error);
int cp_admin_show_backup (CpAdmin *self, GStrv *args, GError **error);

/** cp_admin_dup_path: (transfer full): @path from the caller's folder */
char *cp_admin_dup_path (const CpAdmin *self, const char *path);

/** cp_admin_parse: reads @entries (nullable); exactly @n_words must be left in @args. */
gboolean cp_admin_parse (GStrv *args, const GOptionEntry *entries, guint n_words, GError **error);

/** cp_admin_load_pin_key: what @import hashes PINs with; @file (nullable): from the caller's folder. To be
 *  unreferenced by the caller. */
gboolean cp_admin_load_pin_key (
    const CpAdmin *self, const char *file, gboolean practice, CpImport *import, GError **error);
