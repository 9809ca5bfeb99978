#include "app/json_values.hpp"

#include "base/clock.hpp"
#include "base/error_catalog.hpp"
#include "text/display.hpp"

namespace postferry::app {

using text::json::Object;
using text::json::Value;

Object event_object(std::string_view name) {
  return Object{{"event", text_value(name)}, {"time", text_value(to_rfc3339(now()))}};
}

Value text_value(std::string_view bytes) { return Value(text::valid_utf8(bytes)); }

Value folder_value(const mail::FolderPath& folder) { return text_value(folder.text()); }

Value number_or_null(const std::optional<std::uint64_t>& number) {
  return number ? Value(*number) : Value();
}

Object counts_object(const std::map<std::string, std::uint64_t>& counts) {
  Object object;
  for (const auto& [name, count] : counts) object[text::valid_utf8(name)] = count;
  return object;
}

Object error_object(const Error& error) {
  const auto& entry = catalog_entry(error.code);
  Object object{{"code", text_value(entry.name)},
                {"sentence", text_value(entry.sentence)},
                {"text", text_value(error.text)},
                {"where", text_value(error.where)},
                {"side", text_value(side_name(error.side))},
                {"hint", text_value(entry.hint)}};
  object["retry_after_seconds"] = error.retry_after ? Value(error.retry_after->count()) : Value();
  return object;
}

}  // namespace postferry::app
