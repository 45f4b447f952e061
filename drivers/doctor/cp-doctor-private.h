/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-doctor.h"

G_BEGIN_DECLS

/* What the points are examined with. */
typedef struct {
  const char *root;
  const char *connstring; /* found or given; never NULL */
  const char *helper_path;
  void (*prompt) (const char *text, gpointer data); /* nullable */
  gpointer prompt_data;
} CpDoctorCase;

typedef void (*CpDoctorExamine) (const CpDoctorCase *the_case, CpDoctorPoint *point);

/* In cp-doctor-machine.c, cp-doctor-devices.c, cp-doctor-trial.c. */
void cp_doctor_examine_modules (const CpDoctorCase *the_case, CpDoctorPoint *point);
void cp_doctor_examine_devices (const CpDoctorCase *the_case, CpDoctorPoint *point);
void cp_doctor_examine_services (const CpDoctorCase *the_case, CpDoctorPoint *point);
void cp_doctor_examine_line (const CpDoctorCase *the_case, CpDoctorPoint *point);
void cp_doctor_examine_reader_itself (const CpDoctorCase *the_case, CpDoctorPoint *point);
void cp_doctor_examine_power (const CpDoctorCase *the_case, CpDoctorPoint *point);
void cp_doctor_examine_libnfc (const CpDoctorCase *the_case, CpDoctorPoint *point);

/* Has a person pull the reader's plug and plug it in again. Only with a prompt and a helper, and with a
 * reader that is well. */
void cp_doctor_try_plug (const CpDoctorCase *the_case, CpDoctorPoint *point);

/* How many devices on USB may be the reader. */
guint cp_doctor_count_readers (const CpDoctorCase *the_case);

/* Adds what was found; with @advice (nullable) also what to do. */
void cp_doctor_add (CpDoctorPoint *point,
                    CpDoctorVerdict verdict,
                    const char *advice,
                    const char *format,
                    ...) G_GNUC_PRINTF (4, 5);

/* (transfer full) (nullable): the text of a file below the root, stripped. */
char *cp_doctor_read (const CpDoctorCase *the_case, const char *path);
gboolean cp_doctor_exists (const CpDoctorCase *the_case, const char *path);

/* (transfer full): the names in a folder below the root, sorted; empty if there is none. */
GStrv cp_doctor_list (const CpDoctorCase *the_case, const char *path);

/* Whether the text has a line that, without comments and outer blanks, matches @pattern. */
gboolean cp_doctor_has_line (const char *text, const char *pattern);

/* (transfer full) (nullable): what a unit with the EnvironmentFile @text is given as @name. */
char *cp_doctor_find_variable (const char *text, const char *name);

gboolean cp_doctor_is_pcsc (const CpDoctorCase *the_case);

/* (transfer full) (nullable): the path of the serial line that is meant, as given. */
char *cp_doctor_get_line (const CpDoctorCase *the_case);

G_END_DECLS
