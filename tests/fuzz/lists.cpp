// Lists of the service, in every format and by recognition: whatever the bytes, the formal check
// counts every row once, puts problems where columns are, gives drafts for good rows alone, and
// says the same of the cells as of the text.
#include <cstdint>
#include <cstdlib>
#include <utility>

#include "service/lists/formal_check.hpp"
#include "text/utf8.hpp"

namespace {

using namespace postferry;
using namespace postferry::service;

void demand(bool holds) {
  if (!holds) std::abort();
}

ListInput input_of(std::string_view bytes, std::optional<ListFormatId> format) {
  ListInput input{.list = bytes, .format = format};
  input.common.own_server = OwnServer{{.host = "mail.new.example", .port = 993}};
  input.common.source_server = net::Endpoint{.host = "imap.old.example", .port = 993};
  input.now = Instant{std::chrono::seconds{1'790'000'000}};
  return input;
}

void check_rows(const FormalCheck& done) {
  demand(done.good + done.bad + done.duplicates == done.rows.size());
  demand(done.drafts.size() == done.good);
  for (const auto& row : done.rows) {
    for (const auto& cell : row.cells.all()) demand(text::is_utf8(cell));
    for (const auto& [column, finding] : row.problems) {
      demand(text::is_utf8(finding.text));
      demand(!column || *column < row.cells.size());
    }
  }
  for (const auto& draft : done.drafts) {
    demand(!draft.source.user.empty() && !draft.target.user.empty());
    demand(!draft.source.server.host.empty() && !draft.target.server.host.empty());
    demand(draft.source.server.port != 0 && !draft.source.password.empty());
    demand(engine_options(draft.choices).has_value());
  }
}

// The table of a format without a header, sent back as it was shown.
void check_again(const FormalCheck& done) {
  if (done.format == nullptr || done.format->has_header || done.bad > 0) return;
  std::vector<RowOfCells> rows;
  for (const auto& row : done.rows) rows.push_back({row.line, Cells(row.cells.all())});
  auto input = input_of({}, done.format->id);
  input.list = std::move(rows);
  const auto again = formal_check(input);
  demand(again.good == done.good && again.duplicates == done.duplicates);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check_rows(formal_check(input_of(bytes, {})));
  for (const auto& format : list_formats()) {
    const auto done = formal_check(input_of(bytes, format.id));
    check_rows(done);
    check_again(done);
  }
  return 0;
}
