// ContractTest: what the suites of both doors share: the account under test, its loop, and plain
// functions that drain streams.
//
// Base of SourceContract and TargetContract. One thread.
#pragma once

#include <cstddef>
#include <functional>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/contract/contract_account.hpp"
#include "tests/support/run_task.hpp"

namespace postferry::mail {

inline void PrintTo(const Flags& flags, std::ostream* out) { *out << '(' << flags.text() << ')'; }
inline void PrintTo(const ItemId& id, std::ostream* out) { *out << "id " << id.bytes(); }
inline void PrintTo(const FolderPath& path, std::ostream* out) { *out << path.text(); }
inline void PrintTo(const Received& received, std::ostream* out) {
  *out << to_rfc3339(received.instant);
}

}  // namespace postferry::mail

namespace postferry::test {

// Everything that a ChangeStream said.
struct SeenChanges {
  mail::Coverage coverage{};
  mail::Generation generation;
  std::uint64_t messages = 0;
  std::vector<mail::Placement> present;
  std::vector<mail::ItemId> vanished;
  std::size_t largest_batch = 0;
  mail::Checkpoint checkpoint;
};

// One content that a ContentStream gave.
struct SeenContent {
  mail::ContentHead head;
  std::string bytes;
};

class ContractTest : public testing::TestWithParam<ContractStore> {
 protected:
  void SetUp() override;

  ContractAccount& account() { return *account_; }
  bool lacks(Lacks what) const { return lacks_.contains(what); }
  template <class T>
  T run(Task<T> task) {
    return loop_.run(std::move(task));
  }

  // The folder as the source lists it; fails the test when it is not listed exactly once.
  mail::Folder listed(mail::Source& source, const mail::FolderPath& path);
  SeenChanges changes(mail::Source& source, const mail::Folder& folder,
                      const mail::Checkpoint& since = {});
  std::vector<SeenContent> read(mail::Source& source, const mail::Folder& folder,
                                std::vector<mail::ItemId> ids);
  std::vector<mail::ItemId> ids(mail::Source& source, const mail::Folder& folder);

  void put(const mail::FolderPath& folder, std::string bytes, std::string_view flags = "");

 private:
  std::unique_ptr<ContractAccount> account_;
  std::set<Lacks> lacks_;
  TaskLoop loop_;
};

// The error of the Failure that `work` throws; nothing when it throws none.
std::optional<Error> failure_of(const std::function<void()>& work);

mail::FolderPath path(std::string_view text);
mail::Received at(std::int64_t seconds, int zone_minutes = 0);
std::set<mail::ItemId> id_set(const std::vector<mail::ItemId>& ids);
std::set<mail::ItemId> id_set(const std::vector<mail::Placement>& placements);

// "source_contract/Name" gives a readable end: the store's name, letters and digits only.
std::string store_name(const testing::TestParamInfo<ContractStore>& info);

}  // namespace postferry::test
