#include "engine/canonical_form.hpp"

namespace postferry::engine {
namespace {

constexpr std::size_t buffer_bytes = 16 << 10;
constexpr unsigned char replaced_nul = 0x80;

}  // namespace

void CanonicalForm::update(std::string_view piece) {
  for (const char c : piece) {
    if (c == '\n')
      end_line();
    else if (c != '\r')
      take(static_cast<unsigned char>(c));
  }
}

void CanonicalForm::take(unsigned char byte) {
  if (newlines_ > 0) {
    buffer_.append(newlines_, '\n');
    newlines_ = 0;
  }
  if (line_bytes_ < 2) dashes_ = byte == '-' && (line_bytes_ == 0 || dashes_);
  ++line_bytes_;
  if (in_header_ && (byte >= 0x80 || byte == 0))
    byte = 'X';
  else if (byte == 0)
    byte = replaced_nul;
  buffer_.push_back(static_cast<char>(byte));
  if (buffer_.size() < buffer_bytes) return;
  hash_.update(buffer_);
  buffer_.clear();
}

void CanonicalForm::end_line() {
  if (line_bytes_ == 0)
    in_header_ = false;
  else if (dashes_ && line_bytes_ >= 2)
    in_header_ = true;
  ++newlines_;
  line_bytes_ = 0;
  dashes_ = false;
}

Sha256Digest CanonicalForm::finish() {
  hash_.update(buffer_);
  buffer_.clear();
  newlines_ = 0;
  line_bytes_ = 0;
  dashes_ = false;
  in_header_ = true;
  return hash_.finish();
}

}  // namespace postferry::engine
