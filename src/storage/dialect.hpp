// Dialect: all in which one database differs from another. SQLite and PostgreSQL have one each.
//
// Owned by a Connection and used by the files of this room that hold SQL; everything else they
// write is the SQL that both share (ON CONFLICT, COALESCE, RETURNING). Bytes that are no text (ids,
// digests, checkpoints, a server's words) pass through to_column() and from_column(): SQLite keeps
// them raw, PostgreSQL as BYTEA. A text for PostgreSQL may hold no NUL and must be UTF-8.
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "storage/address.hpp"

namespace soci {
class session;
}

namespace postferry::storage {

enum class Access : std::uint8_t { write, read };

// `later`: what is committed survives a killed process, and a power cut once a later commit with
// `now`, which costs one sync of the log, has made it durable.
enum class Sync : std::uint8_t { later, now };

// Column types, clauses and functions. Each has its name as a placeholder in fill().
struct SqlWords {
  std::string_view bytes;        // any bytes, compared bytewise
  std::string_view text;         // text, compared bytewise
  std::string_view number;       // 64 bits, signed
  std::string_view new_id;       // a number given by the database, the primary key
  std::string_view kept_by_key;  // after the columns of a table that is read by its primary key
  std::string_view now;          // the database's clock, in seconds since 1970
  std::string_view now_ms;       // in milliseconds
};

enum class BytesAs : std::uint8_t { they_are, hex };
// How a statement takes many rows at full speed.
enum class ManyRows : std::uint8_t { one_by_one, as_arrays };

class Dialect {
 public:
  virtual ~Dialect() = default;
  Dialect(const Dialect&) = delete;
  Dialect& operator=(const Dialect&) = delete;

  const SqlWords& words() const { return words_; }
  // The statement with {bytes}, {now} and so on written out; {{ stands for a brace.
  std::string fill(std::string_view pattern) const;

  void to_column(std::string& column, std::string_view value) const {
    if (bytes_as_ == BytesAs::they_are)
      column.assign(value);
    else
      to_hex(column, value);
  }
  std::string to_column(std::string_view value) const {
    std::string column;
    to_column(column, value);
    return column;
  }
  std::string from_column(std::string column) const {
    return bytes_as_ == BytesAs::they_are ? std::move(column) : from_hex(column);
  }

  // Another process's transaction is waited for, up to 30 seconds.
  virtual void open(soci::session& session, Access access) = 0;
  // Before the session is closed.
  virtual void leave(soci::session& session) noexcept = 0;
  // Whether the session can never be used again.
  virtual bool is_lost(soci::session& session) const = 0;

  // Where the tables of the schema go; inside a transaction.
  virtual void make_home(soci::session& session) = 0;
  // The tables there, for telling a new database and a foreign one.
  virtual int count_tables(soci::session& session) = 0;
  virtual bool has_column(soci::session& session, const std::string& table,
                          const std::string& column) = 0;
  // The table refuses UPDATE and DELETE from now on.
  virtual void make_append_only(soci::session& session, std::string_view table) = 0;
  // Takes that back, for the rest of a transaction that forgets what a person wants forgotten.
  virtual void end_append_only(soci::session& session, std::string_view table) = 0;
  virtual ManyRows many_rows() const = 0;
  // The id of the row that this session inserted last, into `table`.
  virtual std::int64_t last_id(soci::session& session, const std::string& table) const = 0;

  // A transaction that holds the right to write from its begin, so that it never has to be
  // repeated; one that only reads, all of it from one state of the database.
  virtual void begin(soci::session& session) = 0;
  virtual void begin_reading(soci::session& session) = 0;
  virtual void rollback(soci::session& session) noexcept = 0;
  // Between transactions only, like all below.
  virtual void set_sync(soci::session& session, Sync sync) = 0;
  // Work that is put off while transactions run.
  virtual void tidy(soci::session& session) = 0;

  // The database for people, never with a password.
  virtual std::string place() const = 0;
  // What a failed statement means to a person: disk_full or state_broken, with a next step.
  virtual Error explain(soci::session& session, const std::exception& exception) = 0;

 protected:
  Dialect(const SqlWords& words, BytesAs bytes_as) : words_(words), bytes_as_(bytes_as) {}

 private:
  static void to_hex(std::string& column, std::string_view value);
  static std::string from_hex(std::string_view column);

  SqlWords words_;
  BytesAs bytes_as_;
};

// For the tables of the schema named `schema`.
std::unique_ptr<Dialect> make_dialect(const DatabaseAddress& address, std::string_view schema);
std::unique_ptr<Dialect> sqlite_dialect(const SqliteFile& address, std::string_view schema);
std::unique_ptr<Dialect> postgres_dialect(const PostgresServer& address, std::string_view schema);

}  // namespace postferry::storage
