#include "service/lists/list_format.hpp"

#include <algorithm>
#include <array>

#include "service/lists/list_columns.hpp"
#include "service/lists/list_examples.hpp"

namespace postferry::service {
namespace {

constexpr std::array formats{
    ListFormat{.id = ListFormatId::postferry,
               .name = "postferry",
               .title = "Postferry CSV with a header line",
               .text = "A first line that names the columns, in any order; the same lists as for "
                       "postferry batch on the command line.",
               .separator = {},
               .has_header = true,
               .columns = postferry_columns,
               .example = postferry_example},
    ListFormat{.id = ListFormatId::twelve_fields,
               .name = "twelve_fields",
               .title = "Twelve fields with ;",
               .text = "Both accounts and both times in each row; the times may be left out.",
               .separator = ';',
               .least_fields = 10,
               .columns = twelve_fields_columns,
               .example = twelve_fields_example},
    ListFormat{.id = ListFormatId::local_accounts,
               .name = "local_accounts",
               .title = "Four to six fields with ;",
               .text = "Accounts of the operator's own server, each with the remote account that "
                       "it is filled from; with a master user of the remote server in two more "
                       "fields.",
               .separator = ';',
               .fills_own_server = true,
               .least_fields = 4,
               .columns = local_accounts_columns,
               .example = local_accounts_example},
    ListFormat{.id = ListFormatId::user_list,
               .name = "user_list",
               .title = "User list with a delimiter of your choice",
               .text = "User names and passwords; the source server, folders to skip and folders "
                       "to translate are given once for all rows.",
               .separator = {},
               .fills_own_server = true,
               .least_fields = 2,
               .columns = user_list_columns,
               .example = user_list_example},
};

}  // namespace

std::span<const ListFormat> list_formats() { return formats; }

const ListFormat& list_format(ListFormatId id) {
  return *std::ranges::find(formats, id, &ListFormat::id);
}

const ListFormat* list_format_named(std::string_view name) {
  const auto* found = std::ranges::find(formats, name, &ListFormat::name);
  return found != formats.end() ? &*found : nullptr;
}

}  // namespace postferry::service
