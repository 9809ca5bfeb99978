// A notice as a webhook: its JSON (RFC 8259), and the signature that proves who sent it.
//
//   Postferry-Signature: t=UNIX-SECONDS,v1=HEX
// where HEX is HMAC-SHA256 (RFC 2104) of "UNIX-SECONDS.BODY" under the secret that both know.
// Called by the delivery; documented in docs/notices.md. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "service/notices/notice_facts.hpp"

namespace postferry::service {

inline constexpr const char* signature_header = "Postferry-Signature";
inline constexpr const char* delivery_header = "Postferry-Delivery";

// "migration.first_run_finished", "batch.finished", "migration.failed".
std::string webhook_type(const storage::catalog::NoticeRow& notice);

// `public_url` without a slash at its end.
std::string webhook_body(const NoticeFacts& facts, std::string_view public_url);
// Type "test".
std::string test_webhook_body(std::string_view public_url, Instant now);

// The value of the header.
std::string webhook_signature(const Secret& secret, Instant at, std::string_view body);

}  // namespace postferry::service
