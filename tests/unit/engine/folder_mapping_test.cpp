#include "engine/folder_mapping.hpp"

#include <gtest/gtest.h>
#include <map>
#include <set>

#include "engine/special_use.hpp"
#include "tests/unit/engine/two_accounts.hpp"

namespace postferry::engine {
namespace {

using mail::SpecialUse;

mail::Folder folder(std::string_view name, SpecialUse use = SpecialUse::none) {
  mail::Folder made;
  made.path = path(name);
  made.special_use = use;
  return made;
}

struct Mapping : testing::Test {
  FolderMap map() const { return map_folders(source, target, records, rules, options); }

  // Source names to target names of what is not excluded.
  std::map<std::string, std::string> names() const {
    std::map<std::string, std::string> result;
    for (const auto& mapped : map().folders)
      if (mapped.action != FolderAction::excluded)
        result.emplace(mapped.source.path.text(), mapped.target_path.text());
    return result;
  }
  MappedFolder of(std::string_view name) const {
    for (auto& mapped : map().folders)
      if (mapped.source.path == path(name)) return mapped;
    ADD_FAILURE() << name << " is not mapped";
    return {};
  }
  void remember(std::string_view from, std::string_view to) {
    storage::FolderRecord record;
    record.source_path = path(from);
    record.target_path = path(to);
    records.push_back(record);
  }

