/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-doctor-private.h"

#include <string.h>

/* What systemd 252 makes of each: its environment generator reads with the same code, and prints the same
 * but for an empty value, which it leaves out. */
static const struct {
  const char *text;
  const char *value; /* of READER; NULL: not set */
} files[] = {
  { "", NULL },
  { "READER=acr122_usb", "acr122_usb" },
  { "READER=acr122_usb\n", "acr122_usb" },
  { "READER=acr122_usb\r\nOTHER=1\r\n", "acr122_usb" },
  { "READER=old\nREADER=new\n", "new" },
  { "READER=\n", "" },
  { "READER\n", NULL },
  { "OTHER=READER=a\n", NULL },
  { "OLD_READER=a\n", NULL },
  { "READER_OLD=a\n", NULL },
  { "#READER=a\n", NULL },
  { "  ; READER=a\n", NULL },
  { "READER=a\n#READER=b\n", "a" },
  { "# this and \\\nREADER=a\n", NULL },
  { "READER=a # b\n", "a # b" },
  { "  READER = \t pcsc:ACR 1252 \t\n", "pcsc:ACR 1252" },
  { "READER=\"pcsc:ACR 1252\"\n", "pcsc:ACR 1252" },
  { "READER='pcsc:ACR 1252' \n", "pcsc:ACR 1252" },
  { "READER=\" a \"\n", " a " },
  { "READER=\"a\nb\"\nOTHER=1\n", "a\nb" },
  { "READER=\"a\\\nb\"\n", "ab" },
  { "READER=\"a\\\"b\\\\c\\d\"\n", "a\"b\\c\\d" },
  { "READER='a\\b'\n", "a\\b" },
  { "READER='a' \"b\"c\n", "abc" },
  { "READER=a\"b\"\n", "a\"b\"" },
  { "READER=a\\ b\\\\c\n", "a b\\c" },
  { "READER=a \\\n  b\n", "a   b" },
  { "READER=\\\nOTHER=1\n", "OTHER=1" },
  { "OTHER=\"\nREADER=a\n\"\n", NULL },
  { "READER=a\\", "a" },
};

static void
test_reads_as_the_unit_does (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *value = cp_doctor_find_variable (files[i].text, "READER");

    g_test_message ("%s", files[i].text);
    g_assert_cmpstr (value, ==, files[i].value);
  }
}

/* No text makes it read behind its end. */
static void
test_any_end_is_an_end (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    for (gsize n = 0; n < strlen (files[i].text); n++) {
      g_autofree char *cut = g_strndup (files[i].text, n);
      g_autofree char *value = cp_doctor_find_variable (cut, "READER");

      g_assert_true (value == NULL || strlen (value) <= n);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drivers/doctor-variable/reads-as-the-unit-does", test_reads_as_the_unit_does);
  g_test_add_func ("/drivers/doctor-variable/any-end-is-an-end", test_any_end_is_an_end);
  return g_test_run ();
}
