// MemoryTarget: mail::Target over an account in memory. Each object is one connection to it, which
// its reading() shares.
//
// Opened by tests. The account must outlive it.
#pragma once

#include <memory>
#include <vector>

#include "local/memory_source.hpp"
#include "mail/target.hpp"

namespace postferry::local {

class MemoryTarget final : public mail::Target {
 public:
  explicit MemoryTarget(MemoryAccount& account);

  mail::Source& reading() override { return reading_; }
  const mail::Traits& traits() const override { return reading_.traits(); }
  Task<mail::Quota> quota() override;
  Task<Result<mail::Folder>> ensure(const mail::FolderWish& wish) override;
  Task<mail::Flags> accepted(const mail::Folder& folder, const mail::Flags& wished) override;
  Task<> append(const mail::Folder& folder, mail::ContentStream& contents,
                mail::OutcomeSink& outcomes) override;
  Task<> place(const mail::Folder& from, std::vector<mail::ItemId> ids, const mail::Folder& to,
               mail::PlaceKind kind, mail::OutcomeSink& outcomes) override;
  Task<std::vector<mail::Placement>> look_to_change(const mail::Folder& folder,
                                                    std::span<const mail::ItemId> ids) override;
  Task<> set_flags(const mail::Folder& folder, std::vector<mail::FlagChange> changes,
                   mail::OutcomeSink& outcomes) override;

 private:
  mail::Outcome place_one(const mail::Folder& from, const mail::ItemId& id, const mail::Folder& to,
                          mail::PlaceKind kind);
  mail::Outcome change_one(const mail::Folder& folder, const mail::FlagChange& change);

  std::shared_ptr<MemoryConversation> conversation_;
  MemorySource reading_;
};

}  // namespace postferry::local
