/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CpDoctorVerdict:
 * @CP_DOCTOR_WELL: nothing to do.
 * @CP_DOCTOR_CARE: works, but will not for ever; or this could not be looked at.
 * @CP_DOCTOR_WRONG: the reader does not work, or will fail.
 */
typedef enum {
  CP_DOCTOR_WELL,
  CP_DOCTOR_CARE,
  CP_DOCTOR_WRONG,
} CpDoctorVerdict;

/** cp_doctor_verdict_to_name: Returns: (transfer none): `well`, `care` or `wrong`. */
const char *cp_doctor_verdict_to_name (CpDoctorVerdict verdict);

/**
 * CpDoctorPoint:
 * @name: such as `modules`.
 * @title: what it is about, in English.
 * @verdict: the worst of what was found.
 * @found: what was found, one sentence each.
 * @advice: what to do, one sentence each; empty when all is well.
 *
 * One of the points that go wrong in the field.
 */
typedef struct {
  const char *name;
  const char *title;
  CpDoctorVerdict verdict;
  GPtrArray *found;
  GPtrArray *advice;
} CpDoctorPoint;

void cp_doctor_point_free (CpDoctorPoint *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpDoctorPoint, cp_doctor_point_free)

/**
 * CpDoctorOptions:
 * @root: the folder that stands for `/`.
 * @connstring: (nullable): which reader; otherwise what the unit says, in @root.
 * @helper_path: (nullable): the program `counterpart-reader`; without it the reader is not opened.
 * @prompt: (nullable): asks a person to do something with a card or the reader's plug, in one sentence,
 *   and returns at once; without it nothing is asked for.
 */
typedef struct {
  const char *root;
  const char *connstring;
  const char *helper_path;
  void (*prompt) (const char *text, gpointer data);
  gpointer prompt_data;
} CpDoctorOptions;

/**
 * cp_doctor_examine_reader:
 *
 * Looks at what may keep this machine's card reader from working: the kernel's own drivers, the
 * devices, the services that exclude each other, the serial line, the reader itself, its power and
 * libnfc's configuration. Changes nothing. Blocks for up to ten seconds while it tries the reader, and as long as a
 * person takes, two minutes at most, for what is asked.
 *
 * Returns: (transfer full) (element-type CpDoctorPoint): the seven points in order.
 */
GPtrArray *cp_doctor_examine_reader (const CpDoctorOptions *options);

G_END_DECLS
