/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-eyes.h"

#include "cp-wait.h"

#include <atspi/atspi.h>
#include <gio/gio.h>

/* libatspi 2.46 has none of its own. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiAccessible, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiComponent, g_object_unref)

struct _CpEyes {
  char *application;
};

typedef struct {
  CpEyes *eyes;
  const char *words;
  gboolean control;
  CpPlace place;
} Search;

/* Whether to go on walking. */
typedef gboolean (*VisitFunc) (AtspiAccessible *node, const char *name, gpointer data);

typedef enum { EVERYTHING, WHAT_CAN_BE_PRESSED } Part;

static gboolean
get_place (AtspiAccessible *node, CpPlace *ret_place)
{
  g_autoptr (AtspiComponent) component = atspi_accessible_get_component_iface (node);
  AtspiRect *r;

  if (component == NULL)
    return FALSE;
  r = atspi_component_get_extents (component, ATSPI_COORD_TYPE_WINDOW, NULL);
  if (r == NULL)
    return FALSE;
  *ret_place = (CpPlace){ r->x, r->y, r->width, r->height };
  g_free (r);
  return ret_place->width > 0 && ret_place->height > 0;
}

/* Only the node itself knows: what lies in one that is not sensitive says that it is. */
static gboolean
is_sensitive (AtspiAccessible *node)
{
  AtspiStateSet *states = atspi_accessible_get_state_set (node);
  gboolean sensitive = atspi_state_set_contains (states, ATSPI_STATE_SENSITIVE);

  g_object_unref (states);
  return sensitive;
}

static gboolean
walk (AtspiAccessible *node, Part part, VisitFunc visit, gpointer data)
{
  g_autofree char *name = atspi_accessible_get_name (node, NULL);
  int n_children;

  if (name != NULL && *name != '\0' && !visit (node, name, data))
    return FALSE;
  n_children = atspi_accessible_get_child_count (node, NULL);
  for (int i = 0; i < n_children; i++) {
    g_autoptr (AtspiAccessible) child = atspi_accessible_get_child_at_index (node, i, NULL);

    if (child != NULL && (part == EVERYTHING || is_sensitive (child)) &&
        !walk (child, part, visit, data))
      return FALSE;
  }
  return TRUE;
}

/* Looked up anew each time: the kiosk may have been killed and come back. */
static AtspiAccessible *
find_application (CpEyes *self)
{
  g_autoptr (AtspiAccessible) desktop = atspi_get_desktop (0);
  int n = atspi_accessible_get_child_count (desktop, NULL);

  for (int i = n - 1; i >= 0; i--) {
    g_autoptr (AtspiAccessible) app = atspi_accessible_get_child_at_index (desktop, i, NULL);
    g_autofree char *name = app != NULL ? atspi_accessible_get_name (app, NULL) : NULL;

    if (g_strcmp0 (name, self->application) == 0)
      return g_steal_pointer (&app);
  }
  return NULL;
}

static gboolean
application_is_there (gpointer data)
{
  g_autoptr (AtspiAccessible) app = find_application (data);

  return app != NULL;
}

CpEyes *
cp_eyes_new (const char *application, guint timeout_ms, GError **error)
{
  g_autoptr (CpEyes) self = g_new0 (CpEyes, 1);

  atspi_init ();
  self->application = g_strdup (application);
  if (!cp_wait_for (application_is_there, self, timeout_ms)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "%s is not on the accessibility bus",
                 application);
    return NULL;
  }
  return g_steal_pointer (&self);
}

void
cp_eyes_free (CpEyes *self)
{
  g_free (self->application);
  g_free (self);
}

static gboolean
is_control (AtspiAccessible *node)
{
  switch ((int) atspi_accessible_get_role (node, NULL)) {
  case ATSPI_ROLE_LABEL:
  case ATSPI_ROLE_STATIC:
  case ATSPI_ROLE_PANEL:
  case ATSPI_ROLE_FILLER:
  case ATSPI_ROLE_FRAME:
  case ATSPI_ROLE_GROUPING:
    return FALSE;
  default:
    return TRUE;
  }
}

static gboolean
visit_for_search (AtspiAccessible *node, const char *name, gpointer data)
{
  Search *search = data;
  gboolean fits = search->control ? g_str_equal (name, search->words) && is_control (node)
                                  : strstr (name, search->words) != NULL;

  return !(fits && get_place (node, &search->place));
}

static gboolean
search_once (gpointer data)
{
  Search *search = data;
  g_autoptr (AtspiAccessible) app = find_application (search->eyes);
  Part part = search->control ? WHAT_CAN_BE_PRESSED : EVERYTHING;

  return app != NULL && !walk (app, part, visit_for_search, search);
}

static gboolean
search_at_rest (gpointer data)
{
  Search *search = data;
  CpPlace before = search->place;

  return search_once (search) && memcmp (&before, &search->place, sizeof before) == 0;
}

static gboolean
fail (CpEyes *self, const char *words, GError **error)
{
  g_autofree char *seen = cp_eyes_describe (self);

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
               "\"%s\" is not on the screen, which says:\n%s", words, seen);
  return FALSE;
}

gboolean
cp_eyes_find_control (
    CpEyes *self, const char *name, guint timeout_ms, CpPlace *ret_place, GError **error)
{
  Search search = { self, name, TRUE, { -1, -1, -1, -1 } };

  if (!cp_wait_for (search_at_rest, &search, timeout_ms))
    return fail (self, name, error);
  *ret_place = search.place;
  return TRUE;
}

gboolean
cp_eyes_sees (CpEyes *self, const char *words)
{
  Search search = { self, words, FALSE, { 0, 0, 0, 0 } };

  return search_once (&search);
}

gboolean
cp_eyes_read (CpEyes *self, const char *words, guint timeout_ms, GError **error)
{
  Search search = { self, words, FALSE, { 0, 0, 0, 0 } };

  return cp_wait_for (search_once, &search, timeout_ms) || fail (self, words, error);
}

static gboolean
visit_for_description (AtspiAccessible *node, const char *name, gpointer data)
{
  g_autofree char *role = atspi_accessible_get_role_name (node, NULL);
  CpPlace place;

  if (get_place (node, &place))
    g_string_append_printf (data, "  %s: %s (%d,%d %dx%d)\n", role, name, place.x, place.y,
                            place.width, place.height);
  return TRUE;
}

char *
cp_eyes_describe (CpEyes *self)
{
  g_autoptr (AtspiAccessible) app = find_application (self);
  GString *words = g_string_new (NULL);

  if (app != NULL)
    walk (app, EVERYTHING, visit_for_description, words);
  return g_string_free (words, FALSE);
}
