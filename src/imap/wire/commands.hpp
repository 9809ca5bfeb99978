// The commands that we send, each with its ABNF rule. All mailbox names are the server's bytes.
//
// Called by imap/session. They need nothing of the connection but its LiteralSupport where a string
// could become a literal. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/secret.hpp"
#include "imap/wire/command.hpp"
#include "imap/wire/flags.hpp"
#include "imap/wire/internal_date.hpp"
#include "imap/wire/uid_set.hpp"

namespace postferry::imap {

// A command of one word: CAPABILITY, NOOP, LOGOUT, STARTTLS, NAMESPACE, UNSELECT, CLOSE, CHECK.
Command plain_command(std::string_view word);

// login = "LOGIN" SP userid SP password
Command login(std::string_view user, const Secret& password, LiteralSupport support);

enum class InitialResponse : std::uint8_t { separate, inlined };  // inlined needs SASL-IR

// RFC 4616: [authzid] NUL authcid NUL passwd. `authorize_as` is empty unless a master logs in.
Command authenticate_plain(std::string_view authorize_as, std::string_view user,
                           const Secret& password, InitialResponse initial);
// Google's and Microsoft's XOAUTH2: "user=" user ^A "auth=Bearer " token ^A ^A
Command authenticate_xoauth2(std::string_view user, const Secret& token, InitialResponse initial);

// id = "ID" SP id-params-list; no fields: NIL
Command id(std::span<const std::pair<std::string_view, std::string_view>> fields,
           LiteralSupport support);
// enable = "ENABLE" 1*(SP capability)
Command enable(std::span<const std::string_view> capabilities);

struct ListReturn {
  bool subscribed = false;
  bool special_use = false;
  bool children = false;
  std::vector<std::string> status_items;  // LIST-STATUS: "MESSAGES", "UIDNEXT", ...
};
// list = "LIST" SP mailbox SP list-mailbox; LSUB and XLIST (Google) are spelled alike.
Command list(std::string_view reference, std::string_view pattern, LiteralSupport support);
Command lsub(std::string_view reference, std::string_view pattern, LiteralSupport support);
Command xlist(std::string_view reference, std::string_view pattern, LiteralSupport support);
// RFC 5258: list = "LIST" [SP "(" select ")"] SP mailbox SP mbox-or-pat [SP "RETURN" SP "(" .. ")"]
// `selection` holds SUBSCRIBED, RECURSIVEMATCH, SPECIAL-USE; may be empty.
Command list_extended(std::span<const std::string_view> selection, std::string_view reference,
                      std::string_view pattern, const ListReturn& wanted, LiteralSupport support);

// status = "STATUS" SP mailbox SP "(" status-att *(SP status-att) ")"
Command status(std::string_view mailbox, std::span<const std::string_view> items,
               LiteralSupport support);

enum class Access : std::uint8_t { read_only, read_write };  // EXAMINE, SELECT

struct Qresync {
  UidValidity uid_validity = 0;
  ModSeq modseq = 0;
  UidSet known_uids;  // may be empty
};
enum class Condstore : std::uint8_t { off, on };
// select = "SELECT" SP mailbox [SP "(" "CONDSTORE" / "QRESYNC" SP "(" ... ")" ")"]
Command select(Access access, std::string_view mailbox, Condstore condstore,
               const std::optional<Qresync>& qresync, LiteralSupport support);

// fetch = "UID FETCH" SP sequence-set SP items [SP "(" "CHANGEDSINCE" SP modseq ["VANISHED"] ")"]
// `uids` also takes "5:*"; `items` as on the wire, with parentheses: "(UID FLAGS)".
struct ChangedSince {
  ModSeq modseq = 0;
  bool vanished = false;  // only once QRESYNC is enabled
};
Command uid_fetch(std::string_view uids, std::string_view items,
                  const std::optional<ChangedSince>& since = std::nullopt);

// search = "UID SEARCH" [SP "RETURN" SP "(" options ")"] SP criteria; `criteria` as on the wire.
Command uid_search(std::string_view criteria, std::string_view return_options = {});
// "HEADER" SP name SP value, for uid_search; nothing when the value would need a literal.
std::optional<std::string> header_criterion(std::string_view field, std::string_view value);

enum class FlagChange : std::uint8_t { replace, add, remove };
// store = "UID STORE" SP uids [SP "(UNCHANGEDSINCE" SP modseq ")"] SP ["+" / "-"] "FLAGS.SILENT"
Command uid_store(std::string_view uids, FlagChange change, const Flags& flags,
                  std::optional<ModSeq> unchanged_since = std::nullopt);

Command uid_copy(std::string_view uids, std::string_view mailbox, LiteralSupport support);
Command uid_move(std::string_view uids, std::string_view mailbox, LiteralSupport support);
Command uid_expunge(std::string_view uids);  // RFC 4315

// create = "CREATE" SP mailbox [SP "(USE (" use-attr ")" ")"]; `special_use` "\Sent" or empty.
Command create(std::string_view mailbox, std::string_view special_use, LiteralSupport support);
Command subscribe(std::string_view mailbox, LiteralSupport support);
Command unsubscribe(std::string_view mailbox, LiteralSupport support);
Command delete_mailbox(std::string_view mailbox, LiteralSupport support);
Command rename(std::string_view from, std::string_view to, LiteralSupport support);
Command get_quota_root(std::string_view mailbox, LiteralSupport support);

// append = "APPEND" SP mailbox 1*append-message (RFC 3502). In pieces: append_start, then for each
// message append_message and its bytes, then CRLF.
Command append_start(std::string_view mailbox, LiteralSupport support);

enum class LiteralType : std::uint8_t { literal, literal8, utf8 };  // utf8: "UTF8 (~{n}" (RFC 6855)
// append-message = SP [flag-list SP] [date-time SP] literal, up to and including the CRLF after
// "{n}". Pause: wait for "+" before the bytes. After the bytes of a `utf8` literal write ")".
Segment append_message(const Flags& flags, const std::optional<InternalDate>& date,
                       std::uint64_t size_bytes, LiteralSupport support,
                       LiteralType type = LiteralType::literal);

}  // namespace postferry::imap
