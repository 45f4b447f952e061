/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-history.h"

#include "cp-build.h"
#include "cp-format.h"
#include "cp-large.h"
#include "cp-reading.h"
#include "cp-scroller.h"

#include <glib/gi18n-lib.h>

#define MAX_ROWS 100
#define DAY_MS G_GINT64_CONSTANT (86400000)

struct _CpHistory {
  GtkWidget parent_instance;

  GtkWidget *above;
  CpScroller *scroller;
  GtkWidget *head;
  GtkWidget *between;
  GtkWidget *list;
  GtkEditable *number;
  CpFilter *filters[CP_HISTORY_MAX_FILTERS];

  const CpHistorySpec *spec;
  CpKiosk *kiosk; /* owned */
  CpReading *reading;
  char *member_id;
};

G_DEFINE_FINAL_TYPE (CpHistory, cp_history, GTK_TYPE_WIDGET)

static const CpHistoryChoice *
find_choice (const CpHistoryFilter *filter, const char *id)
{
  for (guint i = 0; i < CP_HISTORY_MAX_CHOICES && filter->choices[i].label != NULL; i++)
    if (g_str_equal (filter->choices[i].id, id))
      return &filter->choices[i];
  return NULL;
}

static void
put_choice (CpHistory *self, guint index, CpJson *request)
{
  const CpHistoryFilter *filter = &self->spec->filters[index];
  const char *id = cp_filter_get_chosen (self->filters[index]);
  const CpHistoryChoice *choice = find_choice (filter, id);
  const char *key = choice != NULL ? choice->key : filter->key;

  if (key == NULL)
    return;
  if (g_str_equal (key, "from_ms"))
    cp_json_set_int (request, key,
                     cp_kiosk_get_now_ms (self->kiosk) - g_ascii_strtoll (id, NULL, 10) * DAY_MS);
  else
    cp_json_set_text (request, key, id);
}

static void
ask (CpHistory *self)
{
  CpJson *request = json_object ();

  for (guint i = 0; i < CP_HISTORY_MAX_FILTERS; i++)
    if (self->filters[i] != NULL)
      put_choice (self, i, request);
  if (self->number != NULL && *gtk_editable_get_text (self->number) != '\0')
    cp_json_set_text (request, "number", gtk_editable_get_text (self->number));
  cp_reading_ask (self->reading, request);
}

/* (transfer full) (nullable) */
static CpJson *
list_entries (CpHistory *self)
{
  const CpJson *reply = cp_reading_get_reply (self->reading);
  const char *key = self->spec->list_key != NULL ? self->spec->list_key : self->spec->what;

  if (reply == NULL)
    return NULL;
  if (self->spec->list != NULL)
    return self->spec->list (reply, cp_filter_get_chosen (self->filters[0]));
  return json_incref (cp_json_get_array (reply, key));
}

static guint
add_entries (CpHistory *self, const CpJson *entries)
{
  const CpJson *view = cp_kiosk_get_view (self->kiosk);
  const char *chosen = cp_filter_get_chosen (self->filters[0]);
  const char *shown = NULL;
  CpJson *entry;
  guint n = 0;
  gsize i;

  json_array_foreach (entries, i, entry)
  {
    const char *heading =
        self->spec->find_heading != NULL ? self->spec->find_heading (entry) : NULL;

    if (self->spec->is_hidden != NULL && self->spec->is_hidden (entry, chosen))
      continue;
    if (n++ >= MAX_ROWS)
      break;
    if (g_strcmp0 (heading, shown) != 0)
      gtk_box_append (GTK_BOX (self->list), cp_build_label (heading, "t-label"));
    shown = heading;
    gtk_box_append (GTK_BOX (self->list),
                    self->spec->make (view, entry, cp_kiosk_get_now_ms (self->kiosk)));
  }
  return n;
}

/* Whether all is shown that there is, as far as filters go. */
static gboolean
shows_all (CpHistory *self)
{
  for (guint i = 0; i < CP_HISTORY_MAX_FILTERS; i++)
    if (self->filters[i] != NULL && !g_str_equal (cp_filter_get_chosen (self->filters[i]),
                                                  self->spec->filters[i].choices[0].id))
      return FALSE;
  return self->number == NULL || *gtk_editable_get_text (self->number) == '\0';
}

static void
fill (CpHistory *self)
{
  g_autoptr (CpJson) entries = list_entries (self);
  const char *problem = cp_reading_get_problem (self->reading);
  guint n;

  cp_build_clear (self->list);
  if (problem != NULL)
    gtk_box_append (GTK_BOX (self->list),
                    cp_build_empty (_ ("This can't be shown just now"), problem));
  if (entries == NULL)
    return;
  n = add_entries (self, entries);
  if (n > MAX_ROWS)
    gtk_box_append (GTK_BOX (self->list),
                    cp_build_label (_ ("There is more. Choose less to see it."), "t-label"));
  else if (n == 0 && shows_all (self))
    gtk_box_append (GTK_BOX (self->list),
                    cp_build_empty (_ (self->spec->nothing), _ (self->spec->hint)));
  else if (n == 0)
    gtk_box_append (GTK_BOX (self->list),
                    cp_build_empty (_ ("Nothing like that"), _ ("Choose more to see the rest.")));
}

