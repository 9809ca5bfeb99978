#include "service/notices/notice_senders.hpp"

#include <fmt/format.h>
#include <optional>
#include <utility>

#include "service/kept_secrets.hpp"
#include "service/notices/webhook.hpp"
#include "service/server_name.hpp"
#include "text/display.hpp"

namespace postferry::service {
namespace {

using namespace std::chrono_literals;
using storage::catalog::Reach;

constexpr auto patience_with_mail = 60s;
constexpr auto patience_with_webhook = 30s;
constexpr auto patience_with_dns = 5s;
constexpr unsigned gone = 410;

Error lacking(std::string sentence) {
  return {.code = ErrorCode::bad_usage, .text = std::move(sentence)};
}

// The one of the settings that has this name; nothing when there is none.
Task<Result<std::optional<Secret>>> setting_secret(NoticeRoom& room, std::string owner) {
  const auto row = co_await room.catalog.look([owner](soci::session& session) {
    return find_secret(session, Reach::everything(), owner, "");
  });
  if (!row) co_return std::optional<Secret>();
  auto secret = opened(room.vault, *row);
  if (!secret) co_return std::unexpected(secret.error());
  co_return std::optional(*std::move(secret));
}

net::SmtpServer smtp_server(const Settings& settings, std::optional<Secret> password) {
  net::SmtpServer server;
  server.endpoint.host = settings.smtp_host;
  server.endpoint.port = static_cast<std::uint16_t>(settings.smtp_port);
  if (const auto security = security_named(settings.smtp_security))
    server.endpoint.security = *security;
  server.user = settings.smtp_user;
  if (password) server.password = *std::move(password);
  return server;
}

// A webhook is given away by its URL's path alone: only the host is told.
Error refusal_of(const net::ClientResponse& response, const std::string& host) {
  return {.code = ErrorCode::server_refused,
          .text = fmt::format("{} {}", response.status,
                              text::shortened(text::printable(response.body), 200)),
          .where = host,
          .scope = Scope::host,
          .retry = response.status == gone ? Retry::never : Retry::later};
}

std::string host_in(std::string_view url) {
  const auto begin = url.find("://");
  if (begin == url.npos) return "";
  const auto rest = url.substr(begin + 3);
  return std::string(rest.substr(0, rest.find_first_of("/?#")));
}

}  // namespace

AskMx ask_dns_for_mx() {
  return [](std::string domain) {
    return net::mx_records(std::move(domain), deadline_in(patience_with_dns));
  };
}

Task<std::string> missing_for_mail(NoticeRoom& room) {
  if (room.settings.smtp_host.empty()) co_return "No mail server is set.";
  if (!net::MailAddress::parse(room.settings.smtp_from))
    co_return "The sender's address of the mail server is not set.";
  co_return "";
}

Task<std::string> missing_for_webhook(NoticeRoom& room) {
  if (room.settings.webhook_url.empty()) co_return "No webhook is set.";
  const auto secret = co_await setting_secret(room, "webhook");
  if (secret && !*secret) co_return "The secret that signs the webhook is not set.";
  co_return "";
}

Task<Result<void>> send_mail(NoticeRoom& room, std::string to, NoticeMail mail,
                             std::string unique) {
  if (auto missing = co_await missing_for_mail(room); !missing.empty())
    co_return std::unexpected(lacking(std::move(missing)));
  const auto settings = room.settings;
  const auto from = net::MailAddress::parse(settings.smtp_from);
  const auto recipient = net::MailAddress::parse(to);
  if (!recipient) co_return std::unexpected(lacking("Mail cannot be sent to this address."));
  auto password = co_await setting_secret(room, "smtp");
  if (!password) co_return std::unexpected(password.error());
  net::MailMessage message{.from = *from,
                           .from_name = net::HeaderText("Postferry"),
                           .to = {*recipient},
                           .subject = net::HeaderText(mail.subject),
                           .text = std::move(mail.text),
                           .unique = net::HeaderText(unique)};
  try {
    co_await room.mailer.send(std::move(message), smtp_server(settings, *std::move(password)),
                              deadline_in(patience_with_mail));
  } catch (const Failure& failure) {
    co_return std::unexpected(failure.error());
  }
  co_return Result<void>();
}

Task<Result<void>> send_webhook(NoticeRoom& room, std::string body, std::string delivery) {
  if (auto missing = co_await missing_for_webhook(room); !missing.empty())
    co_return std::unexpected(lacking(std::move(missing)));
  const auto settings = room.settings;
  const auto secret = co_await setting_secret(room, "webhook");
  if (!secret) co_return std::unexpected(secret.error());
  net::ClientRequest request{
      .method = "POST",
      .url = settings.webhook_url,
      .headers = {{"Content-Type", "application/json"},
                  {"User-Agent", "Postferry/" POSTFERRY_VERSION},
                  {delivery_header, std::move(delivery)},
                  {signature_header, webhook_signature(**secret, room.clock(), body)}}};
  request.body = std::move(body);
  net::ClientOptions options;
  if (!settings.allow_private_addresses) options.policy.addresses = net::public_internet_only();
  try {
    const auto response = co_await room.http.send(std::move(request), std::move(options),
                                                  deadline_in(patience_with_webhook));
    if (response.status / 100 != 2)
      co_return std::unexpected(refusal_of(response, host_in(settings.webhook_url)));
  } catch (const Failure& failure) {
    co_return std::unexpected(failure.error());
  }
  co_return Result<void>();
}

Task<Result<void>> send_test_mail(NoticeRoom& room, std::string to, std::string language) {
  auto unique = fmt::format("test.{}", room.clock().time_since_epoch().count());
  co_return co_await send_mail(room, std::move(to), test_mail(language, room.public_url),
                               std::move(unique));
}

Task<Result<void>> send_test_webhook(NoticeRoom& room) {
  const auto now = room.clock();
  co_return co_await send_webhook(room, test_webhook_body(room.public_url, now),
                                  fmt::format("test/{}", now.time_since_epoch().count()));
}

}  // namespace postferry::service
