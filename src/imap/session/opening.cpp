#include "imap/session/opening.hpp"

#include <array>
#include <utility>

#include "imap/session/causes.hpp"
#include "text/base64.hpp"

namespace postferry::imap {
namespace {

constexpr std::size_t shown_of_garbage = 80;

// All forms in which the password travels; a server may echo any of them.
void keep_secrets(Connection& connection, const Credentials& credentials) {
  const std::string password(credentials.password.reveal());
  connection.keep_secret(password);
  std::string quoted;
  for (const char c : password) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  if (quoted != password) connection.keep_secret(quoted);
  connection.keep_secret(
      text::base64_encode(credentials.authorize_as + '\0' + credentials.user + '\0' + password));
}

// The server rejected the command itself, not the password in it.
bool leaves_password_untried(const StatusResponse& status) {
  return (status.kind == StatusKind::bad || status.code.name == CodeName::cannot) &&
         login_error(status).code == ErrorCode::login_refused;
}

}  // namespace

void Opening::refuse(ErrorCode code, std::string text) {
  session_.fail(Error{.code = code,
                      .text = std::move(text),
                      .where = {},
                      .scope = Scope::account,
                      .retry = Retry::never});
}

Task<> Opening::greet() {
  Connection& connection = session_.connection_;
  connection.set_deadline(deadline_in(connection.options().timeouts.greeting), "the greeting");
  Event event = co_await session_.next();
  const auto* response = std::get_if<Response>(&event);
  const auto* status = response ? std::get_if<StatusResponse>(response) : nullptr;
  if (status == nullptr || status->kind == StatusKind::no || status->kind == StatusKind::bad)
    refuse(ErrorCode::protocol_broken,
           "The greeting is not IMAP's: " +
               (response ? print(*response).substr(0, shown_of_garbage) : std::string()));
  if (status->kind == StatusKind::bye) session_.fail(bye_error(*status));
  if (status->kind == StatusKind::preauth) greeting_ = Greeting::known;
  session_.greeting_ = status->text;
  connection.no_deadline();
}

Task<> Opening::secure(net::Endpoint endpoint, net::NetworkPolicy policy) {
  if (endpoint.security != net::Security::starttls) co_return;
  if (greeting_ == Greeting::known)
    refuse(ErrorCode::starttls_missing,
           "The server lets us in (PREAUTH) before the connection could be protected.");
  Connection& connection = session_.connection_;
  const Deadline deadline = deadline_in(connection.options().timeouts.login);
  connection.set_deadline(deadline, "the answer to STARTTLS");
  const Completion completion = co_await session_.run(plain_command("STARTTLS"));
  if (!completion.ok()) refuse(ErrorCode::starttls_missing, words_of(completion.status));
  if (connection.framer().pending_bytes() > 0)
    refuse(ErrorCode::tls_failed,
           "Someone slipped in words between STARTTLS and TLS; the connection is not safe.");
  // Nothing that was said in the clear is believed.
  session_.capabilities_ = {};
  session_.capabilities_fresh_ = false;
  session_.enabled_.clear();
  session_.server_id_.clear();
  session_.namespaces_.reset();
  session_.alerts_.clear();
  co_await connection.upgrade(std::move(endpoint), std::move(policy), deadline);
  connection.no_deadline();
}

Task<> Opening::log_in(const Credentials& credentials) {
  if (greeting_ == Greeting::known) co_return;
  Connection& connection = session_.connection_;
  connection.set_deadline(deadline_in(connection.options().timeouts.login), "the login");
  if (session_.capabilities_.empty()) co_await ask_capabilities();
  keep_secrets(connection, credentials);
  session_.capabilities_fresh_ = false;
  const Completion completion = co_await authenticate(credentials);
  if (!completion.ok()) session_.fail(login_error(completion.status));
  connection.forget_secrets();
  connection.no_deadline();
}

Task<Completion> Opening::authenticate(const Credentials& credentials) {
  const Capabilities& offered = session_.capabilities_;
  if (offered.has("AUTH=PLAIN")) {
    const auto initial =
        offered.has("SASL-IR") ? InitialResponse::inlined : InitialResponse::separate;
    Completion completion = co_await say(authenticate_plain(
        credentials.authorize_as, credentials.user, credentials.password, initial));
    if (completion.ok() || !leaves_password_untried(completion.status)) co_return completion;
  }
  if (!credentials.authorize_as.empty())
    refuse(ErrorCode::login_refused,
           "A master user needs AUTH=PLAIN here, or another form of login: ?master-separator=*");
  if (offered.has("LOGINDISABLED"))
    refuse(ErrorCode::login_refused, "The server takes no passwords on this connection.");
  co_return co_await say(
      login(credentials.user, credentials.password, session_.capabilities_.literals()));
}

Task<Completion> Opening::say(Command command) {
  session_.send(std::move(command));
  while (true) {
    Event event = co_await session_.next();
    if (auto* completion = std::get_if<Completion>(&event)) co_return std::move(*completion);
    const auto* response = std::get_if<Response>(&event);
    // A challenge that PLAIN does not have: "*" cancels, and the NO that follows tells why.
    if (response && std::holds_alternative<Continuation>(*response))
      session_.connection_.queue(Segment{.bytes = "*\r\n", .secrets = {}});
  }
}

Task<> Opening::ask_capabilities() {
  const Completion completion = co_await session_.run(plain_command("CAPABILITY"));
  if (!completion.ok())
    session_.fail(
        session_.refusal(completion, ErrorCode::protocol_broken, Scope::host, Retry::never));
}

Task<> Opening::introduce() {
  Connection& connection = session_.connection_;
  connection.set_deadline(deadline_in(connection.options().timeouts.login),
                          "CAPABILITY, ID and NAMESPACE after the login");
  if (!session_.capabilities_fresh_) co_await ask_capabilities();
  if (session_.capabilities_.has("ID")) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 2> fields{
        {{"name", "postferry"}, {"version", POSTFERRY_VERSION}}};
    // Whoever refuses to be introduced serves us all the same.
    session_.send(id(fields, session_.literals()));
    // Everybody asks for it next: it comes in the same round trip.
    if (session_.capabilities_.has("NAMESPACE")) session_.send(plain_command("NAMESPACE"));
    while (session_.outstanding() > 0) co_await session_.next();
  }
  session_.believe(match_quirks(connection.options().host, session_.greeting_,
                                session_.capabilities_.words(), session_.server_id_));
  if (!session_.quirks_->name.empty())
    connection.note("this is " + std::string(session_.quirks_->name));
  connection.no_deadline();
}

}  // namespace postferry::imap
