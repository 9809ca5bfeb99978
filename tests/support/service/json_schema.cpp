#include "tests/support/service/json_schema.hpp"

#include <algorithm>
#include <array>
#include <regex>
#include <stdexcept>

namespace postferry::test {
namespace {

using text::json::Array;
using text::json::Object;
using text::json::Value;

constexpr std::array<std::string_view, 12> known_keywords{
    "type", "properties", "required", "additionalProperties", "items", "enum", "oneOf",
    "$ref", "minimum",    "maximum",  "description",          "format"};

bool is_of_type(const Value& value, std::string_view type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_int64() || value.is_uint64();
  if (type == "number") return value.is_number();
  if (type == "boolean") return value.is_bool();
  if (type == "null") return value.is_null();
  throw std::runtime_error("unknown type in a schema: " + std::string(type));
}

bool fits_type(const Value& value, const Value& type) {
  if (type.is_string()) return is_of_type(value, std::string_view(type.as_string()));
  return std::ranges::any_of(type.as_array(), [&value](const Value& each) {
    return is_of_type(value, std::string_view(each.as_string()));
  });
}

// RFC 3339 in UTC, as all times of the service are.
bool is_time(std::string_view text) {
  static const std::regex time(R"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z)");
  return std::regex_match(text.begin(), text.end(), time);
}

class Checker {
 public:
  explicit Checker(const Object& document) : document_(document) {}

  void check(const Value& value, const Object& schema, const std::string& at) {
    for (const auto& keyword : schema)
      if (std::ranges::find(known_keywords, std::string_view(keyword.key())) ==
          known_keywords.end())
        tell(at, "the schema's keyword is not known: " + std::string(keyword.key()));
    if (const auto* reference = schema.if_contains("$ref"))
      return check(value, referred(document_, std::string_view(reference->as_string())), at);
    if (const auto* any = schema.if_contains("oneOf")) check_one_of(value, any->as_array(), at);
    if (const auto* type = schema.if_contains("type"); type && !fits_type(value, *type))
      return tell(at, "is of another type: " + text::json::serialize(value).substr(0, 80));
    check_value(value, schema, at);
    if (value.is_object()) check_object(value.as_object(), schema, at);
    if (const auto* items = schema.if_contains("items"); items && value.is_array())
      for (std::size_t i = 0; i < value.as_array().size(); ++i)
        check(value.as_array()[i], items->as_object(), at + "[" + std::to_string(i) + "]");
  }

  std::vector<std::string> faults;

 private:
  void tell(const std::string& at, const std::string& what) { faults.push_back(at + ": " + what); }

  void check_one_of(const Value& value, const Array& schemas, const std::string& at) {
    int fitting = 0;
    std::string why;
    for (const auto& schema : schemas) {
      Checker each(document_);
      each.check(value, schema.as_object(), at);
      if (each.faults.empty()) ++fitting;
      for (const auto& fault : each.faults) why += " " + fault;
    }
    if (fitting != 1) tell(at, std::to_string(fitting) + " of several schemas fit:" + why);
  }

  void check_value(const Value& value, const Object& schema, const std::string& at) {
    if (const auto* all = schema.if_contains("enum");
        all && std::ranges::find(all->as_array(), value) == all->as_array().end())
      tell(at, "is none of the values: " + text::json::serialize(value));
    if (const auto* format = schema.if_contains("format"); format && value.is_string()) {
      if (*format != "date-time") tell(at, "the schema's format is not known");
      if (!is_time(std::string_view(value.as_string())))
        tell(at, "is no time: " + text::json::serialize(value));
    }
    if (!value.is_number()) return;
    if (const auto* least = schema.if_contains("minimum");
        least && value.to_number<double>() < least->to_number<double>())
      tell(at, "is too small");
    if (const auto* most = schema.if_contains("maximum");
        most && value.to_number<double>() > most->to_number<double>())
      tell(at, "is too large");
  }

  void check_object(const Object& object, const Object& schema, const std::string& at) {
    static const Object none;
    const auto* properties = schema.if_contains("properties");
    const Object& described = properties ? properties->as_object() : none;
    const auto* more = schema.if_contains("additionalProperties");
    for (const auto& [name, value] : object) {
      const auto place = at + "." + std::string(name);
      if (const auto* property = described.if_contains(name))
        check(value, property->as_object(), place);
      else if (more && more->is_object())
        check(value, more->as_object(), place);
      else if (more && more->is_bool() && !more->as_bool())
        tell(place, "is not described");
    }
    if (const auto* required = schema.if_contains("required"))
      for (const auto& name : required->as_array())
        if (!object.contains(name.as_string())) tell(at, "lacks " + std::string(name.as_string()));
  }

  const Object& document_;
};

}  // namespace

const Object& referred(const Object& document, std::string_view reference) {
  const Object* at = &document;
  if (!reference.starts_with("#/")) throw std::runtime_error("no reference of this document");
  reference.remove_prefix(2);
  while (true) {
    const auto slash = reference.find('/');
    const auto* next = at->if_contains(reference.substr(0, slash));
    if (next == nullptr || !next->is_object())
      throw std::runtime_error("nothing is described as " + std::string(reference));
    at = &next->as_object();
    if (slash == std::string_view::npos) return *at;
    reference.remove_prefix(slash + 1);
  }
}

std::vector<std::string> schema_faults(const Value& value, const Object& schema,
                                       const Object& document) {
  Checker checker(document);
  checker.check(value, schema, "$");
  return std::move(checker.faults);
}

}  // namespace postferry::test
