// ItemId: a store's own name for one placement (an IMAP UID, a POP3 UIDL, an href), opaque to all
// but the store that made it. Generation: the store's word that ids still mean the same
// (UIDVALIDITY); ids of two generations are never compared. Values; equality and hashing by bytes.
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace postferry::mail {

class ItemId {
 public:
  ItemId() = default;
  explicit ItemId(std::string bytes) : bytes_(std::move(bytes)) {}

  std::string_view bytes() const noexcept { return bytes_; }
  bool empty() const noexcept { return bytes_.empty(); }
  auto operator<=>(const ItemId&) const = default;

 private:
  std::string bytes_;
};

class Generation {
 public:
  Generation() = default;
  explicit Generation(std::string bytes) : bytes_(std::move(bytes)) {}

  std::string_view bytes() const noexcept { return bytes_; }
  bool empty() const noexcept { return bytes_.empty(); }
  bool operator==(const Generation&) const = default;

 private:
  std::string bytes_;
};

}  // namespace postferry::mail

template <>
struct std::hash<postferry::mail::ItemId> {
  std::size_t operator()(const postferry::mail::ItemId& id) const noexcept {
    return std::hash<std::string_view>{}(id.bytes());
  }
};
