// SQLite: one file and its log. The log only moves into the file between transactions, without
// waiting for anybody; it may stay behind when the database is closed, and the next one goes on
// with it.
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <soci/soci.h>
#include <thread>
#include <unistd.h>

#include <soci/sqlite3/soci-sqlite3.h>

#include "storage/dialect.hpp"

namespace postferry::storage {
namespace {

using sqlite_api::sqlite3;

constexpr int patience_seconds = 30;
// 16 MiB: about 40,000 messages between two checkpoints.
constexpr int longest_log_pages = 4096;
// 256 KiB: a run that found next to nothing leaves its log to the next one, which saves it two
// syncs.
constexpr int longest_log_pages_left = 64;

constexpr SqlWords sqlite_words{
    .bytes = "TEXT",  // SOCI hands SQLite every string with its size
    .text = "TEXT",
    .number = "INTEGER",
    .new_id = "INTEGER PRIMARY KEY",
    .kept_by_key = "WITHOUT ROWID",
    .now = "CAST(strftime('%s', 'now') AS INTEGER)",
    .now_ms = "CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)",
};

sqlite3* sqlite_handle(soci::session& session) {
  return static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
}

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

// Each connection belongs to one thread, so the library need not lock it at every call (a sixth of
// the journal's time). Refused, and harmless, once the library is in use.
void leave_locking_to_us() {
  [[maybe_unused]] static const int asked_once =
      sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
}

// The switch to the log asks for the file alone and does not wait by itself, so a process that
// opens the same new database at the same moment is given time here.
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
  sqlite_api::sqlite3_file_control(sqlite_handle(session), nullptr, SQLITE_FCNTL_FILE_POINTER,
                                   static_cast<void*>(&files[0]));
  sqlite_api::sqlite3_file_control(sqlite_handle(session), nullptr, SQLITE_FCNTL_JOURNAL_POINTER,
                                   static_cast<void*>(&files[1]));
  for (auto* file : files) {
    int cause = 0;
    if (file == nullptr || file->pMethods == nullptr) continue;
    file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &cause);
    if (is_lack_of_room(cause)) return true;
  }
  return false;
}

void move_log(soci::session& session, const char* how) {
  int busy = 0;
  int pages = 0;
  int moved = 0;
  session << how, soci::into(busy), soci::into(pages), soci::into(moved);
}

class SqliteDialect final : public Dialect {
 public:
  SqliteDialect(const SqliteFile& address, std::string_view schema)
      : Dialect(sqlite_words, BytesAs::they_are), file_(address.file), schema_(schema) {}

  void open(soci::session& session, Access access) override;
  void leave(soci::session& session) noexcept override;
  bool is_lost(soci::session&) const override { return false; }

  void make_home(soci::session&) override {}
  int count_tables(soci::session& session) override;
  bool has_column(soci::session& session, const std::string& table,
                  const std::string& column) override;
  void make_append_only(soci::session& session, std::string_view table) override;
  void end_append_only(soci::session& session, std::string_view table) override;
  ManyRows many_rows() const override { return ManyRows::one_by_one; }
  std::int64_t last_id(soci::session& session, const std::string& table) const override;

  void begin(soci::session& session) override { session << "BEGIN IMMEDIATE"; }
  void begin_reading(soci::session& session) override { session << "BEGIN"; }
  void rollback(soci::session& session) noexcept override;
  void set_sync(soci::session& session, Sync sync) override;
  void tidy(soci::session& session) override;

  std::string place() const override { return file_.string(); }
  Error explain(soci::session& session, const std::exception& exception) override;

 private:
  std::string sentence(int result, const std::string& words) const;

  std::filesystem::path file_;
  std::string schema_;
  int log_pages_ = 0;
  int log_pages_at_checkpoint_ = 0;
};

