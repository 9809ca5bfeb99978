// Which process holds a lease: enough to tell, on the same machine, whether it still lives, and to
// name it to a person.
//
// Read by leases.cpp. Linux's /proc: the boot's id, the process's number and its start time, which
// together never name two processes.
#pragma once

#include <cstdint>
#include <string>

namespace postferry::storage {

struct Process {
  std::string host;
  std::string boot;  // the boot's id and the namespace that numbers the processes
  std::int64_t pid = 0;
  std::int64_t started = 0;  // in clock ticks since the boot
  bool operator==(const Process&) const = default;
};

Process this_process();

enum class Life : std::uint8_t { alive, dead, unknown };
// Unknown when it runs, or ran, on another machine or in another boot.
Life life_of(const Process& process);

}  // namespace postferry::storage
