#include <algorithm>
#include <fmt/format.h>

#include "app/batch_json.hpp"
#include "app/batch_logins.hpp"
#include "app/batch_text.hpp"
#include "app/commands.hpp"
#include "app/list_defaults.hpp"
#include "text/display.hpp"
#include "text/quantities.hpp"

namespace postferry::app {
namespace {

engine::Exit exit_of(const List& list) {
  if (!list.usable) return engine::Exit::bad_usage;
  return list.refused() == 0 ? engine::Exit::complete : engine::Exit::incomplete;
}

std::string sentence_of(const List& list) {
  const auto warnings =
      std::ranges::count(list.problems, Severity::warning, &ListProblem::severity);
  auto text =
      list.refused() == 0
          ? fmt::format("All {} are good", text::counted(list.rows.size(), "row"))
          : fmt::format("{} of {} good, {} refused", text::grouped(list.rows.size()),
                        text::counted(list.rows_seen, "row"), text::grouped(list.refused()));
  if (warnings != 0)
    text +=
        fmt::format(", with {}", text::counted(static_cast<std::uint64_t>(warnings), "warning"));
  return text + ".";
}

std::string sentence_of(const LoginsTried& logins) {
  auto text =
      fmt::format("{} of {} work", text::grouped(logins.work),
                  text::counted(logins.work + logins.refused.size() + logins.not_tried, "login"));
  if (!logins.refused.empty())
    text += fmt::format(", {} refused or not reached", text::grouped(logins.refused.size()));
  if (logins.not_tried != 0) text += fmt::format(", {} not tried", text::grouped(logins.not_tried));
  return text + ".";
}

engine::Exit check_logins(const CommandLine& line, const List& list, const Console& console) {
  const auto told = [&](const LoginTried& login) {
    if (line.output == Output::json)
      console.out.line(text::json::serialize(to_json(login)));
    else if (login.refused || line.output == Output::normal)
      console.out.line(login_text(login));
  };
  const auto logins = try_logins(line.batch, list, told, console);
  for (const auto& [host, why] : logins.left_alone) console.warn(left_alone_text(host, why));
  if (line.output != Output::json) console.out.line(sentence_of(logins));
  if (logins.interrupted) return engine::Exit::interrupted;
  return logins.refused.empty() ? engine::Exit::complete : engine::Exit::incomplete;
}

}  // namespace

engine::Exit batch_check_command(const CommandLine& line, const Console& console,
                                 const EnvironmentPasswords& passwords) {
  const auto list = list_for(line, console, passwords);
  tell_problems(list, line, console, Problems::all);
  auto exit = exit_of(list);
  if (line.output != Output::json && list.usable) console.out.line(sentence_of(list));
  if (line.batch.logins == Logins::tried && list.usable && !list.rows.empty()) {
    const auto logins = check_logins(line, list, console);
    if (logins != engine::Exit::complete) exit = logins;
  }
  if (line.output == Output::json)
    console.out.line(text::json::serialize(list_checked_event(list, exit)));
  return exit;
}

}  // namespace postferry::app
