#include "app/remote_problem.hpp"

#include <fmt/format.h>

#include "app/remote_json.hpp"
#include "base/error_catalog.hpp"
#include "text/display.hpp"

namespace postferry::app {
namespace {

constexpr std::size_t most_errors_told = 50;

// "source.password: The server refused ... (said: ...)".
std::string error_line(const text::json::Value& error) {
  std::string place = text_in(error, "field");
  if (const auto line = number_in(error, "line")) place = fmt::format("line {}", line);
  if (const auto column = text_in(error, "column"); !column.empty()) place += " " + column;
  if (place.empty()) place = text_in(error, "side");
  auto text = text_in(error, "text");
  if (const auto said = text_in(error, "server_said"); !said.empty())
    text += fmt::format(" It said: {}", said);
  if (const auto code = text_in(error, "code"); !code.empty()) text += fmt::format(" [{}]", code);
  return fmt::format("  {}{}{}\n", text::printable(place), place.empty() ? "" : ": ",
                     text::printable(text));
}

std::string_view usual_sentence(unsigned status) {
  if (status == 401) return "The service does not know this token, or it has ended.";
  if (status == 403) return "The token does not allow this.";
  if (status == 404) return "The service has nothing at this address.";
  if (status >= 300 && status < 400) return "The service is somewhere else; write that address.";
  return "The service did not do this.";
}

std::string_view usual_hint(unsigned status) {
  if (status == 401)
    return "Make another token in the page, under API tokens, and put it into POSTFERRY_TOKEN.";
  if (status == 403) return "Use a token with a wider scope, of somebody who may do this.";
  return {};
}

}  // namespace

RemoteRefusal::RemoteRefusal(RemoteProblem problem)
    : std::runtime_error("the service refused"), problem_(std::move(problem)) {}

engine::Exit exit_of_error(std::string_view code, std::string_view side, engine::Exit otherwise) {
  for (const auto& entry : error_catalog())
    if (entry.name == code)
      return engine::exit_for({.code = entry.code,
                               .text = {},
                               .where = {},
                               .side = side == "target"   ? Side::target
                                       : side == "source" ? Side::source
                                                          : Side::none});
  return otherwise;
}

engine::Exit exit_of(const RemoteProblem& problem) {
  const auto status = problem.status;
  if (status == 401 || status == 403) return engine::Exit::source_login;
  for (const auto& error : array_in(problem.document, "errors"))
    if (const auto side = text_in(error, "side"); !side.empty())
      return exit_of_error(text_in(error, "code"), side, engine::Exit::bad_usage);
  if (status == 409 || status == 412) return engine::Exit::lease_held;
  if (status == 429 || status >= 500) return engine::Exit::cannot_connect;
  return engine::Exit::bad_usage;
}

std::string report_of(const RemoteProblem& problem, std::string_view about) {
  const auto& document = problem.document;
  // A session is no affair of whoever has a token.
  auto sentence = problem.status == 401 ? std::string() : text_in(document, "detail");
  if (sentence.empty()) sentence = usual_sentence(problem.status);
  auto code = text_in(document, "code");
  if (code.empty()) code = fmt::format("{}", problem.status);
  auto text =
      fmt::format("postferry: {}{}{} [{}]\n", text::printable(about), about.empty() ? "" : ": ",
                  text::printable(sentence), text::printable(code));
  std::size_t told = 0;
  for (const auto& error : array_in(document, "errors"))
    if (told++ < most_errors_told) text += error_line(error);
  if (told > most_errors_told) text += fmt::format("  ... and {} more.\n", told - most_errors_told);
  auto hint = text_in(document, "hint");
  if (hint.empty()) hint = usual_hint(problem.status);
  if (!hint.empty()) text += fmt::format("  Next: {}\n", text::printable(hint));
  return text;
}

engine::Exit tell_problem(const RemoteProblem& problem, const Console& console, Output output) {
  if (output == Output::json && !problem.document.is_null())
    console.out.line(text::json::serialize(problem.document));
  console.err.write(report_of(problem));
  return exit_of(problem);
}

}  // namespace postferry::app
