// Problem: why a request was not done, as a problem document (RFC 9457), and Declined, which ends
// a request with one.
//
// Thrown by handlers and by what they read with (body_fields, preconditions); made into a response
// by the Router. `code` is stable: the page and scripts decide by it. Errors of the engine keep
// their code, sentence and hint. Values, any thread.
#pragma once

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "net/http_message.hpp"

namespace postferry::api {

// What is wrong with one field of a body, or with one cell of a list.
struct FieldProblem {
  std::string field = {};                          // "source.host", "drafts[3].target.email"
  std::optional<std::size_t> line = std::nullopt;  // of a list, instead of `field`, with `column`
  std::string column = {};
  std::string code = {};  // "missing", "too_long", "not_an_address", ...
  std::string text = {};  // a sentence
  std::string hint = {};
  std::string side = {};         // "source" or "target", where a server is to blame
  std::string server_said = {};  // in its own words
};

struct Problem {
  unsigned status = 400;
  std::string code = {};    // "not_found"; type is "urn:postferry:problem:" and this
  std::string detail = {};  // a sentence for a person
  std::string hint = {};    // what to do next; may be empty
  std::vector<FieldProblem> errors = {};
  std::optional<std::chrono::seconds> retry_after = std::nullopt;
};

// The one exception of this room: ends a request with its problem.
class Declined : public std::runtime_error {
 public:
  explicit Declined(Problem problem);
  const Problem& problem() const noexcept { return problem_; }

 private:
  Problem problem_;
};

// {"type","title","status","detail","code","hint","errors":[...]}, without what is empty.
net::HttpResponse problem_response(const Problem& problem);

// 502 for a mail server that does not answer, 422 for a wrong password, 500 (without a detail)
// for what is wrong with us.
Problem problem_of(const Error& error);

// The frequent ones.
Problem not_found(std::string_view what = "There is nothing at this address.");
Problem forbidden(std::string_view detail);
Problem conflict(std::string_view code, std::string_view detail);
Problem invalid(std::vector<FieldProblem> errors);  // 422

}  // namespace postferry::api
