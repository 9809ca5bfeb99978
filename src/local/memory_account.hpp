// MemoryAccount: a mail account in memory: a tree of folders with messages, and what its owner
// does to it while nobody looks.
//
// Made by tests of the engine; several MemorySource and MemoryTarget doors may be open on it at
// once. It must outlive its doors. One thread. INBOX is there from the beginning.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "local/memory_faults.hpp"
#include "local/memory_folder.hpp"
#include "local/memory_traits.hpp"
#include "mail/target.hpp"

namespace postferry::local {

class MemoryAccount {
 public:
  explicit MemoryAccount(MemoryTraits traits = {});
  MemoryAccount(const MemoryAccount&) = delete;
  MemoryAccount& operator=(const MemoryAccount&) = delete;

  MemoryTraits& traits() noexcept { return traits_; }
  const MemoryTraits& traits() const noexcept { return traits_; }
  // Called before each step of every door; an empty function: no faults.
  void on_step(MemoryFaults faults) { faults_ = std::move(faults); }
  std::uint64_t steps() const noexcept { return steps_; }
  // What "now" is for messages whose date is not kept.
  void set_clock(std::function<Instant()> clock) { clock_ = std::move(clock); }

  // The owner's actions. The folder must be there, but deliver() and make_folder() make it with
  // its parents. Throws std::out_of_range for what is not there.
  MemoryFolder& make_folder(const mail::FolderPath& path);
  mail::ItemId deliver(const mail::FolderPath& folder, std::string bytes,
                       const mail::Flags& flags = {}, mail::Received received = {});
  mail::ItemId move(const mail::FolderPath& from, const mail::ItemId& id,
                    const mail::FolderPath& to);
  mail::ItemId copy(const mail::FolderPath& from, const mail::ItemId& id,
                    const mail::FolderPath& to);
  void remove(const mail::FolderPath& folder, const mail::ItemId& id);
  void set_flags(const mail::FolderPath& folder, const mail::ItemId& id, const mail::Flags& flags);
  void rename_folder(const mail::FolderPath& from, const mail::FolderPath& to);  // and below
  void remove_folder(const mail::FolderPath& path);
  void bump_generation(const mail::FolderPath& folder);
  // What a fault kept back is stored now.
  void commit_late();

  // What is there.
  std::vector<mail::FolderPath> paths() const;
  std::vector<MemoryMessage> messages(const mail::FolderPath& folder) const;  // by number
  std::uint64_t used_bytes() const;
  std::uint64_t used_items() const;

  // For the doors.
  MemoryFolder* find(const mail::FolderPath& path);
  const MemoryFolder* find(const mail::FolderPath& path) const;
  std::vector<const MemoryFolder*> folders() const;
  Result<MemoryFolder*> ensure(const mail::FolderWish& wish);
  // Stores with this account's habits: dates, dropped flags, rewritten bytes.
  std::uint32_t store(MemoryFolder& folder, MemoryMessage message);
  void store_late(const mail::FolderPath& folder, std::vector<MemoryMessage> messages);
  void bring_late_nearer();  // a door looked
  MemoryFault step(MemoryStep step);

 private:
  struct LateCommit {
    mail::FolderPath folder;
    std::vector<MemoryMessage> messages;
    std::size_t looks = 0;
  };

  MemoryFolder& there(const mail::FolderPath& path);
  void commit(LateCommit late);

  MemoryTraits traits_;
  MemoryFaults faults_;
  std::function<Instant()> clock_ = &now;
  std::map<mail::FolderPath, std::unique_ptr<MemoryFolder>> folders_;
  std::vector<LateCommit> late_;
  std::uint32_t next_generation_ = 1000;
  std::uint64_t next_content_ = 1;
  std::uint64_t steps_ = 0;
};

}  // namespace postferry::local
