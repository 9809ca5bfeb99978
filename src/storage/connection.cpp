#include "storage/connection.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <soci/soci.h>
#include <unistd.h>
#include <utility>

#include "storage/intents.hpp"
#include "storage/leases.hpp"
#include "storage/placements.hpp"
#include "storage/schema.hpp"

namespace postferry::storage {
namespace {

// 16 MiB: about 40,000 messages between two checkpoints.
constexpr int longest_log_pages = 4096;
// 256 KiB: a run that found next to nothing leaves its log to the next one, which saves it two
// syncs.
constexpr int longest_log_pages_left = 64;

Failure unusable(const std::filesystem::path& file, std::string_view what, int cause) {
  const bool full = cause == ENOSPC || cause == EDQUOT;
  return Failure(
      Error{.code = full ? ErrorCode::disk_full : ErrorCode::state_broken,
            .text = file.string() + " " + std::string(what) + ": " + std::strerror(cause) + ".",
            .where = file.string()});
}

// The database takes the rights of its file for all files beside it.
void make_private_file(const std::filesystem::path& file) {
  std::error_code error;
  if (std::filesystem::create_directories(file.parent_path(), error))
    std::filesystem::permissions(file.parent_path(), std::filesystem::perms::owner_all, error);
  if (error) throw unusable(file, "cannot be made", error.value());
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) throw unusable(file, "cannot be written", errno);
  ::close(descriptor);
}

}  // namespace

Connection::Connection(std::filesystem::path file)
    : file_(std::move(file)), session_(std::make_unique<soci::session>()) {
  make_private_file(file_);
  try {
    dialect::open(*session_, file_);
    dialect::watch_log(*session_, log_pages_);
    bring_up_to_date(*session_, file_);
    dialect::set_sync(*session_, sync_);
    leases_ = std::make_unique<Leases>(*session_);
    placements_ = std::make_unique<Placements>(*session_);
    intents_ = std::make_unique<Intents>(*session_);
  } catch (const soci::soci_error& error) {
    throw Failure(explain(error));
  }
}

Connection::~Connection() {
  if (log_pages_ < longest_log_pages_left) return;
  try {
    dialect::empty_log(*session_);
  } catch (const soci::soci_error&) {
    // The log holds everything; whoever opens the journal next finds it there.
  }
}

void Connection::begin(dialect::Sync sync) {
  demanded_.clear();
  untallied_.clear();
  if (sync != sync_) dialect::set_sync(*session_, sync);
  sync_ = sync;
  dialect::begin(*session_);
}

void Connection::begin_reading() { dialect::begin_reading(*session_); }

void Connection::commit() { *session_ << "COMMIT"; }

// A transaction that changes nothing is not synced, so this one changes something.
void Connection::demand_sync() { *session_ << "UPDATE postferry_schema SET syncs = syncs + 1"; }

void Connection::rollback() noexcept { dialect::rollback(*session_); }

void Connection::tidy() {
  if (log_pages_ < log_pages_at_checkpoint_) log_pages_at_checkpoint_ = 0;
  if (log_pages_ - log_pages_at_checkpoint_ < longest_log_pages) return;
  log_pages_at_checkpoint_ = log_pages_;
  dialect::checkpoint(*session_);
}

void Connection::demand(Lease lease) {
  const auto same = [lease](Lease other) {
    return other.pair == lease.pair && other.epoch == lease.epoch;
  };
  if (std::ranges::any_of(demanded_, same)) return;
  leases_->demand(lease);
  demanded_.push_back(lease);
}

void Connection::untally(FolderId folder) {
  if (std::ranges::find(untallied_, folder) != untallied_.end()) return;
  placements_->untally(folder);
  untallied_.push_back(folder);
}

Error Connection::explain(const std::exception& exception) {
  return dialect::explain(*session_, exception, file_);
}

}  // namespace postferry::storage
