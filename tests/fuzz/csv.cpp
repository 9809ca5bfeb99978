// Lists of accounts: whatever the bytes, rows are the same in one piece and byte by byte, and what
// was read is written to what reads the same.
#include "text/csv.hpp"

#include <cstdint>
#include <cstdlib>

#include "text/encodings.hpp"

namespace {

using namespace postferry::text;

std::vector<CsvRow> rows_of(std::string_view text, std::size_t piece) {
  std::vector<CsvRow> rows;
  CsvReader reader([&rows](CsvRow row) { rows.push_back(std::move(row)); });
  TextDecoder decoder;
  for (std::size_t at = 0; at < text.size(); at += piece)
    reader.feed(decoder.decode(text.substr(at, piece)));
  reader.feed(decoder.finish());
  reader.finish();
  return rows;
}

std::string written(const std::vector<std::string>& fields) {
  // A header with commas alone chooses the comma.
  std::string text = "a,b\n";
  for (std::size_t at = 0; at < fields.size(); ++at)
    text += (at == 0 ? "" : ",") + csv_field(fields[at]);
  return text + "\n";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto rows = rows_of(bytes, size + 1);
  const auto same = rows_of(bytes, 1);
  if (rows.size() != same.size()) std::abort();
  for (std::size_t at = 0; at < rows.size(); ++at) {
    const auto& row = rows[at];
    if (row.fields != same[at].fields || row.line != same[at].line) std::abort();
    if (row.problem != same[at].problem) std::abort();
    if (row.problem != CsvProblem::none || row.fields == std::vector<std::string>{""}) continue;
    const auto text = written(row.fields);
    if (text.size() > CsvReader::longest_row_bytes) continue;
    const auto again = rows_of(text, text.size());
    if (again.size() != 2 || again[1].fields != row.fields) std::abort();
  }
  return 0;
}
