/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-transport.h"

#include "cp-error.h"

static void
assert_reads (const CpTransportAnswer *answer, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) document = cp_transport_answer_read (answer, &error);
  g_autofree char *read = document != NULL ? cp_json_to_text (document) : NULL;

  g_assert_cmpstr (read, ==, text);
  if (text == NULL)
    g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  else
    g_assert_no_error (error);
}

static void
test_reads_the_body (void)
{
  assert_reads (&(CpTransportAnswer){ 200, "{\"a\":1} and more", 7 }, "{\"a\":1}");
  assert_reads (&(CpTransportAnswer){ 503, "{\"a\":1}", 6 }, NULL);
  assert_reads (&(CpTransportAnswer){ 200, "[1]", 3 }, NULL);
  assert_reads (&(CpTransportAnswer){ 200, NULL, 0 }, NULL);
}

/* Once is enough. */
static void
test_takes_what_the_transport_has_read (void)
{
  g_autoptr (CpJson) document = json_pack ("{s:i}", "b", 2);

  assert_reads (&(CpTransportAnswer){ 200, "not looked at", 13, .document = document },
                "{\"b\":2}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transport/reads-the-body", test_reads_the_body);
  g_test_add_func ("/transport/takes-what-the-transport-has-read",
                   test_takes_what_the_transport_has_read);
  return g_test_run ();
}
