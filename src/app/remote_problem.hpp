// RemoteProblem: why a service did not do what a command asked, from its problem document (RFC
// 9457); and RemoteRefusal, which ends the command with it.
//
// Thrown by RemoteService, told by remote_command(). Values.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "app/console.hpp"
#include "engine/verdict.hpp"
#include "text/json.hpp"

namespace postferry::app {

struct RemoteProblem {
  unsigned status = 0;
  text::json::Value document = {};  // null where the answer was none
};

class RemoteRefusal : public std::runtime_error {
 public:
  explicit RemoteRefusal(RemoteProblem problem);
  const RemoteProblem& problem() const noexcept { return problem_; }

 private:
  RemoteProblem problem_;
};

// 401 and 403 as a login that was refused, 409 and 412 as held, 429 and 5xx as not reached, else
// bad usage; what a mail server refused as copy would end by it.
engine::Exit exit_of(const RemoteProblem& problem);
// As copy would end by the error of this name; `otherwise` for a name that is no error's.
engine::Exit exit_of_error(std::string_view code, std::string_view side, engine::Exit otherwise);

// Lines for a person, each with its line end. `about`: what was refused, where it is one of
// several.
std::string report_of(const RemoteProblem& problem, std::string_view about = {});

// On the standard error; with --json the document on the standard output, too.
engine::Exit tell_problem(const RemoteProblem& problem, const Console& console, Output output);

}  // namespace postferry::app
