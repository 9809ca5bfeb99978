// ImapTarget: an account on an IMAP server, for writing (mail::Target).
//
// Made by open_target(). Appends without selecting; selects a folder only to learn its
// PERMANENTFLAGS, to set flags and to move. Never deletes.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "imap/store/account.hpp"
#include "imap/store/imap_source.hpp"
#include "mail/target.hpp"

namespace postferry::imap {

class ImapTarget final : public mail::Target {
 public:
  explicit ImapTarget(std::shared_ptr<Account> account);

  Task<> prepare() { return reading_.prepare(); }

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
  Task<const Flags*> permanent_flags(const mail::Folder& folder, const mail::Flags& wished);
  Task<> append_then_flag(const mail::Folder& folder, mail::ContentStream& contents,
                          mail::OutcomeSink& outcomes);

  std::shared_ptr<Account> account_;
  ImapSource reading_;
  std::map<std::string, Flags> permanent_;  // by mailbox
};

}  // namespace postferry::imap
