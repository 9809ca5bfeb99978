#include "tests/support/crash/run_facts.hpp"

#include <string>
#include <string_view>

#include "text/json.hpp"

namespace postferry::test {
namespace {

using namespace text;

// A number, or the sum of an object's numbers; -1 for everything else.
std::int64_t number_of(const json::Value* value) {
  if (value == nullptr) return -1;
  if (value->is_int64()) return value->as_int64();
  if (value->is_uint64()) return static_cast<std::int64_t>(value->as_uint64());
  if (!value->is_object()) return -1;
  std::int64_t sum = 0;
  for (const auto& [name, member] : value->as_object()) sum += number_of(&member);
  return sum;
}

}  // namespace

std::int64_t told(const Ended& ended, std::string_view name) {
  const auto event = json::parse(ended.last_line());
  if (!event || !event->is_object()) return -1;
  const json::Object& object = event->as_object();
  const boost::core::string_view key(name.data(), name.size());
  if (const json::Value* value = object.if_contains(key)) return number_of(value);
  const json::Value* folders = object.if_contains("folders");
  if (folders == nullptr || !folders->is_array()) return -1;
  std::int64_t sum = 0;
  for (const json::Value& folder : folders->as_array()) {
    if (folder.is_object()) sum += number_of(folder.as_object().if_contains(key));
  }
  return sum;
}

}  // namespace postferry::test
