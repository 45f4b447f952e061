/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ledger-bus.h"

static GError *
make_remote (const char *name)
{
  return g_dbus_error_new_for_dbus_error (name, "as it said");
}

static void
assert_becomes (GError *remote, gboolean may_have_happened, CpError expected_code)
{
  g_autoptr (GError) error = cp_ledger_bus_error_from_remote (remote, may_have_happened);

  g_assert_error (error, CP_ERROR, (int) expected_code);
  g_assert_null (g_strstr_len (error->message, -1, "GDBus.Error"));
}

static void
test_every_code_has_a_name_of_its_own (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (int code = 0; code < CP_N_ERRORS; code++) {
    const char *name = cp_ledger_bus_error_to_name (code);

    g_assert_true (g_dbus_is_interface_name (name));
    g_assert_true (g_hash_table_add (names, (gpointer) name));
    assert_becomes (make_remote (name), FALSE, code);
    assert_becomes (make_remote (name), TRUE, code);
  }
}

static void
test_a_call_that_never_arrived_did_nothing (void)
{
  for (int twice = 0; twice < 2; twice++) {
    assert_becomes (make_remote ("org.freedesktop.DBus.Error.ServiceUnknown"), twice,
                    CP_ERROR_UNAVAILABLE);
    assert_becomes (make_remote ("org.freedesktop.DBus.Error.AccessDenied"), twice,
                    CP_ERROR_NOT_ALLOWED);
    assert_becomes (make_remote ("org.freedesktop.DBus.Error.UnknownMethod"), twice,
                    CP_ERROR_INVALID);
  }
}

static void
test_silence_leaves_it_open_what_happened (void)
{
  assert_becomes (make_remote ("org.freedesktop.DBus.Error.NoReply"), TRUE,
                  CP_ERROR_UNKNOWN_OUTCOME);
  assert_becomes (make_remote ("org.freedesktop.DBus.Error.NoReply"), FALSE, CP_ERROR_UNAVAILABLE);
  assert_becomes (g_error_new (G_IO_ERROR, G_IO_ERROR_CLOSED, "closed"), TRUE,
                  CP_ERROR_UNKNOWN_OUTCOME);
  assert_becomes (make_remote ("com.example.Whatever"), FALSE, CP_ERROR_UNAVAILABLE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ledger-bus/every-code-has-a-name-of-its-own",
                   test_every_code_has_a_name_of_its_own);
  g_test_add_func ("/ledger-bus/a-call-that-never-arrived-did-nothing",
                   test_a_call_that_never_arrived_did_nothing);
  g_test_add_func ("/ledger-bus/silence-leaves-it-open-what-happened",
                   test_silence_leaves_it_open_what_happened);
  return g_test_run ();
}
