// ImapSource: an account on an IMAP server, for reading (mail::Source).
//
// Made by open_source() on its own session, and by ImapTarget on the target's, for looking. Opens
// mailboxes with EXAMINE and asks with PEEK, so nothing that is read changes. An id is a UID, a
// generation a UIDVALIDITY, a checkpoint the state of a mailbox (mailbox_state.hpp).
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "imap/store/account.hpp"
#include "mail/source.hpp"

namespace postferry::imap {

class ImapSource final : public mail::Source {
 public:
  explicit ImapSource(std::shared_ptr<Account> account);

  // Asks what a target's traits need: the namespace, and APPENDLIMIT where it differs by mailbox.
  Task<> prepare();

  const mail::Traits& traits() const override { return traits_; }
  Task<std::vector<mail::Folder>> folders() override;
  Task<std::unique_ptr<mail::ChangeStream>> changes(const mail::Folder& folder,
                                                    const mail::Checkpoint& since) override;
  Task<std::vector<mail::ItemId>> ids(const mail::Folder& folder) override;
  Task<mail::Checkpoint> mark(const mail::Folder& folder) override;
  Task<mail::Arrivals> arrivals(const mail::Folder& folder, const mail::Checkpoint& mark) override;
  Task<std::vector<mail::Placement>> look(const mail::Folder& folder,
                                          std::span<const mail::ItemId> ids) override;
  Task<std::vector<mail::Description>> describe(const mail::Folder& folder,
                                                std::span<const mail::ItemId> ids) override;
  Task<std::unique_ptr<mail::ContentStream>> read(const mail::Folder& folder,
                                                  std::vector<mail::ItemId> ids) override;
  Task<> close() override;

 private:
  std::shared_ptr<Account> account_;
  mail::Traits traits_;
};

}  // namespace postferry::imap
