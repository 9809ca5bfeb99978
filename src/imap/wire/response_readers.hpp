// The readers behind parse_response, one a response: each takes its arguments off a TokenReader,
// which holds the failure if there was one.
//
// Used by imap/wire only. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "imap/wire/fetch_response.hpp"
#include "imap/wire/mailbox_responses.hpp"
#include "imap/wire/response.hpp"
#include "imap/wire/response_code.hpp"
#include "imap/wire/tokens.hpp"

namespace postferry::imap {

// capability-data = "CAPABILITY" *(SP capability); up to the end.
Words read_words(TokenReader& reader);
// flag-list = "(" [flag *(SP flag)] ")" / "NIL"
Flags read_flags(TokenReader& reader);
// "(" objectid ")"
std::string read_mailbox_id(TokenReader& reader);
// sequence-set, as a set
UidSet read_uid_set(TokenReader& reader);
// What stands between "[" and "]". Never fails: see `unknown`.
ResponseCode parse_code(std::string_view inner);
// resp-text = ["[" resp-text-code "]" SP] text
StatusResponse parse_status_text(StatusKind kind, std::string_view text);
std::optional<StatusKind> status_kind_of(std::string_view word) noexcept;

enum class FetchExtent : std::uint8_t { whole, head };
// msg-att = "(" (msg-att-dynamic / msg-att-static) *(SP ..) ")"
FetchResponse read_fetch(TokenReader& reader, std::uint32_t sequence, FetchExtent extent);

// mailbox-list = "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox [SP
// mbox-list-extended]
ListResponse read_list(TokenReader& reader, ListKind kind);
// "STATUS" SP mailbox SP "(" [status-att-list] ")"
StatusData read_status_data(TokenReader& reader);
// "NAMESPACE" SP namespace SP namespace SP namespace
NamespaceResponse read_namespace(TokenReader& reader);
// quota-response = "QUOTA" SP quota-root-name SP quota-list
QuotaResponse read_quota(TokenReader& reader);
// quotaroot-response = "QUOTAROOT" SP mailbox *(SP quota-root-name)
QuotaRootResponse read_quota_root(TokenReader& reader);

// "SEARCH" *(SP nz-number) [SP "(" "MODSEQ" SP mod-sequence-value ")"]
SearchResponse read_search(TokenReader& reader);
// esearch-response = "ESEARCH" [search-correlator] [SP "UID"] *(SP search-return-data)
EsearchResponse read_esearch(TokenReader& reader);
// expunged-resp = "VANISHED" [SP "(EARLIER)"] SP known-uids
VanishedResponse read_vanished(TokenReader& reader);
// id-response = "ID" SP id-params-list
IdResponse read_id(TokenReader& reader);

}  // namespace postferry::imap
