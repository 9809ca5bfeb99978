// What the tests of the account in memory share: contents to append, outcomes collected.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "local/memory_source.hpp"
#include "local/memory_target.hpp"
#include "tests/support/run_task.hpp"

namespace postferry::local {

inline mail::FolderPath path(std::string_view text) {
  return mail::FolderPath::parse(text).value();
}
inline mail::Received at(std::int64_t seconds) {
  return {Instant(std::chrono::seconds(seconds)), std::chrono::minutes(0)};
}

// Contents whose ids are their bytes.
class Contents final : public mail::ContentStream {
 public:
  explicit Contents(std::vector<std::string> all, mail::Flags flags = {},
                    mail::Received received = at(1'000'000'000))
      : all_(std::move(all)), flags_(std::move(flags)), received_(received) {}

  Task<std::optional<mail::ContentHead>> next() override {
    if (begun_ == all_.size()) co_return std::nullopt;
    mail::ContentHead head;
    head.id = mail::ItemId(all_[begun_]);
    head.size_bytes = all_[begun_++].size();
    head.flags = flags_;
    head.received = received_;
    given_ = false;
    co_return head;
  }
  Task<std::string_view> piece() override {
    if (std::exchange(given_, true)) co_return std::string_view{};
    co_return all_[begun_ - 1];
  }

 private:
  std::vector<std::string> all_;
  mail::Flags flags_;
  mail::Received received_;
  std::size_t begun_ = 0;
  bool given_ = false;
};

class Outcomes final : public mail::OutcomeSink {
 public:
  void take(mail::Outcome outcome) noexcept override { all.push_back(std::move(outcome)); }

  // "one:stored two:refused"
  std::string text() const {
    std::string result;
    for (const auto& outcome : all) {
      if (!result.empty()) result += ' ';
      result.append(outcome.item.bytes());
      result += outcome.kind == mail::OutcomeKind::stored    ? ":stored"
                : outcome.kind == mail::OutcomeKind::refused ? ":refused"
                                                             : ":batch_refused";
    }
    return result;
  }

  std::vector<mail::Outcome> all;
};

// The contents of a folder, in order, with blanks between.
inline std::string bytes_in(const MemoryAccount& account, std::string_view folder) {
  std::string result;
  for (const auto& message : account.messages(path(folder))) {
    if (!result.empty()) result += ' ';
    result += *message.bytes;
  }
  return result;
}

inline mail::Folder folder_of(std::string_view name) {
  mail::Folder folder;
  folder.path = path(name);
  return folder;
}

// The error of the Failure that the task throws; nothing when it throws none.
template <class T>
std::optional<Error> failure_of(Task<T> task) {
  try {
    test::run(std::move(task));
  } catch (const Failure& failure) {
    return failure.error();
  }
  return std::nullopt;
}

}  // namespace postferry::local
