// Licences: keys that allow a number of migrations, signed with Ed25519, so that an installation
// can tell a true one without asking anybody.
//
// Issued by `postferry licence issue` with a signing key that stays with whoever sells them; read
// by the installation, which knows the public key. A key names the installation it is for, may name
// a customer there, and has an id of its own, by which it counts once. Pure but for the signing
// key's file; any thread.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/secret.hpp"

namespace postferry::service {

struct Licence {
  std::string id;            // 16 characters of base32
  std::string installation;  // its ULID
  std::string customer;      // ULID; "": whoever registers it there
  std::uint32_t migrations = 0;
  Instant issued{};
  bool operator==(const Licence&) const = default;
};

enum class LicenceFault : std::uint8_t {
  unreadable,  // a letter is missing or wrong
  forged,      // none of the public keys has signed it
};

// "PF-" and groups of letters and digits.
std::string write_licence(const Licence& licence, const Secret& signing_key);

// Blanks, line ends and the size of letters do not matter; at most 1,000 characters.
std::expected<Licence, LicenceFault> read_licence(std::string_view text,
                                                  std::span<const std::string> public_keys);

// How a list shows it: "PF-7Q2M-...-88KD".
std::string shown_licence_id(std::string_view id);

std::string new_licence_id();

// The seed of a new signing key, and the public key of one ("PFPUB-...").
Secret new_signing_key();
std::string public_key_of(const Secret& signing_key);

// The signing key's file: one line of hex, readable by its owner alone. Failure file_unreadable.
// `make` refuses to replace one.
void make_signing_key_file(const std::filesystem::path& file);
Secret read_signing_key_file(const std::filesystem::path& file);

}  // namespace postferry::service
