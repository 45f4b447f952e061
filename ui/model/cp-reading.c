/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-reading.h"

#include "cp-kiosk-private.h"

struct _CpReading {
  GObject parent_instance;

  CpKiosk *kiosk; /* which outlives us */
  char *what;
  CpJson *reply;
  char *problem;
  guint serial; /* of the latest question */
};

/* A question under way. */
typedef struct {
  GWeakRef reading;
  guint serial;
} Question;

static guint changed_signal;

G_DEFINE_FINAL_TYPE (CpReading, cp_reading, G_TYPE_OBJECT)

static void
question_free (gpointer data)
{
  Question *question = data;

  g_weak_ref_clear (&question->reading);
  g_free (question);
}

/* @reply: (nullable) */
static void
take (CpReading *self, const CpJson *reply, const char *problem)
{
  cp_document_take (&self->reply, json_incref ((CpJson *) reply));
  g_free (self->problem);
  self->problem = g_strdup (problem);
  g_signal_emit (self, changed_signal, 0);
}

static void
on_read (CpKiosk *kiosk, CpJson *reply, const GError *error, gpointer data)
{
  Question *question = data;
  g_autoptr (CpReading) self = g_weak_ref_get (&question->reading);

  if (self == NULL || question->serial != self->serial)
    return;
  take (self, reply, reply == NULL ? cp_kiosk_describe_error (error) : NULL);
}

void
cp_reading_ask (CpReading *self, CpJson *request)
{
  g_autoptr (CpJson) document = request;
  const char *member_id =
      cp_json_get_text (cp_json_get_object (cp_kiosk_get_view (self->kiosk), "member"), "id");
  g_autofree char *text = NULL;
  Question *question;

  self->serial++;
  if (*cp_kiosk_get_token (self->kiosk) == '\0')
    return; /* nobody is there to read it */
  cp_json_set_text (document, "member_id", member_id);
  text = cp_json_to_text (document);
  question = g_new0 (Question, 1);
  g_weak_ref_init (&question->reading, self);
  question->serial = self->serial;
  cp_kiosk_call (self->kiosk, "Read",
                 g_variant_new ("(sss)", cp_kiosk_get_token (self->kiosk), self->what, text),
                 on_read, question, question_free);
}

void
cp_reading_forget (CpReading *self)
{
  self->serial++;
  if (self->reply != NULL || self->problem != NULL)
    take (self, NULL, NULL);
}

const CpJson *
cp_reading_get_reply (CpReading *self)
{
  return self->reply;
}

const char *
cp_reading_get_problem (CpReading *self)
{
  return self->problem;
}

static void
finalize (GObject *object)
{
  CpReading *self = CP_READING (object);

  cp_document_take (&self->reply, NULL);
  g_free (self->what);
  g_free (self->problem);
  G_OBJECT_CLASS (cp_reading_parent_class)->finalize (object);
}

static void
cp_reading_class_init (CpReadingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  changed_signal = g_signal_new ("changed", CP_TYPE_READING, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
cp_reading_init (CpReading *self)
{
}

CpReading *
cp_reading_new (CpKiosk *kiosk, const char *what)
{
  CpReading *self = g_object_new (CP_TYPE_READING, NULL);

  self->kiosk = kiosk;
  self->what = g_strdup (what);
  return self;
}
