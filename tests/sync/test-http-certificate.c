/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-http-certificate.h"

#include "certificates.h"

static void
check (const char *subject, const char *name)
{
  g_autofree char *read = cp_http_certificate_read_name (subject);

  g_assert_cmpstr (read, ==, name);
}

static void
test_reads_name (void)
{
  check ("CN=till-1", "till-1");
  check ("CN=till-1,O=Chain", "till-1");
  check ("O=Chain, CN=till_1.a", "till_1.a");
  check ("cn=till-1", "till-1");
}

static void
test_refuses_what_is_doubtful (void)
{
  check ("", NULL);
  check ("O=Chain", NULL);
  check ("CN=", NULL);
  check ("CN=till-1,CN=till-2", NULL);
  check ("CN=till-1+O=Chain", NULL);
  check ("O=a\\,CN=till-1", NULL);
  check ("O=\"a,CN=till-1\"", NULL);
  check ("CN=till 1", NULL);
  check ("CN=till-1\n", NULL);
  check ("CN=0123456789012345678901234567890123456789012345678901234567890123456789", NULL);
}

static void
test_reads_certificate (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate =
      g_tls_certificate_new_from_file (certificates_path ("till-1.pem"), &error);
  g_autofree char *name = NULL;

  g_assert_no_error (error);
  name = cp_http_certificate_dup_name (certificate);
  g_assert_cmpstr (name, ==, "till-1");
  g_assert_null (cp_http_certificate_dup_name (NULL));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  certificates_make ();
  g_test_add_func ("/http-certificate/reads-the-device's-name", test_reads_name);
  g_test_add_func ("/http-certificate/refuses-a-name-that-is-doubtful",
                   test_refuses_what_is_doubtful);
  g_test_add_func ("/http-certificate/reads-a-certificate", test_reads_certificate);
  status = g_test_run ();
  certificates_remove ();
  return status;
}
