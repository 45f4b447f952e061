/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-curl-transport.h"

#include <curl/curl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

#include "cp-error.h"
#include "cp-json.h"
#include "cp-wire-gzip.h"

#define CONNECT_TIMEOUT_MS 3000
#define SILENT_PEER_MS 6000
#define KEEPALIVE_IDLE_S 3L
#define KEEPALIVE_INTERVAL_S 1L
#define POLL_MS 1000

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CURLU, curl_url_cleanup)

/* One request. The main thread makes it, the curl thread fills in the answer, the main thread frees
 * it. */
typedef struct {
  CpCurlTransport *transport; /* a reference, once it is on its way back */
  guint id;
  gboolean is_cancel;
  gboolean is_quit;
  char *method;
  char *url;
  GBytes *body;
  gboolean is_packed;
  gint64 timeout_ms;
  CURL *easy;
  struct curl_slist *headers;
  GByteArray *answer;
  guint status;
  gint64 retry_after_ms;
  char *trouble;
} Job;

typedef struct {
  CpTransportDoneFunc done;
  gpointer data;
} Waiting;

struct _CpCurlTransport {
  char *base;
  char *authorization;
  GMainContext *context;
  GThread *thread;
  GAsyncQueue *jobs;
  CURLM *multi;

  GHashTable *waiting; /* main thread: id → Waiting */
  guint last_id;

  GHashTable *running; /* curl thread: id → Job */
};

static void
free_job (Job *job)
{
  if (job->easy != NULL)
    curl_easy_cleanup (job->easy);
  curl_slist_free_all (job->headers);
  g_clear_pointer (&job->answer, g_byte_array_unref);
  g_free (job->method);
  g_free (job->url);
  g_clear_pointer (&job->body, g_bytes_unref);
  g_free (job->trouble);
  g_free (job);
}

static size_t
on_body (char *bytes, size_t size, size_t n, void *data)
{
  Job *job = data;
  size_t length = size * n;

  if (job->answer->len + length > CP_JSON_MAX_BYTES)
    return 0;
  g_byte_array_append (job->answer, (const guint8 *) bytes, (guint) length);
  return length;
}

/* What has been sent and is not confirmed within this time means that nobody is there. */
static int
on_socket (void *data, curl_socket_t fd, curlsocktype purpose)
{
  int timeout_ms = SILENT_PEER_MS;

  setsockopt (fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout_ms, sizeof timeout_ms);
  return CURL_SOCKOPT_OK;
}

