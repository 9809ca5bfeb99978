#include "app/batch_text.hpp"

#include <fmt/format.h>

#include "app/list_defaults.hpp"
#include "base/error_catalog.hpp"
#include "text/display.hpp"
#include "text/quantities.hpp"

namespace postferry::app {
namespace {

constexpr std::size_t most_problems_first = 20;

}  // namespace

List list_for(const CommandLine& line, const Console& console,
              const EnvironmentPasswords& passwords) {
  const Warn warn = [&](std::string_view sentence) {
    if (line.output != Output::quiet) console.warn(sentence);
  };
  const auto defaults = list_defaults(line.batch.written, passwords, warn);
  if (!defaults) throw Failure(defaults.error());
  auto list = read_list(line.batch.list, *defaults, warn);
  if (!list) throw Failure(list.error());
  return std::move(*list);
}

std::string problem_text(const std::filesystem::path& list, const ListProblem& problem) {
  return text::printable(fmt::format("{}:{}: {}{}{}", list.string(), problem.line,
                                     problem.severity == Severity::warning ? "warning: " : "",
                                     problem.column.empty() ? "" : problem.column + ": ",
                                     problem.text));
}

void tell_problems(const List& list, const CommandLine& line, const Console& console,
                   Problems which) {
  std::size_t told = 0;
  for (const auto& problem : list.problems) {
    if (line.output == Output::json) {
      console.out.line(text::json::serialize(to_json(problem)));
    } else if (which == Problems::first && told++ == most_problems_first) {
      console.err.line(fmt::format("... and {} more; postferry batch check tells them all.",
                                   text::grouped(list.problems.size() - most_problems_first)));
      return;
    } else {
      console.err.line(problem_text(line.batch.list, problem));
    }
  }
}

std::string login_text(const LoginTried& login) {
  const auto who = fmt::format("Line {}: {} {}", login.line, side_name(login.side), login.account);
  if (!login.refused) return text::printable(who + ": the login works.");
  const auto& entry = catalog_entry(login.refused->code);
  return text::printable(
      fmt::format("{}: {} {} [{}]", who, entry.sentence, login.refused->text, entry.name));
}

std::string left_alone_text(std::string_view host, std::string_view why) {
  return fmt::format("{} is left alone. {}", host, why);
}

}  // namespace postferry::app
