#include "imap/session/quirks.hpp"

#include <algorithm>
#include <array>

#include "text/ascii.hpp"

namespace postferry::imap {
namespace {

using enum Evidence;
using enum Quirk;
using Words = std::string_view;

// Signs: what a server shows of itself.
constexpr std::array gmail_signs{Sign{greeting, "Gimap"}, Sign{capability, "X-GM-EXT-1"},
                                 Sign{id, "GImap"}};
constexpr std::array exchange_signs{Sign{greeting, "Microsoft Exchange"}};
constexpr std::array icloud_signs{Sign{capability, "XAPPLEPUSHSERVICE"},
                                  Sign{capability, "X-APPLE-REMOTE-LINKS"}};
constexpr std::array yahoo_signs{Sign{capability, "XYMHIGHESTMODSEQ"}, Sign{host, ".yahoo.com"},
                                 Sign{host, ".aol.com"}};
constexpr std::array courier_signs{Sign{greeting, "Courier-IMAP"}};
constexpr std::array zimbra_signs{Sign{greeting, "Zimbra"}, Sign{id, "Zimbra"},
                                  Sign{id, "Carbonio"}};
constexpr std::array workmail_signs{Sign{host, ".awsapps.com"}, Sign{greeting, "WorkMail"},
                                    Sign{id, "WorkMail"}};
constexpr std::array qq_signs{Sign{greeting, "QQMail"}, Sign{greeting, "Coremail"},
                              Sign{id, "Coremail"}};
constexpr std::array smartermail_signs{Sign{greeting, "SmarterMail"}, Sign{greeting, "IceWarp"},
                                       Sign{greeting, "DBMail"}, Sign{greeting, "FTGate"}};
constexpr std::array purelymail_signs{Sign{host, "purelymail.com"}, Sign{greeting, "Purelymail"}};
constexpr std::array zoho_signs{Sign{greeting, "Zoho Mail"}};

// Capabilities that are not to be believed.
constexpr std::array<Words, 1> no_qresync{"QRESYNC"};
constexpr std::array<Words, 2> no_modseqs{"QRESYNC", "CONDSTORE"};
constexpr std::array<Words, 0> nothing_removed{};
constexpr std::array<Quirk, 0> no_others{};

constexpr std::array exchange_quirks{flagged_lost_on_append};
constexpr std::array yahoo_quirks{keywords_dropped};
constexpr std::array courier_quirks{select_not_examine};
constexpr std::array zimbra_quirks{tag_keywords, empty_headers};
constexpr std::array no_search{search_missing};
constexpr std::array no_trust_in_modseqs{modseq_unreliable};

constexpr std::array table{
    QuirkRow{"Gmail", gmail_signs, nothing_removed, no_others, 15},
    QuirkRow{"Exchange", exchange_signs, nothing_removed, exchange_quirks, 16},
    QuirkRow{"iCloud", icloud_signs, no_qresync, no_trust_in_modseqs, 0},
    QuirkRow{"Yahoo", yahoo_signs, nothing_removed, yahoo_quirks, 0},
    QuirkRow{"Courier", courier_signs, nothing_removed, courier_quirks, 4},
    QuirkRow{"Zimbra", zimbra_signs, no_qresync, zimbra_quirks, 0},
    QuirkRow{"WorkMail", workmail_signs, no_qresync, no_trust_in_modseqs, 0},
    QuirkRow{"QQ", qq_signs, nothing_removed, no_search, 0},
    QuirkRow{"SmarterMail", smartermail_signs, nothing_removed, no_search, 0},
    QuirkRow{"Purelymail", purelymail_signs, no_modseqs, no_trust_in_modseqs, 0},
    QuirkRow{"Zoho", zoho_signs, nothing_removed, no_trust_in_modseqs, 0},
};

constexpr QuirkRow ordinary{"", {}, nothing_removed, {}, 0};

bool ends_so(std::string_view host, std::string_view ending) {
  return host.size() >= ending.size() &&
         text::equal_ignoring_case(host.substr(host.size() - ending.size()), ending);
}

bool contains_ignoring_case(std::string_view text, std::string_view part) {
  return text::to_lower(text).find(text::to_lower(part)) != std::string::npos;
}

}  // namespace

bool QuirkRow::has(Quirk quirk) const noexcept {
  return std::ranges::find(quirks, quirk) != quirks.end();
}

std::span<const QuirkRow> quirk_table() { return table; }

const QuirkRow& no_quirks() { return ordinary; }

const QuirkRow& match_quirks(std::string_view server_host, std::string_view server_greeting,
                             std::span<const std::string> capabilities, const IdFields& fields) {
  const auto seen = [&](const Sign& sign) {
    switch (sign.in) {
      case host:
        return ends_so(server_host, sign.text);
      case greeting:
        return contains_ignoring_case(server_greeting, sign.text);
      case id:
        return std::ranges::any_of(fields, [&](const auto& field) {
          return contains_ignoring_case(field.second, sign.text);
        });
      case capability:
        return std::ranges::any_of(capabilities, [&](const std::string& word) {
          return text::equal_ignoring_case(word, sign.text);
        });
    }
    return false;
  };
  for (const QuirkRow& row : table)
    if (std::ranges::any_of(row.signs, seen)) return row;
  return ordinary;
}

}  // namespace postferry::imap
