/* Counts the steps of a process from outside of its code, and can end it at any of them.
 *
 * Loaded with LD_PRELOAD by the crash tests into the release binary. A step is each write to a TCP
 * socket, each read that brought bytes from one, and each fdatasync or fsync.
 *   STEPS_KILL_AT=N   SIGKILL at step N ...
 *   STEPS_WHEN=before|after   ... before it happens (the default) or once it has
 *   STEPS_LOG=FILE    one line a step: number, kind, peer's port or file name, bytes, and how many
 *                     APPEND commands and literals' announcements the bytes hold
 *   STEPS_STATE=DIR STEPS_IMAGE=DIR   at every sync of a file in the first, its bytes of that
 *                     moment go to the second: what a power failure would surely leave
 * STEPS_LOG and STEPS_IMAGE are written with plain system calls, so they are no steps.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long steps;
static long kill_at;
static int kill_after;
static int log_descriptor = -1;
static const char *state_folder;
static const char *image_folder;

__attribute__((constructor)) static void read_settings(void) {
  const char *at = getenv("STEPS_KILL_AT");
  const char *when = getenv("STEPS_WHEN");
  const char *log = getenv("STEPS_LOG");
  if (at != NULL) kill_at = atol(at);
  kill_after = when != NULL && strcmp(when, "after") == 0;
  if (log != NULL) log_descriptor = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  state_folder = getenv("STEPS_STATE");
  image_folder = getenv("STEPS_IMAGE");
  /* Only this process: what it starts is not counted. */
  unsetenv("LD_PRELOAD");
}

/* The port of the peer of a TCP socket; 0 for everything else. */
static int peer_port(int descriptor) {
  struct sockaddr_storage peer;
  socklen_t size = sizeof peer;
  int saved = errno;
  int failed = getpeername(descriptor, (struct sockaddr *)&peer, &size);
  errno = saved;
  if (failed) return 0;
  if (peer.ss_family == AF_INET) return ntohs(((struct sockaddr_in *)&peer)->sin_port);
  if (peer.ss_family == AF_INET6) return ntohs(((struct sockaddr_in6 *)&peer)->sin6_port);
  return 0;
}

static long begin_step(void) {
  long step = atomic_fetch_add(&steps, 1) + 1;
  if (step == kill_at && !kill_after) kill(getpid(), SIGKILL);
  return step;
}

static void end_step(long step) {
  if (step == kill_at && kill_after) kill(getpid(), SIGKILL);
}

static void write_line(long step, const char *kind, const char *where, long bytes, long appends) {
  if (log_descriptor < 0) return;
  char line[PATH_MAX + 100];
  int length = snprintf(line, sizeof line, "%ld %s %s %ld %ld\n", step, kind, where, bytes, appends);
  syscall(SYS_write, log_descriptor, line, (size_t)length);
}

static void log_socket(long step, const char *kind, int port, long bytes, long appends) {
  char where[16];
  snprintf(where, sizeof where, "%d", port);
  write_line(step, kind, where, bytes, appends);
}

