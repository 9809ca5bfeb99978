#include <gtest/gtest.h>

#include "tests/unit/local/memory_fixture.hpp"

namespace postferry::local {
namespace {

Result<mail::Folder> ensure(MemoryAccount& account, std::string_view name) {
  MemoryTarget target(account);
  mail::FolderWish wish;
  wish.path = path(name);
  return test::run(target.ensure(wish));
}

mail::Folder listed(MemoryAccount& account, std::string_view name) {
  MemorySource source(account);
  for (auto& folder : test::run(source.folders()))
    if (folder.path == path(name)) return folder;
  throw std::out_of_range("not listed");
}

TEST(MemoryAccount, owner_delivers_moves_and_removes) {
  MemoryAccount account;
  const auto one = account.deliver(path("INBOX"), "one");
  const auto two = account.deliver(path("INBOX"), "two");
  account.make_folder(path("A/B"));
  account.move(path("INBOX"), one, path("A/B"));
  EXPECT_EQ(bytes_in(account, "INBOX"), "two");
  EXPECT_EQ(bytes_in(account, "A/B"), "one");
  account.copy(path("INBOX"), two, path("A/B"));
  account.remove(path("INBOX"), two);
  EXPECT_EQ(bytes_in(account, "INBOX"), "");
  EXPECT_EQ(bytes_in(account, "A/B"), "one two");
  EXPECT_THROW(account.remove(path("INBOX"), two), std::out_of_range);
  EXPECT_EQ(account.used_items(), 2U);
  EXPECT_EQ(account.used_bytes(), 6U);
}

TEST(MemoryAccount, a_renamed_folder_keeps_what_is_in_and_below_it) {
  MemoryAccount account;
  account.deliver(path("A"), "a");
  account.deliver(path("A/B"), "b");
  account.deliver(path("AB"), "other");
  const auto generation = listed(account, "A/B").generation;
  account.rename_folder(path("A"), path("X/Y"));
  EXPECT_EQ(bytes_in(account, "X/Y"), "a");
  EXPECT_EQ(bytes_in(account, "X/Y/B"), "b");
  EXPECT_EQ(bytes_in(account, "AB"), "other");
  EXPECT_EQ(account.find(path("A")), nullptr);
  EXPECT_EQ(listed(account, "X/Y/B").generation, generation);
}

TEST(MemoryAccount, a_new_generation_numbers_anew) {
  MemoryAccount account;
  const auto one = account.deliver(path("INBOX"), "one");
  const auto two = account.deliver(path("INBOX"), "two");
  account.remove(path("INBOX"), one);
  const auto old = listed(account, "INBOX");
  account.bump_generation(path("INBOX"));
  EXPECT_NE(listed(account, "INBOX").generation, old.generation);
  EXPECT_EQ(item_id(account.messages(path("INBOX")).at(0).number), one);
  MemorySource source(account);
  EXPECT_EQ(failure_of(source.ids(old))->code, ErrorCode::generation_changed);
  EXPECT_EQ(failure_of(source.read(old, {two}))->code, ErrorCode::generation_changed);
}

TEST(MemoryAccount, holds_names_to_its_rules) {
  MemoryAccount account;
  auto& naming = account.traits().told.naming;
  naming.forbidden = ".%";
  naming.longest_segment_bytes = 10;
  naming.longest_path_bytes = 20;
  naming.encoding = mail::NameEncoding::modified_utf7;
  naming.reserved = {"Shared"};
  for (const auto* name : {"a.b", "A/100%", "12345678901", "1234567890/1234567890",
                           "\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f", "Shared", "Shared/x"})
    EXPECT_FALSE(ensure(account, name)) << name;
  for (const auto* name : {"1234567890", "123456789/123456789", "\xc3\xa4\xc3\xb6", "x/Shared"})
    EXPECT_TRUE(ensure(account, name)) << name;
}

TEST(MemoryAccount, names_may_have_no_case) {
  MemoryAccount account;
  EXPECT_NE(ensure(account, "Work")->path, ensure(account, "WORK")->path);
  account.traits().told.naming.name_case = mail::NameCase::folded;
  ASSERT_TRUE(ensure(account, "Private"));
  EXPECT_EQ(ensure(account, "PRIVATE")->path, path("Private"));
  EXPECT_EQ(ensure(account, "private/X")->path, path("Private/X"));
}

TEST(MemoryAccount, a_parent_may_refuse_inferiors) {
  MemoryAccount account;
  account.make_folder(path("Flat")).listed.inferiors = mail::Inferiors::refused;
  const auto made = ensure(account, "Flat/Deep");
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::folder_refused);
}

TEST(MemoryAccount, a_container_holds_no_messages_until_it_is_made) {
  MemoryAccount account;
  account.make_folder(path("A/B"));
  account.make_folder(path("A")).listed.selectable = mail::Selectable::no;
  EXPECT_FALSE(listed(account, "A").state);
  MemorySource source(account);
  EXPECT_EQ(failure_of(source.ids(folder_of("A")))->code, ErrorCode::folder_missing);
  EXPECT_EQ(ensure(account, "A")->selectable, mail::Selectable::yes);
}

TEST(MemoryAccount, placements_may_lie_about_the_size_and_tell_content_ids) {
  MemoryAccount account;
  account.traits().size_off_by_bytes = 7;
  account.traits().content_ids = MemoryContentIds::told;
  const auto one = account.deliver(path("INBOX"), "one");
  account.make_folder(path("A"));
  const auto copy = account.copy(path("INBOX"), one, path("A"));
  account.deliver(path("A"), "one");
  MemorySource source(account);
  const auto original = test::run(source.look(folder_of("INBOX"), std::vector{one})).at(0);
  const auto others = test::run(source.look(folder_of("A"), test::run(source.ids(folder_of("A")))));
  EXPECT_EQ(original.size_bytes, 10U);
  EXPECT_EQ(others.at(0).content_id, original.content_id);
  EXPECT_NE(others.at(1).content_id, original.content_id);
}

TEST(MemoryConversation, a_door_is_not_used_while_its_stream_runs) {
  MemoryAccount account;
  const auto one = account.deliver(path("INBOX"), "one");
  MemorySource source(account);
  auto stream = test::run(source.read(folder_of("INBOX"), {one}));
  EXPECT_EQ(failure_of(source.folders())->code, ErrorCode::internal);
  stream.reset();
  EXPECT_EQ(failure_of(source.folders())->code, ErrorCode::connection_lost);
}

TEST(MemoryConversation, no_more_than_a_thousand_ids_a_call) {
  MemoryAccount account;
  MemorySource source(account);
  const std::vector<mail::ItemId> ids(1001, item_id(1));
  EXPECT_EQ(failure_of(source.look(folder_of("INBOX"), ids))->code, ErrorCode::internal);
  EXPECT_EQ(failure_of(source.describe(folder_of("INBOX"), ids))->code, ErrorCode::internal);
}

TEST(MemoryConversation, is_over_once_it_broke) {
  MemoryAccount account;
  std::uint64_t lose_at = 3;
  account.on_step([&lose_at](const MemoryStep& step) {
    return step.number == lose_at ? MemoryFault::lose_connection : MemoryFault::none;
  });
  MemorySource source(account);
  test::run(source.folders());
  test::run(source.folders());
  EXPECT_TRUE(failure_of(source.folders()));
  EXPECT_TRUE(failure_of(source.folders()));
  EXPECT_EQ(account.steps(), 3U) << "nothing reaches the server any more";
  MemorySource fresh(account);
  EXPECT_FALSE(failure_of(fresh.folders()));
}

TEST(MemoryConversation, a_failure_of_the_hook_ends_it_too) {
  MemoryAccount account;
  account.on_step([](const MemoryStep&) -> MemoryFault {
    throw Failure(Error{.code = ErrorCode::throttled, .text = "", .where = ""});
  });
  MemorySource source(account);
  EXPECT_EQ(failure_of(source.folders())->code, ErrorCode::throttled);
  account.on_step({});
  EXPECT_EQ(failure_of(source.folders())->code, ErrorCode::connection_lost);
}

TEST(MemoryMark, is_read_as_it_is_written) {
  const MemoryMark mark{7, 8, 9, 10};
  const auto again = MemoryMark::parse(mark.checkpoint());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->checkpoint(), mark.checkpoint());
  const auto text = mark.checkpoint().bytes();
  for (std::size_t length = 0; length + 2 < text.size(); ++length)
    EXPECT_FALSE(MemoryMark::parse(mail::Checkpoint(text.substr(0, length))));
  EXPECT_FALSE(MemoryMark::parse(mail::Checkpoint(text + "x")));
}

}  // namespace
}  // namespace postferry::local