static void
set_limits (CURL *easy, const Job *job)
{
  curl_easy_setopt (easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt (easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt (easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (easy, CURLOPT_TIMEOUT_MS, (long) job->timeout_ms);
  curl_easy_setopt (easy, CURLOPT_CONNECTTIMEOUT_MS, (long) CONNECT_TIMEOUT_MS);
  curl_easy_setopt (easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt (easy, CURLOPT_TCP_KEEPIDLE, KEEPALIVE_IDLE_S);
  curl_easy_setopt (easy, CURLOPT_TCP_KEEPINTVL, KEEPALIVE_INTERVAL_S);
  curl_easy_setopt (easy, CURLOPT_SOCKOPTFUNCTION, on_socket);
}

static void
set_body (Job *job)
{
  job->headers = curl_slist_append (job->headers, "Content-Type: application/json");
  if (job->is_packed)
    job->headers = curl_slist_append (job->headers, "Content-Encoding: gzip");
  curl_easy_setopt (job->easy, CURLOPT_POSTFIELDSIZE_LARGE,
                    (curl_off_t) g_bytes_get_size (job->body));
  curl_easy_setopt (job->easy, CURLOPT_POSTFIELDS, g_bytes_get_data (job->body, NULL));
}

static void
set_up (CpCurlTransport *self, Job *job)
{
  job->easy = curl_easy_init ();
  job->answer = g_byte_array_new ();
  job->headers = curl_slist_append (NULL, self->authorization);
  job->headers = curl_slist_append (job->headers, "Accept: application/json");
  job->headers = curl_slist_append (job->headers, "Expect:");
  set_limits (job->easy, job);
  curl_easy_setopt (job->easy, CURLOPT_URL, job->url);
  curl_easy_setopt (job->easy, CURLOPT_USERAGENT, "counterpart/" CP_VERSION);
  curl_easy_setopt (job->easy, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt (job->easy, CURLOPT_WRITEDATA, job);
  curl_easy_setopt (job->easy, CURLOPT_PRIVATE, job);
  curl_easy_setopt (job->easy, CURLOPT_ACCEPT_ENCODING, "gzip");
  if (job->body != NULL)
    set_body (job);
  curl_easy_setopt (job->easy, CURLOPT_CUSTOMREQUEST, job->method);
  curl_easy_setopt (job->easy, CURLOPT_HTTPHEADER, job->headers);
}

static const char *
describe (CURLcode code)
{
  switch ((int) code) {
  case CURLE_COULDNT_RESOLVE_HOST:
    return "Head office's name can't be found on the network";
  case CURLE_COULDNT_CONNECT:
    return "Head office can't be reached";
  case CURLE_OPERATION_TIMEDOUT:
    return "Head office does not answer";
  case CURLE_WRITE_ERROR:
    return "Head office's answer is too large";
  default:
    return curl_easy_strerror (code);
  }
}

static gboolean
on_answer (gpointer data)
{
  Job *job = data;
  CpCurlTransport *self = job->transport;
  Waiting *waiting = g_hash_table_lookup (self->waiting, GUINT_TO_POINTER (job->id));
  CpTransportAnswer answer = { job->status, (const char *) job->answer->data, job->answer->len,
                               job->retry_after_ms, job->trouble };

  if (waiting != NULL) {
    Waiting call = *waiting;

    g_hash_table_remove (self->waiting, GUINT_TO_POINTER (job->id));
    call.done (&answer, call.data);
  }
  return G_SOURCE_REMOVE;
}

static void
clear_transport (gpointer data)
{
  CpCurlTransport *self = data;

  g_hash_table_unref (self->waiting);
  g_async_queue_unref (self->jobs);
  g_main_context_unref (self->context);
  g_free (self->base);
  g_free (self->authorization);
}

static void
free_answered (gpointer data)
{
  Job *job = data;
  CpCurlTransport *self = job->transport;

  free_job (job);
  g_atomic_rc_box_release_full (self, clear_transport);
}

/* An idle source and not g_main_context_invoke(), which may call in this thread. */
static void
hand_back (CpCurlTransport *self, Job *job)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  job->transport = g_atomic_rc_box_acquire (self);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_answer, job, free_answered);
  g_source_attach (source, self->context);
}

static void
finish (CpCurlTransport *self, Job *job, CURLcode code)
{
  long status = 0;
  curl_off_t retry_after_s = 0;

  curl_multi_remove_handle (self->multi, job->easy);
  g_hash_table_steal (self->running, GUINT_TO_POINTER (job->id));
  if (code == CURLE_OK) {
    curl_easy_getinfo (job->easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo (job->easy, CURLINFO_RETRY_AFTER, &retry_after_s);
    job->status = (guint) status;
    job->retry_after_ms = MIN (retry_after_s, 24 * 3600) * 1000;
  } else {
    job->trouble = g_strdup (describe (code));
    g_byte_array_set_size (job->answer, 0);
  }
  hand_back (self, job);
}

static void
collect (CpCurlTransport *self)
{
  CURLMsg *message;
  int n_left;

  while ((message = curl_multi_info_read (self->multi, &n_left)) != NULL) {
    Job *job = NULL;

    if (message->msg != CURLMSG_DONE)
      continue;
    curl_easy_getinfo (message->easy_handle, CURLINFO_PRIVATE, (char **) &job);
    finish (self, job, message->data.result);
  }
}

static void
drop (CpCurlTransport *self, guint id)
{
  Job *job = g_hash_table_lookup (self->running, GUINT_TO_POINTER (id));

  if (job == NULL)
    return;
  curl_multi_remove_handle (self->multi, job->easy);
  g_hash_table_remove (self->running, GUINT_TO_POINTER (id));
}

/* Returns: whether the thread is to go on */
static gboolean
take_jobs (CpCurlTransport *self)
{
  Job *job;

  while ((job = g_async_queue_try_pop (self->jobs)) != NULL) {
    gboolean is_quit = job->is_quit;

    if (job->is_quit || job->is_cancel) {
      drop (self, job->id);
      free_job (job);
    } else {
      set_up (self, job);
      g_hash_table_insert (self->running, GUINT_TO_POINTER (job->id), job);
      curl_multi_add_handle (self->multi, job->easy);
    }
    if (is_quit)
      return FALSE;
  }
  return TRUE;
}

static gpointer
run_thread (gpointer data)
{
  CpCurlTransport *self = data;
  GHashTableIter iter;
  gpointer job;
  int n_running;

  while (take_jobs (self)) {
    curl_multi_perform (self->multi, &n_running);
    collect (self);
    curl_multi_poll (self->multi, NULL, 0, POLL_MS, NULL);
  }
  g_hash_table_iter_init (&iter, self->running);
  while (g_hash_table_iter_next (&iter, NULL, &job))
    curl_multi_remove_handle (self->multi, ((Job *) job)->easy);
  g_hash_table_unref (self->running);
  curl_multi_cleanup (self->multi);
  return NULL;
}

static void
post (CpCurlTransport *self, Job *job)
{
  g_async_queue_push (self->jobs, job);
  curl_multi_wakeup (self->multi);
}

static void
take_body (Job *job, const char *body)
{
  gsize size_bytes = body != NULL ? strlen (body) : 0;

  if (body == NULL)
    return;
  job->is_packed = size_bytes >= CP_GZIP_LEAST_BYTES;
  job->body = job->is_packed ? cp_gzip_pack (body, size_bytes) : g_bytes_new (body, size_bytes);
}

static guint
send_request (gpointer data,
              const CpTransportRequest *request,
              CpTransportDoneFunc done,
              gpointer done_data)
{
  CpCurlTransport *self = data;
  Job *job = g_new0 (Job, 1);
  Waiting *waiting = g_new (Waiting, 1);

  *waiting = (Waiting){ done, done_data };
  job->id = ++self->last_id;
  job->method = g_strdup (request->method);
  job->url = g_strconcat (self->base, request->path, NULL);
  take_body (job, request->body);
  job->timeout_ms = request->timeout_ms;
  g_hash_table_insert (self->waiting, GUINT_TO_POINTER (job->id), waiting);
  post (self, job);
  return self->last_id;
}

static void
cancel_request (gpointer data, guint id)
{
  CpCurlTransport *self = data;
  Job *job = g_new0 (Job, 1);

  g_hash_table_remove (self->waiting, GUINT_TO_POINTER (id));
  job->id = id;
  job->is_cancel = TRUE;
  post (self, job);
}

static gboolean
is_token (const char *token)
{
  return *token != '\0' &&
         strspn (token, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~+/=") ==
             strlen (token);
}

/* `https://host:port`, or %NULL */
static char *
read_base (const char *head_office)
{
  g_autoptr (GUri) uri = g_uri_parse (head_office, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  const char *path = uri != NULL ? g_uri_get_path (uri) : NULL;

  if (scheme == NULL || (!g_str_equal (scheme, "http") && !g_str_equal (scheme, "https")))
    return NULL;
  if (g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL ||
      (*path != '\0' && !g_str_equal (path, "/")))
    return NULL;
  return g_uri_join (G_URI_FLAGS_NONE, scheme, NULL, g_uri_get_host (uri), g_uri_get_port (uri), "",
                     NULL, NULL);
}

CpCurlTransport *
cp_curl_transport_new (const char *head_office, const char *token, GError **error)
{
  g_autofree char *base = read_base (head_office);
  CpCurlTransport *self;

  if (base == NULL || !is_token (token)) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID,
                         base == NULL ? "Head office's address must be http(s)://HOST[:PORT]"
                                      : "The device's token holds what a token can't");
    return NULL;
  }
  curl_global_init (CURL_GLOBAL_DEFAULT);
  self = g_atomic_rc_box_new0 (CpCurlTransport);
  self->base = g_steal_pointer (&base);
  self->authorization = g_strconcat ("Authorization: Bearer ", token, NULL);
  self->context = g_main_context_ref_thread_default ();
  self->jobs = g_async_queue_new_full ((GDestroyNotify) free_job);
  self->waiting = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->running = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) free_job);
  self->multi = curl_multi_init ();
  self->thread = g_thread_new ("curl", run_thread, self);
  return self;
}

void
cp_curl_transport_free (CpCurlTransport *self)
{
  Job *job;

  if (self == NULL)
    return;
  job = g_new0 (Job, 1);
  job->is_quit = TRUE;
  g_hash_table_remove_all (self->waiting);
  post (self, job);
  g_thread_join (self->thread);
  g_atomic_rc_box_release_full (self, clear_transport);
}

CpTransport
cp_curl_transport_get_transport (CpCurlTransport *self)
{
  return (CpTransport){ send_request, cancel_request, self };
}
