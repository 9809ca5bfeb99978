#include "tests/unit/storage/counting_disk.hpp"

#include <atomic>
#include <sqlite3.h>

namespace postferry::storage {
namespace {

struct Shim {
  sqlite3_vfs* real = nullptr;
  sqlite3_vfs counting{};
  const sqlite3_io_methods* real_methods = nullptr;
  sqlite3_io_methods counting_methods{};
  std::atomic<int> syncs{0};
  std::atomic<std::int64_t> synced_bytes{0};
};

Shim& shim() {
  static Shim only;
  return only;
}

int sync_and_count(sqlite3_file* file, int flags) {
  const int result = shim().real_methods->xSync(file, flags);
  sqlite3_int64 size = 0;
  shim().real_methods->xFileSize(file, &size);
  shim().synced_bytes = size;
  ++shim().syncs;
  return result;
}

int open_and_watch(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* out) {
  const int result = shim().real->xOpen(shim().real, name, file, flags, out);
  if (result != SQLITE_OK || (flags & SQLITE_OPEN_WAL) == 0) return result;
  if (shim().real_methods == nullptr) {
    shim().real_methods = file->pMethods;
    shim().counting_methods = *file->pMethods;
    shim().counting_methods.xSync = sync_and_count;
  }
  file->pMethods = &shim().counting_methods;
  return result;
}

}  // namespace

CountingDisk::CountingDisk() {
  if (shim().real == nullptr) {
    shim().real = sqlite3_vfs_find(nullptr);
    shim().counting = *shim().real;
    shim().counting.zName = "counting";
    shim().counting.pNext = nullptr;
    shim().counting.xOpen = open_and_watch;
  }
  shim().syncs = 0;
  shim().synced_bytes = 0;
  sqlite3_vfs_register(&shim().counting, 1);
}

CountingDisk::~CountingDisk() { sqlite3_vfs_register(shim().real, 1); }

int CountingDisk::log_syncs() const { return shim().syncs; }
std::int64_t CountingDisk::synced_log_bytes() const { return shim().synced_bytes; }

}  // namespace postferry::storage
