#include "api/route.hpp"

#include <algorithm>
#include <utility>

#include "base/error.hpp"

namespace postferry::api {

const std::string& Call::at(std::string_view name) const {
  const auto found = std::ranges::find(in_path, name, &decltype(in_path)::value_type::first);
  if (found != in_path.end()) return found->second;
  throw Failure(Error{.code = ErrorCode::internal,
                      .text = "The path of this route has no {" + std::string(name) + "}.",
                      .where = request.path});
}

PathPattern::PathPattern(std::string text) : text_(std::move(text)) {
  std::string_view rest = text_;
  while (rest.size() > 1) {
    rest.remove_prefix(1);  // the slash
    const auto segment = rest.substr(0, rest.find('/'));
    const auto open = segment.find('{');
    const auto close = segment.find('}');
    if (open == std::string_view::npos)
      parts_.push_back({.before = std::string(segment), .name = {}, .after = {}});
    else
      parts_.push_back({.before = std::string(segment.substr(0, open)),
                        .name = std::string(segment.substr(open + 1, close - open - 1)),
                        .after = std::string(segment.substr(close + 1))});
    rest.remove_prefix(segment.size());
  }
}

bool PathPattern::matches(const std::vector<std::string>& segments,
                          std::vector<std::pair<std::string, std::string>>& in_path) const {
  in_path.clear();
  if (segments.size() != parts_.size()) return false;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const auto& [before, name, after] = parts_[i];
    const std::string& segment = segments[i];
    if (name.empty()) {
      if (segment != before) return false;
      continue;
    }
    // At least one character stands for the name.
    if (segment.size() <= before.size() + after.size() || !segment.starts_with(before) ||
        !segment.ends_with(after))
      return false;
    in_path.emplace_back(
        name, segment.substr(before.size(), segment.size() - before.size() - after.size()));
  }
  return true;
}

bool PathPattern::more_exact_than(const PathPattern& other) const {
  const auto exact = [](const Part& part) {
    return part.name.empty() ? std::string::npos : part.before.size() + part.after.size();
  };
  return std::ranges::lexicographical_compare(other.parts_, parts_, {}, exact, exact);
}

}  // namespace postferry::api
