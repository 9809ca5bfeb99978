// MemorySource: mail::Source over an account in memory. Each object is one connection to it.
//
// Opened by tests and by MemoryTarget for its own looking. The account must outlive it.
#pragma once

#include <memory>
#include <vector>

#include "local/memory_conversation.hpp"
#include "mail/source.hpp"

namespace postferry::local {

class MemorySource final : public mail::Source {
 public:
  explicit MemorySource(MemoryAccount& account);
  explicit MemorySource(std::shared_ptr<MemoryConversation> conversation);

  const mail::Traits& traits() const override;
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
  std::shared_ptr<MemoryConversation> conversation_;
};

// A folder as the listing of this account shows it.
mail::Folder listed_folder(const MemoryFolder& folder, const MemoryTraits& traits);

}  // namespace postferry::local
