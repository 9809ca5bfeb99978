// A state folder of its own for one test, records to fill a journal with, and a way to wait for a
// Task from a test.
#pragma once

#include <exception>
#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "storage/journal.hpp"
#include "tests/support/temporary_folder.hpp"

namespace postferry::storage {

class StateFolder : public test::TemporaryFolder {
 public:
  std::filesystem::path database() const { return path() / "journal.db"; }
};

// Runs the task to its end on this thread; gives its value or throws what it threw.
template <class T>
T await(Task<T> task) {
  boost::asio::io_context context;
  std::exception_ptr failure;
  if constexpr (std::is_void_v<T>) {
    boost::asio::co_spawn(context, std::move(task),
                          [&failure](std::exception_ptr thrown) { failure = thrown; });
    context.run();
    if (failure) std::rethrow_exception(failure);
  } else {
    std::optional<T> result;
    boost::asio::co_spawn(context, std::move(task), [&](std::exception_ptr thrown, T value) {
      failure = thrown;
      result.emplace(std::move(value));
    });
    context.run();
    if (failure) std::rethrow_exception(failure);
    return *std::move(result);
  }
}

inline mail::FolderPath path(std::string_view text) {
  return mail::FolderPath::parse(text).value();
}

inline PlacementRecord placement(std::size_t number,
                                 PlacementState state = PlacementState::brought) {
  PlacementRecord record;
  record.source = mail::ItemId(fmt::format("{:08}", number));
  record.target = mail::ItemId(fmt::format("{}", number + 7));
  record.state = state;
  mail::Digest digest = sha256(record.source.bytes());
  record.digest = digest;
  mail::Fingerprint::Bytes fingerprint;
  std::copy_n(digest.rbegin(), fingerprint.size(), fingerprint.begin());
  record.fingerprint = mail::Fingerprint(fingerprint);
  record.flags.set(mail::SystemFlag::seen);
  record.received = {.instant = Instant(std::chrono::seconds(1'700'000'000 + number)),
                     .zone = std::chrono::minutes(120)};
  record.size_bytes = 4000 + number % 1000;
  return record;
}

inline std::vector<PlacementRecord> placements(std::size_t first, std::size_t count) {
  std::vector<PlacementRecord> records;
  for (std::size_t i = first; i < first + count; ++i) records.push_back(placement(i));
  return records;
}

// A journal with one pair that is held, a run that has begun and a folder.
struct Begun {
  explicit Begun(Journal& of, const std::string& source = "alice@old.example:993")
      : journal(of),
        pair(await(of.pair({.source = source, .target = "alice@new.example:993"}))),
        lease(await(of.acquire(pair)).value()),
        run(await(of.begin_run(lease, "--include *"))),
        folder(await(of.put_folder(lease, first_folder()))) {}

  static FolderRecord first_folder() {
    FolderRecord record;
    record.source_path = path("INBOX");
    record.target_path = path("INBOX");
    record.source_generation = mail::Generation("1700000000");
    record.target_generation = mail::Generation("1700000001");
    return record;
  }
  Intent intent(std::size_t first, std::size_t count) const {
    Intent made{.id = {},
                .folder = folder.id,
                .target_generation = folder.target_generation,
                .mark = mail::Checkpoint(fmt::format("uidnext {}", first)),
                .items = {}};
    for (const auto& record : placements(first, count))
      made.items.push_back(
          {.source = record.source, .received = record.received, .size_bytes = record.size_bytes});
    return made;
  }

  Journal& journal;
  PairId pair;
  Lease lease;
  RunId run;
  FolderRecord folder;
};

// The error code that the call ends with; nothing when it does not fail.
template <class Call>
std::optional<ErrorCode> failure_of(Call call) {
  try {
    call();
  } catch (const Failure& failure) {
    return failure.error().code;
  }
  return std::nullopt;
}

}  // namespace postferry::storage
