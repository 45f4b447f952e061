/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ui-stage.h"

#include <glib/gi18n-lib.h>

#include "cp-kiosk-own.h"

static gint64
tell_time (gpointer data)
{
  return ((UiStage *) data)->now_ms;
}

static void
fill_with_numbers (gpointer data, guint8 *bytes, gsize n_bytes)
{
  UiStage *self = data;

  for (gsize i = 0; i < n_bytes; i++)
    bytes[i] = (guint8) (self->chance++ * 37);
}

UiStage *
ui_stage_new (void)
{
  UiStage *self = g_new0 (UiStage, 1);

  self->now_ms = G_GINT64_CONSTANT (1781273100000); /* 2026-06-12T14:05:00Z */
  self->world = (CpWorld){ tell_time, tell_time, fill_with_numbers, NULL, self };
  self->ledger = ui_fake_ledger_new ();
  self->kiosk = cp_kiosk_new (&self->world, CP_LEDGER_PORT (self->ledger));
  cp_kiosk_set_reader_state (self->kiosk, "ready");
  ui_stage_settle (self);
  return self;
}

void
ui_stage_free (UiStage *self)
{
  if (cp_kiosk_get_available (self->kiosk))
    ui_stage_settle (self);
  g_assert_finalize_object (self->kiosk);
  g_assert_finalize_object (self->ledger);
  g_free (self);
}

static gboolean
on_too_late (gpointer what)
{
  g_error ("waited in vain for: %s", (const char *) what);
  return G_SOURCE_REMOVE;
}

void
ui_wait_for (gboolean (*condition) (gpointer data), gpointer data, const char *what)
{
  guint limit = g_timeout_add_seconds (10, on_too_late, (gpointer) what);

  while (!condition (data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (limit);
}

static gboolean
is_settled (gpointer data)
{
  UiStage *self = data;

  CpFlow *flow = cp_kiosk_get_flow (self->kiosk);

  return !cp_kiosk_get_busy (self->kiosk) &&
         (self->keeps_asking || flow == NULL || !cp_flow_is_asking (flow));
}

void
ui_stage_settle (UiStage *self)
{
  ui_wait_for (is_settled, self, "the calls to end");
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

typedef struct {
  CpKiosk *kiosk;
  CpPage page;
} Awaited;

static gboolean
is_on_page (gpointer data)
{
  Awaited *awaited = data;

  return cp_kiosk_get_page (awaited->kiosk) == awaited->page;
}

void
ui_wait_page (UiStage *self, CpPage page)
{
  Awaited awaited = { self->kiosk, page };

  ui_wait_for (is_on_page, &awaited, "a page");
}

void
ui_stage_sign_in (UiStage *self)
{
  cp_kiosk_ask_staff (self->kiosk);
  cp_kiosk_sign_in (self->kiosk, "anna", "1234");
  ui_stage_settle (self);
  g_assert_cmpuint (cp_kiosk_get_page (self->kiosk), ==, CP_PAGE_HOME);
}

void
ui_stage_keep_asking (UiStage *self)
{
  CpJson *programme = ui_fixture ("programme");

  cp_json_set_int (programme, "verdict_wait_ms", 60 * 1000);
  ui_fake_ledger_answer (self->ledger, "GetProgramme", programme);
  ui_fake_ledger_say_changed (self->ledger, "programme");
  self->keeps_asking = TRUE;
  ui_stage_settle (self);
}

void
ui_stage_measure_sleeves (UiStage *self)
{
  CpJson *programme = ui_fixture ("programme");
  CpJson *field = json_pack ("{s:s, s:s, s:s, s:i, s:i, s:b}", "field", "sleeves", "label",
                             "Sleeves longer by (mm)", "type", "number", "min", -60, "max", 60,
                             "editable", TRUE);

  json_array_append_new (cp_json_get_array (programme, "form"), field);
  ui_fake_ledger_answer (self->ledger, "GetProgramme", programme);
  ui_fake_ledger_say_changed (self->ledger, "programme");
  ui_stage_settle (self);
}

void
ui_stage_answer (UiStage *self, const char *method, const char *name)
{
  ui_fake_ledger_answer (self->ledger, method, ui_fixture (name));
}

static void
answer_from_view (UiStage *self, const CpJson *view, const char *key, const char *read)
{
  g_autofree char *method = g_strconcat ("Read ", read, NULL);
  const char *list = g_str_equal (read, "history") ? "actions" : read;

  ui_fake_ledger_answer (self->ledger, method,
                         json_pack ("{s:o*}", list, json_incref (cp_json_get_array (view, key))));
}

void
ui_stage_open (UiStage *self, const char *name)
{
  g_autoptr (CpJson) view = ui_fixture (name);

  ui_stage_sign_in (self);
  answer_from_view (self, view, "receipts", "purchases");
  answer_from_view (self, view, "actions", "history");
  ui_stage_answer (self, "GetMember", name);
  cp_kiosk_open_member (self->kiosk, "m-1");
  ui_stage_settle (self);
  g_assert_cmpuint (cp_kiosk_get_page (self->kiosk), ==, CP_PAGE_MEMBER);
}

void
ui_stage_tap (UiStage *self, const char *name)
{
  g_autoptr (CpJson) reply = ui_fixture (name);
  CpJson *own = json_deep_copy (cp_json_get_object (reply, "own"));

  if (own != NULL) {
    json_object_del (own, "session");
    ui_fake_ledger_answer (self->ledger, "GetMember", own);
  }
  ui_stage_answer (self, "Identify customer", name);
  cp_kiosk_card_tapped (self->kiosk, "04A81F", "ntag213");
  ui_stage_settle (self);
}

void
ui_stage_begin_own (UiStage *self, const char *name, const char *place)
{
  ui_stage_tap (self, name);
  g_assert_nonnull (cp_kiosk_get_own (self->kiosk));
  if (place != NULL)
    cp_kiosk_own_show (self->kiosk, place);
}

const char *
ui_stage_get_own (UiStage *self, const char *key)
{
  return cp_json_get_text (cp_kiosk_get_own_step (self->kiosk), key);
}

void
ui_stage_assert_own (UiStage *self, const char *place)
{
  g_assert_cmpstr (ui_stage_get_own (self, "place"), ==, place);
  g_assert_cmpuint (cp_kiosk_get_page (self->kiosk), ==, CP_PAGE_OWN);
}

void
ui_choose (CpFlow *flow, const char *title)
{
  g_autoptr (GPtrArray) choices = cp_flow_get_step (flow)->list_choices (flow);

  for (guint i = 0; i < choices->len; i++) {
    CpChoice *choice = choices->pdata[i];

    if (g_str_has_prefix (choice->title, title) ||
        (*title != '\0' && g_str_has_prefix (choice->title, _ (title)))) {
      cp_flow_choose (flow, choice);
      return;
    }
  }
  g_error ("no such choice: %s", title);
}
