#include "app/commands.hpp"
#include "app/error_report.hpp"
#include "app/json_events.hpp"
#include "app/pair_session.hpp"
#include "app/reports.hpp"
#include "text/display.hpp"

namespace postferry::app {
namespace {

void tell(const engine::Verdict& verdict, const Console& console, Output output) {
  console.err.write(failure_report(verdict));
  if (verdict.stopped_by) console.err.write(error_report(*verdict.stopped_by));
  if (output == Output::json) {
    console.out.line(text::json::serialize(to_json(verdict)));
    return;
  }
  if (output != Output::quiet) console.out.write(work_report(verdict));
  console.out.line(text::printable(verdict.sentence()));
}

}  // namespace

engine::Exit copy_command(const CommandLine& line, const Console& console,
                          const EnvironmentPasswords& passwords) {
  PairSession session(line, console, passwords, "copy");
  const auto verdict =
      session.run<engine::Verdict>([](engine::RunContext context, const engine::StopRequest& stop) {
        return engine::copy(std::move(context), stop);
      });
  const auto exit = verdict.exit();
  if (verdict.stopped_by) session.log().stopped(*verdict.stopped_by);
  session.log().end(verdict.sentence(), engine::exit_name(exit));
  tell(verdict, console, line.output);
  return exit;
}

}  // namespace postferry::app
