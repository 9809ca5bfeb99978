#include <cerrno>
#include <chrono>
#include <cstring>
#include <soci/soci.h>
#include <thread>

#include <soci/sqlite3/soci-sqlite3.h>

#include "storage/dialect.hpp"

namespace postferry::storage::dialect {
namespace {

using sqlite_api::sqlite3;

constexpr int patience_seconds = 30;

sqlite3* connection(soci::session& session) {
  return static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
}

// Each connection belongs to one thread, so the library need not lock it at every call (a sixth of
// the journal's time). Refused, and harmless, once the library is in use.
void leave_locking_to_us() {
  [[maybe_unused]] static const int asked_once =
      sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
}

// The switch to the log asks for the file alone and does not wait by itself, so a process that
// opens the same new journal at the same moment is given time here.
void switch_to_log(soci::session& session) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(patience_seconds);
  for (;;) {
    try {
      std::string mode;
      session << "PRAGMA journal_mode = WAL", soci::into(mode);
      return;
    } catch (const soci::sqlite3_soci_error& error) {
      if (error.result() != SQLITE_BUSY || std::chrono::steady_clock::now() > deadline) throw;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

bool is_lack_of_room(int cause) { return cause == ENOSPC || cause == EDQUOT || cause == EFBIG; }

// SQLite itself tells only a full disk from other failures to write, not a quota or a limit; the
// database's file and its log know what the system said last.
bool is_for_lack_of_room(soci::session& session, int result) {
  if (result == SQLITE_FULL) return true;
  if (result != SQLITE_IOERR || !session.is_connected()) return false;
  sqlite_api::sqlite3_file* files[] = {nullptr, nullptr};
  sqlite_api::sqlite3_file_control(connection(session), nullptr, SQLITE_FCNTL_FILE_POINTER,
                                   static_cast<void*>(&files[0]));
  sqlite_api::sqlite3_file_control(connection(session), nullptr, SQLITE_FCNTL_JOURNAL_POINTER,
                                   static_cast<void*>(&files[1]));
  for (auto* file : files) {
    int cause = 0;
    if (file == nullptr || file->pMethods == nullptr) continue;
    file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &cause);
    if (is_lack_of_room(cause)) return true;
  }
  return false;
}

std::string sentence(int result, const std::string& file, const char* words) {
  switch (result) {
    case SQLITE_NOTADB:
      return file + " is not a Postferry journal.";
    case SQLITE_CORRUPT:
      return file + " is damaged.";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return file + " is locked by another program.";
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return file + " cannot be written.";
    case SQLITE_CANTOPEN:
      return file + " cannot be opened.";
    default:
      return file + ": " + words;
  }
}

void move_log(soci::session& session, const char* how) {
  int busy = 0;
  int pages = 0;
  int moved = 0;
  session << how, soci::into(busy), soci::into(pages), soci::into(moved);
}

}  // namespace

void open(soci::session& session, const std::filesystem::path& file) {
  if (file.native().find('"') != std::string::npos)
    throw Failure(Error{.code = ErrorCode::state_broken,
                        .text = "The path of the journal may not hold a quotation mark.",
                        .where = file.string()});
  leave_locking_to_us();
  session.open(soci::sqlite3,
               "dbname=\"" + file.string() + "\" timeout=" + std::to_string(patience_seconds));
  switch_to_log(session);
  sqlite_api::sqlite3_db_config(connection(session), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  session << "PRAGMA foreign_keys = ON";
  session << "PRAGMA temp_store = MEMORY";
}

int count_tables(soci::session& session) {
  int count = 0;
  session << "SELECT count(*) FROM sqlite_master WHERE type = 'table'", soci::into(count);
  return count;
}

void make_append_only(soci::session& session, std::string_view table) {
  const std::string name(table);
  for (const std::string event : {"UPDATE", "DELETE"})
    session << "CREATE TRIGGER " + name + "_no_" + event + " BEFORE " + event + " ON " + name +
                   " BEGIN SELECT RAISE(ABORT, '" + name + " is append-only'); END";
}

void begin(soci::session& session) { session << "BEGIN IMMEDIATE"; }
void begin_reading(soci::session& session) { session << "BEGIN"; }

void rollback(soci::session& session) noexcept {
  if (session.is_connected() && sqlite_api::sqlite3_get_autocommit(connection(session)) == 0)
    sqlite_api::sqlite3_exec(connection(session), "ROLLBACK", nullptr, nullptr, nullptr);
}

void set_sync(soci::session& session, Sync sync) {
  session << (sync == Sync::now ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
}

void watch_log(soci::session& session, int& pages) {
  sqlite_api::sqlite3_wal_hook(
      connection(session),
      [](void* seen, sqlite3*, const char*, int now_in_log) {
        *static_cast<int*>(seen) = now_in_log;
        return SQLITE_OK;
      },
      &pages);
}

void checkpoint(soci::session& session) { move_log(session, "PRAGMA wal_checkpoint(PASSIVE)"); }
void empty_log(soci::session& session) { move_log(session, "PRAGMA wal_checkpoint(TRUNCATE)"); }

std::int64_t last_id(soci::session& session, const std::string& table) {
  long long id = 0;
  session.get_last_insert_id(table, id);
  return id;
}

Error explain(soci::session& session, const std::exception& exception,
              const std::filesystem::path& file) {
  Error error{.code = ErrorCode::state_broken, .text = exception.what(), .where = file.string()};
  const auto* cause = dynamic_cast<const soci::sqlite3_soci_error*>(&exception);
  if (cause == nullptr) return error;
  if (is_for_lack_of_room(session, cause->result())) {
    error.code = ErrorCode::disk_full;
    error.text = "There is no room left to write " + file.string() + ".";
    return error;
  }
  error.text = sentence(cause->result(), file.string(), exception.what());
  return error;
}

}  // namespace postferry::storage::dialect
