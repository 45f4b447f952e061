/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-screen.h"
#include "cp-step-view.h"
#include "cp-window.h"
#include "ui-stage.h"

G_BEGIN_DECLS

/* What a person would do at the window, and see there. Needs a display. */

/** ui_screen_init: in place of gtk_test_init(): the same letters and no motion on every machine; what is
 *  pressed is so once, and nothing waits whether it was twice */
void ui_screen_init (int *argc, char ***argv);

/** ui_screen_open: (transfer none): the whole window of @stage; close with ui_screen_close() */
CpWindow *ui_screen_open (UiStage *stage, int width, int height);

/** ui_screen_show: (transfer none): a window with nothing but @widget in it; the kiosk's actions work */
GtkWidget *ui_screen_show (UiStage *stage, GtkWidget *widget);

/** ui_screen_show_step: as ui_screen_show(), with a step view of @step_type, and the flow begun */
GtkWidget *
ui_screen_show_step (UiStage *stage, GType step_type, const char *flow_name, CpStepView **ret_view);
void ui_screen_close (gpointer window);

/** ui_screen_draw: until what changed has been laid out and painted */
void ui_screen_draw (gpointer window);

/** ui_find: (transfer none) (nullable): the mapped button or entry that is called @name, or as that is
 *  translated; or, as a form's fields are, in no language */
GtkWidget *ui_find (gpointer root, const char *name);

/** ui_can_be_pressed: whether a finger on @widget would reach it */
gboolean ui_can_be_pressed (GtkWidget *widget);

/** ui_press: presses the button, which must be there, as soon as it can be pressed */
void ui_press (gpointer root, const char *name);

/** ui_tap_again: a finger that comes down once more, without waiting; whether that pressed the button @name */
gboolean ui_tap_again (gpointer root, const char *name);

/** ui_screen_set_double_tap_ms: how long a double tap takes from now on: 0, as at first, where nobody taps
 *  twice */
void ui_screen_set_double_tap_ms (int double_tap_ms);

/** ui_screen_scroll_down: to the end of the first list that is longer than its room, if there is one */
gboolean ui_screen_scroll_down (gpointer window);

/** ui_sees: whether a mapped label contains @words */
gboolean ui_sees (gpointer root, const char *words);

/** ui_check_targets: every mapped button is at least 48×48 and has a name of its own */
void ui_check_targets (gpointer root);

/** ui_check_whole: no mapped label is cut short, or has less room than its lines need */
void ui_check_whole (gpointer root);

/** ui_check_fits: what the window needs at least is no more than it has */
void ui_check_fits (gpointer window);

/** ui_save_picture: (transfer full): build/tests/ui/pictures/@name.png */
GdkTexture *ui_save_picture (gpointer window, const char *name);

G_END_DECLS
