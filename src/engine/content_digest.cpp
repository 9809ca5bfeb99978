#include "engine/content_digest.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "text/header_fields.hpp"

namespace postferry::engine {
namespace {

constexpr std::size_t longest_header_bytes = 256 << 10;

// Fields that each delivery of one message adds anew.
bool is_trace(std::string_view name) {
  constexpr auto names = std::to_array<std::string_view>(
      {"Received", "Return-Path", "Delivered-To", "X-Original-To", "Envelope-To", "Status",
       "X-Status", "X-UID", "Received-SPF", "Authentication-Results", "DKIM-Filter"});
  constexpr auto beginnings =
      std::to_array<std::string_view>({"ARC-", "X-Spam-", "X-Virus-", "X-Envelope-"});
  const auto same = [name](auto other) { return text::equal_ignoring_case(name, other); };
  return std::ranges::any_of(names, same) || std::ranges::any_of(beginnings, [&](auto beginning) {
           return text::equal_ignoring_case(name.substr(0, beginning.size()), beginning);
         });
}

mail::Digest header_digest(std::string_view header) {
  Sha256 hash;
  text::for_each_field(header, [&hash](std::string_view name, std::string_view body) {
    if (is_trace(name)) return;
    for (const auto part : {name, std::string_view(":"), body, std::string_view("\n")})
      hash.update(part);
  });
  return hash.finish();
}

}  // namespace

void ContentDigest::update(std::string_view piece) {
  whole_.update(piece);
  if (purpose_ == Purpose::comparison) form_.update(piece);
  size_bytes_ += piece.size();
  if (!in_body_) {
    const auto header = piece.substr(0, header_end_in(piece));
    header_.append(header.substr(0, longest_header_bytes - header_.size()));
    piece.remove_prefix(header.size());
  }
  if (in_body_ && purpose_ == Purpose::comparison) body_.update(piece);
}

// How many bytes of the piece belong to the header, the empty line included; carries the state of
// the line from piece to piece.
std::size_t ContentDigest::header_end_in(std::string_view piece) {
  std::size_t at = 0;
  while (at < piece.size()) {
    if (at_line_start_) {
      if (piece[at] == '\n') {
        in_body_ = true;
        return at + 1;
      }
      if (piece[at] == '\r' && !after_cr_) {
        after_cr_ = true;
        ++at;
        continue;
      }
      at_line_start_ = false;
    }
    const auto line_end = piece.find('\n', at);
    if (line_end == std::string_view::npos) break;
    at = line_end + 1;
    at_line_start_ = true;
    after_cr_ = false;
  }
  return piece.size();
}

ContentDigest::Sums ContentDigest::finish() {
  Sums sums;
  sums.whole = whole_.finish();
  if (purpose_ == Purpose::comparison) {
    sums.header = header_digest(header_);
    sums.body = body_.finish();
    sums.form = form_.finish();
  }
  sums.fingerprint = mail::fingerprint_of(header_);
  sums.size_bytes = std::exchange(size_bytes_, 0);
  header_.clear();
  in_body_ = false;
  at_line_start_ = true;
  after_cr_ = false;
  return sums;
}

Task<std::vector<ReadContent>> digests(mail::Source& source, const mail::Folder& folder,
                                       std::vector<mail::ItemId> ids,
                                       std::function<void()> before_each) {
  std::vector<ReadContent> result;
  if (ids.empty()) co_return result;
  result.reserve(ids.size());
  ContentDigest digest(Purpose::comparison);
  const auto stream = co_await source.read(folder, std::move(ids));
  while (auto head = co_await stream->next()) {
    if (before_each) before_each();
    for (auto piece = co_await stream->piece(); !piece.empty(); piece = co_await stream->piece())
      digest.update(piece);
    result.push_back({std::move(head->id), digest.finish()});
  }
  co_return result;
}

}  // namespace postferry::engine
