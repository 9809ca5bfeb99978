#include <errno.h>
#include <fmt/format.h>
#include <fstream>
#include <string.h>

#include "app/commands.hpp"
#include "engine/account_log.hpp"

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

std::ifstream opened(const std::filesystem::path& file) {
  std::ifstream log(file, std::ios::binary);
  if (!log) throw Failure(no_log(file, errno));
  return log;
}

// The newest "[run N]"; empty where no copy has written.
std::string last_run_in(const std::filesystem::path& file) {
  auto log = opened(file);
  std::string last;
  for (std::string line; std::getline(log, line);)
    if (const auto section = engine::section_of(line); section.starts_with("[run ")) last = section;
  return last;
}

void print_section(const std::filesystem::path& file, std::string_view section,
                   const Console& console) {
  auto log = opened(file);
  bool found = false;
  for (std::string line; std::getline(log, line);) {
    if (engine::section_of(line) != section) continue;
    console.out.line(line);
    found = true;
  }
  if (found) return;
  const auto last = last_run_in(file);
  throw Failure(Error{.code = ErrorCode::bad_usage,
                      .text = last.empty()
                                  ? "The log of these two accounts knows no copy yet."
                                  : fmt::format("The log has no such run; its last is {}.", last),
                      .where = "--run"});
}

void print_all(const std::filesystem::path& file, const Console& console) {
  auto log = opened(file);
  char piece[16384];
  while (log.read(piece, sizeof piece), log.gcount() > 0)
    console.out.write({piece, static_cast<std::size_t>(log.gcount())});
}

}  // namespace

engine::Exit log_command(const CommandLine& line, const Console& console) {
  const auto [source, target] = service::named_accounts(line.source, line.target);
  const auto file = log_file(line.state, source, target);
  switch (line.section.which) {
    case LogSection::Which::all:
      print_all(file, console);
      break;
    case LogSection::Which::number:
      print_section(file, engine::run_section(line.section.number), console);
      break;
    case LogSection::Which::last:
      print_section(file, last_run_in(file), console);
      break;
  }
  return engine::Exit::complete;
}

}  // namespace postferry::app
