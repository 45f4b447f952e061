/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ui-fake-ledger.h"

#include <string.h>

struct _UiFakeLedger {
  GObject parent_instance;

  gboolean available;
  gboolean stalled;
  gboolean training;
  GQueue waiting;       /* of GTask, whose task data is the method */
  GHashTable *answers;  /* method → CpJson */
  GHashTable *refusals; /* method → GError */
  GHashTable *requests; /* method → CpJson */
  GHashTable *counts;   /* method → guint */
};

enum { PROP_AVAILABLE = 1 };

static const char *
name_call (const char *method, GVariant *arguments)
{
  gboolean preview = FALSE, fresh = FALSE;
  const char *session = NULL, *what = NULL;

  if (g_str_equal (method, "Submit")) {
    g_variant_get_child (arguments, 2, "b", &preview);
    return preview ? "Submit preview" : "Submit";
  }
  if (g_str_equal (method, "OpenTraining")) {
    g_variant_get_child (arguments, 1, "b", &fresh);
    return fresh ? "OpenTraining fresh" : method;
  }
  if (g_str_equal (method, "Identify")) {
    g_variant_get_child (arguments, 0, "&s", &session);
    return *session == '\0' ? "Identify customer" : "Identify";
  }
  if (g_str_equal (method, "Read")) {
    g_autofree char *name = NULL;

    g_variant_get_child (arguments, 1, "&s", &what);
    name = g_strconcat ("Read ", what, NULL);
    return g_intern_string (name);
  }
  return method;
}

static void
answer (UiFakeLedger *self, GTask *task)
{
  const char *name = g_task_get_task_data (task);
  const GError *refusal = g_hash_table_lookup (self->refusals, name);
  CpJson *document = g_hash_table_lookup (self->answers, name);

  if (!self->available)
    g_task_return_new_error (task, CP_ERROR, CP_ERROR_UNAVAILABLE, "The ledger is not there");
  else if (refusal != NULL)
    g_task_return_error (task, g_error_copy (refusal));
  else
    g_task_return_pointer (task, document != NULL ? json_incref (document) : json_object (),
                           (GDestroyNotify) json_decref);
}

static gboolean
on_idle (gpointer data)
{
  UiFakeLedger *self = data;
  GTask *task;

  while (!self->stalled && (task = g_queue_pop_head (&self->waiting)) != NULL) {
    answer (self, task);
    g_object_unref (task);
  }
  return G_SOURCE_REMOVE;
}

/* The last text among the arguments that is a document. */
static CpJson *
find_document (GVariant *arguments)
{
  CpJson *found = NULL;

  for (gsize i = 0; arguments != NULL && i < g_variant_n_children (arguments); i++) {
    g_autoptr (GVariant) child = g_variant_get_child_value (arguments, i);

    if (!g_variant_is_of_type (child, G_VARIANT_TYPE_STRING))
      continue;
    g_clear_pointer (&found, json_decref);
    if (*g_variant_get_string (child, NULL) == '{')
      found = cp_json_parse_object (g_variant_get_string (child, NULL), -1, NULL);
    else
      found = json_pack ("{s:s}", "text", g_variant_get_string (child, NULL));
  }
  return found;
}

static void
call_async (CpLedgerPort *port,
            const char *method,
            GVariant *arguments,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer data)
{
  UiFakeLedger *self = UI_FAKE_LEDGER (port);
  g_autoptr (GVariant) held = arguments != NULL ? g_variant_ref_sink (arguments) : NULL;
  const char *name = name_call (method, held);
  GTask *task = g_task_new (self, cancellable, callback, data);
  CpJson *document = find_document (held);

  if (document != NULL)
    g_hash_table_insert (self->requests, g_strdup (name), document);
  g_hash_table_insert (self->counts, g_strdup (name),
                       GUINT_TO_POINTER (ui_fake_ledger_count (self, name) + 1));
  g_task_set_task_data (task, g_strdup (name), g_free);
  g_queue_push_tail (&self->waiting, task);
  g_idle_add_full (G_PRIORITY_DEFAULT, on_idle, g_object_ref (self), g_object_unref);
}

static CpJson *
call_finish (CpLedgerPort *port, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
set_training (CpLedgerPort *port, gboolean training)
{
  UI_FAKE_LEDGER (port)->training = training;
}

static void
init_port (CpLedgerPortInterface *iface)
{
  iface->set_training = set_training;
  iface->call_async = call_async;
  iface->call_finish = call_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (UiFakeLedger,
                               ui_fake_ledger,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CP_TYPE_LEDGER_PORT, init_port))

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, UI_FAKE_LEDGER (object)->available);
}

