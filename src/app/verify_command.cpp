#include "app/commands.hpp"
#include "app/json_events.hpp"
#include "app/pair_session.hpp"
#include "app/reports.hpp"
#include "text/display.hpp"

namespace postferry::app {

engine::Exit verify_command(const CommandLine& line, const Console& console,
                            const EnvironmentPasswords& passwords) {
  PairSession session(line, console, passwords, "verify");
  const auto comparison = session.run<engine::Comparison>(
      [depth = line.depth](engine::RunContext context, const engine::StopRequest& stop) {
        return engine::compare(std::move(context), depth, stop);
      });
  const auto exit = comparison.is_same() ? engine::Exit::complete : engine::Exit::different;
  session.log().end(comparison.sentence(), engine::exit_name(exit));
  if (line.output == Output::json) {
    console.out.line(text::json::serialize(to_json(comparison)));
    return exit;
  }
  const auto folders = line.output == Output::verbose ? Folders::all : Folders::differing;
  if (line.output != Output::quiet) console.out.write(comparison_report(comparison, folders));
  console.out.line(text::printable(comparison.sentence()));
  return exit;
}

}  // namespace postferry::app
