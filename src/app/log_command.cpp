#include <fstream>

#include "app/commands.hpp"
#include "app/event_sinks.hpp"

namespace postferry::app {

engine::Exit log_command(const CommandLine& line, const Console& console) {
  const auto [source, target] = named_accounts(line.source, line.target);
  const auto file = log_file(line.state, source, target);
  std::ifstream log(file, std::ios::binary);
  if (!log)
    throw Failure(Error{.code = ErrorCode::file_unreadable,
                        .text = "No run of these two accounts has written a log there.",
                        .where = file.string()});
  char piece[16384];
  while (log.read(piece, sizeof piece), log.gcount() > 0)
    console.out.write({piece, static_cast<std::size_t>(log.gcount())});
  return engine::Exit::complete;
}

}  // namespace postferry::app
