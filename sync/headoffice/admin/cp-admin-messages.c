/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is to be sent to members: the chain's own mailer takes it from here and says what came of it. Docs:
 * headoffice.md, "What is sent to members". */
#include "cp-admin-private.h"
#include "cp-error.h"
#include "cp-head-office-private.h"
#include "cp-profile-field.h"

typedef struct {
  GPtrArray *messages; /* (element-type CpMessage): those that wait */
  GError *error;
} Waiting;

static void
waiting_clear (Waiting *self)
{
  g_clear_pointer (&self->messages, g_ptr_array_unref);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Waiting, waiting_clear)

static gboolean
take (gpointer data, const char *text)
{
  Waiting *self = data;
  g_autoptr (CpJson) row = cp_json_parse_object (text, -1, &self->error);
  CpMessage *message =
      row != NULL ? cp_entity_from_newer_json (CP_KIND_MESSAGE, cp_json_get_object (row, "data"), 0,
                                               &self->error)
                  : NULL;

  if (message == NULL)
    return FALSE;
  if (message->state == CP_MESSAGE_QUEUED)
    g_ptr_array_add (self->messages, message);
  else
    cp_entity_free (message);
  return TRUE;
}

/* Whom it goes to, as they can be reached now; nothing of that for somebody who is gone. */
static void
add_member (const CpProgramme *programme,
            const CpMessage *message,
            const CpMember *member,
            CpJson *line)
{
  const CpChannel *channel =
      programme != NULL ? cp_programme_find_channel (programme, message->channel_id) : NULL;

  if (member == NULL)
    return;
  cp_json_set_text (line, "given_name", member->given_name);
  cp_json_set_text (line, "family_name", member->family_name);
  cp_json_set_text (line, "language", member->language);
  if (channel != NULL && channel->address != NULL)
    cp_json_set_text (line, "address", cp_profile_field_get (member, channel->address));
}

static gboolean
show (CpAdmin *self, const CpMessage *message, GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office);
  g_autoptr (CpJson) line = json_object ();
  g_autofree char *text = NULL;
  gpointer member = NULL;

  if (message->member_id != NULL &&
      !storage->class_->get_row (storage, CP_KIND_MEMBER, message->member_id, &member, error))
    return FALSE;
  cp_json_set_text (line, "id", message->entity.id);
  cp_json_set_text (line, "subject", message->subject);
  cp_json_set_text (line, "channel", message->channel_id);
  cp_json_set_text (line, "mailing", message->mailing_id);
  cp_json_set_text (line, "member_id", message->member_id);
  cp_json_set_int (line, "at_ms", message->at_ms);
  add_member (cp_head_office_get_programme (self->office), message, member, line);
  cp_entity_free (member);
  text = cp_json_to_text (line);
  g_string_append_printf (self->out, "%s\n", text);
  return TRUE;
}

int
cp_admin_show_messages (CpAdmin *self, GStrv *args, GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office);
  g_auto (Waiting) waiting = { g_ptr_array_new_with_free_func (cp_entity_free), NULL };

  if (!cp_admin_parse (args, NULL, 0, error) ||
      !storage->class_->list_rows (storage, cp_kind_get_type (CP_KIND_MESSAGE)->name, take,
                                   &waiting, error))
    return 1;
  if (waiting.error != NULL) {
    g_propagate_error (error, g_steal_pointer (&waiting.error));
    return 1;
  }
  for (guint i = 0; i < waiting.messages->len; i++)
    if (!show (self, waiting.messages->pdata[i], error))
      return 1;
  return 0;
}

/* Once it has failed or arrived it stays so: a mailer that says the same again changes nothing. */
static gboolean
move (CpMessage *message, CpMessageState state, const char *trouble, gint64 now_ms, GError **error)
{
  if (message->state != state && message->state >= CP_MESSAGE_DELIVERED) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "%s: has come to an end already",
                 message->entity.id);
    return FALSE;
  }
  if (state == CP_MESSAGE_DELIVERED && message->state != state)
    message->delivered_at_ms = now_ms;
  message->state = state;
  g_free (message->trouble);
  message->trouble = g_strdup (trouble);
  return TRUE;
}

/* What a mailer says of a message. */
typedef struct {
  const char *id;
  CpMessageState state;
  const char *trouble; /* (nullable) */
} Word;

static gboolean
try_change (CpHeadOffice *office, gpointer data, gboolean *ret_again, GError **error)
{
  const Word *word = data;
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (office);
  gint64 now_ms = cp_world_wall_ms (cp_head_office_get_world (office));
  gpointer message = NULL;
  gboolean ok;

  if (!cp_head_office_begin (office, error))
    return FALSE;
  ok = storage->class_->get_row (storage, CP_KIND_MESSAGE, word->id, &message, error);
  if (ok && message == NULL) {
    g_set_error (error, CP_ERROR, CP_ERROR_NOT_FOUND, "There is no message %s", word->id);
    ok = FALSE;
  }
  ok = ok && move (message, word->state, word->trouble, now_ms, error) &&
       cp_head_office_put_row (office, message, error) &&
       storage->class_->end_transaction (storage, error);
  cp_entity_free (message);
  return cp_head_office_finish (office, ok, error);
}

static int
set_state (CpAdmin *self, GStrv *args, CpMessageState state, GError **error)
{
  g_autofree char *trouble = NULL;
  const GOptionEntry entries[] = {
    { "trouble", 0, 0, G_OPTION_ARG_STRING, &trouble, NULL, NULL },
    { NULL },
  };
  Word word;

  if (!cp_admin_parse (args, state == CP_MESSAGE_FAILED ? entries : NULL, 1, error))
    return 1;
  word = (Word){ (*args)[1], state, trouble };
  return cp_head_office_attempt (self->office, try_change, &word, error) ? 0 : 1;
}

int
cp_admin_message_sent (CpAdmin *self, GStrv *args, GError **error)
{
  return set_state (self, args, CP_MESSAGE_SENT, error);
}

int
cp_admin_message_delivered (CpAdmin *self, GStrv *args, GError **error)
{
  return set_state (self, args, CP_MESSAGE_DELIVERED, error);
}

int
cp_admin_message_failed (CpAdmin *self, GStrv *args, GError **error)
{
  return set_state (self, args, CP_MESSAGE_FAILED, error);
}
