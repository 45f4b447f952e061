/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office.h"
#include "cp-pin.h"

G_BEGIN_DECLS

/**
 * CpImportPlace:
 * @offset: of the first line that was not taken
 * @n_lines: that come before it
 * @size: of the file
 * @changed_ns: when the file was last changed
 *
 * Where an import goes on, if it is still the same file.
 */
typedef struct {
  gint64 offset;
  gint64 n_lines;
  gint64 size;
  gint64 changed_ns;
} CpImportPlace;

/**
 * CpImport:
 * @path: of the file: one JSON object a line; empty lines are passed over
 * @name: by which the file is called in @problems
 * @problems: takes a line `NAME:LINE: reason` for each bad line
 * @pin_key: (nullable): needed where a line of staff has a PIN
 * @pin_effort: see cp-pin.h
 * @n_good: how many lines went in
 * @n_bad: how many did not
 * @wanting: (nullable): takes, of members, for the name of each field that the form requires how many of the
 *   good lines left it empty
 * @until_ms: by the real cp_world_boot_ms(): once it has passed, the rest is left for another call, which has all of
 *   this again but for @problems and @until_ms; at least one line is taken. 0: all at once
 * @place: how far it has come; all 0 at the beginning
 * @is_left: whether some is left
 *
 * One file on its way in. A bad line changes nothing, and those around it go in all the same.
 */
typedef struct {
  const char *path;
  const char *name;
  GString *problems;
  GBytes *pin_key;
  CpPinEffort pin_effort;
  guint n_good;
  guint n_bad;
  CpJson *wanting;
  gint64 until_ms;
  CpImportPlace place;
  gboolean is_left;
} CpImport;

/**
 * cp_import_members:
 *
 * Lines {external_id, given_name?, family_name?, birth_date?, postcode?, city?, phone?, email?,
 * language?, home_store_id?, fields?}: `fields` are the chain's own of the programme's form, name → text,
 * number, or true or false. Each is put in as an enrolment does (cp_profile_field_put()): what the form leaves
 * out makes a bad line. What it requires may be wanting: those lines go in and are counted in @wanting. An
 * external id that is known changes that member, or the one whom they were merged into, who keeps an external id
 * of their own; what a line leaves out stays as it is.
 *
 * Returns: %FALSE only if the file can't be read, is another one than when the import began, or the storage
 *   fails; what went in before stays
 */
gboolean cp_import_members (CpHeadOffice *office, CpImport *import, GError **error);

/** cp_import_rows: lines {kind, data}, of any kind but the programme's; the rest as above. */
gboolean cp_import_rows (CpHeadOffice *office, CpImport *import, GError **error);

/** cp_import_staff: lines {id, name, role, pin?, member_id?, household?, card_uid?, inactive?}: their own
 *  member and a list of those they live with, for whom they may do nothing of value; what is not named
 *  stays as it is, but nobody is inactive who is not said to be. The rest as above. */
gboolean cp_import_staff (CpHeadOffice *office, CpImport *import, GError **error);

/**
 * cp_import_make_staff:
 * @pin: (nullable): without one, a known staff member keeps theirs
 * @ret_staff: (transfer full):
 */
gboolean cp_import_make_staff (CpHeadOffice *office,
                               const CpImport *import,
                               const char *id,
                               const char *name,
                               const char *role,
                               const char *pin,
                               gpointer *ret_staff,
                               GError **error);

G_END_DECLS
