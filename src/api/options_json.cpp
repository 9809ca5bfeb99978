#include "api/options_json.hpp"

#include <array>
#include <limits>
#include <utility>

#include "text/ascii.hpp"
#include "text/quantities.hpp"

namespace postferry::api {
namespace {

namespace json = text::json;
using service::WrittenChoices;

constexpr std::size_t most_folders = 500;
constexpr std::size_t most_uses = 10;
constexpr std::int64_t most_connections = 32;

// The field that says what the option says.
std::string_view field_of_option(std::string_view option) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 9> fields{{
      {"--exclude-special", "leave_out"},
      {"--max-size", "max_size_bytes"},
      {"--exclude", "skip_folders"},
      {"--map", "translate"},
      {"--include", "include"},
      {"--into", "into"},
      {"--since", "since"},
      {"--before", "before"},
      {"--limit-rate", "limit_rate"},
  }};
  for (const auto& [name, field] : fields)
    if (name == option) return field;
  return "connections";
}

// In the writing of --map, where \= stands for an equals sign inside a name.
std::string escaped_name(std::string_view name) {
  std::string text;
  for (const char c : name) {
    if (c == '=') text += '\\';
    text += c;
  }
  return text;
}

std::pair<std::string, std::string> parts_of(std::string_view mapping) {
  std::pair<std::string, std::string> parts;
  auto* part = &parts.first;
  for (std::size_t at = 0; at < mapping.size(); ++at) {
    const bool is_escaped = mapping.substr(at).starts_with("\\=");
    if (is_escaped) ++at;
    if (mapping[at] == '=' && !is_escaped && part == &parts.first)
      part = &parts.second;
    else
      *part += mapping[at];
  }
  return parts;
}

json::Array texts_json(const std::vector<std::string>& texts) {
  json::Array array;
  for (const auto& text : texts) array.emplace_back(text);
  return array;
}

// Each entry may name several: "junk,trash".
json::Array uses_json(const std::vector<std::string>& lists) {
  json::Array uses;
  for (std::string_view list : lists) {
    while (true) {
      const auto comma = list.find(',');
      uses.emplace_back(text::to_lower(text::trimmed(list.substr(0, comma))));
      if (comma == std::string_view::npos) break;
      list.remove_prefix(comma + 1);
    }
  }
  return uses;
}

void read_rarely_chosen(BodyFields& fields, WrittenChoices& choices) {
  choices.include = fields.texts("include", most_folders);
  choices.into = fields.optional_text("into").value_or("");
  choices.since = fields.optional_text("since").value_or("");
  choices.before = fields.optional_text("before").value_or("");
  choices.limit_rate = fields.optional_text("limit_rate").value_or("");
  if (const auto connections = fields.optional_number("connections", 1, most_connections))
    choices.connections = std::to_string(*connections);
  choices.accept_dates = fields.optional_flag("accept_dates").value_or(false);
  choices.accept_new_server = fields.optional_flag("accept_new_server").value_or(false);
}

}  // namespace

WrittenChoices options_in(BodyFields& fields) {
  WrittenChoices choices;
  choices.exclude_special = fields.texts("leave_out", most_uses);
  if (const auto size =
          fields.optional_number("max_size_bytes", 1, std::numeric_limits<std::int64_t>::max()))
    choices.max_size = std::to_string(*size);
  choices.exclude = fields.texts("skip_folders", most_folders);
  for (auto& mapping : fields.objects("translate", most_folders)) {
    const auto from = mapping.text("from");
    const auto to = mapping.text("to");
    mapping.no_others();
    if (!from.empty() && !to.empty())
      choices.map.push_back(escaped_name(from) + "=" + escaped_name(to));
  }
  read_rarely_chosen(fields, choices);
  fields.no_others();
  if (const auto options = service::engine_options(choices); !options)
    fields.complain(field_of_option(options.error().where), "bad_option", options.error().text);
  return choices;
}

json::Object options_json(const WrittenChoices& choices) {
  json::Value size;
  if (const auto bytes = text::parse_size(choices.max_size)) size = *bytes;
  json::Array translate;
  for (const auto& mapping : choices.map) {
    const auto [from, to] = parts_of(mapping);
    translate.push_back({{"from", from}, {"to", to}});
  }
  json::Object object{{"leave_out", uses_json(choices.exclude_special)},
                      {"max_size_bytes", std::move(size)},
                      {"skip_folders", texts_json(choices.exclude)},
                      {"translate", std::move(translate)}};
  if (!choices.include.empty()) object["include"] = texts_json(choices.include);
  for (const auto& [name, text] :
       {std::pair{"into", &choices.into}, std::pair{"since", &choices.since},
        std::pair{"before", &choices.before}, std::pair{"limit_rate", &choices.limit_rate}})
    if (!text->empty()) object[name] = *text;
  if (!choices.connections.empty()) object["connections"] = std::stoi(choices.connections);
  if (choices.accept_dates) object["accept_dates"] = true;
  if (choices.accept_new_server) object["accept_new_server"] = true;
  return object;
}

}  // namespace postferry::api
