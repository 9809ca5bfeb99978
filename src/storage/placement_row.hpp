// A placement as the columns of its table: many at once for writing, one at a time for reading.
//
// Used by placements.cpp alone, on the writer's thread. Both are bound to a statement once and then
// filled again and again, so that writing a row allocates nothing.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <soci/soci-backend.h>

#include "storage/records.hpp"

namespace soci {
class statement;
}

namespace postferry::storage {

class Dialect;

// Named in the order of both bindings below.
inline constexpr std::string_view placement_columns =
    "source_id, state, standing, size_bytes, note, system_flags, keywords, code, received, zone, "
    "target_id, fingerprint, digest";

std::string_view chars(std::span<const unsigned char> bytes);
// The system flags as one number, for their column.
long long system_flags_number(const mail::Flags& flags);
std::string keywords_text(const mail::Flags& flags);

class PlacementRows {
 public:
  explicit PlacementRows(const Dialect& dialect) : dialect_(dialect) {}
  // Binds folder_id, run_id and then placement_columns.
  void bind_to(soci::statement& statement);
  void resize(std::size_t rows);
  void set(std::size_t row, FolderId folder, RunId run, const PlacementRecord& record);

 private:
  const Dialect& dialect_;
  std::vector<long long> folder_, run_, state_, standing_, size_, flags_, received_, zone_;
  std::vector<std::string> source_, note_, keywords_, code_, target_, fingerprint_, digest_;
  std::vector<soci::indicator> has_target_, has_digest_;
};

class PlacementRow {
 public:
  explicit PlacementRow(const Dialect& dialect) : dialect_(dialect) {}
  // Binds placement_columns.
  void bind_to(soci::statement& statement);
  // The row that was fetched last.
  PlacementRecord record() const;

 private:
  const Dialect& dialect_;
  long long state_ = 0, standing_ = 0, size_ = 0, flags_ = 0, received_ = 0, zone_ = 0;
  std::string source_, note_, keywords_, code_, target_, fingerprint_, digest_;
  soci::indicator has_target_ = soci::i_null, has_digest_ = soci::i_null;
};

}  // namespace postferry::storage
