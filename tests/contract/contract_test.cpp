#include "tests/contract/contract_test.hpp"

#include <algorithm>
#include <cctype>

namespace postferry::test {
namespace {

Task<SeenChanges> drained(mail::Source& source, const mail::Folder& folder,
                          const mail::Checkpoint& since) {
  const auto stream = co_await source.changes(folder, since);
  SeenChanges seen;
  while (auto batch = co_await stream->next()) {
    seen.largest_batch = std::max(seen.largest_batch, batch->present.size());
    std::ranges::move(batch->present, std::back_inserter(seen.present));
    std::ranges::move(batch->vanished, std::back_inserter(seen.vanished));
  }
  seen.coverage = stream->coverage();
  seen.generation = stream->generation();
  seen.messages = stream->messages();
  seen.checkpoint = stream->checkpoint();
  co_return seen;
}

Task<std::vector<SeenContent>> drained(mail::Source& source, const mail::Folder& folder,
                                       std::vector<mail::ItemId> ids) {
  const auto stream = co_await source.read(folder, std::move(ids));
  std::vector<SeenContent> seen;
  while (const auto head = co_await stream->next()) {
    seen.push_back({*head, {}});
    for (auto piece = co_await stream->piece(); !piece.empty(); piece = co_await stream->piece())
      seen.back().bytes.append(piece);
  }
  co_return seen;
}

}  // namespace

void ContractTest::SetUp() {
  account_ = GetParam().make();
  if (!account_) GTEST_SKIP() << GetParam().name << " is not installed";
  lacks_ = account_->lacks();
}

mail::Folder ContractTest::listed(mail::Source& source, const mail::FolderPath& wanted) {
  auto folders = run(source.folders());
  std::erase_if(folders, [&wanted](const auto& folder) { return folder.path != wanted; });
  EXPECT_EQ(folders.size(), 1U) << wanted.text();
  return folders.empty() ? mail::Folder{} : folders.front();
}

SeenChanges ContractTest::changes(mail::Source& source, const mail::Folder& folder,
                                  const mail::Checkpoint& since) {
  return run(drained(source, folder, since));
}

std::vector<SeenContent> ContractTest::read(mail::Source& source, const mail::Folder& folder,
                                            std::vector<mail::ItemId> ids) {
  return run(drained(source, folder, std::move(ids)));
}

std::vector<mail::ItemId> ContractTest::ids(mail::Source& source, const mail::Folder& folder) {
  return run(source.ids(folder));
}

void ContractTest::put(const mail::FolderPath& folder, std::string bytes, std::string_view flags) {
  account().put(folder, {std::move(bytes), mail::Flags::parse(flags), at(1'337'000'000)});
}

std::optional<Error> failure_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Failure& failure) {
    return failure.error();
  }
  return std::nullopt;
}

mail::FolderPath path(std::string_view text) { return mail::FolderPath::parse(text).value(); }

mail::Received at(std::int64_t seconds, int zone_minutes) {
  return {Instant(std::chrono::seconds(seconds)), std::chrono::minutes(zone_minutes)};
}

std::set<mail::ItemId> id_set(const std::vector<mail::ItemId>& ids) {
  return {ids.begin(), ids.end()};
}

std::set<mail::ItemId> id_set(const std::vector<mail::Placement>& placements) {
  std::set<mail::ItemId> ids;
  for (const auto& placement : placements) ids.insert(placement.id);
  return ids;
}

std::string store_name(const testing::TestParamInfo<ContractStore>& info) {
  std::string name = info.param.name;
  std::erase_if(name, [](unsigned char c) { return std::isalnum(c) == 0; });
  return name;
}

}  // namespace postferry::test
