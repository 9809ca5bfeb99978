// MemoryFixture: an account in memory under the contract suites. The owner's hands are those of
// MemoryAccount.
#pragma once

#include <memory>
#include <utility>

#include "local/memory_source.hpp"
#include "local/memory_target.hpp"
#include "tests/contract/contract_account.hpp"

namespace postferry::test {

class MemoryFixture final : public ContractAccount {
 public:
  explicit MemoryFixture(local::MemoryTraits traits) : account_(std::move(traits)) {
    account_.traits().refuses_content = [](std::string_view bytes) -> std::optional<Error> {
      if (bytes.find("virus") == std::string_view::npos) return std::nullopt;
      return Error{.code = ErrorCode::content_refused, .text = "A virus.", .where = ""};
    };
    account_.traits().told.naming.reserved = {"Shared"};
  }

  void make_folder(const mail::FolderPath& path) override { account_.make_folder(path); }
  void remove_folder(const mail::FolderPath& path) override { account_.remove_folder(path); }
  void put(const mail::FolderPath& folder, const ContractMessage& message) override {
    account_.deliver(folder, message.bytes, message.flags, message.received);
  }
  void remove(const mail::FolderPath& folder, std::size_t position) override {
    account_.remove(folder, id_at(folder, position));
  }
  void set_flags(const mail::FolderPath& folder, std::size_t position,
                 const mail::Flags& flags) override {
    account_.set_flags(folder, id_at(folder, position), flags);
  }
  std::vector<ContractMessage> look(const mail::FolderPath& folder) override {
    std::vector<ContractMessage> seen;
    for (const auto& message : account_.messages(folder))
      seen.push_back({*message.bytes, message.flags, message.received});
    return seen;
  }

  Task<std::unique_ptr<mail::Source>> source() override {
    co_return std::make_unique<local::MemorySource>(account_);
  }
  Task<std::unique_ptr<mail::Target>> target() override {
    co_return std::make_unique<local::MemoryTarget>(account_);
  }

  std::optional<std::string> refused_bytes() const override { return "Subject: virus\r\n\r\n"; }
  std::optional<mail::FolderPath> refused_name() const override {
    return mail::FolderPath::parse("Shared/Work").value();
  }
  bool limit_bytes(std::uint64_t bytes) override {
    account_.traits().quota_bytes = bytes;
    return true;
  }

 private:
  mail::ItemId id_at(const mail::FolderPath& folder, std::size_t position) const {
    return local::item_id(account_.messages(folder).at(position).number);
  }

  local::MemoryAccount account_;
};

}  // namespace postferry::test
