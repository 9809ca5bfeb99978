#include "service/installation.hpp"

#include "storage/catalog/settings.hpp"
#include "text/json.hpp"

namespace postferry::service {

Task<std::string> installation_id(storage::catalog::Catalog& catalog, Ulids& ulids) {
  const auto kept = co_await catalog.change([made = ulids.next()](soci::session& session) {
    const std::string name = "installation";
    if (const auto there = storage::catalog::setting(session, name)) return *there;
    const auto written = text::json::serialize(text::json::Value(made));
    storage::catalog::set_setting(session, name, written);
    return written;
  });
  const auto value = text::json::parse(kept);
  co_return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

}  // namespace postferry::service
