/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ledger-bus.h"

#define PREFIX "org.counterpart.Error."

static const char *const names[CP_N_ERRORS] = {
  [CP_ERROR_INVALID] = PREFIX "Invalid",    [CP_ERROR_NOT_ALLOWED] = PREFIX "NotAllowed",
  [CP_ERROR_NOT_FOUND] = PREFIX "NotFound", [CP_ERROR_UNAVAILABLE] = PREFIX "Unavailable",
  [CP_ERROR_FULL] = PREFIX "Full",          [CP_ERROR_NEWER] = PREFIX "Newer",
  [CP_ERROR_CORRUPT] = PREFIX "Corrupt",    [CP_ERROR_UNKNOWN_OUTCOME] = PREFIX "UnknownOutcome",
  [CP_ERROR_FATAL] = PREFIX "Fatal",
};

/* What the bus itself says of a call that never reached a ledger. */
static const struct {
  GDBusError foreign;
  CpError code;
  const char *message;
} refusals[] = {
  { G_DBUS_ERROR_SERVICE_UNKNOWN, CP_ERROR_UNAVAILABLE, "The ledger is not running" },
  { G_DBUS_ERROR_NAME_HAS_NO_OWNER, CP_ERROR_UNAVAILABLE, "The ledger is not running" },
  { G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND, CP_ERROR_UNAVAILABLE, "The ledger is not running" },
  { G_DBUS_ERROR_LIMITS_EXCEEDED, CP_ERROR_UNAVAILABLE, "The bus is too busy" },
  { G_DBUS_ERROR_ACCESS_DENIED, CP_ERROR_NOT_ALLOWED, "The bus does not allow this call" },
  { G_DBUS_ERROR_AUTH_FAILED, CP_ERROR_NOT_ALLOWED, "The bus does not let this user in" },
  { G_DBUS_ERROR_INVALID_ARGS, CP_ERROR_INVALID, "The call has the wrong arguments" },
  { G_DBUS_ERROR_UNKNOWN_METHOD, CP_ERROR_INVALID, "The ledger does not know this call" },
  { G_DBUS_ERROR_UNKNOWN_INTERFACE, CP_ERROR_INVALID, "The ledger does not know this call" },
  { G_DBUS_ERROR_UNKNOWN_OBJECT, CP_ERROR_UNAVAILABLE, "The ledger is not ready" },
};

static GDBusConnection *
connect_to_address (const char *address, GCancellable *cancellable, GError **error)
{
  return g_dbus_connection_new_for_address_sync (address,
                                                 G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                     G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                 NULL, cancellable, error);
}

GDBusConnection *
cp_ledger_bus_connect (const char *bus, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *address = NULL;
  GDBusConnection *connection = NULL;

  if (bus == NULL || g_str_equal (bus, "system"))
    address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SYSTEM, cancellable, &problem);
  else if (g_str_equal (bus, "session"))
    address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, cancellable, &problem);
  else if (g_dbus_is_supported_address (bus, &problem))
    address = g_strdup (bus);
  else {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "Not the address of a bus: %s",
                 problem->message);
    return NULL;
  }
  if (address != NULL)
    connection = connect_to_address (address, cancellable, &problem);
  if (connection != NULL)
    return connection;
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&problem));
  else
    g_set_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE, "The bus can't be reached: %s",
                 problem->message);
  return NULL;
}

const char *
cp_ledger_bus_error_to_name (CpError code)
{
  g_return_val_if_fail (code < CP_N_ERRORS, NULL);

  return names[code];
}

static int
code_from_name (const char *name)
{
  for (int code = 0; code < CP_N_ERRORS; code++)
    if (g_strcmp0 (name, names[code]) == 0)
      return code;
  return -1;
}

GError *
cp_ledger_bus_error_from_remote (GError *problem, gboolean may_have_happened)
{
  g_autoptr (GError) owned = problem;
  g_autofree char *name = g_dbus_error_get_remote_error (problem);
  int code = code_from_name (name);

  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_steal_pointer (&owned);
  g_dbus_error_strip_remote_error (problem);
  if (code >= 0)
    return g_error_new_literal (CP_ERROR, code, problem->message);
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (g_error_matches (problem, G_DBUS_ERROR, refusals[i].foreign))
      return g_error_new_literal (CP_ERROR, refusals[i].code, refusals[i].message);
  if (may_have_happened)
    return g_error_new (CP_ERROR, CP_ERROR_UNKNOWN_OUTCOME,
                        "The ledger did not answer, and may have done it or not: %s",
                        problem->message);
  return g_error_new (CP_ERROR, CP_ERROR_UNAVAILABLE, "The ledger did not answer: %s",
                      problem->message);
}
