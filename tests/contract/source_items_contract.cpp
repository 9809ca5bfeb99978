#include <algorithm>
#include <map>

#include "tests/contract/contract_messages.hpp"
#include "tests/contract/source_contract.hpp"

namespace postferry::test {

TEST_P(SourceContract, ids_are_those_of_the_changes) {
  const auto folder = filled(path("Work"), 4);
  const auto all = ids(source(), folder);
  EXPECT_EQ(all.size(), 4U);
  EXPECT_EQ(id_set(all), id_set(changes(source(), folder).present));
  account().make_folder(path("Empty"));
  EXPECT_TRUE(ids(source(), listed(path("Empty"))).empty());
}

TEST_P(SourceContract, arrivals_came_after_the_mark) {
  const auto folder = filled(path("Work"), 2);
  const auto before = id_set(ids(source(), folder));
  const auto mark = run(source().mark(folder));
  EXPECT_TRUE(run(source().arrivals(folder, mark)).ids.empty());
  put(folder.path, plain_message(3));
  put(folder.path, plain_message(4));
  const auto arrived = run(source().arrivals(folder, mark));
  EXPECT_EQ(arrived.ids.size(), 2U);
  EXPECT_EQ(arrived.gone, 0U);
  for (const auto& id : arrived.ids) EXPECT_FALSE(before.contains(id));
}

TEST_P(SourceContract, arrivals_count_what_came_and_went) {
  const auto folder = filled(path("Work"), 2);
  const auto mark = run(source().mark(folder));
  put(folder.path, plain_message(3));
  put(folder.path, plain_message(4));
  put(folder.path, plain_message(5));
  account().remove(folder.path, 3);
  account().remove(folder.path, 0);  // was there before the mark
  const auto arrived = run(source().arrivals(folder, mark));
  EXPECT_EQ(arrived.ids.size(), 2U);
  EXPECT_EQ(arrived.gone, 1U);
}

TEST_P(SourceContract, a_mark_of_an_empty_folder_works) {
  const auto folder = filled(path("Empty"), 0);
  const auto mark = run(source().mark(folder));
  EXPECT_FALSE(mark.is_beginning());
  EXPECT_TRUE(run(source().arrivals(folder, mark)).ids.empty());
  put(folder.path, plain_message(1));
  EXPECT_EQ(run(source().arrivals(folder, mark)).ids.size(), 1U);
}

TEST_P(SourceContract, a_mark_of_another_generation_fails) {
  const auto old = filled(path("Work"), 2);
  const auto mark = run(source().mark(old));
  account().remove_folder(old.path);
  const auto folder = filled(old.path, 2);
  const auto error = failure_of([&] { run(source().arrivals(folder, mark)); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, ErrorCode::generation_changed);
}

TEST_P(SourceContract, look_shows_placements_as_they_are_now) {
  const auto folder = filled(path("Work"), 3);
  const auto all = ids(source(), folder);
  account().set_flags(folder.path, 1, mail::Flags::parse("\\Draft"));
  const auto seen = run(source().look(folder, all));
  EXPECT_EQ(id_set(seen), id_set(all));
  EXPECT_EQ(std::ranges::count(seen, mail::Flags::parse("\\Draft"), &mail::Placement::flags), 1);
  EXPECT_EQ(std::ranges::count(seen, at(1'337'000'000), &mail::Placement::received), 3);
}

TEST_P(SourceContract, what_is_gone_is_left_out) {
  const auto folder = filled(path("Work"), 3);
  const auto all = ids(source(), folder);
  account().remove(folder.path, 1);
  EXPECT_EQ(run(source().look(folder, all)).size(), 2U);
  EXPECT_EQ(run(source().describe(folder, all)).size(), 2U);
  EXPECT_EQ(read(source(), folder, all).size(), 2U);
  account().remove(folder.path, 0);
  account().remove(folder.path, 0);
  EXPECT_TRUE(run(source().look(folder, all)).empty());
  EXPECT_TRUE(run(source().describe(folder, all)).empty());
  EXPECT_TRUE(read(source(), folder, all).empty());
}

TEST_P(SourceContract, no_ids_are_no_answer) {
  const auto folder = filled(path("Work"), 2);
  const std::vector<mail::ItemId> none;
  EXPECT_TRUE(run(source().look(folder, none)).empty());
  EXPECT_TRUE(run(source().describe(folder, none)).empty());
  EXPECT_TRUE(read(source(), folder, none).empty());
}

TEST_P(SourceContract, a_description_has_the_fingerprint_of_the_bytes) {
  account().make_folder(path("Work"));
  const auto headers = awkward_headers(account().lacks());
  for (const auto& message : headers) put(path("Work"), message.bytes);
  const auto folder = listed(path("Work"));
  const auto described = run(source().describe(folder, ids(source(), folder)));
  ASSERT_EQ(described.size(), headers.size());
  std::map<mail::ItemId, mail::Fingerprint> by_id;
  for (const auto& [placement, fingerprint] : described) by_id[placement.id] = fingerprint;
  for (const auto& content : read(source(), folder, ids(source(), folder))) {
    const auto at = std::ranges::find(headers, content.bytes, &AwkwardMessage::bytes);
    ASSERT_NE(at, headers.end());
    EXPECT_EQ(by_id[content.head.id], mail::fingerprint_of(at->bytes)) << at->name;
  }
}

TEST_P(SourceContract, a_thousand_are_described_at_once) {
  const auto folder = filled(path("Many"), 1000);
  const auto described = run(source().describe(folder, ids(source(), folder)));
  std::set<mail::Fingerprint> different;
  for (const auto& description : described) different.insert(description.fingerprint);
  EXPECT_EQ(different.size(), 1000U);
}

}  // namespace postferry::test