void SqliteDialect::open(soci::session& session, Access access) {
  if (file_.native().find('"') != std::string::npos)
    throw Failure(
        Error{.code = ErrorCode::state_broken,
              .text = fmt::format("The path of the {} may not hold a quotation mark.", schema_),
              .where = file_.string()});
  if (access == Access::write) make_private_file(file_);
  leave_locking_to_us();
  session.open(soci::sqlite3,
               "dbname=\"" + file_.string() + "\" timeout=" + std::to_string(patience_seconds));
  switch_to_log(session);
  sqlite_api::sqlite3_db_config(sqlite_handle(session), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
                                nullptr);
  session << "PRAGMA foreign_keys = ON";
  session << "PRAGMA temp_store = MEMORY";
  if (access == Access::read) session << "PRAGMA query_only = ON";
  log_pages_ = log_pages_at_checkpoint_ = 0;
  sqlite_api::sqlite3_wal_hook(
      sqlite_handle(session),
      [](void* seen, sqlite3*, const char*, int now_in_log) {
        *static_cast<int*>(seen) = now_in_log;
        return SQLITE_OK;
      },
      &log_pages_);
}

void SqliteDialect::leave(soci::session& session) noexcept {
  if (log_pages_ < longest_log_pages_left) return;
  try {
    move_log(session, "PRAGMA wal_checkpoint(TRUNCATE)");
  } catch (const soci::soci_error&) {
    // The log holds everything; whoever opens the database next finds it there.
  }
}

int SqliteDialect::count_tables(soci::session& session) {
  int count = 0;
  session << "SELECT count(*) FROM sqlite_master WHERE type = 'table'", soci::into(count);
  return count;
}

bool SqliteDialect::has_column(soci::session& session, const std::string& table,
                               const std::string& column) {
  int count = 0;
  session << "SELECT count(*) FROM pragma_table_info(:table) WHERE name = :column",
      soci::use(table), soci::use(column), soci::into(count);
  return count == 1;
}

void SqliteDialect::make_append_only(soci::session& session, std::string_view table) {
  const std::string name(table);
  for (const std::string event : {"UPDATE", "DELETE"})
    session << "CREATE TRIGGER " + name + "_no_" + event + " BEFORE " + event + " ON " + name +
                   " BEGIN SELECT RAISE(ABORT, '" + name + " is append-only'); END";
}

void SqliteDialect::end_append_only(soci::session& session, std::string_view table) {
  for (const auto* event : {"UPDATE", "DELETE"})
    session << fmt::format("DROP TRIGGER {}_no_{}", table, event);
}

std::int64_t SqliteDialect::last_id(soci::session& session, const std::string& table) const {
  long long id = 0;
  session.get_last_insert_id(table, id);
  return id;
}

void SqliteDialect::rollback(soci::session& session) noexcept {
  if (session.is_connected() && sqlite_api::sqlite3_get_autocommit(sqlite_handle(session)) == 0)
    sqlite_api::sqlite3_exec(sqlite_handle(session), "ROLLBACK", nullptr, nullptr, nullptr);
}

void SqliteDialect::set_sync(soci::session& session, Sync sync) {
  session << (sync == Sync::now ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
}

void SqliteDialect::tidy(soci::session& session) {
  if (log_pages_ < log_pages_at_checkpoint_) log_pages_at_checkpoint_ = 0;
  if (log_pages_ - log_pages_at_checkpoint_ < longest_log_pages) return;
  log_pages_at_checkpoint_ = log_pages_;
  move_log(session, "PRAGMA wal_checkpoint(PASSIVE)");
}

std::string SqliteDialect::sentence(int result, const std::string& words) const {
  const auto file = file_.string();
  switch (result) {
    case SQLITE_NOTADB:
      return fmt::format("{} is not a Postferry {}.", file, schema_);
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

Error SqliteDialect::explain(soci::session& session, const std::exception& exception) {
  Error error{.code = ErrorCode::state_broken, .text = exception.what(), .where = file_.string()};
  const auto* cause = dynamic_cast<const soci::sqlite3_soci_error*>(&exception);
  if (cause == nullptr) return error;
  if (is_for_lack_of_room(session, cause->result())) {
    error.code = ErrorCode::disk_full;
    error.text = "There is no room left to write " + file_.string() + ".";
    return error;
  }
  // without SOCI's context, which shows the values of the statement
  error.text = sentence(cause->result(), cause->get_error_message());
  return error;
}

}  // namespace

std::unique_ptr<Dialect> sqlite_dialect(const SqliteFile& address, std::string_view schema) {
  return std::make_unique<SqliteDialect>(address, schema);
}

}  // namespace postferry::storage
