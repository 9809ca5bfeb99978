// LIST, LSUB, XLIST, STATUS, NAMESPACE, QUOTA, QUOTAROOT: what a server says about its mailboxes
// (RFC 3501 7.2, RFC 5258, 5819, 6154, 2342, 9208, 7889, 8474).
//
// Mailbox names are the server's bytes; see mailbox_name.hpp. Values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "imap/wire/uid_set.hpp"

namespace postferry::imap {

enum class ListKind : std::uint8_t { list, lsub, xlist };

struct ListResponse {
  ListKind kind = ListKind::list;
  std::vector<std::string> attributes;  // as sent: "\HasNoChildren", "\Sent"
  std::optional<char> delimiter;        // nothing: NIL, a flat namespace
  std::string mailbox;                  // raw
  std::vector<std::string> child_info;  // CHILDINFO: "SUBSCRIBED"
  std::string old_name;                 // OLDNAME (RFC 9051), raw
  bool operator==(const ListResponse&) const = default;

  // Without case: has("\\Noselect").
  bool has(std::string_view attribute) const noexcept;
};

// Items that were not sent, or have no sensible value, are absent.
struct StatusData {
  std::string mailbox;  // raw
  std::optional<std::uint32_t> messages;
  std::optional<std::uint32_t> unseen;
  std::optional<std::uint32_t> recent;
  std::optional<Uid> uid_next;
  std::optional<UidValidity> uid_validity;
  std::optional<ModSeq> highest_modseq;  // also 0 when the server says so
  std::optional<std::uint64_t> size_bytes;
  std::optional<std::uint64_t> append_limit_bytes;  // absent too for APPENDLIMIT NIL: no limit
  std::string mailbox_id;
  bool operator==(const StatusData&) const = default;
};

struct Namespace {
  std::string prefix;  // raw
  std::optional<char> delimiter;
  bool operator==(const Namespace&) const = default;
};

struct NamespaceResponse {
  std::vector<Namespace> personal;
  std::vector<Namespace> others;
  std::vector<Namespace> shared;
  bool operator==(const NamespaceResponse&) const = default;
};

struct QuotaResource {
  std::string name;  // upper case: "STORAGE" (units of 1024 bytes), "MESSAGE"
  std::uint64_t usage = 0;
  std::uint64_t limit = 0;
  bool operator==(const QuotaResource&) const = default;
};

struct QuotaResponse {
  std::string root;
  std::vector<QuotaResource> resources;
  bool operator==(const QuotaResponse&) const = default;
};

struct QuotaRootResponse {
  std::string mailbox;  // raw
  std::vector<std::string> roots;
  bool operator==(const QuotaRootResponse&) const = default;
};

}  // namespace postferry::imap
