#include "app/process.hpp"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace postferry::app {
namespace {

Secret take_variable(const char* name) {
  char* value = ::getenv(name);
  if (value == nullptr) return {};
  Secret secret(value);
  ::explicit_bzero(value, ::strlen(value));
  ::unsetenv(name);
  return secret;
}

}  // namespace

void forbid_core_dumps() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0);
}

void fail_writes_with_errors() {
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);
}

EnvironmentPasswords take_environment_passwords() {
  return {.source = take_variable("POSTFERRY_SOURCE_PASSWORD"),
          .target = take_variable("POSTFERRY_TARGET_PASSWORD"),
          .token = take_variable("POSTFERRY_TOKEN")};
}

}  // namespace postferry::app
