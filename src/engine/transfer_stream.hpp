// TransferStream: the contents of one batch on their way: socket, digest, socket. Gives each the
// flags and the date it shall have on the target, and remembers what passed.
//
// Made by a lane around the source's stream, drained by the target's append. One thread.
#pragma once

#include <functional>
#include <memory>
#include <unordered_map>

#include "engine/batch_queue.hpp"
#include "engine/content_digest.hpp"

namespace postferry::engine {

class TransferStream : public mail::ContentStream {
 public:
  // `passed` hears of every piece's bytes; `drained` runs once, when the source has given all.
  TransferStream(std::unique_ptr<mail::ContentStream> contents, const Batch& batch,
                 std::function<void(std::size_t)> passed, std::function<void()> drained);

  Task<std::optional<mail::ContentHead>> next() override;
  Task<std::string_view> piece() override;

  // Lets go of the source's stream, before its door can be closed; what passed stays known.
  void let_go() { contents_.reset(); }

  // What passed whole, by the source's id.
  const std::unordered_map<mail::ItemId, ContentDigest::Sums>& passed() const { return sums_; }
  // Why the source ended early for one item of the batch, when it did.
  const std::optional<Error>& refused() const { return refused_; }

 private:
  Task<std::optional<mail::ContentHead>> next_head();

  std::unique_ptr<mail::ContentStream> contents_;
  const Batch& batch_;
  std::function<void(std::size_t)> count_;
  std::function<void()> drained_;
  std::unordered_map<mail::ItemId, const mail::Placement*> wanted_;
  std::unordered_map<mail::ItemId, ContentDigest::Sums> sums_;
  ContentDigest digest_;
  mail::ItemId current_;
  std::optional<Error> refused_;
};

}  // namespace postferry::engine
