/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-screen.h"

#include "cp-large.h"
#include "cp-scroller.h"

typedef struct {
  CpKiosk *kiosk;
} CpScreenPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (CpScreen, cp_screen, GTK_TYPE_WIDGET)

enum { PROP_KIOSK = 1, N_PROPS };

static GParamSpec *props[N_PROPS];

CpKiosk *
cp_screen_get_kiosk (CpScreen *self)
{
  CpScreenPrivate *priv = cp_screen_get_instance_private (self);

  return priv->kiosk;
}

void
cp_screen_refresh (CpScreen *self)
{
  CpKiosk *kiosk = cp_screen_get_kiosk (self);

  if (kiosk != NULL && gtk_widget_get_visible (GTK_WIDGET (self)) &&
      CP_SCREEN_GET_CLASS (self)->refresh != NULL) {
    CP_SCREEN_GET_CLASS (self)->refresh (self, kiosk);
    if (cp_kiosk_get_large_text (kiosk))
      cp_large_arrange (GTK_WIDGET (self), TRUE);
  }
}

static void
watch (CpScreen *self, CpKiosk *kiosk)
{
  const char *const *watches = CP_SCREEN_GET_CLASS (self)->watches;

  for (gsize i = 0; watches != NULL && watches[i] != NULL; i++) {
    g_autofree char *signal = g_strconcat ("notify::", watches[i], NULL);

    g_signal_connect_object (kiosk, signal, G_CALLBACK (cp_screen_refresh), self,
                             G_CONNECT_SWAPPED);
  }
}

void
cp_screen_set_kiosk (CpScreen *self, CpKiosk *kiosk)
{
  CpScreenPrivate *priv = cp_screen_get_instance_private (self);

  if (kiosk == NULL || priv->kiosk != NULL)
    return; /* it is set once, from above */
  priv->kiosk = g_object_ref (kiosk);
  watch (self, kiosk);
  if (CP_SCREEN_GET_CLASS (self)->bind != NULL)
    CP_SCREEN_GET_CLASS (self)->bind (self, kiosk);
  cp_screen_refresh (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_KIOSK]);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_object (value, cp_screen_get_kiosk (CP_SCREEN (object)));
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  cp_screen_set_kiosk (CP_SCREEN (object), g_value_get_object (value));
}

static void
dispose (GObject *object)
{
  CpScreenPrivate *priv = cp_screen_get_instance_private (CP_SCREEN (object));
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&priv->kiosk);
  G_OBJECT_CLASS (cp_screen_parent_class)->dispose (object);
}

static void
cp_screen_class_init (CpScreenClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  props[PROP_KIOSK] =
      g_param_spec_object ("kiosk", NULL, NULL, CP_TYPE_KIOSK,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
cp_screen_init (CpScreen *self)
{
  g_signal_connect (self, "notify::visible", G_CALLBACK (cp_screen_refresh), NULL);
}

void
cp_screen_class_setup (CpScreenClass *klass,
                       const char *template_name,
                       const char *const *watches,
                       void (*refresh) (CpScreen *self, CpKiosk *kiosk))
{
  g_autofree char *path = g_strdup_printf ("/org/counterpart/ui/%s.ui", template_name);

  g_type_ensure (CP_TYPE_SCROLLER);
  klass->watches = watches;
  klass->refresh = refresh;
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass), path);
}
