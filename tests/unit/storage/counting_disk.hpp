// SQLite's own file layer with a counter at its sync: how often the journal makes its log durable,
// and how long the log was when it did so last. At the library's edge; the product knows nothing
// of it. One at a time.
#pragma once

#include <cstdint>

namespace postferry::storage {

class CountingDisk {
 public:
  CountingDisk();
  ~CountingDisk();
  CountingDisk(const CountingDisk&) = delete;
  CountingDisk& operator=(const CountingDisk&) = delete;

  // Since this object was made, of all logs.
  int log_syncs() const;
  std::int64_t synced_log_bytes() const;
};

}  // namespace postferry::storage
