// From a list to accounts that both servers let in, over the API; accounts for choosing, and what
// the forms are told.
#include <atomic>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <thread>

#include "tests/support/crash/postferry.hpp"
#include "tests/support/servers/throwaway_dovecot.hpp"
#include "tests/support/service/running_service.hpp"
#include "tests/support/temporary_folder.hpp"

namespace postferry::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using text::json::Array;
using text::json::Object;
using text::json::Value;

class ServeLists : public testing::Test {
 protected:
  void SetUp() override {
    if (!postferry_is_built()) GTEST_SKIP() << "build the release binary first";
    service_.emplace(folder_.path() / "state");
    olga_.emplace(first_visit(*service_));
  }

  // Until the check has ended.
  Value ended_check(const std::string& id) {
    for (int looks = 0; looks < 600; ++looks) {
      const auto check = olga_->get("/checks/" + id).json();
      if (check.at("done") == check.at("total")) return check;
      std::this_thread::sleep_for(50ms);
    }
    throw std::runtime_error("the check does not end");
  }
  HttpReply put(const std::string& path, const Value& body) {
    return olga_->send("PUT", path, body);
  }

  TemporaryFolder folder_;
  std::optional<RunningService> service_;
  std::optional<Browser> olga_;
};

TEST_F(ServeLists, credentials_are_tried_on_both_sides_and_the_wrong_one_is_named) {
  if (!ThrowawayDovecot::available()) GTEST_SKIP() << "run tools/servers first";
  ThrowawayDovecot source;
  ThrowawayDovecot target;
  const auto draft = [&](const std::string& user, const std::string& password) {
    const auto account = [&](std::uint16_t port, const std::string& with) {
      return Object{{"email", user + "@example.org"},
                    {"user", user},
                    {"password", with},
                    {"host", "127.0.0.1"},
                    {"port", port},
                    {"security", "none"}};
    };
    return Object{{"source", account(source.port(), password)},
                  {"target", account(target.port(), "secret")}};
  };
  const auto begun =
      olga_->post("/checks", {{"drafts", Array{draft("anna", "secret"), draft("berta", "wrong")}}});
  ASSERT_EQ(begun.status, 202) << begun.body;
  const auto check = ended_check(begun.text("id"));
  EXPECT_EQ(check.at("ok"), 1);
  EXPECT_EQ(check.at("bad"), 1);
  EXPECT_EQ(check.at("results").at(0).at("state"), "ok");
  const auto& error = check.at("results").at(1).at("errors").at(0);
  EXPECT_EQ(error.at("side"), "source");
  EXPECT_EQ(error.at("code"), "wrong_password");
  EXPECT_EQ(error.at("field"), "source.password");
  // Nobody else sees it, and it can be ended.
  const auto other = olga_->post("/customers", {{"name", "Other"}}).text("id");
  auto ada = join(*service_, *olga_, "ada@other.example", "admin", other);
  EXPECT_EQ(ada.get("/checks/" + begun.text("id")).status, 404);
  EXPECT_EQ(ada.send("DELETE", "/checks/" + begun.text("id")).status, 404);
  EXPECT_EQ(olga_->send("DELETE", "/checks/" + begun.text("id")).status, 204);
  EXPECT_EQ(olga_->get("/checks/" + begun.text("id")).status, 404);
}

TEST_F(ServeLists, the_own_server_is_filled_with_the_stored_credential) {
  if (!ThrowawayDovecot::available()) GTEST_SKIP() << "run tools/servers first";
  ThrowawayDovecot source;
  ThrowawayDovecot target;
  const Object own{{"own_server_name", "Our mail"},
                   {"own_server_host", "127.0.0.1"},
                   {"own_server_port", target.port()},
                   {"own_server_security", "none"},
                   {"own_server_master_user", ThrowawayDovecot::master_user}};
  ASSERT_EQ(put("/settings", own).status, 200);
  EXPECT_EQ(olga_->get("/info").json().at("own_server").at("needs_password"), true);
  ASSERT_EQ(put("/settings", {{"own_server_master_password", target.password()}}).status, 200);
  EXPECT_EQ(olga_->get("/info").json().at("own_server").at("needs_password"), false);
  const auto checked = olga_->post("/lists/check", {{"format", "user_list"},
                                                    {"delimiter", ";"},
                                                    {"text", "anna;secret\nberta;secret\n"},
                                                    {"common",
                                                     {{"source_host", "127.0.0.1"},
                                                      {"source_port", source.port()},
                                                      {"source_security", "none"}}}});
  ASSERT_TRUE(checked.json().at("drafts").is_array()) << checked.body;
  const auto begun = olga_->post("/checks", {{"drafts", checked.json().at("drafts")}});
  ASSERT_EQ(begun.status, 202) << begun.body;
  const auto check = ended_check(begun.text("id"));
  EXPECT_EQ(check.at("ok"), 2) << text::json::serialize(check);
}

