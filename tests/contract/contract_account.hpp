// ContractAccount: what a store gives to be held against the contract of the doors: an empty
// account, the owner's hands and eyes (independent of the store's doors), and the doors themselves.
//
// A store's test file implements it once and instantiates SourceContract and TargetContract
// (source_contract.hpp, target_contract.hpp). Doors are opened in the loop of the test and die
// before the account.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "base/task.hpp"
#include "mail/source.hpp"
#include "mail/target.hpp"

namespace postferry::test {

// What an honest account may not be able to do; the suites leave out what rests on it.
enum class Lacks : std::uint8_t {
  zero_bytes,       // it takes no message without any byte
  nul_bytes,        // or changes them
  bare_line_feeds,  // LF becomes CRLF
  zones,            // dates keep their instant, not their zone
  keywords,
  subscriptions,
  special_uses,        // folders made with one do not show it
  odd_headers,         // it refuses or changes a header that is none, or has 8 bits
  final_line_ends,     // it ends every message with CRLF
  odd_names,           // folder names with quotes, backslashes, braces, or beyond U+FFFF
  removal_while_open,  // the connection ends when the folder that it has open is removed
};

struct ContractMessage {
  std::string bytes;
  mail::Flags flags;
  mail::Received received;
};

class ContractAccount {
 public:
  virtual ~ContractAccount() = default;

  // The owner's hands. Messages are named by their position in the folder, from 0, oldest first.
  virtual void make_folder(const mail::FolderPath& path) = 0;
  virtual void remove_folder(const mail::FolderPath& path) = 0;
  // The folder is there.
  virtual void put(const mail::FolderPath& folder, const ContractMessage& message) = 0;
  virtual void put_all(const mail::FolderPath& folder,
                       const std::vector<ContractMessage>& messages) {
    for (const auto& message : messages) put(folder, message);
  }
  virtual void remove(const mail::FolderPath& folder, std::size_t position) = 0;
  virtual void set_flags(const mail::FolderPath& folder, std::size_t position,
                         const mail::Flags& flags) = 0;
  // The owner's eyes: all messages, oldest first.
  virtual std::vector<ContractMessage> look(const mail::FolderPath& folder) = 0;

  virtual Task<std::unique_ptr<mail::Source>> source() = 0;
  virtual Task<std::unique_ptr<mail::Target>> target() = 0;

  virtual std::set<Lacks> lacks() const { return {}; }
  // Bytes that the account refuses to store, a folder name that it refuses; nothing when it takes
  // all. They are refused however often they are tried.
  virtual std::optional<std::string> refused_bytes() const { return std::nullopt; }
  virtual std::optional<mail::FolderPath> refused_name() const { return std::nullopt; }
  // Sets a quota of so many bytes; false when that cannot be done.
  virtual bool limit_bytes(std::uint64_t) { return false; }
};

struct ContractStore {
  std::string name;
  // A null pointer where the server is not installed: the tests are skipped.
  std::function<std::unique_ptr<ContractAccount>()> make;
};

inline void PrintTo(const ContractStore& store, std::ostream* out) { *out << store.name; }

}  // namespace postferry::test
