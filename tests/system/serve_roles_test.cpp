// Every role on every route, as a table; another customer's ids on every route; and
// API tokens: what their scope leaves, and when they end.
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <unistd.h>

#include "base/clock.hpp"
#include "tests/support/crash/postferry.hpp"
#include "tests/support/service/running_service.hpp"
#include "tests/support/temporary_folder.hpp"

namespace postferry::test {
namespace {

using text::json::Value;

constexpr auto nobodys = "01J00000000000000000000000";  // an id that nothing has

struct Row {
  const char* method;
  const char* path;              // {id}: of nothing
  std::string_view may;          // o(perator), a(dmin), m(anager), t(eam member)
  std::string_view scopes = "";  // that may: r(ead), u (run), p(lan), g (manage)
};

// What a body lacks or an id does not name comes after who may: 404 and 422 are "allowed".
constexpr std::array table{
    Row{"GET", "/session", "oamt", "rupg"},
    Row{"PATCH", "/me", "oamt"},
    Row{"GET", "/people", "oa", "g"},
    Row{"PATCH", "/people/{id}", "oa", "g"},
    Row{"DELETE", "/people/{id}", "oa", "g"},
    Row{"POST", "/people/{id}/reset-link", "oa", "g"},
    Row{"GET", "/invitations", "oa", "g"},
    Row{"POST", "/invitations", "oa", "g"},
    Row{"DELETE", "/invitations/{id}", "oa", "g"},
    Row{"GET", "/tokens", "oa"},
    Row{"POST", "/tokens", "oa"},
    Row{"DELETE", "/tokens/{id}", "oa"},
    Row{"GET", "/customers", "o", "g"},
    Row{"POST", "/customers", "o", "g"},
    Row{"PATCH", "/customers/{id}", "o", "g"},
    Row{"DELETE", "/customers/{id}", "o", "g"},
    Row{"POST", "/customers/{id}/forget", "oa", "g"},
    Row{"GET", "/credits", "oamt", "rupg"},
    Row{"POST", "/credits/keys", "oa", "g"},
    Row{"GET", "/audit", "oa", "g"},
    Row{"GET", "/migrations", "oamt", "rupg"},
    Row{"GET", "/migrations.csv", "oamt", "rupg"},
    Row{"GET", "/migrations/{id}", "oamt", "rupg"},
    Row{"GET", "/migrations/{id}/folders", "oamt", "rupg"},
    Row{"GET", "/migrations/{id}/errors", "oamt", "rupg"},
    Row{"GET", "/migrations/{id}/runs", "oamt", "rupg"},
    Row{"GET", "/migrations/{id}/runs/1/log", "oamt", "rupg"},
    Row{"POST", "/migrations", "oam", "pg"},
    Row{"PATCH", "/migrations/{id}", "oam", "pg"},
    Row{"DELETE", "/migrations/{id}", "oam", "pg"},
    Row{"PUT", "/migrations/{id}/passwords", "oam", "pg"},
    Row{"POST", "/migrations/{id}/pause", "oamt", "upg"},
    Row{"POST", "/migrations/{id}/resume", "oamt", "upg"},
    Row{"POST", "/migrations/{id}/run", "oamt", "upg"},
    Row{"POST", "/migrations/{id}/cancel", "oam", "pg"},
    Row{"POST", "/migrations/actions", "oamt", "upg"},
    Row{"GET", "/batches", "oamt", "rupg"},
    Row{"GET", "/batches/{id}", "oamt", "rupg"},
    Row{"POST", "/batches", "oam", "pg"},
    Row{"PATCH", "/batches/{id}", "oam", "pg"},
    Row{"DELETE", "/batches/{id}", "oam", "pg"},
    Row{"POST", "/batches/{id}/pause", "oamt", "upg"},
    Row{"POST", "/batches/{id}/resume", "oamt", "upg"},
    Row{"POST", "/batches/{id}/run", "oamt", "upg"},
    Row{"POST", "/batches/{id}/cancel", "oam", "pg"},
    Row{"POST", "/lists/check", "oam", "pg"},
    Row{"GET", "/lists/examples/postferry.csv", "oamt", "rupg"},
    Row{"POST", "/checks", "oam", "pg"},
    Row{"GET", "/checks/{id}", "oam", "pg"},
    Row{"DELETE", "/checks/{id}", "oam", "pg"},
    Row{"GET", "/accounts", "oam", "pg"},
    Row{"PUT", "/accounts", "oa", "pg"},
    Row{"DELETE", "/accounts", "oa", "pg"},
    Row{"GET", "/info", "oamt", "rupg"},
    Row{"GET", "/proposals?address=x@gmail.com", "oam", "pg"},
    Row{"GET", "/overview", "oamt", "rupg"},
    Row{"GET", "/settings", "o", "g"},
    Row{"PUT", "/settings", "o", "g"},
    Row{"POST", "/settings/test-mail", "o", "g"},
    Row{"POST", "/settings/test-webhook", "o", "g"},
};

std::string with_id(std::string_view path, std::string_view id) {
  std::string text(path);
  if (const auto at = text.find("{id}"); at != std::string::npos) text.replace(at, 4, id);
  return text;
}

bool takes_a_body(std::string_view method) {
  return method == "POST" || method == "PATCH" || method == "PUT";
}

HttpReply call(Browser& browser, const Row& row, std::string_view id) {
  const std::optional<Value> body =
      takes_a_body(row.method) ? std::optional<Value>(text::json::Object()) : std::nullopt;
  return browser.send(row.method, with_id(row.path, id), body);
}

class ServeRoles : public testing::Test {
 protected:
  void SetUp() override {
    if (!postferry_is_built()) GTEST_SKIP() << "build the release binary first";
    service_.emplace(folder_.path() / "state");
    olga_ = first_visit(*service_);
  }

