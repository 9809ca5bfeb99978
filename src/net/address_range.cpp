#include "net/address_range.hpp"

#include <charconv>
#include <string>

#include <boost/asio/ip/address.hpp>

namespace postferry::net {
namespace {

constexpr unsigned mapped_bits = 96;  // before the four bytes of an IPv4 address

}  // namespace

std::optional<AddressBytes> parse_address(std::string_view text) {
  boost::system::error_code wrong;
  const auto address = boost::asio::ip::make_address(std::string(text), wrong);
  if (wrong) return std::nullopt;
  if (address.is_v6()) return address.to_v6().to_bytes();
  return boost::asio::ip::make_address_v6(boost::asio::ip::v4_mapped, address.to_v4()).to_bytes();
}

std::string counted_as(std::string_view address) {
  const auto bytes = parse_address(address);
  if (!bytes || address.find(':') == std::string_view::npos) return std::string(address);
  return {bytes->begin(), bytes->begin() + 8};
}

std::optional<AddressRange> AddressRange::parse(std::string_view text) {
  const auto slash = std::min(text.find('/'), text.size());
  const auto address = parse_address(text.substr(0, slash));
  if (!address) return std::nullopt;
  const bool four = text.substr(0, slash).find(':') == std::string_view::npos;
  if (slash == text.size()) return AddressRange(*address, 128);
  const auto number = text.substr(slash + 1);
  unsigned bits = 0;
  const auto [end, problem] = std::from_chars(number.data(), number.data() + number.size(), bits);
  if (problem != std::errc{} || end != number.data() + number.size() || bits > (four ? 32u : 128u))
    return std::nullopt;
  return AddressRange(*address, four ? bits + mapped_bits : bits);
}

bool AddressRange::contains(const AddressBytes& address) const noexcept {
  const unsigned whole = bits_ / 8;
  for (unsigned i = 0; i < whole; ++i)
    if (address[i] != first_[i]) return false;
  if (bits_ % 8 == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xff00u >> (bits_ % 8));
  return (address[whole] & mask) == (first_[whole] & mask);
}

}  // namespace postferry::net
