#include <algorithm>

#include "tests/contract/contract_messages.hpp"
#include "tests/contract/target_contract.hpp"

namespace postferry::test {

TEST_P(TargetContract, append_keeps_every_byte) {
  const auto folder = ensured("Work");
  const auto awkward = awkward_messages(account().lacks());
  std::vector<ContractMessage> messages;
  for (const auto& message : awkward) messages.push_back({message.bytes, {}, at(1'337'000'000)});
  const auto outcomes = append(folder, messages);
  EXPECT_EQ(outcomes.all.size(), awkward.size());
  EXPECT_EQ(outcomes.count(mail::OutcomeKind::stored), awkward.size());
  const auto there = bytes_in(folder);
  EXPECT_EQ(there.size(), awkward.size());
  for (const auto& message : awkward) EXPECT_EQ(there.count(message.bytes), 1U) << message.name;
}

TEST_P(TargetContract, append_keeps_flags_and_dates) {
  const auto folder = ensured("Work");
  const std::vector<ContractMessage> sent{
      {plain_message(1), mail::Flags::parse("\\Seen"), at(1'337'242'272, 120)},
      {plain_message(2), mail::Flags::parse("\\Answered \\Flagged"), at(946'684'799, -330)},
      {plain_message(3), mail::Flags::parse("\\Draft \\Deleted"), at(1'700'000'000, 840)},
      {plain_message(4), {}, at(86'400)},
  };
  append(folder, sent);
  const auto there = account().look(folder.path);
  ASSERT_EQ(there.size(), sent.size());
  for (std::size_t i = 0; i < sent.size(); ++i) {
    EXPECT_EQ(there[i].bytes, sent[i].bytes) << "in order";
    EXPECT_EQ(there[i].flags, sent[i].flags) << i;
    EXPECT_EQ(there[i].received, sent[i].received) << i;
    if (!lacks(Lacks::zones)) EXPECT_EQ(there[i].received.zone, sent[i].received.zone) << i;
  }
}

TEST_P(TargetContract, accepted_keywords_arrive) {
  const auto folder = ensured("Work");
  const auto wished = mail::Flags::parse("$Forwarded Project-X");
  const auto accepted = run(target().accepted(folder, wished));
  EXPECT_TRUE(mail::difference(accepted, wished).empty()) << "none that nobody wished for";
  if (!lacks(Lacks::keywords)) EXPECT_EQ(accepted.keywords(), wished.keywords());
  append(folder, {{plain_message(1), accepted, at(1'337'000'000)}});
  ASSERT_EQ(account().look(folder.path).size(), 1U);
  EXPECT_EQ(account().look(folder.path)[0].flags.keywords(), accepted.keywords());
}

TEST_P(TargetContract, outcomes_come_once_an_item_with_the_ids_that_a_look_finds) {
  const auto folder = ensured("Work");
  append(folder, plain_messages(1, 2));
  const auto mark = run(reading().mark(folder));
  const auto outcomes = append(folder, plain_messages(10, 5));
  ASSERT_EQ(outcomes.all.size(), 5U);
  std::set<mail::ItemId> told;
  for (std::size_t i = 0; i < 5; ++i) {
    const auto* outcome = outcomes.of(listed_id(i));
    ASSERT_NE(outcome, nullptr) << i;
    EXPECT_EQ(outcome->kind, mail::OutcomeKind::stored);
    EXPECT_FALSE(outcome->error);
    if (outcome->target) told.insert(*outcome->target);
    if (outcome->target)
      EXPECT_EQ(id_of(folder, plain_message(10 + static_cast<int>(i))), *outcome->target);
  }
  const auto arrived = run(reading().arrivals(folder, mark));
  EXPECT_EQ(arrived.ids.size(), 5U);
  EXPECT_EQ(arrived.gone, 0U);
  if (target().traits().returns_ids == mail::Keeps::yes)
    EXPECT_EQ(told, id_set(arrived.ids));
  else
    EXPECT_TRUE(told.empty());
}

TEST_P(TargetContract, an_empty_stream_appends_nothing) {
  const auto folder = ensured("Work");
  EXPECT_TRUE(append(folder, {}).all.empty());
  EXPECT_TRUE(account().look(folder.path).empty());
  EXPECT_EQ(append(folder, plain_messages(1, 1)).all.size(), 1U);
}

TEST_P(TargetContract, many_are_appended_in_one_call) {
  const auto folder = ensured("Many");
  const auto outcomes = append(folder, plain_messages(1, 250));
  EXPECT_EQ(outcomes.count(mail::OutcomeKind::stored), 250U);
  const auto there = bytes_in(folder);
  EXPECT_EQ(there.size(), 250U);
  for (int i = 1; i <= 250; ++i) EXPECT_EQ(there.count(plain_message(i)), 1U);
}

TEST_P(TargetContract, equal_contents_are_stored_each) {
  const auto folder = ensured("Work");
  auto messages = plain_messages(1, 1);
  messages.push_back(messages[0]);
  messages.push_back(messages[0]);
  EXPECT_EQ(append(folder, messages).count(mail::OutcomeKind::stored), 3U);
  EXPECT_EQ(bytes_in(folder).count(plain_message(1)), 3U);
}

TEST_P(TargetContract, a_refused_content_alone_is_refused_alone) {
  const auto bad = account().refused_bytes();
  if (!bad) GTEST_SKIP() << "this account takes every content";
  const auto folder = ensured("Work");
  for (int i = 0; i < 2; ++i) {
    const auto outcomes = append(folder, {{*bad, {}, at(1'337'000'000)}});
    ASSERT_EQ(outcomes.all.size(), 1U);
    EXPECT_EQ(outcomes.all[0].item, listed_id(0));
    EXPECT_EQ(outcomes.all[0].kind, mail::OutcomeKind::refused);
    ASSERT_TRUE(outcomes.all[0].error);
    EXPECT_FALSE(outcomes.all[0].error->text.empty()) << "the server's own words";
  }
  EXPECT_TRUE(account().look(folder.path).empty());
  EXPECT_EQ(append(folder, plain_messages(1, 1)).count(mail::OutcomeKind::stored), 1U);
}

TEST_P(TargetContract, a_refused_content_among_others_is_told_apart_or_takes_all_along) {
  const auto bad = account().refused_bytes();
  if (!bad) GTEST_SKIP() << "this account takes every content";
  const auto folder = ensured("Work");
  auto messages = plain_messages(1, 4);
  messages.insert(messages.begin() + 2, ContractMessage{*bad, {}, at(1'337'000'000)});
  const auto outcomes = append(folder, messages);
  ASSERT_EQ(outcomes.all.size(), 5U);
  std::multiset<std::string> stored;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const auto* outcome = outcomes.of(listed_id(i));
    ASSERT_NE(outcome, nullptr) << i;
    if (outcome->kind == mail::OutcomeKind::stored)
      stored.insert(messages[i].bytes);
    else
      EXPECT_TRUE(outcome->error) << i;
    if (outcome->kind == mail::OutcomeKind::refused) EXPECT_EQ(i, 2U) << "the others are good";
  }
  EXPECT_EQ(bytes_in(folder), stored);
  EXPECT_EQ(append(folder, plain_messages(9, 1)).count(mail::OutcomeKind::stored), 1U);
}

TEST_P(TargetContract, a_full_account_says_so) {
  const auto folder = ensured("Work");
  if (!account().limit_bytes(100'000)) GTEST_SKIP() << "no quota can be set";
  reopen();
  const std::string big = plain_message(1) + std::string(200'000, 'x') + "\r\n";
  CollectedOutcomes outcomes;
  const auto error = failure_of([&] { outcomes = append(folder, {{big, {}, at(1'337'000'000)}}); });
  if (error) {
    EXPECT_EQ(error->code, ErrorCode::target_full);
  } else {
    ASSERT_EQ(outcomes.all.size(), 1U);
    EXPECT_NE(outcomes.all[0].kind, mail::OutcomeKind::stored);
    ASSERT_TRUE(outcomes.all[0].error);
    EXPECT_EQ(outcomes.all[0].error->code, ErrorCode::target_full);
  }
  EXPECT_TRUE(account().look(folder.path).empty());
}

TEST_P(TargetContract, a_source_that_dies_within_a_message_stores_no_half_message) {
  const auto folder = ensured("Work");
  const auto messages = plain_messages(1, 6);
  CollectedOutcomes outcomes;
  ListedContents contents(messages);
  contents.break_in(3);
  const auto error = failure_of([&] { run(target().append(folder, contents, outcomes)); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, ErrorCode::connection_lost);
  reopen();
  const auto there = bytes_in(folder);
  EXPECT_LE(there.size(), 3U);
  for (const auto& bytes : there)
    EXPECT_EQ(std::ranges::count(messages, bytes, &ContractMessage::bytes), 1);
  for (std::size_t i = 0; i < messages.size(); ++i)
    if (outcomes.of(listed_id(i)))
      EXPECT_EQ(there.count(messages[i].bytes), 1U) << "told to be stored, so it is there";
}

TEST_P(TargetContract, a_folder_that_is_gone_ends_the_folder) {
  const auto folder = ensured("Work");
  account().remove_folder(folder.path);
  CollectedOutcomes outcomes;
  ListedContents contents(plain_messages(1, 1));
  const auto error = failure_of([&] { run(target().append(folder, contents, outcomes)); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->scope, Scope::folder);
  EXPECT_EQ(error->code, ErrorCode::folder_missing);
  EXPECT_EQ(outcomes.count(mail::OutcomeKind::stored), 0U);
}

}  // namespace postferry::test
