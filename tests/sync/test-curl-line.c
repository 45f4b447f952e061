/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-curl-line.h"

#include "certificates.h"
#include "cp-error.h"

static void
check_refused (const CpCurlLineConfig *config)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_curl_line_new (config, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
}

static void
test_refuses_address (gconstpointer data)
{
  CpCurlLineConfig config = certificates_line (data);

  check_refused (&config);
}

static void
test_refuses_token (gconstpointer data)
{
  CpCurlLineConfig config = certificates_line ("https://127.0.0.1:1");

  config.token = data;
  check_refused (&config);
}

static void
test_refuses_pin (gconstpointer data)
{
  const char *const pins[] = { certificates_pin ("head-office"), data, NULL };
  CpCurlLineConfig config = certificates_line ("https://127.0.0.1:1");

  config.pins = pins;
  check_refused (&config);
}

static void
test_needs_all (void)
{
  static const char *const none[] = { NULL };
  CpCurlLineConfig whole = certificates_line ("https://127.0.0.1:1");
  CpCurlLineConfig config = whole;

  config.pins = none;
  check_refused (&config);
  config = whole;
  config.pins = NULL;
  check_refused (&config);
  config = whole;
  config.authority = NULL;
  check_refused (&config);
  config = whole;
  config.certificate = NULL;
  check_refused (&config);
  config = whole;
  config.key = NULL;
  check_refused (&config);
}

static void
test_needs_files (void)
{
  CpCurlLineConfig config = certificates_line ("https://127.0.0.1:1");
  g_autoptr (GError) error = NULL;

  config.key = "/nowhere/key.pem";
  g_assert_null (cp_curl_line_new (&config, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

static void
test_takes (void)
{
  CpCurlLineConfig config = certificates_line ("https://head-office.example:8443/");
  g_autoptr (GError) error = NULL;
  g_autoptr (CpCurlLine) line = cp_curl_line_new (&config, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (cp_curl_line_get_base (line), ==, "https://head-office.example:8443");
  g_assert_cmpstr (cp_curl_line_get_authorization (line), ==, "Authorization: Bearer good");
}

static void
test_loopback (gconstpointer data)
{
  const CpCurlLineConfig config = { .head_office = data, .token = "good" };
  g_autoptr (GError) error = NULL;
  g_autoptr (CpCurlLine) line = cp_curl_line_new (&config, &error);

  g_assert_no_error (error);
  g_assert_nonnull (line);
}

static void
add_each (const char *path, const char *const *texts, gsize n, GTestDataFunc func)
{
  for (gsize i = 0; i < n; i++) {
    g_autofree char *whole = g_strdup_printf ("%s/%zu", path, i);

    g_test_add_data_func (whole, texts[i], func);
  }
}

int
main (int argc, char **argv)
{
  static const char *const addresses[] = {
    "file:///etc/passwd",   "ftp://a",           "head-office",          "http://",
    "http://a/b",           "http://u@a",        "http://127.0.0.1/?a",  "https://u:p@a",
    "http://head-office",   "http://10.0.0.1:1", "http://[2001:db8::1]", "https://a/b",
    "http://127.0.0.1.evil"
  };
  static const char *const tokens[] = { "", "a\nX-Evil: 1", "a b" };
  static const char *const pins[] = { "",
                                      "sha256//",
                                      "sha256//AAAA",
                                      "/etc/passwd",
                                      "md5//hjlF5lGhBlB83mIurVk0FeWe9k6I7S0oeiPX+WgrZok=",
                                      "sha256//hjlF5lGhBlB83mIurVk0FeWe9k6I7S0oeiPX+WgrZok=;x" };
  static const char *const loopback[] = { "http://127.0.0.1:80", "http://[::1]:80",
                                          "http://localhost" };
  int status;

  g_test_init (&argc, &argv, NULL);
  certificates_make ();
  add_each ("/curl-line/refuses-address", addresses, G_N_ELEMENTS (addresses),
            test_refuses_address);
  add_each ("/curl-line/refuses-token", tokens, G_N_ELEMENTS (tokens), test_refuses_token);
  add_each ("/curl-line/refuses-pin", pins, G_N_ELEMENTS (pins), test_refuses_pin);
  add_each ("/curl-line/the-loopback-may-go-without", loopback, G_N_ELEMENTS (loopback),
            test_loopback);
  g_test_add_func ("/curl-line/needs-certificates-and-pins", test_needs_all);
  g_test_add_func ("/curl-line/needs-files-that-are-there", test_needs_files);
  g_test_add_func ("/curl-line/takes-what-is-whole", test_takes);
  status = g_test_run ();
  certificates_remove ();
  return status;
}
