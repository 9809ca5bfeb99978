#include "api/body_fields.hpp"

#include <algorithm>
#include <utility>

namespace postferry::api {
namespace {

namespace json = text::json;

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

std::optional<std::int64_t> whole_number(const json::Value& value) {
  if (value.is_int64()) return value.get_int64();
  if (value.is_uint64() && value.get_uint64() <= INT64_MAX)
    return static_cast<std::int64_t>(value.get_uint64());
  return std::nullopt;
}

}  // namespace

BodyFields::BodyFields(json::Object object)
    : BodyFields(std::move(object), "", std::make_shared<std::vector<FieldProblem>>()) {}

BodyFields::BodyFields(json::Object object, std::string path,
                       std::shared_ptr<std::vector<FieldProblem>> problems)
    : object_(std::move(object)), path_(std::move(path)), problems_(std::move(problems)) {}

BodyFields BodyFields::inner(json::Object object, std::string path) const {
  return {std::move(object), std::move(path), problems_};
}

std::string BodyFields::path_of(std::string_view name) const {
  return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

// Nothing where it is missing or null.
const json::Value* BodyFields::take(std::string_view name) {
  taken_.emplace_back(name);
  const json::Value* const value = object_.if_contains(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

void BodyFields::complain(std::string_view name, std::string_view code, std::string_view sentence,
                          std::string_view hint) {
  problems_->push_back({.field = path_of(name),
                        .code = std::string(code),
                        .text = std::string(sentence),
                        .hint = std::string(hint)});
}

std::optional<std::string> BodyFields::checked(std::string_view name, const json::Value& value,
                                               const TextRules& rules) {
  const auto refuse = [&](std::string_view code, std::string_view sentence) {
    complain(name, code, sentence);
    return std::nullopt;
  };
  if (!value.is_string()) return refuse("not_a_text", "This must be a text.");
  std::string text(value.get_string().data(), value.get_string().size());
  if (text.empty() && !rules.may_be_empty) return refuse("missing", "This is needed.");
  if (text.size() > rules.most_bytes) return refuse("too_long", "This is too long.");
  const auto unfit = [&rules](char c) {
    const bool layout = c == '\n' || c == '\r' || c == '\t';
    return is_control(c) && (rules.one_line || !layout);
  };
  if (std::ranges::any_of(text, unfit))
    return refuse("control_character", "This holds a character that cannot be seen.");
  return text;
}

std::optional<std::string> BodyFields::optional_text(std::string_view name, TextRules rules) {
  const json::Value* const value = take(name);
  if (value == nullptr) return std::nullopt;
  return checked(name, *value, rules);
}

std::string BodyFields::text(std::string_view name, TextRules rules) {
  const json::Value* const value = take(name);
  if (value != nullptr) return checked(name, *value, rules).value_or("");
  complain(name, "missing", "This is needed.");
  return {};
}

std::optional<std::int64_t> BodyFields::optional_number(std::string_view name, std::int64_t least,
                                                        std::int64_t most) {
  const json::Value* const value = take(name);
  if (value == nullptr) return std::nullopt;
  const auto number = whole_number(*value);
  if (number && *number >= least && *number <= most) return number;
  complain(name, number ? "out_of_range" : "not_a_number",
           "This must be a whole number from " + std::to_string(least) + " to " +
               std::to_string(most) + ".");
  return std::nullopt;
}

std::int64_t BodyFields::number(std::string_view name, std::int64_t least, std::int64_t most) {
  const auto before = problems_->size();
  const auto number = optional_number(name, least, most);
  if (!number && problems_->size() == before) complain(name, "missing", "This is needed.");
  return number.value_or(least);
}

std::optional<bool> BodyFields::optional_flag(std::string_view name) {
  const json::Value* const value = take(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_bool()) return value->get_bool();
  complain(name, "not_a_flag", "This must be true or false.");
  return std::nullopt;
}

std::optional<Secret> BodyFields::optional_secret(std::string_view name, std::size_t most_bytes) {
  const json::Value* const value = take(name);
  if (value == nullptr) return std::nullopt;
  auto text = checked(name, *value, {.most_bytes = most_bytes, .may_be_empty = true});
  if (!text) return std::nullopt;
  Secret secret(*text);
  wipe(*text);
  return secret;
}

Secret BodyFields::secret(std::string_view name, std::size_t most_bytes) {
  const auto before = problems_->size();
  auto secret = optional_secret(name, most_bytes);
  if ((!secret || secret->empty()) && problems_->size() == before)
    complain(name, "missing", "This is needed.");
  return secret ? std::move(*secret) : Secret();
}

std::vector<std::string> BodyFields::texts(std::string_view name, std::size_t most,
                                           TextRules rules) {
  std::vector<std::string> texts;
  const json::Value* const value = take(name);
  if (value == nullptr) return texts;
  if (!value->is_array() || value->get_array().size() > most) {
    complain(name, "not_a_list", "This must be a list of at most " + std::to_string(most) + ".");
    return texts;
  }
  for (std::size_t i = 0; i < value->get_array().size(); ++i)
    if (auto text = checked(std::string(name) + "[" + std::to_string(i) + "]",
                            value->get_array()[i], rules))
      texts.push_back(std::move(*text));
  return texts;
}

std::vector<BodyFields> BodyFields::objects(std::string_view name, std::size_t most) {
  std::vector<BodyFields> all;
  const json::Value* const value = take(name);
  if (value == nullptr) return all;
  if (!value->is_array() || value->get_array().size() > most) {
    complain(name, "not_a_list", "This must be a list of at most " + std::to_string(most) + ".");
    return all;
  }
  for (std::size_t i = 0; i < value->get_array().size(); ++i) {
    const std::string indexed = std::string(name) + "[" + std::to_string(i) + "]";
    const json::Value& item = value->get_array()[i];
    if (item.is_object())
      all.push_back(inner(item.get_object(), path_of(indexed)));
    else
      complain(indexed, "not_an_object", "This must be an object.");
  }
  return all;
}

std::optional<BodyFields> BodyFields::optional_object(std::string_view name) {
  const json::Value* const value = take(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_object()) return inner(value->get_object(), path_of(name));
  complain(name, "not_an_object", "This must be an object.");
  return std::nullopt;
}

void BodyFields::no_others() {
  constexpr std::size_t most_shown = 100;
  for (const auto& field : object_) {
    const std::string_view name(field.key().data(), field.key().size());
    if (std::ranges::find(taken_, name) == taken_.end())
      complain(name.substr(0, most_shown), "unknown_field", "Nothing of this name is known here.");
  }
}

void BodyFields::done() {
  no_others();
  if (!problems_->empty()) throw Declined(invalid(*problems_));
}

}  // namespace postferry::api
