// The OpenAPI document against the running service: every route is described, and nothing else; and
// the checker that all replies of all tests are shown to does find what is not described.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>

#include "api/openapi.hpp"
#include "app/serving.hpp"
#include "tests/support/crash/postferry.hpp"
#include "tests/support/service/described_api.hpp"
#include "tests/support/service/json_schema.hpp"
#include "tests/support/service/running_service.hpp"
#include "tests/support/temporary_folder.hpp"

namespace postferry::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using text::json::Object;
using text::json::Value;

std::string upper(std::string_view method) {
  std::string text(method);
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

std::set<std::string> described_routes() {
  std::set<std::string> routes;
  for (const auto& [path, methods] : described_api().at("paths").as_object())
    for (const auto& [method, operation] : methods.as_object())
      routes.insert(upper(method) + " " + std::string(path) + " " +
                    std::string(operation.at("x-permission").as_string()));
  return routes;
}

TEST(OpenApi, describes_every_route_with_what_it_demands_and_no_other) {
  TemporaryFolder folder;
  app::Configuration configuration;
  configuration.state = folder.path();
  configuration.listen.port = 0;
  const app::Screen silent{.write = [](std::string_view) {}, .columns = {}, .now = {}};
  const app::Serving serving(configuration, storage::SqliteFile{folder.path() / "catalog.db"},
                             silent);
  std::set<std::string> routes;
  for (const auto& route : serving.router.routes())
    routes.insert(route.method + " " + route.pattern.text() + " " + route.rules.permission);
  EXPECT_EQ(described_routes(), routes);
}

TEST(OpenApi, refers_only_to_what_it_describes) {
  const std::string text(api::openapi_document());
  const std::string mark = "\"$ref\": \"";
  std::set<std::string> used;
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
    const auto from = at + mark.size();
    const auto reference = text.substr(from, text.find('"', from) - from);
    EXPECT_NO_THROW(referred(described_api(), reference)) << reference;
    used.insert(reference);
  }
  for (const auto& schema : described_api().at("components").at("schemas").as_object())
    EXPECT_TRUE(used.contains("#/components/schemas/" + std::string(schema.key())))
        << schema.key() << " is used nowhere";
}

std::vector<std::string> faults_of(const Value& named) {
  return undescribed({.method = "GET",
                      .target = "/api/v1/accounts?q=a",
                      .status = 200,
                      .content_type = "application/json",
                      .body = text::json::serialize(named)});
}

TEST(OpenApi, what_is_not_as_described_is_found) {
  const Object account{{"email", "anna@new.example"}, {"user", "anna"}};
  const auto with = [&account](std::string_view field, const Value& value) {
    auto changed = account;
    changed[field] = value;
    return Value{{"items", text::json::Array{changed}}, {"total", 1}};
  };
  EXPECT_THAT(faults_of(with("user", "anna")), IsEmpty());
  EXPECT_THAT(faults_of(with("shoe_size", 42)),
              testing::ElementsAre("$.items[0].shoe_size: is not described"));
  EXPECT_THAT(faults_of(with("user", 7)), testing::ElementsAre(HasSubstr("another type")));
  EXPECT_THAT(faults_of({{"items", text::json::Array()}}), testing::ElementsAre("$: lacks total"));
  EXPECT_THAT(undescribed({.method = "GET", .target = "/api/v1/shoes", .status = 200}),
              testing::SizeIs(1));
  EXPECT_THAT(undescribed({.method = "PATCH", .target = "/api/v1/accounts", .status = 200}),
              testing::SizeIs(1));
  EXPECT_THAT(undescribed({.method = "DELETE", .target = "/api/v1/accounts", .status = 204}),
              IsEmpty());
}

TEST(OpenApi, values_are_checked_to_the_letter) {
  const auto faults = [](const Value& value, const char* schema) {
    return schema_faults(value, text::json::parse(schema)->as_object(), described_api()).size();
  };
  EXPECT_EQ(faults("tls", R"({"$ref":"#/components/schemas/Security"})"), 0u);
  EXPECT_EQ(faults("TLS", R"({"$ref":"#/components/schemas/Security"})"), 1u);
  EXPECT_EQ(faults("2026-11-25T22:00:00Z", R"({"type":"string","format":"date-time"})"), 0u);
  EXPECT_EQ(faults("2026-11-25 22:00", R"({"type":"string","format":"date-time"})"), 1u);
  EXPECT_EQ(faults(nullptr, R"({"type":["string","null"],"format":"date-time"})"), 0u);
  EXPECT_EQ(faults({{"after_hours", 8}}, R"({"$ref":"#/components/schemas/SecondRun"})"), 0u);
  EXPECT_EQ(
      faults({{"after_hours", 8}, {"at", nullptr}}, R"({"$ref":"#/components/schemas/SecondRun"})"),
      1u);
  EXPECT_EQ(faults(7, R"({"type":"integer","maximum":6})"), 1u);
  EXPECT_EQ(faults(7, R"({"type":"integer","pattern":"x"})"), 1u);  // a keyword nobody checks
}

TEST(OpenApi, is_served_to_anybody) {
  if (!postferry_is_built()) GTEST_SKIP() << "build the release binary first";
  TemporaryFolder folder;
  RunningService service(folder.path() / "state");
  const auto reply = service.browser().get("/openapi.json");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.header("content-type"), "application/json");
  EXPECT_EQ(reply.body, api::openapi_document());
}

}  // namespace
}  // namespace postferry::test
