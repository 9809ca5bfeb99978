// MemoryAppend: one append call on an account in memory: judges what arrives, stores it one by one
// or as one batch, and answers in time or some items late, as the account's append mode says.
//
// Made by MemoryTarget for one call. Whatever was not answered when the conversation breaks is
// open: stored or not.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <span>
#include <vector>

#include "local/memory_conversation.hpp"
#include "mail/content_stream.hpp"
#include "mail/outcome.hpp"

namespace postferry::local {

class MemoryAppend {
 public:
  MemoryAppend(MemoryConversation& conversation, const mail::Folder& folder,
               mail::OutcomeSink& outcomes)
      : conversation_(conversation), folder_(folder), outcomes_(outcomes) {}

  // Receives the content whose head was just taken from the stream.
  Task<> receive(const mail::ContentHead& head, mail::ContentStream& contents);
  // After the last content: stores the batch of a multi append, gives the answers still due.
  void finish();

 private:
  struct Item {
    mail::ItemId source;
    MemoryMessage message;
  };

  void commit(std::span<Item> batch);
  std::optional<Error> refusal_of(std::span<const Item> batch) const;
  std::optional<Error> refusal_of(const Item& item) const;
  void store(std::span<Item> batch, std::vector<mail::Outcome>& answers);
  void claim(std::span<Item> batch, std::vector<mail::Outcome>& answers);
  void refuse(std::span<Item> batch, const Error& error, std::vector<mail::Outcome>& answers);
  [[noreturn]] void break_and_store_late(std::span<Item> batch);
  void answer(std::vector<mail::Outcome> answers);
  void give(mail::Outcome outcome);

  MemoryConversation& conversation_;
  const mail::Folder& folder_;
  mail::OutcomeSink& outcomes_;
  std::vector<Item> batch_;
  std::deque<mail::Outcome> due_;
  std::size_t received_ = 0;
  std::size_t refusals_in_a_row_ = 0;
};

}  // namespace postferry::local
