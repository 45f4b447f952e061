/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* In place of libusb-0.1, by LD_PRELOAD: a bus with one ACR122U on it, so that libnfc's real acr122_usb
 * driver runs over the emulated PN532. The reader's answers wait in a queue, as in its bridge: one
 * that came too late is the answer to the next question. USB_SHIM_LINE names the emulator's line.
 * A preloaded library has nobody to hold its state, so that is static here. */
#undef _FILE_OFFSET_BITS /* which would make one of open() and open64() */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <usb.h>

#define LINE "USB_SHIM_LINE"
#define DEVICE_NODES "/dev/bus/usb/"
#define N_CCID_HEAD 10
#define N_APDU_HEAD 5
#define POWER_ON 0x62
#define TRANSFER 0x6F
#define DATA_BLOCK 0x80
#define DIRECT_TRANSMIT 0xD4
#define FROM_CHIP 0xD5
#define MAX_ANSWER 300
#define N_ANSWERS 16

typedef struct {
  size_t length;
  unsigned char bytes[MAX_ANSWER];
} Answer;

static struct {
  struct usb_bus bus;
  struct usb_device device;
  struct usb_config_descriptor config;
  struct usb_interface interface;
  struct usb_interface_descriptor setting;
  struct usb_endpoint_descriptor endpoints[2];
  int fd;
  unsigned char input[2048];
  size_t n_input;
  Answer answers[N_ANSWERS];
  unsigned first, n_answers;
} shim = { .fd = -1 };

struct usb_dev_handle {
  int unused;
};
static struct usb_dev_handle the_handle;

void
usb_init (void)
{
  shim.endpoints[0] = (struct usb_endpoint_descriptor){ .bEndpointAddress = 0x82,
                                                        .bmAttributes = USB_ENDPOINT_TYPE_BULK,
                                                        .wMaxPacketSize = 0x40 };
  shim.endpoints[1] = shim.endpoints[0];
  shim.endpoints[1].bEndpointAddress = 0x02;
  shim.setting.bNumEndpoints = 2;
  shim.setting.endpoint = shim.endpoints;
  shim.interface.altsetting = &shim.setting;
  shim.interface.num_altsetting = 1;
  shim.config.bNumInterfaces = 1;
  shim.config.interface = &shim.interface;
  strcpy (shim.device.filename, "004");
  shim.device.bus = &shim.bus;
  shim.device.descriptor.idVendor = 0x072F;
  shim.device.descriptor.idProduct = 0x2200;
  shim.device.descriptor.bNumConfigurations = 1;
  shim.device.config = &shim.config;
  strcpy (shim.bus.dirname, "001");
  shim.bus.devices = &shim.device;
}

int
usb_find_busses (void)
{
  return 1;
}

int
usb_find_devices (void)
{
  return 1;
}

struct usb_bus *
usb_get_busses (void)
{
  return &shim.bus;
}

usb_dev_handle *
usb_open (struct usb_device *device)
{
  const char *path = getenv (LINE);
  struct termios settings;

  shim.fd = path != NULL ? open (path, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK) : -1;
  if (shim.fd < 0)
    return NULL;
  if (tcgetattr (shim.fd, &settings) == 0) {
    cfmakeraw (&settings);
    tcsetattr (shim.fd, TCSANOW, &settings);
  }
  return &the_handle;
}

int
usb_close (usb_dev_handle *handle)
{
  close (shim.fd);
  shim.fd = -1;
  return 0;
}

/* What the bridge had in store is gone. */
int
usb_reset (usb_dev_handle *handle)
{
  shim.n_answers = 0;
  shim.n_input = 0;
  tcflush (shim.fd, TCIFLUSH);
  return 0;
}

int
usb_set_configuration (usb_dev_handle *handle, int configuration)
{
  return 0;
}

int
usb_claim_interface (usb_dev_handle *handle, int interface)
{
  return 0;
}

int
usb_release_interface (usb_dev_handle *handle, int interface)
{
  return 0;
}

int
usb_set_altinterface (usb_dev_handle *handle, int alternate)
{
  return 0;
}

int
usb_get_string_simple (usb_dev_handle *handle, int index, char *buffer, size_t size)
{
  return -EIO;
}

static void
queue_answer (const unsigned char *bytes, size_t n, unsigned char error)
{
  Answer *answer = &shim.answers[(shim.first + shim.n_answers) % N_ANSWERS];

  if (shim.n_answers == N_ANSWERS || N_CCID_HEAD + n > MAX_ANSWER)
    return;
  memset (answer->bytes, 0, N_CCID_HEAD);
  answer->bytes[0] = DATA_BLOCK;
  answer->bytes[1] = (unsigned char) n;
  answer->bytes[2] = (unsigned char) (n >> 8);
  answer->bytes[8] = error;
  memcpy (answer->bytes + N_CCID_HEAD, bytes, n);
  answer->length = N_CCID_HEAD + n;
  shim.n_answers++;
}

/* A command to the chip, framed as on its line. */
static int
send_to_chip (const unsigned char *data, size_t n)
{
  unsigned char frame[MAX_ANSWER] = { 0x00, 0x00, 0xFF, (unsigned char) n, (unsigned char) -n };
  unsigned char sum = 0;

  for (size_t i = 0; i < n; i++)
    sum = (unsigned char) (sum + data[i]);
  memcpy (frame + 5, data, n);
  frame[5 + n] = (unsigned char) -sum;
  return write (shim.fd, frame, n + 7) == (ssize_t) n + 7 ? 0 : -ENODEV;
}