/* How many APPEND commands begin in these bytes. */
static long appends_in(const struct iovec *pieces, size_t count) {
  static const char word[] = " APPEND ";
  long found = 0;
  for (size_t piece = 0; piece < count; ++piece) {
    const char *at = pieces[piece].iov_base;
    size_t left = pieces[piece].iov_len;
    const char *hit;
    while (left > 0 && (hit = memmem(at, left, word, sizeof word - 1)) != NULL) {
      ++found;
      left -= (size_t)(hit - at) + sizeof word - 1;
      at = hit + sizeof word - 1;
    }
  }
  return found;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t send(int descriptor, const void *bytes, size_t size, int flags) {
  int port = peer_port(descriptor);
  if (port == 0) return REAL(send)(descriptor, bytes, size, flags);
  struct iovec piece = {(void *)bytes, size};
  long step = begin_step();
  ssize_t sent = REAL(send)(descriptor, bytes, size, flags);
  log_socket(step, "write", port, sent, sent > 0 ? appends_in(&piece, 1) : 0);
  end_step(step);
  return sent;
}

ssize_t sendmsg(int descriptor, const struct msghdr *message, int flags) {
  int port = peer_port(descriptor);
  if (port == 0) return REAL(sendmsg)(descriptor, message, flags);
  long step = begin_step();
  ssize_t sent = REAL(sendmsg)(descriptor, message, flags);
  log_socket(step, "write", port, sent,
             sent > 0 ? appends_in(message->msg_iov, message->msg_iovlen) : 0);
  end_step(step);
  return sent;
}

ssize_t write(int descriptor, const void *bytes, size_t size) {
  int port = peer_port(descriptor);
  if (port == 0) return REAL(write)(descriptor, bytes, size);
  struct iovec piece = {(void *)bytes, size};
  long step = begin_step();
  ssize_t sent = REAL(write)(descriptor, bytes, size);
  log_socket(step, "write", port, sent, sent > 0 ? appends_in(&piece, 1) : 0);
  end_step(step);
  return sent;
}

ssize_t writev(int descriptor, const struct iovec *pieces, int count) {
  int port = peer_port(descriptor);
  if (port == 0) return REAL(writev)(descriptor, pieces, count);
  long step = begin_step();
  ssize_t sent = REAL(writev)(descriptor, pieces, count);
  log_socket(step, "write", port, sent, sent > 0 ? appends_in(pieces, (size_t)count) : 0);
  end_step(step);
  return sent;
}

/* A read is a step when it brought bytes; to be killed "before" it means that nobody saw them. */
static ssize_t counted_read(int port, ssize_t got) {
  int saved = errno;
  if (port != 0 && got > 0) {
    long step = begin_step();
    log_socket(step, "read", port, got, 0);
    end_step(step);
  }
  errno = saved;
  return got;
}

ssize_t recv(int descriptor, void *into, size_t size, int flags) {
  return counted_read(peer_port(descriptor), REAL(recv)(descriptor, into, size, flags));
}

ssize_t recvmsg(int descriptor, struct msghdr *message, int flags) {
  return counted_read(peer_port(descriptor), REAL(recvmsg)(descriptor, message, flags));
}

ssize_t read(int descriptor, void *into, size_t size) {
  return counted_read(peer_port(descriptor), REAL(read)(descriptor, into, size));
}

ssize_t readv(int descriptor, const struct iovec *pieces, int count) {
  return counted_read(peer_port(descriptor), REAL(readv)(descriptor, pieces, count));
}

static int copy_bytes(int from, const char *to) {
  char buffer[65536];
  off_t at = 0;
  int target = (int)syscall(SYS_openat, AT_FDCWD, to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (target < 0) return -1;
  for (;;) {
    ssize_t got = pread(from, buffer, sizeof buffer, at);
    if (got <= 0) break;
    syscall(SYS_write, target, buffer, (size_t)got);
    at += got;
  }
  syscall(SYS_close, target);
  return 0;
}

/* After a folder's sync, names that are gone from it are gone for good. */
static void forget_removed(void) {
  DIR *folder = opendir(image_folder);
  if (folder == NULL) return;
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    char path[PATH_MAX];
    struct stat there;
    snprintf(path, sizeof path, "%s/%s", state_folder, entry->d_name);
    if (entry->d_name[0] == '.' || stat(path, &there) == 0) continue;
    snprintf(path, sizeof path, "%s/%s", image_folder, entry->d_name);
    unlink(path);
  }
  closedir(folder);
}

static int synced(int descriptor, const char *kind, int (*sync)(int)) {
  char link[64];
  char path[PATH_MAX];
  char image[PATH_MAX * 2];
  char fresh[PATH_MAX * 2 + 8];
  struct stat what;
  long step = begin_step();
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  path[length > 0 ? length : 0] = '\0';
  const char *name = strrchr(path, '/') != NULL ? strrchr(path, '/') + 1 : path;
  int is_state = state_folder != NULL && image_folder != NULL &&
                 strncmp(path, state_folder, strlen(state_folder)) == 0;
  int is_folder = fstat(descriptor, &what) == 0 && S_ISDIR(what.st_mode);
  snprintf(image, sizeof image, "%s/%s", image_folder != NULL ? image_folder : "", name);
  snprintf(fresh, sizeof fresh, "%s.fresh", image);
  int has_copy = is_state && !is_folder && copy_bytes(descriptor, fresh) == 0;
  int result = sync(descriptor);
  if (has_copy && result == 0) rename(fresh, image);
  if (is_state && is_folder && result == 0) forget_removed();
  write_line(step, kind, name, what.st_size, 0);
  end_step(step);
  return result;
}

int fdatasync(int descriptor) { return synced(descriptor, "fdatasync", REAL(fdatasync)); }

int fsync(int descriptor) { return synced(descriptor, "fsync", REAL(fsync)); }
