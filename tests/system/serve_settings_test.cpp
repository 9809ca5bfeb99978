// What the operator sets over the API: kept over a restart, refused with the field that is wrong,
// and secrets never told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service/running_service.hpp"
#include "tests/support/temporary_folder.hpp"

namespace postferry::test {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ServeSettings, AreKeptOverARestart) {
  const TemporaryFolder folder;
  {
    RunningService service(folder.path());
    auto browser = first_visit(service);
    const auto changed =
        browser.send("PUT", "/settings",
                     text::json::Object{{"own_server_name", "Example Mail"},
                                        {"own_server_host", "mail.provider.example"},
                                        {"own_server_master_user", "mover"},
                                        {"own_server_master_password", "a master's word"},
                                        {"rows_per_batch", 700},
                                        {"default_leave_out", text::json::Array{"trash"}}});
    EXPECT_EQ(changed.status, 200) << changed.body;
    EXPECT_THAT(changed.body, Not(HasSubstr("a master's word")));
  }
  RunningService service(folder.path());
  auto browser = service.browser();
  browser.sign_in("olga@provider.example", everybodys_password);
  const auto settings = browser.get("/settings");
  EXPECT_EQ(settings.text("own_server_name"), "Example Mail");
  EXPECT_EQ(settings.json().at("rows_per_batch").as_int64(), 700);
  EXPECT_EQ(settings.json().at("smtp_port").as_int64(), 587);
  EXPECT_EQ(settings.json().at("kept_secrets"),
            text::json::Value(text::json::Array{"own_server_master_password"}));
  EXPECT_TRUE(settings.json().at("own_server_master_password").is_null());
}

TEST(ServeSettings, NameTheFieldThatIsWrong) {
  const TemporaryFolder folder;
  RunningService service(folder.path());
  auto browser = first_visit(service);
  const auto refused = browser.send("PUT", "/settings", text::json::Object{{"rows_per_batch", 0}});
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(refused.body, HasSubstr("rows_per_batch"));
  EXPECT_EQ(browser.get("/settings").json().at("rows_per_batch").as_int64(), 500);
}

TEST(ServeSettings, ForgetASecretWhenToldTo) {
  const TemporaryFolder folder;
  RunningService service(folder.path());
  auto browser = first_visit(service);
  browser.send("PUT", "/settings", text::json::Object{{"smtp_password", "relay's word"}});
  const auto kept = browser.send("PUT", "/settings", text::json::Object{{"smtp_password", ""}});
  EXPECT_THAT(kept.body, HasSubstr("\"kept_secrets\":[\"smtp_password\"]"));
  const auto gone =
      browser.send("PUT", "/settings",
                   text::json::Object{{"forget_secrets", text::json::Array{"smtp_password"}}});
  EXPECT_THAT(gone.body, HasSubstr("\"kept_secrets\":[]"));
}

}  // namespace
}  // namespace postferry::test
