/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-day-list.h"

#include "ui-screen.h"

static GtkWidget *
open_list (UiStage *stage, CpDayList **ret_list)
{
  CpDayList *list = g_object_new (CP_TYPE_DAY_LIST, NULL);
  GtkWidget *window = ui_screen_show (stage, GTK_WIDGET (list));

  ui_stage_sign_in (stage);
  ui_screen_draw (window);
  *ret_list = list;
  return window;
}

/* The own tasks, by when they are due; a touch opens the member as any other opening does. */
static void
test_tasks (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpDayList *list;
  GtkWidget *window = open_list (stage, &list);

  g_assert_cmpstr (
      cp_json_get_text (ui_fake_ledger_get_request (stage->ledger, "Read tasks"), "owner"), ==,
      "anna");
  g_assert_true (ui_sees (window, "Overdue"));
  g_assert_true (ui_sees (window, "Today"));
  g_assert_true (ui_sees (window, "Later"));
  g_assert_true (ui_sees (window, "Dilek Berg"));
  ui_check_targets (window);
  ui_press (window, "Ring when the green coat is back in 38");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_MEMBER);
  g_assert_cmpstr (
      cp_json_get_text (ui_fake_ledger_get_request (stage->ledger, "GetMember"), "text"), ==,
      "m-1");
  ui_screen_close (window);
}

static void
test_sections (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpDayList *list;
  GtkWidget *window = open_list (stage, &list);

  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Read clients"), ==, 0);
  cp_day_list_show (list, "clients");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_nonnull (ui_find (window, "Dilek Berg"));
  g_assert_true (ui_sees (window, "Last contact"));
  cp_day_list_show (list, "birthdays");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Tomorrow"));
  g_assert_true (ui_sees (window, "17\u00a0Jun\u00a02026"));
  g_assert_false (ui_sees (window, "Last contact"));
  ui_screen_close (window);
}

static void
test_empty_and_refused (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpDayList *list;
  GtkWidget *window;

  ui_fake_ledger_answer (stage->ledger, "Read tasks", json_pack ("{s:[]}", "tasks"));
  ui_fake_ledger_refuse (stage->ledger, "Read clients", CP_ERROR_NOT_ALLOWED,
                         "Your role may not read this");
  window = open_list (stage, &list);
  g_assert_true (ui_sees (window, "No open tasks"));
  cp_day_list_show (list, "clients");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Your role may not read this"));
  ui_screen_close (window);
}

static CpJson *
make_many (void)
{
  CpJson *list = json_array ();

  for (int i = 0; i < 60; i++)
    json_array_append_new (list, json_pack ("{s:s, s:s}", "member_id", "m-1", "member_name", "Jo"));
  return json_pack ("{s:o}", "clients", list);
}

static void
test_many (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpDayList *list;
  GtkWidget *window = open_list (stage, &list);

  ui_fake_ledger_answer (stage->ledger, "Read clients", make_many ());
  cp_day_list_show (list, "clients");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "The first 50 of 60."));
  ui_screen_close (window);
}

static void
test_forgets (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpDayList *list;
  GtkWidget *window = open_list (stage, &list);

  cp_kiosk_sign_out (stage->kiosk);
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_false (ui_sees (window, "Dilek Berg"));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/day-list/tasks-open-their-member", test_tasks);
  g_test_add_func ("/day-list/reads-only-what-is-in-sight", test_sections);
  g_test_add_func ("/day-list/says-that-there-is-nothing-or-why-not", test_empty_and_refused);
  g_test_add_func ("/day-list/ends-a-long-list", test_many);
  g_test_add_func ("/day-list/is-forgotten-at-sign-out", test_forgets);
  return g_test_run ();
}
