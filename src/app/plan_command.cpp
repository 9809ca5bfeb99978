#include "app/commands.hpp"
#include "app/json_events.hpp"
#include "app/pair_session.hpp"
#include "app/reports.hpp"

namespace postferry::app {

engine::Exit plan_command(const CommandLine& line, const Console& console,
                          const EnvironmentPasswords& passwords) {
  PairSession session(line, console, passwords, "plan");
  const auto plan =
      session.run<engine::Plan>([](engine::RunContext context, const engine::StopRequest& stop) {
        return engine::plan(std::move(context), stop);
      });
  session.log().end(plan_sentence(plan), engine::exit_name(engine::Exit::complete));
  if (line.output == Output::json) {
    console.out.line(text::json::serialize(to_json(plan)));
    return engine::Exit::complete;
  }
  if (line.output != Output::quiet) console.out.write(plan_report(plan));
  console.out.line(plan_sentence(plan));
  return engine::Exit::complete;
}

}  // namespace postferry::app
