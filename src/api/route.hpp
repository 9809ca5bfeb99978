// Route: a method and a path, what one needs to call it, and its handler.
//
// Declared by each resource when the service starts, see Router. The rules are data, so that the
// test of "every role on every route" and the OpenAPI document read them too. Values.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "api/call.hpp"
#include "base/task.hpp"

namespace postferry::api {

// What a route demands. Written as needs("migrations.plan").body(1024 * 1024), or open_to_anyone().
struct Rules {
  std::string permission = {};         // empty: anyone may, signed in or not
  std::size_t body_bytes = 64 * 1024;  // a longer body is not read: 413
  bool counts = true;                  // against the limits of requests

  Rules body(std::size_t bytes) const {
    Rules rules = *this;
    rules.body_bytes = bytes;
    return rules;
  }
  Rules uncounted() const {
    Rules rules = *this;
    rules.counts = false;
    return rules;
  }
};

inline Rules needs(std::string_view permission) { return {.permission = std::string(permission)}; }
inline Rules open_to_anyone() { return {}; }

using Handler = std::function<Task<net::HttpResponse>(Call)>;

// "/api/v1/migrations/{id}/runs/{number}" or "/lists/examples/{format}.csv".
class PathPattern {
 public:
  explicit PathPattern(std::string text);

  const std::string& text() const { return text_; }
  // Fills `in_path` where the segments fit.
  bool matches(const std::vector<std::string>& segments,
               std::vector<std::pair<std::string, std::string>>& in_path) const;
  // Whether this one is to be tried before the other, of two that fit the same path.
  bool more_exact_than(const PathPattern& other) const;

 private:
  struct Part {
    std::string before;  // the whole segment where `name` is empty
    std::string name;
    std::string after;
  };

  std::string text_;
  std::vector<Part> parts_;
};

struct Route {
  std::string method;
  PathPattern pattern;
  Rules rules;
  Handler handler;
};

}  // namespace postferry::api
