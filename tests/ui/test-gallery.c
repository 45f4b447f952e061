/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Renders every page and stage, in the states that are hard to lay out, at every screen size, and
 * holds each to what every page must keep: it fits, and its buttons are large enough and named. The
 * pictures are for people to look at. */
#include "cp-language.h"
#include "ui-golden.h"
#include "ui-scenes.h"

typedef struct {
  const char *name;
  int width;
  int height;
  GtkTextDirection direction;
  const char *language; /* NULL: English */
  gboolean is_golden;   /* compared with what it looked like */
  gboolean is_large; /* letters have twice their size; customers' pages have scenes of their own */
  gboolean is_of_flows;      /* only what is done for a member: the pages on which people type */
  gboolean is_of_staff;      /* the kiosk itself speaks @language */
  const char *const *chosen; /* (nullable): the scenes that are compared, or shown if none are */
} Look;

/* What is read most at a counter, and what is hardest to lay out. */
static const char *const CHOSEN[] = { "home",          "search",       "member", "cards",
                                      "approval_held", "done_benefit", NULL };
static const char *const HARD[] = { "amount",         "approval_held",
                                    "cards",          "enrol_problems",
                                    "member_waiting", "review_redeem",
                                    "status_sheet",   NULL };

static const Look LOOKS[] = {
  { "at-1024x768", 1024, 768, GTK_TEXT_DIR_LTR, NULL },
  { "at-1280x800", 1280, 800, GTK_TEXT_DIR_LTR, NULL, TRUE },
  { "at-1920x1080", 1920, 1080, GTK_TEXT_DIR_LTR, NULL },
  { "right-to-left", 1280, 800, GTK_TEXT_DIR_RTL, NULL },
  { "in-german", 1280, 800, GTK_TEXT_DIR_LTR, "de" },
  { "in-arabic", 1280, 800, GTK_TEXT_DIR_LTR, "ar", TRUE },
  { "in-large-text", 1280, 800, GTK_TEXT_DIR_LTR, NULL, FALSE, TRUE },
  { "in-large-text-on-a-large-screen", 1920, 1080, GTK_TEXT_DIR_LTR, NULL, FALSE, TRUE, TRUE },
  { "staff-in-german", 1280, 800, GTK_TEXT_DIR_LTR, "de", TRUE, .is_of_staff = TRUE,
    .chosen = CHOSEN },
  { "staff-in-arabic", 1280, 800, GTK_TEXT_DIR_LTR, "ar", .is_of_staff = TRUE },
  { "staff-in-arabic-in-large-text", 1280, 800, GTK_TEXT_DIR_LTR, "ar", .is_large = TRUE,
    .is_of_staff = TRUE, .chosen = HARD },
  { "staff-in-german-in-large-text", 1280, 800, GTK_TEXT_DIR_LTR, "de", .is_large = TRUE,
    .is_of_staff = TRUE, .chosen = HARD },
  { "staff-in-german-on-a-large-screen", 1920, 1080, GTK_TEXT_DIR_LTR, "de", .is_of_staff = TRUE,
    .chosen = HARD },
  { "staff-in-arabic-on-a-large-screen", 1920, 1080, GTK_TEXT_DIR_LTR, "ar", .is_of_staff = TRUE,
    .chosen = HARD },
};

typedef struct {
  const Look *look;
  const UiScene *scene;
} Picture;

/* Whoever signs in wants large text. */
static void
want_large (UiStage *stage)
{
  ui_stage_sign_in (stage);
  cp_kiosk_set_large_text (stage->kiosk, TRUE);
  cp_kiosk_sign_out (stage->kiosk);
  ui_stage_settle (stage);
}

/* Nothing is cut short, and a page that moves has a picture of its end too. */
static void
check_large (CpWindow *window, const char *name)
{
  g_autofree char *below = g_strconcat (name, "-below", NULL);
  g_autoptr (GdkTexture) picture = NULL;

  ui_check_whole (window);
  if (ui_screen_scroll_down (window))
    picture = ui_save_picture (window, below);
}

static gboolean
is_chosen (const Look *look, const UiScene *scene)
{
  return look->chosen == NULL || g_strv_contains (look->chosen, scene->name);
}

static UiStage *
make_stage (const Look *look)
{
  cp_language_use (look->is_of_staff ? look->language : NULL, NULL);
  return ui_stage_new ();
}

static void
test_picture (gconstpointer data)
{
  const Picture *picture = data;
  const Look *look = picture->look;
  g_autoptr (UiStage) stage = make_stage (look);
  g_autofree char *name = g_strdup_printf (
      "%s-%dx%d%s%s%s", picture->scene->name, look->width, look->height,
      look->direction == GTK_TEXT_DIR_RTL ? "-rtl" : "",
      look->language != NULL ? look->language : "", look->is_large ? "-large" : "");
  g_autoptr (GdkTexture) picture_taken = NULL;
  CpWindow *window;

  gtk_widget_set_default_direction (look->direction);
  window = ui_screen_open (stage, look->width, look->height);
  if (look->language != NULL && !look->is_of_staff)
    cp_kiosk_set_language (stage->kiosk, look->language);
  if (look->is_large)
    want_large (stage);
  picture->scene->set (stage, window);
  ui_screen_draw (window);
  if (look->is_large)
    cp_kiosk_set_large_text (stage->kiosk, TRUE);
  picture_taken = ui_save_picture (window, name);
  if (look->is_golden && is_chosen (look, picture->scene))
    ui_golden_check (picture_taken, look->name, picture->scene->name);
  if (look->is_large)
    check_large (window, name);
  ui_check_targets (window);
  ui_check_fits (window);
  ui_screen_close (window);
  cp_kiosk_set_language (stage->kiosk, NULL);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static void
add_pictures (const Look *look, const UiScene *scenes)
{
  for (; scenes->name != NULL; scenes++) {
    g_autofree char *path = g_strdup_printf ("/gallery/%s/%s", look->name, scenes->name);
    Picture *picture;

    if (!look->is_golden && !is_chosen (look, scenes))
      continue;
    picture = g_new (Picture, 1);
    *picture = (Picture){ look, scenes };
    g_test_add_data_func_full (path, picture, test_picture, g_free);
  }
}

static void
add_flows (const Look *look)
{
  static const UiScene *const FLOWS[] = { ui_scenes_reward, ui_scenes_card, ui_scenes_identity,
                                          ui_scenes_form };

  for (gsize i = 0; i < G_N_ELEMENTS (FLOWS); i++)
    add_pictures (look, FLOWS[i]);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (LOOKS); i++) {
    if (!LOOKS[i].is_large && !LOOKS[i].is_of_staff)
      add_pictures (&LOOKS[i], ui_scenes_customer);
    if (LOOKS[i].language != NULL && !LOOKS[i].is_of_staff)
      continue; /* else staff work in the language of the kiosk */
    add_flows (&LOOKS[i]);
    if (LOOKS[i].is_of_flows)
      continue;
    add_pictures (&LOOKS[i], ui_scenes_staff);
    add_pictures (&LOOKS[i], ui_scenes_member);
  }
  return g_test_run ();
}
