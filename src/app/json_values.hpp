// The parts that several JSON events share: an object with its name and time, texts, errors.
//
// Used by json_events.cpp and json_reports.cpp alone. Pure functions but for the time.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "mail/folder_path.hpp"
#include "text/json.hpp"

namespace postferry::app {

// {"event": name, "time": now}.
text::json::Object event_object(std::string_view name);
text::json::Value text_value(std::string_view bytes);
text::json::Value folder_value(const mail::FolderPath& folder);
text::json::Value number_or_null(const std::optional<std::uint64_t>& number);
text::json::Object counts_object(const std::map<std::string, std::uint64_t>& counts);
text::json::Object error_object(const Error& error);

}  // namespace postferry::app
