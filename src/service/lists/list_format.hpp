// The formats of lists that the service takes, as data: their columns, whether these are secret and
// required, an example, and words for the documentation (docs/list-formats.md is held to it by a
// test).
//
// Read by the formal check, the page and the API. Constant data, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace postferry::service {

enum class ListFormatId : std::uint8_t { postferry, twelve_fields, local_accounts, user_list };

// What a column says, whatever it is called.
enum class Field : std::uint8_t {
  source,  // imaps://USER@HOST, or a user name
  source_type,
  source_email,
  source_user,
  source_password,
  source_server,
  master_password,
  master_user,
  target,
  target_type,
  target_email,
  target_user,
  target_password,
  target_server,
  first_run,
  second_run,
  further_runs,
};
inline constexpr std::size_t field_count = static_cast<std::size_t>(Field::further_runs) + 1;

enum class Secrecy : std::uint8_t { open, secret };
enum class Need : std::uint8_t { required, optional };

struct ListColumn {
  std::string_view id;     // as the format calls it
  std::string_view title;  // for people
  Field field;
  Secrecy secrecy = Secrecy::open;
  Need need = Need::optional;
  std::string_view text;  // what stands there
};

struct ListFormat {
  ListFormatId id;
  std::string_view name;          // "twelve_fields": in the API and in example files
  std::string_view title;         // for people
  std::string_view text;          // what it is for
  std::optional<char> separator;  // nothing: found by looking, or chosen
  bool has_header = false;        // the first line names the columns, in any order
  bool fills_own_server = false;  // the target is the operator's server
  std::size_t least_fields = 0;
  std::span<const ListColumn> columns;
  std::string_view example;  // a whole file
};

std::span<const ListFormat> list_formats();
const ListFormat& list_format(ListFormatId id);
// Null where there is none of this name.
const ListFormat* list_format_named(std::string_view name);

}  // namespace postferry::service