TEST_F(ServeLists, what_is_no_check_is_refused_with_its_fields) {
  EXPECT_EQ(olga_->post("/checks", {{"drafts", Array()}}).status, 422);
  const auto refused = olga_->post("/checks", {{"drafts", Array{Object{{"source", Object()}}}}});
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(refused.body, HasSubstr("drafts[0].source.host"));
  EXPECT_THAT(refused.body, HasSubstr("drafts[0].target"));
  EXPECT_EQ(olga_->get("/checks/01ARZ3NDEKTSV4RRFFQ69G5FAV").status, 404);
}

TEST_F(ServeLists, a_long_list_is_answered_and_holds_nobody_up) {
  ASSERT_EQ(put("/settings", {{"rows_per_batch", 10'000}}).status, 200);
  std::string list;
  for (int i = 0; i < 10'000; ++i)
    list += fmt::format(
        "imap;u{0}@old.example;;word {0};imap.old.example;imap;u{0}@new.example;;"
        "other {0};mail.new.example;;\n",
        i);
  auto second = *olga_;
  std::chrono::steady_clock::duration longest{};
  std::atomic<bool> over = false;
  std::thread meanwhile([&] {
    while (!over) {
      const auto begin = std::chrono::steady_clock::now();
      second.get("/session");
      longest = std::max(longest, std::chrono::steady_clock::now() - begin);
    }
  });
  const auto begin = std::chrono::steady_clock::now();
  const auto reply = olga_->post("/lists/check", {{"text", list}});
  const auto took = std::chrono::steady_clock::now() - begin;
  over = true;
  meanwhile.join();
  ASSERT_EQ(reply.status, 200);
  EXPECT_EQ(reply.json().at("good"), 10'000);
  EXPECT_EQ(reply.json().at("drafts").as_array().size(), 10'000u);
  const auto in_ms = [](auto span) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(span).count();
  };
  RecordProperty("milliseconds", std::to_string(in_ms(took)));
  fmt::print(
      "10,000 rows: {} ms with this test reading and checking the answer; others waited {} ms at "
      "most\n",
      in_ms(took), in_ms(longest));
  EXPECT_LT(longest, took);
}

TEST_F(ServeLists, examples_and_guides_are_there_for_every_format) {
  for (const auto& format : olga_->get("/info").json().at("list_formats").as_array())
    for (const auto* url : {"example_url", "docs_url"}) {
      const std::string path(format.at(url).as_string());
      const auto reply = olga_->get(path.substr(std::string("/api/v1").size()));
      EXPECT_EQ(reply.status, 200) << path;
      EXPECT_FALSE(reply.body.empty());
    }
  EXPECT_EQ(olga_->get("/lists/examples/xml.csv").status, 404);
  EXPECT_EQ(olga_->get("/lists/examples/..%2fcatalog.csv").status, 400);
}

TEST_F(ServeLists, accounts_for_choosing_belong_to_their_customer) {
  const auto other = olga_->post("/customers", {{"name", "Other"}}).text("id");
  auto ada = join(*service_, *olga_, "ada@other.example", "admin", other);
  const Array accounts{Object{{"email", "anna@other.example"}, {"user", "anna"}},
                       Object{{"email", "50%_off@other.example"}}};
  EXPECT_EQ(put("/accounts?customer=" + other, accounts).json().at("accounts"), 2);
  EXPECT_EQ(olga_->get("/accounts").json().at("total"), 0);
  EXPECT_EQ(ada.get("/accounts").json().at("total"), 2);
  EXPECT_EQ(ada.get("/accounts?q=ANNA").json().at("items").as_array().size(), 1u);
  EXPECT_EQ(ada.get("/accounts?q=%25_o").json().at("items").as_array().size(), 1u);
  EXPECT_EQ(ada.get("/accounts?q=';--").json().at("total"), 0);
  EXPECT_EQ(ada.get("/accounts?customer=01ARZ3NDEKTSV4RRFFQ69G5FAV").status, 404);
  auto mia = join(*service_, ada, "mia@managed.example", "manager");
  EXPECT_EQ(mia.get("/accounts").json().at("total"), 0);
  EXPECT_EQ(mia.send("DELETE", "/accounts").status, 403);
  EXPECT_EQ(ada.send("DELETE", "/accounts").status, 204);
  EXPECT_EQ(ada.get("/accounts").json().at("total"), 0);
}

TEST_F(ServeLists, a_bad_line_of_accounts_changes_nothing) {
  put("/accounts", Array{Object{{"email", "anna@new.example"}}});
  const auto refused =
      put("/accounts", Array{Object{{"email", "bert@new.example"}}, Object{{"email", "nobody"}}});
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(refused.json().at("errors").at(0).at("line"), 2);
  EXPECT_EQ(refused.json().at("errors").at(0).at("column"), "email");
  EXPECT_EQ(olga_->get("/accounts").json().at("items").at(0).at("email"), "anna@new.example");
}

TEST_F(ServeLists, a_server_is_proposed_for_a_known_provider_and_nothing_for_no_address) {
  EXPECT_EQ(olga_->get("/proposals?address=nobody").body, "{}\n");
  const auto proposal = olga_->get("/proposals?address=anna@gmail.com");
  EXPECT_EQ(proposal.text("host"), "imap.gmail.com");
  EXPECT_EQ(proposal.text("origin"), "provider");
}

}  // namespace
}  // namespace postferry::test