static int
run_apdu (const unsigned char *apdu, size_t n)
{
  static const unsigned char well[] = { 0x90, 0x00 };

  if (n > N_APDU_HEAD && apdu[N_APDU_HEAD] == DIRECT_TRANSMIT)
    return send_to_chip (apdu + N_APDU_HEAD, n - N_APDU_HEAD);
  queue_answer (well, sizeof well, 0);
  return 0;
}

int
usb_bulk_write (usb_dev_handle *handle, int endpoint, const char *bytes, int size, int timeout)
{
  static const unsigned char atr[] = { 0x3B, 0x00 };
  const unsigned char *packet = (const unsigned char *) bytes;
  int result = 0;

  if (size < N_CCID_HEAD)
    return size;
  if (packet[0] == POWER_ON)
    queue_answer (atr, sizeof atr, 0);
  else if (packet[0] == TRANSFER)
    result = run_apdu (packet + N_CCID_HEAD, (size_t) size - N_CCID_HEAD);
  return result < 0 ? result : size;
}

static void
consume (size_t n)
{
  memmove (shim.input, shim.input + n, shim.n_input - n);
  shim.n_input -= n;
}

/* The bridge passes on what the chip answers, and says so if that is its error frame. */
static void
on_frame (const unsigned char *body, size_t n)
{
  static const unsigned char failed[] = { 0x63, 0x7F };
  unsigned char answer[MAX_ANSWER];

  if (n > MAX_ANSWER - N_CCID_HEAD - 2 || n == 0)
    return;
  if (body[0] != FROM_CHIP) {
    queue_answer (failed, sizeof failed, 0);
    return;
  }
  memcpy (answer, body, n);
  answer[n] = 0x90;
  answer[n + 1] = 0x00;
  queue_answer (answer, n + 2, 0);
}

/* Takes one frame off the line. Returns whether there may be more. */
static int
take_frame (void)
{
  size_t at = 0, n;

  while (at + 1 < shim.n_input && !(shim.input[at] == 0x00 && shim.input[at + 1] == 0xFF))
    at++;
  consume (at);
  if (shim.n_input < 4)
    return 0;
  n = shim.input[2];
  if (n + shim.input[3] == 0xFF) {
    consume (4); /* ACK or NACK */
    return 1;
  }
  if (n == 0 || (unsigned char) (n + shim.input[3]) != 0) {
    consume (2);
    return 1;
  }
  if (shim.n_input < 4 + n + 1)
    return 0;
  on_frame (shim.input + 4, n);
  consume (4 + n + 1);
  return 1;
}

static long
now_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Returns 0, or the error that the kernel has for a device that was pulled. */
static int
read_line (int timeout_ms)
{
  struct pollfd line = { .fd = shim.fd, .events = POLLIN };
  ssize_t n;

  if (poll (&line, 1, timeout_ms) <= 0)
    return 0;
  if (shim.n_input == sizeof shim.input)
    shim.n_input = 0;
  n = read (shim.fd, shim.input + shim.n_input, sizeof shim.input - shim.n_input);
  if (n <= 0)
    return n < 0 && errno == EAGAIN ? 0 : -ENODEV;
  shim.n_input += (size_t) n;
  while (take_frame ())
    ;
  return 0;
}

int
usb_bulk_read (usb_dev_handle *handle, int endpoint, char *bytes, int size, int timeout)
{
  long until_ms = now_ms () + timeout, left_ms;
  Answer *answer;

  while (shim.n_answers == 0) {
    left_ms = until_ms - now_ms ();
    if (left_ms <= 0)
      return -ETIMEDOUT;
    if (read_line ((int) left_ms) < 0)
      return -ENODEV;
  }
  answer = &shim.answers[shim.first];
  shim.first = (shim.first + 1) % N_ANSWERS;
  shim.n_answers--;
  if (answer->length > (size_t) size)
    return -EOVERFLOW;
  memcpy (bytes, answer->bytes, answer->length);
  return (int) answer->length;
}

/* The reader's process locks the device's node, which is the emulator's line as well. */
static int
open_instead (const char *name, const char *path, int flags, mode_t mode)
{
  int (*real) (const char *, int, ...) = (int (*) (const char *, int, ...)) dlsym (RTLD_NEXT, name);
  const char *line = getenv (LINE);

  if (line != NULL && strncmp (path, DEVICE_NODES, strlen (DEVICE_NODES)) == 0)
    path = line;
  return real (path, flags, mode);
}

int
open64 (const char *path, int flags, ...)
{
  va_list arguments;
  mode_t mode;

  va_start (arguments, flags);
  mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg (arguments, mode_t) : 0;
  va_end (arguments);
  return open_instead ("open64", path, flags, mode);
}

int
open (const char *path, int flags, ...)
{
  va_list arguments;
  mode_t mode;

  va_start (arguments, flags);
  mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg (arguments, mode_t) : 0;
  va_end (arguments);
  return open_instead ("open", path, flags, mode);
}
