// The formal check of a list: which rows are good, what is wrong with the others, which rows are
// there twice, and the drafts of the good ones. No network.
//
// Called by the API whenever a person has changed the text of a list; 10,000 rows take a fraction
// of a second. Bounds are named below; what is beyond them is told, never cut off silently. A pure
// function of its input; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "service/draft.hpp"
#include "service/lists/checked_row.hpp"
#include "service/lists/list_format.hpp"
#include "service/time_zone.hpp"
#include "service/timing.hpp"

namespace postferry::service {

inline constexpr std::size_t largest_list_bytes = std::size_t{8} << 20;
inline constexpr std::size_t most_rows_checked = 20'000;
inline constexpr std::size_t longest_cell_bytes = 4096;  // a row: 64 KB and 256 cells, text/csv.hpp

enum class StoredCredential : std::uint8_t { no, yes };

// The operator's own server, where he offers one.
struct OwnServer {
  net::Endpoint server;
  StoredCredential credential = StoredCredential::yes;
};

// What holds for all rows that do not say otherwise.
struct CommonValues {
  std::optional<net::Endpoint> source_server = std::nullopt;
  std::optional<OwnServer> own_server = std::nullopt;
  WrittenChoices choices = {};
  Timing timing = {};
  std::optional<char> delimiter = std::nullopt;  // of a user list
};

// Rows that were taken apart already, such as those of a table that was corrected in place.
struct RowOfCells {
  std::size_t line = 0;
  Cells cells;
};

struct ListInput {
  // Bytes as they were pasted or uploaded (the view must outlive the call), or rows.
  std::variant<std::string_view, std::vector<RowOfCells>> list = {};
  std::optional<ListFormatId> format = std::nullopt;  // nothing: it is recognised
  CommonValues common = {};
  TimeZone zone = TimeZone::utc();  // of times without one
  Instant now = {};
  TimingLimits timing_limits = {};
  std::size_t most_rows = 500;  // in one batch
};

struct ShownColumn {
  std::string id;
  std::string title;
  Secrecy secrecy = Secrecy::open;
  Need need = Need::optional;
};

// What is wrong with the list as a whole, with its header or with what holds for all rows.
struct ListFault {
  std::size_t line = 0;  // 0: no line
  Finding finding;
};

struct FormalCheck {
  const ListFormat* format = nullptr;  // null: none was recognised
  std::vector<ShownColumn> columns;
  std::vector<CheckedRow> rows;
  std::vector<ListFault> faults;
  std::size_t good = 0;
  std::size_t bad = 0;         // rows with an error
  std::size_t duplicates = 0;  // good rows that are there twice: all but the first
  std::vector<Draft> drafts;   // of the good rows, in their order

  // Every row may be submitted.
  bool is_clean() const;
};

FormalCheck formal_check(const ListInput& input);

}  // namespace postferry::service
