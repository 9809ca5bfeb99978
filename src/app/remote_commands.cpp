#include "app/remote_commands.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/remote_files.hpp"
#include "app/remote_json.hpp"
#include "app/remote_problem.hpp"
#include "app/remote_text.hpp"
#include "app/remote_wait.hpp"
#include "net/request_target.hpp"
#include "text/display.hpp"

namespace postferry::app {
namespace {

void expect_token(const Secret& token) {
  const auto is_plain = [](char c) { return c > ' ' && c < 0x7f; };
  if (!token.empty() && std::ranges::all_of(token.reveal(), is_plain)) return;
  throw Failure(
      Error{.code = ErrorCode::bad_usage,
            .text = token.empty()
                        ? "Put an API token (pf_...) into this variable. Somebody who may makes "
                          "one in the service's page, under API tokens."
                        : "This is no API token; one is a single word, pf_...",
            .where = "POSTFERRY_TOKEN"});
}

engine::Exit carry_out_there(const RemoteWork& work) {
  switch (work.line.verb) {
    case RemoteVerb::api:
      return remote_api(work);
    case RemoteVerb::migrations:
      return remote_migrations(work);
    case RemoteVerb::show:
      return remote_show(work);
    case RemoteVerb::log:
      return remote_log(work);
    case RemoteVerb::act:
      return remote_act(work);
    case RemoteVerb::copy:
      return remote_copy(work);
    case RemoteVerb::batch_run:
      break;
  }
  return remote_batch_run(work);
}

}  // namespace

engine::Exit remote_command(const CommandLine& line, const Console& console,
                            const EnvironmentPasswords& passwords) {
  expect_token(passwords.token);
  RemoteService service(line.remote.server, passwords.token);
  try {
    return carry_out_there({.line = line.remote,
                            .output = line.output,
                            .console = console,
                            .service = service,
                            .passwords = passwords});
  } catch (const RemoteRefusal& refusal) {
    const bool is_json = line.output == Output::json || line.remote.verb == RemoteVerb::api;
    return tell_problem(refusal.problem(), console, is_json ? Output::json : line.output);
  }
}

engine::Exit remote_api(const RemoteWork& work) {
  const auto& line = work.line;
  RemoteRequest request{.method = line.method, .path = line.path};
  if (!line.body.empty()) request.body = bytes_to_send(line.body);
  if (!line.if_match.empty()) request.headers.set("If-Match", line.if_match);
  if (!line.idempotency_key.empty()) request.headers.set("Idempotency-Key", line.idempotency_key);
  work.console.out.write(work.service.ask(std::move(request)));
  return engine::Exit::complete;
}

engine::Exit remote_migrations(const RemoteWork& work) {
  std::string query = "/migrations?limit=500";
  if (!work.line.states.empty()) query += "&state=" + net::percent_encoded(work.line.states);
  if (!work.line.search.empty()) query += "&q=" + net::percent_encoded(work.line.search);
  text::json::Array all;
  std::string cursor;
  do {
    const auto page = work.service.get(cursor.empty() ? query : query + "&cursor=" + cursor);
    for (const auto& item : array_in(page, "items")) all.push_back(item);
    cursor = net::percent_encoded(text_in(page, "next_cursor"));
  } while (!cursor.empty());
  if (work.output == Output::json)
    for (const auto& item : all) work.console.out.line(text::json::serialize(item));
  else if (all.empty())
    work.console.out.line("There are none.");
  else
    work.console.out.write(migrations_table(all));
  return engine::Exit::complete;
}

engine::Exit remote_show(const RemoteWork& work) {
  for (const auto& id : work.line.ids) {
    const auto migration = work.service.get("/migrations/" + id);
    if (work.output == Output::json) {
      work.console.out.line(text::json::serialize(migration));
      continue;
    }
    work.console.out.write(migration_text(migration));
    const auto folders = work.service.get("/migrations/" + id + "/folders");
    work.console.out.write(folders_table(array_in(folders, "items")));
    const auto errors = work.service.get("/migrations/" + id + "/errors");
    work.console.out.write(errors_text(array_in(errors, "items")));
  }
  return engine::Exit::complete;
}

engine::Exit remote_log(const RemoteWork& work) {
  const auto path = "/migrations/" + work.line.ids.front() + "/runs";
  std::vector<std::uint64_t> numbers;
  const auto runs = work.service.get(path);
  for (const auto& run : array_in(runs, "items")) numbers.push_back(number_in(run, "number"));
  std::ranges::sort(numbers);
  if (work.line.run == "last" && numbers.size() > 1)
    numbers.erase(numbers.begin(), numbers.end() - 1);
  if (!work.line.run.empty() && work.line.run != "last") numbers = {std::stoull(work.line.run)};
  for (const auto number : numbers)
    work.console.out.write(
        work.service.ask({.path = fmt::format("/api/v1{}/{}/log", path, number)}));
  return engine::Exit::complete;
}

engine::Exit remote_act(const RemoteWork& work) {
  text::json::Array ids;
  for (const auto& id : work.line.ids) ids.emplace_back(id);
  const auto acted = work.service.post("/migrations/actions",
                                       {{"ids", std::move(ids)}, {"action", work.line.action}});
  auto exit = engine::Exit::complete;
  for (const auto& refused : array_in(acted, "refused")) {
    const auto& problem = field_in(refused, "problem");
    const RemoteProblem told{.status = static_cast<unsigned>(number_in(problem, "status")),
                             .document = problem};
    work.console.err.write(report_of(told, text_in(refused, "id")));
    exit = exit_of(told);
  }
  const bool waits = work.line.waiting == Waiting::to_the_end;
  if (work.output == Output::json && !waits) work.console.out.line(text::json::serialize(acted));
  for (const auto& done : array_in(acted, "done")) {
    const std::string id(done.is_string() ? std::string(done.as_string()) : std::string());
    if (waits) {
      const auto ended = wait_for_migration(work, id);
      if (exit == engine::Exit::complete) exit = ended;
    } else if (work.output != Output::json) {
      work.console.out.line(text::printable(id));
    }
  }
  return exit;
}

}  // namespace postferry::app