  std::string make_token(Browser& by, const std::string& scope) {
    const auto made = by.post("/tokens", {{"name", scope},
                                          {"scopes", text::json::Array{Value(scope)}},
                                          {"ends_at", "2028-01-01T00:00:00Z"}});
    EXPECT_EQ(made.status, 201) << made.body;
    return made.text("token");
  }

  TemporaryFolder folder_;
  std::optional<RunningService> service_;
  Browser olga_{0};
};

TEST_F(ServeRoles, every_role_on_every_route) {
  std::map<char, Browser> browsers{{'o', olga_}};
  browsers.emplace('a', join(*service_, olga_, "anna@provider.example", "admin"));
  browsers.emplace('m', join(*service_, olga_, "mary@provider.example", "manager"));
  browsers.emplace('t', join(*service_, olga_, "tom@provider.example", "member"));
  for (const auto& row : table) {
    for (auto& [role, browser] : browsers) {
      const auto reply = call(browser, row, nobodys);
      const auto told = fmt::format("{} {} by {}: {}", row.method, row.path, role, reply.body);
      if (row.may.contains(role)) {
        EXPECT_NE(reply.status, 403) << told;
        EXPECT_NE(reply.status, 401) << told;
        EXPECT_LT(reply.status, 500) << told;
      } else {
        EXPECT_EQ(reply.status, 403) << told;
        EXPECT_EQ(reply.code(), "not_allowed") << told;
      }
    }
    auto stranger = service_->browser();
    EXPECT_EQ(call(stranger, row, nobodys).status, 401) << row.path;
  }
}

TEST_F(ServeRoles, every_scope_on_every_route) {
  const std::map<char, std::string> scopes{
      {'r', "read"}, {'u', "run"}, {'p', "plan"}, {'g', "manage"}};
  for (const auto& [letter, scope] : scopes) {
    auto script = Browser::with_token(service_->port(), make_token(olga_, scope));
    for (const auto& row : table) {
      const auto reply = call(script, row, nobodys);
      const auto told = fmt::format("{} {} with {}: {}", row.method, row.path, scope, reply.body);
      if (row.scopes.contains(letter))
        EXPECT_TRUE(reply.status != 403 && reply.status < 500) << told;
      else
        EXPECT_EQ(reply.status, 403) << told;
    }
  }
}

TEST_F(ServeRoles, another_customers_ids_are_not_found) {
  const auto customer = olga_.post("/customers", {{"name", "Other"}}).text("id");
  auto adam = join(*service_, olga_, "adam@other.example", "admin", customer);
  const auto invitation =
      olga_.post("/invitations", {{"email", "new@provider.example"}, {"role", "member"}})
          .text("id");
  make_token(olga_, "read");
  const auto token =
      std::string(olga_.get("/tokens").json().at("items").at(0).at("id").as_string());
  const auto olga = olga_.get("/session").json();
  const std::string person(olga.at("person").at("id").as_string());
  const std::string home(olga.at("customer").at("id").as_string());
  struct Try {
    const char* method;
    std::string path;
    Value body = nullptr;
  };
  const std::vector<Try> tries{
      {"PATCH", "/people/" + person, {{"role", "member"}}},
      {"DELETE", "/people/" + person},
      {"POST", "/people/" + person + "/reset-link"},
      {"GET", "/people?customer=" + home},
      {"GET", "/invitations?customer=" + home},
      {"DELETE", "/invitations/" + invitation},
      {"POST",
       "/invitations",
       {{"email", "spy@other.example"}, {"role", "admin"}, {"customer", home}}},
      {"DELETE", "/tokens/" + token},
      {"POST", "/customers/" + home + "/forget"},
  };
  for (const auto& [method, path, body] : tries) {
    const auto reply = adam.send(method, path, body.is_null() ? std::nullopt : std::optional(body));
    EXPECT_EQ(reply.status, 404) << method << " " << path << ": " << reply.body;
  }
  // Nothing of it has happened, and nothing of the others is shown.
  EXPECT_EQ(olga_.get("/session").status, 200);
  EXPECT_EQ(olga_.get("/tokens").json().at("items").as_array().size(), 1u);
  EXPECT_EQ(olga_.get("/invitations").json().at("items").as_array().size(), 1u);
  EXPECT_THAT(adam.get("/audit").body, testing::Not(testing::HasSubstr("provider.example")));
  EXPECT_THAT(adam.get("/people").body, testing::Not(testing::HasSubstr("olga@")));
}

TEST_F(ServeRoles, a_revoked_wrong_or_broken_token_lets_nobody_in) {
  const auto good = make_token(olga_, "read");
  EXPECT_EQ(Browser::with_token(service_->port(), good).get("/credits").status, 200);
  for (const auto& wrong : {std::string("pf_"), good + "x", good.substr(0, good.size() - 1),
                            std::string("x"), olga_.cookie}) {
    const auto reply = Browser::with_token(service_->port(), wrong).get("/credits");
    EXPECT_EQ(reply.status, 401) << wrong;
  }
  // A token is no cookie.
  Browser cookie(service_->port());
  cookie.cookie = good;
  EXPECT_EQ(cookie.get("/credits").status, 401);
  const auto id = std::string(olga_.get("/tokens").json().at("items").at(0).at("id").as_string());
  EXPECT_EQ(olga_.send("DELETE", "/tokens/" + id).status, 204);
  EXPECT_EQ(Browser::with_token(service_->port(), good).get("/credits").status, 401);
}

TEST_F(ServeRoles, a_token_ends_at_its_time) {
  const auto soon = postferry::now() + std::chrono::seconds(2);
  const auto made = olga_.post("/tokens", {{"name", "short"},
                                           {"scopes", text::json::Array{Value("read")}},
                                           {"ends_at", to_rfc3339(soon)}});
  ASSERT_EQ(made.status, 201) << made.body;
  auto script = Browser::with_token(service_->port(), made.text("token"));
  while (postferry::now() <= soon) ::usleep(100'000);
  EXPECT_EQ(script.get("/credits").status, 401);
  const auto past = olga_.post("/tokens", {{"name", "past"},
                                           {"scopes", text::json::Array{Value("read")}},
                                           {"ends_at", "2020-01-01T00:00:00Z"}});
  EXPECT_EQ(past.status, 422);
  EXPECT_EQ(past.json().at("errors").at(0).at("field"), "ends_at");
}

TEST_F(ServeRoles, sql_in_every_field_is_only_text) {
  const std::string sql = "x'); DROP TABLE person; --";
  EXPECT_EQ(olga_.post("/customers", {{"name", sql}}).text("name"), sql);
  EXPECT_EQ(olga_.patch("/me", {{"name", sql}}).status, 200);
  for (const auto* path : {"/people/", "/invitations/", "/tokens/", "/customers/"}) {
    const auto reply =
        olga_.send("DELETE", std::string(path) + "x%27%29%3B%20DROP%20TABLE%20person%3B%20--");
    EXPECT_EQ(reply.status, 404) << path;
  }
  for (const auto* path : {"/people?customer=", "/invitations?customer=", "/audit?cursor=",
                           "/invitations/accept?token="})
    EXPECT_LT(olga_.get(path + std::string("x%27%20OR%201=1--")).status, 500) << path;
  const auto fields = [&](std::initializer_list<const char*> names) {
    text::json::Object body;
    for (const auto* name : names) body[name] = sql;
    return body;
  };
  EXPECT_EQ(olga_.post("/session", fields({"email", "password"})).status, 401);
  EXPECT_LT(olga_.post("/invitations", fields({"email", "role", "customer"})).status, 500);
  EXPECT_LT(olga_.post("/tokens", fields({"name", "ends_at"})).status, 500);
  EXPECT_EQ(olga_.post("/credits/keys", fields({"key"})).code(), "licence_unreadable");
  EXPECT_EQ(olga_.post("/invitations/accept", fields({"token", "name", "password"})).status, 410);
  EXPECT_EQ(olga_.get("/people").json().at("items").at(0).at("name").as_string(), sql);
}

TEST_F(ServeRoles, audit_is_read_page_by_page) {
  for (int i = 0; i < 5; ++i) olga_.post("/customers", {{"name", fmt::format("C{}", i)}});
  std::vector<std::string> ids;
  std::string cursor;
  do {
    const auto page =
        olga_.get("/audit?limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor)).json();
    for (const auto& item : page.at("items").as_array())
      ids.emplace_back(item.at("id").as_string());
    const auto& next = page.at("next_cursor");
    cursor = next.is_null() ? "" : std::string(next.as_string());
  } while (!cursor.empty() && ids.size() < 100);
  EXPECT_GE(ids.size(), 6u);
  EXPECT_TRUE(std::ranges::is_sorted(ids, std::greater<>()));
  EXPECT_EQ(olga_.get("/audit?cursor=nonsense").status, 400);
}

TEST_F(ServeRoles, customers_are_counted_and_removed) {
  const auto customer = olga_.post("/customers", {{"name", "Other"}}).text("id");
  auto adam = join(*service_, olga_, "adam@other.example", "admin", customer);
  for (const auto& item : olga_.get("/customers").json().at("items").as_array())
    EXPECT_EQ(item.at("people"), 1);
  EXPECT_EQ(olga_.patch("/customers/" + customer, {{"name", "New"}}).text("name"), "New");
  EXPECT_EQ(adam.send("POST", "/customers/" + customer + "/forget").status, 204);
  EXPECT_EQ(olga_.send("DELETE", "/customers/" + customer).status, 204);
  EXPECT_EQ(adam.get("/session").status, 401);
  EXPECT_EQ(olga_.get("/customers").json().at("total"), 1);
}

}  // namespace
}  // namespace postferry::test
