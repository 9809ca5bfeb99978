// ContentDigest: what a content is, computed while its bytes pass: SHA-256 of all, the
// fingerprint of its header, and for a comparison what two contents may have in common beside it.
// digests(): the same for contents that are read only to be compared.
//
// Used by the transfer, the matcher and verify. At most 256 KB of a header is kept. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/task.hpp"
#include "engine/canonical_form.hpp"
#include "mail/digest.hpp"
#include "mail/source.hpp"

namespace postferry::engine {

enum class Purpose : std::uint8_t { transfer, comparison };

class ContentDigest {
 public:
  explicit ContentDigest(Purpose purpose = Purpose::transfer) : purpose_(purpose) {}

  void update(std::string_view piece);

  struct Sums {
    mail::Digest whole{};
    mail::Fingerprint fingerprint;
    std::uint64_t size_bytes = 0;
    // For a comparison only, else zero.
    mail::Digest header{};  // without the fields that deliveries add
    mail::Digest body{};    // what follows the header
    mail::Digest form{};    // the canonical form of all
  };
  // The sums since the last finish(); starts anew.
  Sums finish();

 private:
  std::size_t header_end_in(std::string_view piece);

  Purpose purpose_;
  Sha256 whole_;
  Sha256 body_;
  CanonicalForm form_;
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

// Reads these contents to their end; what is gone is left out. `before_each` may throw to end it.
Task<std::vector<ReadContent>> digests(mail::Source& source, const mail::Folder& folder,
                                       std::vector<mail::ItemId> ids,
                                       std::function<void()> before_each = {});

}  // namespace postferry::engine
