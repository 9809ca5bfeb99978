// A list of accounts as values: its good rows, what is wrong with the others, and the secrets.
//
// Made by read_list() from a CSV file and what holds for all rows; used by batch check, run and
// status. No network. Problems hold nothing of a password; docs/lists.md describes the columns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/command_definition.hpp"
#include "app/passwords.hpp"
#include "base/secret.hpp"
#include "base/sha256.hpp"
#include "engine/options.hpp"
#include "service/account_url.hpp"
#include "service/finding.hpp"

namespace postferry::app {

// Each secret once: equal ids mean equal secrets.
enum class SecretId : std::uint32_t {};

class Secrets {
 public:
  SecretId add(Secret secret);
  const Secret& operator[](SecretId id) const { return all_[static_cast<std::size_t>(id)]; }

 private:
  std::deque<Secret> all_;
  std::map<Sha256Digest, SecretId> ids_;
};

struct ListRow {
  std::size_t line = 0;  // of the file, from 1
  service::AccountUrl source;
  service::AccountUrl target;
  SecretId source_secret{};
  SecretId target_secret{};
  std::shared_ptr<const engine::Options> options;  // rows without their own share one
};

using service::Severity;  // error: the row is refused

struct ListProblem {
  std::size_t line = 0;
  std::string column;  // empty: the whole row
  std::string text;    // what is wrong and what to do
  Severity severity = Severity::error;
};

struct List {
  std::vector<ListRow> rows;
  std::vector<ListProblem> problems;  // in the order of the lines
  std::size_t rows_seen = 0;          // the header does not count
  bool usable = true;                 // false: the header is wrong, no row was read
  Secrets secrets;

  std::size_t refused() const { return rows_seen - rows.size(); }
};

// What holds for all rows. The passwords may be empty: then each row brings its own.
struct ListDefaults {
  WrittenOptions written;
  Secret source_password;
  Secret target_password;
};

// Error file_unreadable, or bad_usage for what holds for all rows and is wrong.
Result<List> read_list(const std::filesystem::path& file, const ListDefaults& defaults,
                       const Warn& warn);

}  // namespace postferry::app
