#include "tests/contract/target_contract.hpp"

#include <algorithm>

#include "tests/contract/contract_messages.hpp"

namespace postferry::test {

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(TargetContract);

Task<std::optional<mail::ContentHead>> ListedContents::next() {
  if (begun_ == messages_.size()) co_return std::nullopt;
  const auto& message = messages_[begun_];
  mail::ContentHead head;
  head.id = listed_id(begun_++);
  head.size_bytes = message.bytes.size();
  head.flags = message.flags;
  head.received = message.received;
  given_bytes_ = 0;
  co_return head;
}

Task<std::string_view> ListedContents::piece() {
  constexpr std::size_t piece_bytes = 700;
  if (breaks_in_ == begun_ - 1 && given_bytes_ > 0)
    throw Failure(Error{.code = ErrorCode::connection_lost,
                        .text = "the source died",
                        .where = "",
                        .side = Side::source,
                        .scope = Scope::host});
  const auto& bytes = messages_[begun_ - 1].bytes;
  piece_ = bytes.substr(given_bytes_, breaks_in_ == begun_ - 1 ? 10 : piece_bytes);
  given_bytes_ += piece_.size();
  co_return piece_;
}

mail::ItemId listed_id(std::size_t message) {
  return mail::ItemId("source-" + std::to_string(message));
}

const mail::Outcome* CollectedOutcomes::of(const mail::ItemId& item) const {
  const auto at = std::ranges::find(all, item, &mail::Outcome::item);
  return std::ranges::count(all, item, &mail::Outcome::item) == 1 ? &*at : nullptr;
}

std::size_t CollectedOutcomes::count(mail::OutcomeKind kind) const {
  return static_cast<std::size_t>(std::ranges::count(all, kind, &mail::Outcome::kind));
}

void TargetContract::SetUp() {
  ContractTest::SetUp();
  if (IsSkipped() || HasFatalFailure()) return;
  reopen();
}

void TargetContract::reopen() {
  target_.reset();
  target_ = run(account().target());
}

mail::Folder TargetContract::ensured(std::string_view path_text) {
  mail::FolderWish wish;
  wish.path = path(path_text);
  const auto made = run(target().ensure(wish));
  EXPECT_TRUE(made) << path_text << ": " << (made ? "" : describe(made.error()));
  return made.value_or(mail::Folder{});
}

CollectedOutcomes TargetContract::append(const mail::Folder& folder,
                                         std::vector<ContractMessage> messages) {
  CollectedOutcomes outcomes;
  ListedContents contents(std::move(messages));
  run(target().append(folder, contents, outcomes));
  return outcomes;
}

std::multiset<std::string> TargetContract::bytes_in(const mail::Folder& folder) {
  std::multiset<std::string> bytes;
  for (auto& message : account().look(folder.path)) bytes.insert(std::move(message.bytes));
  return bytes;
}

mail::ItemId TargetContract::id_of(const mail::Folder& folder, std::string_view bytes) {
  for (auto& content : read(reading(), folder, ids(reading(), folder)))
    if (content.bytes == bytes) return content.head.id;
  return {};
}

std::vector<ContractMessage> plain_messages(int first, int count) {
  std::vector<ContractMessage> messages;
  for (int i = first; i < first + count; ++i)
    messages.push_back({plain_message(i), {}, at(1'337'000'000)});
  return messages;
}

}  // namespace postferry::test
