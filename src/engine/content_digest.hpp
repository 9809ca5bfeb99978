// ContentDigest: what a content is, computed while its bytes pass: SHA-256 of all, of the body
// alone where asked for, and the fingerprint of its header. digests(): the same for contents that
// are read only to be compared.
//
// Used by the transfer, the matcher and verify. At most 256 KB of a header is kept. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/task.hpp"
#include "mail/digest.hpp"
#include "mail/source.hpp"

namespace postferry::engine {

enum class BodyDigest : std::uint8_t { no, yes };

class ContentDigest {
 public:
  explicit ContentDigest(BodyDigest body = BodyDigest::no) : wants_body_(body) {}

  void update(std::string_view piece);

  struct Sums {
    mail::Digest whole{};
    mail::Digest body{};  // of what follows the header; zero when not asked for
    mail::Fingerprint fingerprint;
    std::uint64_t size_bytes = 0;
  };
  // The sums since the last finish(); starts anew.
  Sums finish();

 private:
  std::size_t header_end_in(std::string_view piece);

  BodyDigest wants_body_;
  Sha256 whole_;
  Sha256 body_;
  std::string header_;
  std::uint64_t size_bytes_ = 0;
  bool in_body_ = false;
  bool at_line_start_ = true;
  bool after_cr_ = false;
};

struct ReadContent {
  mail::ItemId id;
  ContentDigest::Sums sums;
};

// Reads these contents to their end; what is gone is left out.
Task<std::vector<ReadContent>> digests(mail::Source& source, const mail::Folder& folder,
                                       std::vector<mail::ItemId> ids);

}  // namespace postferry::engine
