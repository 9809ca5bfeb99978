#include "local/memory_folder.hpp"

#include <array>
#include <charconv>
#include <fmt/format.h>
#include <utility>

namespace postferry::local {

mail::Checkpoint MemoryMark::checkpoint() const {
  return mail::Checkpoint(fmt::format("{}:{}:{}:{}", generation, next_number, messages, version));
}

std::optional<MemoryMark> MemoryMark::parse(const mail::Checkpoint& checkpoint) {
  std::array<std::uint64_t, 4> numbers{};
  const std::string& bytes = checkpoint.bytes();
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i > 0) {
      if (at == end || *at != ':') return std::nullopt;
      ++at;
    }
    const auto [next, error] = std::from_chars(at, end, numbers[i]);
    if (error != std::errc{}) return std::nullopt;
    at = next;
  }
  if (at != end) return std::nullopt;
  return MemoryMark{static_cast<std::uint32_t>(numbers[0]), static_cast<std::uint32_t>(numbers[1]),
                    numbers[2], numbers[3]};
}

mail::ItemId item_id(std::uint32_t number) { return mail::ItemId(std::to_string(number)); }

std::uint32_t number_of(const mail::ItemId& id) {
  std::uint32_t number = 0;
  const auto bytes = id.bytes();
  const auto [end, error] = std::from_chars(bytes.data(), bytes.data() + bytes.size(), number);
  return error == std::errc{} && end == bytes.data() + bytes.size() ? number : 0;
}

MemoryFolder::MemoryFolder(mail::FolderPath path, std::uint32_t generation)
    : generation_(generation) {
  listed.path = std::move(path);
  listed.store_name = listed.path.text();
  if (listed.path.is_inbox()) listed.special_use = mail::SpecialUse::inbox;
}

MemoryMark MemoryFolder::mark() const {
  return {generation_, next_number_, messages_.size(), version_};
}

const MemoryMessage* MemoryFolder::find(std::uint32_t number) const {
  const auto at = messages_.find(number);
  return at == messages_.end() ? nullptr : &at->second;
}

std::vector<std::uint32_t> MemoryFolder::vanished_since(std::uint64_t version) const {
  std::vector<std::uint32_t> numbers;
  for (const auto& [number, at] : vanished_)
    if (at > version) numbers.push_back(number);
  return numbers;
}

std::uint32_t MemoryFolder::add(MemoryMessage message) {
  message.number = next_number_++;
  message.version = ++version_;
  messages_.emplace(message.number, message);
  return message.number;
}

bool MemoryFolder::erase(std::uint32_t number) {
  if (messages_.erase(number) == 0) return false;
  vanished_[number] = ++version_;
  return true;
}

bool MemoryFolder::set_flags(std::uint32_t number, const mail::Flags& flags) {
  const auto at = messages_.find(number);
  if (at == messages_.end()) return false;
  if (at->second.flags == flags) return true;
  at->second.flags = flags;
  at->second.version = ++version_;
  return true;
}

void MemoryFolder::begin_generation(std::uint32_t generation) {
  auto old = std::exchange(messages_, {});
  vanished_.clear();
  generation_ = generation;
  next_number_ = 1;
  version_ = 1;
  for (auto& [number, message] : old) add(std::move(message));
}

}  // namespace postferry::local
