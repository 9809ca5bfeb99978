// What the operator may set, and what is said of the rest.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/stored_settings.hpp"

namespace postferry::service {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> faulty(const Settings& settings) {
  std::vector<std::string> fields;
  for (const auto& fault : faults_of(settings)) fields.push_back(fault.field);
  return fields;
}

Settings with(auto change) {
  Settings settings;
  change(settings);
  return settings;
}

TEST(SettingFaults, AreNotInWhatIsThereFromTheStart) { EXPECT_THAT(faulty({}), IsEmpty()); }

TEST(SettingFaults, AreNotInAWholeInstallation) {
  const auto settings = with([](Settings& one) {
    one.own_server_host = "mail.provider.example";
    one.own_server_master_user = "mover";
    one.smtp_host = "smtp.provider.example";
    one.smtp_from = "move@provider.example";
    one.mx_records = {"10 mx1.provider.example", "mx2.provider.example"};
    one.webhook_url = "https://panel.provider.example/hook";
  });
  EXPECT_THAT(faulty(settings), IsEmpty());
}

TEST(SettingFaults, NameTheFieldOfANumberThatCannotBe) {
  EXPECT_THAT(faulty(with([](Settings& one) { one.rows_per_batch = 0; })),
              ElementsAre("rows_per_batch"));
  EXPECT_THAT(faulty(with([](Settings& one) { one.smtp_port = 70'000; })),
              ElementsAre("smtp_port"));
  EXPECT_THAT(faulty(with([](Settings& one) {
                one.min_hours_between_runs = 10;
                one.max_hours_between_runs = 5;
              })),
              ElementsAre("max_hours_between_runs"));
}

TEST(SettingFaults, NameTheFieldOfATextThatCannotBe) {
  EXPECT_THAT(faulty(with([](Settings& one) {
                one.own_server_host = "not a host";
                one.own_server_master_user = "mover";
              })),
              ElementsAre("own_server_host"));
  EXPECT_THAT(faulty(with([](Settings& one) { one.own_server_host = "mail.example"; })),
              ElementsAre("own_server_master_user"));
  EXPECT_THAT(faulty(with([](Settings& one) { one.own_server_fingerprint = "12:34"; })),
              ElementsAre("own_server_fingerprint"));
  EXPECT_THAT(faulty(with([](Settings& one) { one.smtp_security = "ssl please"; })),
              ElementsAre("smtp_security"));
  EXPECT_THAT(faulty(with([](Settings& one) { one.smtp_host = "smtp.example"; })),
              ElementsAre("smtp_from"));
  EXPECT_THAT(faulty(with([](Settings& one) { one.mx_records = {"ten mx.example"}; })),
              ElementsAre("mx_records"));
  EXPECT_THAT(faulty(with([](Settings& one) { one.webhook_url = "file:///etc/passwd"; })),
              ElementsAre("webhook_url"));
  EXPECT_THAT(
      faulty(with([](Settings& one) { one.webhook_url = "https://me@panel.provider.example/"; })),
      ElementsAre("webhook_url"));
  EXPECT_THAT(faulty(with([](Settings& one) { one.default_leave_out = {"attic"}; })),
              ElementsAre("default_leave_out"));
}

}  // namespace
}  // namespace postferry::service
