#include <errno.h>
#include <fmt/format.h>
#include <fstream>
#include <string.h>

#include "app/commands.hpp"
#include "app/event_sinks.hpp"

namespace postferry::app {
namespace {

Error no_log(const std::filesystem::path& file, int reason) {
  if (reason != ENOENT)
    return {.code = ErrorCode::file_unreadable, .text = ::strerror(reason), .where = file.string()};
  return {.code = ErrorCode::bad_usage,
          .text = fmt::format("No run of these two accounts has written {}; postferry status shows "
                              "the accounts of a journal, --state names another.",
                              file.string()),
          .where = "log"};
}

}  // namespace

engine::Exit log_command(const CommandLine& line, const Console& console) {
  const auto [source, target] = named_accounts(line.source, line.target);
  const auto file = log_file(line.state, source, target);
  std::ifstream log(file, std::ios::binary);
  if (!log) throw Failure(no_log(file, errno));
  char piece[16384];
  while (log.read(piece, sizeof piece), log.gcount() > 0)
    console.out.write({piece, static_cast<std::size_t>(log.gcount())});
  return engine::Exit::complete;
}

}  // namespace postferry::app
