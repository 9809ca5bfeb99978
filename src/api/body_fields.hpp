// BodyFields: the fields of a JSON object one by one; what is wrong with them is collected, so that
// a form learns all of it at once.
//
//   BodyFields fields(json_body(call.request));
//   const std::string name = fields.text("name", {.most_bytes = 100});
//   const auto role = fields.optional_text("role");
//   fields.done();  // 422 with every problem; also for fields that nobody asked for
//
// Used by handlers. Values, one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/problem.hpp"
#include "base/secret.hpp"
#include "text/json.hpp"

namespace postferry::api {

struct TextRules {
  std::size_t most_bytes = 1000;
  bool may_be_empty = false;
  bool one_line = true;  // else line ends and tabs are allowed; other controls never are
};

class BodyFields {
 public:
  explicit BodyFields(text::json::Object object);

  // Missing or null is a problem for these; what they then give is empty.
  std::string text(std::string_view name, TextRules rules = {});
  std::int64_t number(std::string_view name, std::int64_t least, std::int64_t most);
  Secret secret(std::string_view name, std::size_t most_bytes = 1000);
  std::vector<std::string> texts(std::string_view name, std::size_t most, TextRules rules = {});

  // Missing or null gives nothing.
  std::optional<std::string> optional_text(std::string_view name, TextRules rules = {});
  std::optional<std::int64_t> optional_number(std::string_view name, std::int64_t least,
                                              std::int64_t most);
  std::optional<bool> optional_flag(std::string_view name);
  std::optional<Secret> optional_secret(std::string_view name, std::size_t most_bytes = 1000);
  // For each object of a list, "drafts[3]"; an empty list where it is missing.
  std::vector<BodyFields> objects(std::string_view name, std::size_t most);
  std::optional<BodyFields> optional_object(std::string_view name);

  // Whether the body names it, be it null.
  bool has(std::string_view name) const { return object_.contains(name); }
  // What else is wrong with a field.
  void complain(std::string_view name, std::string_view code, std::string_view sentence,
                std::string_view hint = {});
  // Names the fields that nobody asked for. Called by done() for the outermost object; inner ones
  // call it themselves when they have been read.
  void no_others();
  // Throws Declined (422) when anything is wrong, in inner objects too.
  void done();

 private:
  BodyFields(text::json::Object object, std::string path,
             std::shared_ptr<std::vector<FieldProblem>> problems);
  const text::json::Value* take(std::string_view name);
  std::string path_of(std::string_view name) const;
  std::optional<std::string> checked(std::string_view name, const text::json::Value& value,
                                     const TextRules& rules);
  BodyFields inner(text::json::Object object, std::string path) const;

  text::json::Object object_;
  std::string path_;
  std::shared_ptr<std::vector<FieldProblem>> problems_;
  std::vector<std::string> taken_;  // fields that somebody asked for
};

}  // namespace postferry::api
