/* Makes a process live faster: its monotonic clock runs FAST_CLOCK times as fast, and what it asks
 * timers to wait for takes as much less. So a deadline of five minutes can be tried in seconds.
 * Loaded with LD_PRELOAD by the crash tests into the release binary.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/timerfd.h>
#include <time.h>

static long factor = 1;
static long long born;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static long long nanoseconds(const struct timespec *time) {
  return time->tv_sec * 1000000000LL + time->tv_nsec;
}

static struct timespec timespec_of(long long count) {
  struct timespec time = {count / 1000000000LL, count % 1000000000LL};
  return time;
}

__attribute__((constructor)) static void read_settings(void) {
  struct timespec now;
  REAL(clock_gettime)(CLOCK_MONOTONIC, &now);
  born = nanoseconds(&now);
  const char *wish = getenv("FAST_CLOCK");
  if (wish != NULL && atol(wish) > 0) factor = atol(wish);
  unsetenv("LD_PRELOAD");
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  int result = REAL(clock_gettime)(clock, time);
  if (result == 0 && clock == CLOCK_MONOTONIC) {
    *time = timespec_of(born + (nanoseconds(time) - born) * factor);
  }
  return result;
}

int timerfd_settime(int descriptor, int flags, const struct itimerspec *wanted,
                    struct itimerspec *before) {
  struct itimerspec sooner = *wanted;
  if ((flags & TFD_TIMER_ABSTIME) == 0) {
    long long wait = nanoseconds(&wanted->it_value);
    sooner.it_value = timespec_of(wait > 0 && wait < factor ? 1 : wait / factor);
  }
  return REAL(timerfd_settime)(descriptor, flags, &sooner, before);
}
