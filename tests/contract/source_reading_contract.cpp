#include <algorithm>

#include "tests/contract/contract_messages.hpp"
#include "tests/contract/source_contract.hpp"

namespace postferry::test {

TEST_P(SourceContract, contents_are_read_byte_for_byte) {
  account().make_folder(path("Work"));
  const auto messages = awkward_messages(account().lacks());
  for (const auto& message : messages) put(path("Work"), message.bytes);
  const auto folder = listed(path("Work"));
  auto contents = read(source(), folder, ids(source(), folder));
  EXPECT_EQ(contents.size(), messages.size());
  for (const auto& content : contents) EXPECT_EQ(content.head.size_bytes, content.bytes.size());
  for (const auto& message : messages)
    EXPECT_EQ(std::ranges::count(contents, message.bytes, &SeenContent::bytes), 1) << message.name;
}

TEST_P(SourceContract, a_head_has_id_flags_and_date) {
  account().make_folder(path("Work"));
  account().put(path("Work"),
                {plain_message(1), mail::Flags::parse("\\Answered"), at(1'000'000'000, 330)});
  const auto folder = listed(path("Work"));
  const auto all = ids(source(), folder);
  const auto contents = read(source(), folder, all);
  ASSERT_EQ(contents.size(), 1U);
  EXPECT_EQ(contents[0].head.id, all[0]);
  EXPECT_EQ(contents[0].head.flags, mail::Flags::parse("\\Answered"));
  EXPECT_EQ(contents[0].head.received, at(1'000'000'000));
  if (!lacks(Lacks::zones)) EXPECT_EQ(contents[0].head.received.zone, std::chrono::minutes(330));
}

TEST_P(SourceContract, only_what_is_asked_for_is_read) {
  const auto folder = filled(path("Work"), 5);
  const auto all = ids(source(), folder);
  const auto contents = read(source(), folder, {all[3], all[0]});
  ASSERT_EQ(contents.size(), 2U);
  EXPECT_EQ((std::set{contents[0].head.id, contents[1].head.id}), (std::set{all[0], all[3]}));
}

TEST_P(SourceContract, many_contents_are_read_in_one_stream) {
  const auto folder = filled(path("Many"), 300);
  const auto contents = read(source(), folder, ids(source(), folder));
  std::set<std::string> different;
  for (const auto& content : contents) different.insert(content.bytes);
  EXPECT_EQ(different.size(), 300U);
  for (int i = 1; i <= 300; ++i) EXPECT_TRUE(different.contains(plain_message(i)));
}

TEST_P(SourceContract, reading_changes_nothing) {
  const auto folder = filled(path("Work"), 2);
  const auto checkpoint = changes(source(), folder).checkpoint;
  const auto all = ids(source(), folder);
  read(source(), folder, all);
  run(source().describe(folder, all));
  run(source().look(folder, all));
  EXPECT_EQ(changes(source(), folder, checkpoint).checkpoint, checkpoint);
  for (const auto& message : account().look(folder.path)) EXPECT_TRUE(message.flags.empty());
}

TEST_P(SourceContract, a_drained_stream_frees_the_door) {
  const auto folder = filled(path("Work"), 2);
  const auto all = ids(source(), folder);
  const auto stream = run(source().read(folder, all));
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(run(stream->next()));
    while (!run(stream->piece()).empty()) continue;
    EXPECT_TRUE(run(stream->piece()).empty()) << "the end stays the end";
  }
  EXPECT_FALSE(run(stream->next()));
  EXPECT_EQ(ids(source(), folder), all) << "while the drained stream is still there";
}

TEST_P(SourceContract, a_dropped_stream_leaves_no_half_answer_behind) {
  const auto folder = filled(path("Work"), 5);
  const auto all = ids(source(), folder);
  {
    const auto stream = run(source().read(folder, all));
    ASSERT_TRUE(run(stream->next()));
    run(stream->piece());
  }
  // The conversation is over, or it was begun anew; a wrong answer is no choice.
  const auto error = failure_of([&] { EXPECT_EQ(ids(source(), folder), all); });
  if (error) EXPECT_EQ(error->code, ErrorCode::connection_lost);
  const auto fresh = run(account().source());
  EXPECT_EQ(read(*fresh, folder, all).size(), 5U);
}

TEST_P(SourceContract, a_content_that_vanishes_before_its_turn_is_left_out_or_still_whole) {
  const auto folder = filled(path("Work"), 3);
  auto all = ids(source(), folder);
  account().remove(folder.path, 2);
  const auto contents = read(source(), folder, all);
  EXPECT_GE(contents.size(), 2U);
  std::set<std::string> different;
  for (const auto& content : contents) different.insert(content.bytes);
  EXPECT_EQ(different.size(), contents.size());
  different.insert(plain_message(3));
  EXPECT_EQ(different, (std::set{plain_message(1), plain_message(2), plain_message(3)}));
}

}  // namespace postferry::test