static void
finalize (GObject *object)
{
  UiFakeLedger *self = UI_FAKE_LEDGER (object);

  g_queue_clear_full (&self->waiting, g_object_unref);
  g_hash_table_unref (self->answers);
  g_hash_table_unref (self->refusals);
  g_hash_table_unref (self->requests);
  g_hash_table_unref (self->counts);
  G_OBJECT_CLASS (ui_fake_ledger_parent_class)->finalize (object);
}

static void
ui_fake_ledger_class_init (UiFakeLedgerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = get_property;
  object_class->finalize = finalize;
  g_object_class_override_property (object_class, PROP_AVAILABLE, "available");
}

static void
free_document (gpointer json)
{
  json_decref (json);
}

static void
ui_fake_ledger_init (UiFakeLedger *self)
{
  self->available = TRUE;
  g_queue_init (&self->waiting);
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_document);
  self->requests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_document);
  self->refusals =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_error_free);
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

UiFakeLedger *
ui_fake_ledger_new (void)
{
  UiFakeLedger *self = g_object_new (UI_TYPE_FAKE_LEDGER, NULL);

  ui_fake_ledger_answer (self, "GetProgramme", ui_fixture ("programme"));
  ui_fake_ledger_answer (self, "GetStatus", ui_fixture ("status-online"));
  ui_fake_ledger_answer (self, "GetStaff", ui_fixture ("staff"));
  ui_fake_ledger_answer (self, "SignIn", ui_fixture ("session"));
  ui_fake_ledger_answer (self, "GetAttention", ui_fixture ("attention"));
  ui_fake_ledger_answer (self, "GetMember", ui_fixture ("member"));
  ui_fake_ledger_answer (self, "Find", ui_fixture ("found"));
  ui_fake_ledger_answer (self, "OpenTraining", ui_fixture ("training"));
  ui_fake_ledger_answer (self, "OpenTraining fresh", ui_fixture ("training"));
  ui_fake_ledger_answer (self, "Read messages", ui_fixture ("messages"));
  ui_fake_ledger_answer (self, "Read points", ui_fixture ("points"));
  ui_fake_ledger_answer (self, "Read cards", ui_fixture ("cards"));
  ui_fake_ledger_answer (self, "Read tasks", ui_fixture ("day-tasks"));
  ui_fake_ledger_answer (self, "Read clients", ui_fixture ("day-clients"));
  ui_fake_ledger_answer (self, "Read birthdays", ui_fixture ("day-birthdays"));
  return self;
}

void
ui_fake_ledger_answer (UiFakeLedger *self, const char *method, CpJson *document)
{
  g_hash_table_remove (self->refusals, method);
  g_hash_table_insert (self->answers, g_strdup (method), document);
}

void
ui_fake_ledger_refuse (UiFakeLedger *self, const char *method, CpError code, const char *text)
{
  g_hash_table_insert (self->refusals, g_strdup (method),
                       g_error_new_literal (CP_ERROR, code, text));
}

void
ui_fake_ledger_stall (UiFakeLedger *self)
{
  self->stalled = TRUE;
}

void
ui_fake_ledger_go_on (UiFakeLedger *self)
{
  self->stalled = FALSE;
  g_idle_add_full (G_PRIORITY_DEFAULT, on_idle, g_object_ref (self), g_object_unref);
}

void
ui_fake_ledger_set_available (UiFakeLedger *self, gboolean available)
{
  self->available = available;
  g_object_notify (G_OBJECT (self), "available");
}

void
ui_fake_ledger_say_changed (UiFakeLedger *self, const char *what)
{
  const char *const nobody[] = { NULL };

  g_signal_emit_by_name (self, "changed", what, nobody);
}

gboolean
ui_fake_ledger_get_training (UiFakeLedger *self)
{
  return self->training;
}

guint
ui_fake_ledger_count (UiFakeLedger *self, const char *method)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, method));
}

const CpJson *
ui_fake_ledger_get_request (UiFakeLedger *self, const char *method)
{
  return g_hash_table_lookup (self->requests, method);
}

CpJson *
ui_fixture (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".json", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "ui", "fixtures", file, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize size = 0;
  CpJson *json;

  g_file_get_contents (path, &text, &size, &error);
  g_assert_no_error (error);
  json = cp_json_parse_object (text, (gssize) size, &error);
  g_assert_no_error (error);
  return json;
}
