// Dialect: all in which one database differs from another; today SQLite alone.
//
// Used by the files of this room that hold SQL. Everything else they write is the SQL that SQLite
// and PostgreSQL share (ON CONFLICT, COALESCE, positional names). Bytes that are no text (ids,
// digests, checkpoints, a server's words) pass through to_column() and from_column(); SQLite keeps
// them raw, because SOCI hands it every string with its size. The writer's thread alone.
#pragma once

#include <cstdint>
#include <exception>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace soci {
class session;
}

namespace postferry::storage::dialect {

// Column types and clauses, for the schema.
inline constexpr std::string_view bytes = "TEXT";
inline constexpr std::string_view number = "INTEGER";
inline constexpr std::string_view new_id = "INTEGER PRIMARY KEY";
inline constexpr std::string_view kept_by_key = "WITHOUT ROWID";
// The database's clock, in seconds since 1970.
inline constexpr std::string_view now = "CAST(strftime('%s', 'now') AS INTEGER)";

inline void to_column(std::string& column, std::string_view value) { column.assign(value); }
inline std::string to_column(std::string_view value) { return std::string(value); }
inline std::string from_column(std::string column) { return column; }

// Opens the database of `file`, made before with its owner's rights alone. Another process's
// transaction is waited for, up to 30 seconds.
void open(soci::session& session, const std::filesystem::path& file);
// The tables that the database holds, for telling a foreign one.
int count_tables(soci::session& session);
// Two statements that make a table refuse UPDATE and DELETE.
void make_append_only(soci::session& session, std::string_view table);

// A transaction that holds the right to write from its begin, so that it never has to be repeated;
// one that only reads, all of it from one state of the database.
void begin(soci::session& session);
void begin_reading(soci::session& session);
void rollback(soci::session& session) noexcept;
// `later`: what is committed survives a killed process, and a power cut once a later commit with
// `now`, which costs one fdatasync of the log, has made it durable. Between transactions only.
enum class Sync : std::uint8_t { later, now };
void set_sync(soci::session& session, Sync sync);

// Keeps `pages` at the number of pages in the log, for as long as the session lives. The log only
// moves into the database file by checkpoint(), which waits for nobody; it may stay behind when the
// session is closed, and the next one goes on with it.
void watch_log(soci::session& session, int& pages);
void checkpoint(soci::session& session);
// Moves all of it and leaves it empty, unless another process still reads it.
void empty_log(soci::session& session);

std::int64_t last_id(soci::session& session, const std::string& table);

// What a failed statement means to a person: disk_full or state_broken, naming the file.
Error explain(soci::session& session, const std::exception& exception,
              const std::filesystem::path& file);

}  // namespace postferry::storage::dialect