static void
show (CpHistory *self)
{
  fill (self);
  if (cp_kiosk_get_large_text (self->kiosk))
    cp_large_arrange (GTK_WIDGET (self), TRUE);
}

static void
fill_filter (CpHistory *self, guint index)
{
  const CpHistoryFilter *filter = &self->spec->filters[index];

  cp_filter_clear (self->filters[index]);
  for (guint i = 0; i < CP_HISTORY_MAX_CHOICES && filter->choices[i].label != NULL; i++)
    cp_filter_add (self->filters[index], filter->choices[i].id, _ (filter->choices[i].label));
  if (filter->add != NULL)
    filter->add (self->filters[index], self->kiosk);
  gtk_widget_set_visible (GTK_WIDGET (self->filters[index]),
                          gtk_widget_get_first_child (GTK_WIDGET (self->filters[index])) !=
                              gtk_widget_get_last_child (GTK_WIDGET (self->filters[index])));
}

/* What was sought for one member is not sought for the next. */
static void
begin_anew (CpHistory *self)
{
  if (self->number != NULL)
    gtk_editable_set_text (self->number, "");
  for (guint i = 0; i < CP_HISTORY_MAX_FILTERS; i++) {
    if (self->filters[i] == NULL)
      continue;
    cp_filter_choose (self->filters[i], self->spec->filters[i].choices[0].id);
    fill_filter (self, i);
  }
  cp_reading_forget (self->reading);
  gtk_adjustment_set_value (cp_scroller_get_place (self->scroller), 0);
}

void
cp_history_ask (CpHistory *self)
{
  const char *id =
      cp_json_get_text (cp_json_get_object (cp_kiosk_get_view (self->kiosk), "member"), "id");

  if (g_strcmp0 (self->member_id, id) != 0) {
    g_free (self->member_id);
    self->member_id = g_strdup (id);
    begin_anew (self);
  }
  if (id != NULL)
    ask (self);
}

static void
add_number (CpHistory *self, GtkWidget *tools)
{
  GtkWidget *entry = gtk_entry_new ();

  self->number = GTK_EDITABLE (entry);
  gtk_entry_set_icon_from_icon_name (GTK_ENTRY (entry), GTK_ENTRY_ICON_PRIMARY,
                                     "counterpart-search-symbolic");
  gtk_entry_set_icon_activatable (GTK_ENTRY (entry), GTK_ENTRY_ICON_PRIMARY, FALSE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ (self->spec->seek));
  gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_DIGITS);
  gtk_entry_set_max_length (GTK_ENTRY (entry), 64);
  cp_build_name (entry, _ (self->spec->seek));
  g_signal_connect_object (entry, "changed", G_CALLBACK (ask), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (tools), entry);
}

/* What does not fit beside the rest comes below. */
static GtkWidget *
add_line (GtkWidget *tools)
{
  GtkWidget *line = cp_build_wrap ("filters");

  gtk_box_append (GTK_BOX (tools), line);
  return line;
}

static void
add_filters (CpHistory *self, GtkWidget *tools)
{
  GtkWidget *line = NULL;

  for (guint i = 0; i < CP_HISTORY_MAX_FILTERS; i++) {
    if (self->spec->filters[i].choices[0].label == NULL)
      continue;
    if (line == NULL)
      line = add_line (tools);
    self->filters[i] = g_object_new (CP_TYPE_FILTER, NULL);
    g_signal_connect_object (self->filters[i], "changed", G_CALLBACK (ask), self,
                             G_CONNECT_SWAPPED);
    gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->filters[i]));
    fill_filter (self, i);
  }
}

void
cp_history_set_up (CpHistory *self, const CpHistorySpec *spec, CpKiosk *kiosk, gboolean with_head)
{
  GtkWidget *tools = with_head ? self->between : self->above;

  g_return_if_fail (self->spec == NULL);
  self->spec = spec;
  self->kiosk = g_object_ref (kiosk);
  self->reading = cp_reading_new (kiosk, spec->what);
  g_signal_connect_object (self->reading, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  gtk_widget_set_visible (self->above, !with_head);
  gtk_widget_set_visible (self->head, with_head);
  gtk_widget_set_visible (self->between, with_head);
  if (spec->seek != NULL)
    add_number (self, tools);
  add_filters (self, tools);
}

GtkWidget *
cp_history_get_head (CpHistory *self)
{
  return self->head;
}

static void
dispose (GObject *object)
{
  CpHistory *self = CP_HISTORY (object);

  g_clear_object (&self->reading);
  g_clear_object (&self->kiosk);
  cp_build_clear (GTK_WIDGET (object));
  G_OBJECT_CLASS (cp_history_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_free (CP_HISTORY (object)->member_id);
  G_OBJECT_CLASS (cp_history_parent_class)->finalize (object);
}

static void
cp_history_class_init (CpHistoryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  g_type_ensure (CP_TYPE_SCROLLER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/counterpart/ui/cp-history.ui");
  gtk_widget_class_bind_template_child (widget_class, CpHistory, above);
  gtk_widget_class_bind_template_child (widget_class, CpHistory, scroller);
  gtk_widget_class_bind_template_child (widget_class, CpHistory, head);
  gtk_widget_class_bind_template_child (widget_class, CpHistory, between);
  gtk_widget_class_bind_template_child (widget_class, CpHistory, list);
}

static void
cp_history_init (CpHistory *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
