// TargetContract: everything that src/mail/target.hpp and outcome.hpp promise, as tests of any
// store. A store's test file instantiates it:
//   INSTANTIATE_TEST_SUITE_P(Memory, TargetContract, testing::Values(...), store_name);
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/contract/contract_test.hpp"

namespace postferry::test {

// Contents out of a list, in pieces of a few hundred bytes; their ids are "source-0" and so on.
class ListedContents final : public mail::ContentStream {
 public:
  explicit ListedContents(std::vector<ContractMessage> messages) : messages_(std::move(messages)) {}
  // Breaks like a source that dies, within the bytes of this message.
  void break_in(std::size_t message) { breaks_in_ = message; }

  Task<std::optional<mail::ContentHead>> next() override;
  Task<std::string_view> piece() override;

 private:
  std::vector<ContractMessage> messages_;
  std::optional<std::size_t> breaks_in_;
  std::size_t begun_ = 0;
  std::size_t given_bytes_ = 0;
  std::string piece_;
};

mail::ItemId listed_id(std::size_t message);

class CollectedOutcomes final : public mail::OutcomeSink {
 public:
  void take(mail::Outcome outcome) noexcept override { all.push_back(std::move(outcome)); }

  // The only outcome of this item; nullptr when it has none or several.
  const mail::Outcome* of(const mail::ItemId& item) const;
  std::size_t count(mail::OutcomeKind kind) const;

  std::vector<mail::Outcome> all;
};

class TargetContract : public ContractTest {
 protected:
  void SetUp() override;

  mail::Target& target() { return *target_; }
  mail::Source& reading() { return target_->reading(); }
  void reopen();  // another connection; the one before is gone
  mail::Folder ensured(std::string_view path_text);
  CollectedOutcomes append(const mail::Folder& folder, std::vector<ContractMessage> messages);
  // What the owner sees there, as bytes alone.
  std::multiset<std::string> bytes_in(const mail::Folder& folder);
  // The ids of the folder's messages, found by their bytes.
  mail::ItemId id_of(const mail::Folder& folder, std::string_view bytes);

 private:
  std::unique_ptr<mail::Target> target_;
};

// Plain messages from this number on, all with one date.
std::vector<ContractMessage> plain_messages(int first, int count);

}  // namespace postferry::test