  std::vector<mail::Folder> source{folder("INBOX", SpecialUse::inbox)};
  std::vector<mail::Folder> target{folder("INBOX", SpecialUse::inbox)};
  std::vector<storage::FolderRecord> records;
  mail::NamingRules rules;
  Options options;
};

TEST_F(Mapping, names_stay_and_actions_are_told) {
  source.push_back(folder("A/B"));
  source.push_back(folder("A"));
  target.push_back(folder("A"));
  const auto map = this->map();
  ASSERT_EQ(map.folders.size(), 3U);
  EXPECT_EQ(map.folders[0].source.path, path("A"));  // parents before their children
  EXPECT_EQ(map.folders[0].action, FolderAction::exists);
  EXPECT_EQ(map.folders[1].action, FolderAction::create);
  EXPECT_EQ(map.folders[1].target_path, path("A/B"));
}

TEST_F(Mapping, special_use_by_the_servers_word) {
  source.push_back(folder("Out", SpecialUse::sent));
  target.push_back(folder("Dispatched", SpecialUse::sent));
  EXPECT_EQ(names()["Out"], "Dispatched");
}

TEST_F(Mapping, no_second_sent_in_any_language) {
  const std::vector<std::pair<std::string_view, std::string_view>> sents{
      {"Gesendet", "Sent"},
      {"Envoyés", "Sent Items"},
      {"Enviados", "Verzonden"},
      {"Отправленные", "送信済み"},
      {"INBOX/Sent", "Sent Messages"},
      {"Posta inviata", "Wysłane"},
      {"SENT", "INBOX/Sent"},
      {"已发送", "Skickat"}};
  for (const auto& [from, to] : sents) {
    source = {folder("INBOX"), folder(from)};
    target = {folder("INBOX"), folder(to)};
    EXPECT_EQ(of(from).target_path, path(to)) << from;
    EXPECT_EQ(of(from).use, SpecialUse::sent) << from;
  }
}

TEST_F(Mapping, the_servers_word_goes_before_the_name) {
  source.push_back(folder("Sent"));
  source.push_back(folder("Out", SpecialUse::sent));
  target.push_back(folder("Sent Items", SpecialUse::sent));
  EXPECT_EQ(names()["Out"], "Sent Items");
  EXPECT_EQ(names()["Sent"], "Sent");
}

TEST_F(Mapping, a_name_the_target_uses_for_another_folder_is_not_shared) {
  source.push_back(folder("Out", SpecialUse::sent));
  source.push_back(folder("Sent"));  // an ordinary folder here
  target.push_back(folder("Sent", SpecialUse::sent));
  EXPECT_EQ(names()["Out"], "Sent");
  EXPECT_EQ(names()["Sent"], "Sent (2)");
}

TEST_F(Mapping, subfolders_follow_a_mapped_parent) {
  source.push_back(folder("Gesendet"));
  source.push_back(folder("Gesendet/2012"));
  source.push_back(folder("Gesendet/2012/May"));
  target.push_back(folder("Sent"));
  EXPECT_EQ(names()["Gesendet/2012/May"], "Sent/2012/May");
}

TEST_F(Mapping, two_folders_never_become_one) {
  rules.forbidden = "/:";
  source.push_back(folder("a:b"));
  source.push_back(folder("a：b"));
  source.push_back(folder("a:b/c"));
  source.push_back(folder("a：b/c"));
  std::set<std::string> targets;
  for (const auto& [from, to] : names()) EXPECT_TRUE(targets.insert(to).second) << from;
}

TEST_F(Mapping, two_folders_become_one_when_the_map_says_so) {
  source.push_back(folder("Old"));
  source.push_back(folder("Older"));
  options.map = {{path("Older"), path("Old")}};
  EXPECT_EQ(names()["Older"], "Old");
  EXPECT_EQ(names()["Old"], "Old");
}

TEST_F(Mapping, a_target_that_folds_case_gets_a_number) {
  rules.name_case = mail::NameCase::folded;
  source.push_back(folder("work"));
  source.push_back(folder("Work"));
  source.push_back(folder("Cafe\xcc\x81"));
  source.push_back(folder("Café"));
  const auto names = this->names();
  EXPECT_EQ(names.at("Work"), "Work");
  EXPECT_EQ(names.at("work"), "work (2)");
  EXPECT_NE(of("work").renamed_because, "");
  EXPECT_NE(names.at("Café"), names.at("Cafe\xcc\x81"));
}

TEST_F(Mapping, a_target_that_folds_case_and_has_the_folder_keeps_its_spelling) {
  rules.name_case = mail::NameCase::folded;
  source.push_back(folder("work"));
  target.push_back(folder("WORK"));
  const auto mapped = of("work");
  ASSERT_TRUE(mapped.target) << mapped.target_path.text();
  EXPECT_EQ(mapped.target->path, path("WORK"));
  EXPECT_EQ(mapped.action, FolderAction::exists);
}

TEST_F(Mapping, a_parent_without_inferiors_gets_neighbours) {
  source.push_back(folder("A"));
  source.push_back(folder("A/B"));
  target.push_back(folder("A"));
  target.back().inferiors = mail::Inferiors::refused;
  EXPECT_EQ(names()["A/B"], "A - B");
  EXPECT_NE(of("A/B").renamed_because, "");
}

TEST_F(Mapping, inbox_is_special_at_the_root_only) {
  source.push_back(folder("INBOX/Inbox"));
  source.push_back(folder("INBOX/INBOX"));
  EXPECT_EQ(names()["INBOX/Inbox"], "INBOX/Inbox");
  EXPECT_EQ(names()["INBOX/INBOX"], "INBOX/INBOX");
  EXPECT_EQ(names()["INBOX"], "INBOX");
}

TEST_F(Mapping, into_a_folder) {
  source.push_back(folder("Sent", SpecialUse::sent));
  source.push_back(folder("A/B"));
  target.push_back(folder("Sent Items", SpecialUse::sent));
  options.into = path("Old account");
  EXPECT_EQ(names()["INBOX"], "Old account/INBOX");
  EXPECT_EQ(names()["Sent"], "Old account/Sent");
  EXPECT_EQ(names()["A/B"], "Old account/A/B");
}

TEST_F(Mapping, the_journal_remembers) {
  source.push_back(folder("Sent", SpecialUse::sent));
  target.push_back(folder("Sent Items", SpecialUse::sent));
  remember("Sent", "Mine");
  EXPECT_EQ(names()["Sent"], "Mine");
  EXPECT_EQ(of("Sent").kept_because, "");
  options.map = {{path("Sent"), path("Other")}};
  EXPECT_EQ(names()["Sent"], "Mine");
  EXPECT_NE(of("Sent").kept_because, "");
}

TEST_F(Mapping, a_name_that_the_journal_gave_away_is_taken) {
  remember("Old", "New");
  source.push_back(folder("New"));
  EXPECT_EQ(names()["New"], "New (2)");
  EXPECT_EQ(map().vanished.size(), 1U);
}

TEST_F(Mapping, a_map_onto_another_folder_merges_in_either_order) {
  source.push_back(folder("A"));
  source.push_back(folder("B"));
  options.map = {{path("A"), path("B")}};
  EXPECT_EQ(names()["A"], "B");
  EXPECT_EQ(names()["B"], "B");
  remember("A", "B");
  EXPECT_EQ(names()["B"], "B");
}

TEST_F(Mapping, below_inbox_is_not_what_inbox_is_for) {
  source.push_back(folder("INBOX/Work"));
  options.exclude_special = {SpecialUse::inbox};
  EXPECT_EQ(of("INBOX").action, FolderAction::excluded);
  EXPECT_EQ(of("INBOX/Work").action, FolderAction::create);
}

TEST_F(Mapping, a_container_is_made_only_as_a_parent) {
  source.push_back(folder("Lists"));
  source.back().selectable = mail::Selectable::no;
  source.push_back(folder("Lists/A"));
  EXPECT_EQ(of("Lists").action, FolderAction::container);
  EXPECT_EQ(of("Lists/A").action, FolderAction::create);
}

TEST_F(Mapping, an_excluded_folder_says_by_which_rule) {
  source.push_back(folder("Papierkorb"));
  source.push_back(folder("Papierkorb/Alt"));
  options.exclude_special = {SpecialUse::trash};
  EXPECT_EQ(of("Papierkorb").action, FolderAction::excluded);
  EXPECT_EQ(of("Papierkorb").rule, "--exclude-special trash");
  EXPECT_EQ(of("Papierkorb/Alt").action, FolderAction::excluded);
}

TEST(SpecialUse, by_name_in_any_case_and_form_near_the_root_only) {
  EXPECT_EQ(special_use_by_name(path("ENTWÜRFE")), SpecialUse::drafts);
  EXPECT_EQ(special_use_by_name(path("Entwu\xcc\x88rfe")), SpecialUse::drafts);
  EXPECT_EQ(special_use_by_name(path("INBOX/Trash")), SpecialUse::trash);
  EXPECT_EQ(special_use_by_name(path("Work/Trash")), SpecialUse::none);
  EXPECT_EQ(special_use_by_name(path("INBOX/A/Trash")), SpecialUse::none);
  EXPECT_EQ(special_use_by_name(path("inbox")), SpecialUse::inbox);
  EXPECT_EQ(special_use_by_name(path("Letters")), SpecialUse::none);
}

TEST(SpecialUse, words_and_back) {
  for (const auto use : {SpecialUse::sent, SpecialUse::drafts, SpecialUse::trash, SpecialUse::junk,
                         SpecialUse::archive, SpecialUse::all, SpecialUse::flagged})
    EXPECT_EQ(special_use_named(special_use_name(use)), use);
  EXPECT_EQ(special_use_named("spam"), SpecialUse::junk);
  EXPECT_FALSE(special_use_named("outbox"));
}

}  // namespace
}  // namespace postferry::engine
