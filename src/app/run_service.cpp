#include <exception>
#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "app/serving.hpp"
#include "engine/verdict.hpp"
#include "service/installation.hpp"
#include "service/notices/notice_delivery.hpp"
#include "service/set_up.hpp"
#include "service/sign_in.hpp"

namespace postferry::app {
namespace {

namespace asio = boost::asio;

constexpr auto tidy_every = std::chrono::hours(1);
constexpr auto patience_at_the_end = std::chrono::seconds(10);

// Sessions and links that ended long ago, for as long as the service runs.
Task<> tidy_now_and_then(Serving& serving) {
  asio::steady_timer timer(serving.loop);
  while (true) {
    std::string trouble;
    try {
      co_await service::tidy_entries(serving.people);
    } catch (const std::exception& error) {
      trouble = error.what();
    }
    if (!trouble.empty()) serving.messages.line("error: tidying: " + trouble);
    timer.expires_after(tidy_every);
    co_await timer.async_wait(asio::use_awaitable);
  }
}

Task<> note_throughput(Serving& serving) {
  asio::steady_timer timer(serving.loop);
  while (true) {
    timer.expires_after(service::Throughput::step);
    co_await timer.async_wait(asio::use_awaitable);
    serving.throughput.note(serving.engine.board(), serving.people.clock());
  }
}

void warn_of_plain_http(const Serving& serving) {
  const auto& url = serving.service.public_url;
  const bool is_ours_alone = url.starts_with("http://127.") || url.starts_with("http://[::1]") ||
                             url.starts_with("http://localhost");
  if (url.starts_with("http://") && !is_ours_alone)
    serving.messages.line(
        "warning: Browsers sign in only over https or on this machine itself; give [tls] its files "
        "or put a proxy with TLS before it and tell its public_url.");
}

Task<> begin(Serving& serving, const Screen& out) {
  auto& trust = serving.service.licence_trust;
  trust.installation = co_await service::installation_id(serving.catalog, serving.ulids);
  serving.service.installation = trust.installation;
  const auto& url = serving.service.public_url;
  out.line(fmt::format("Postferry serves at {}", url));
  warn_of_plain_http(serving);
  co_await take_up_settings(serving);
  serving.engine.begin();
  if (co_await service::is_set_up(serving.people)) co_return;
  const auto token = co_await service::make_setup_link(serving.people);
  if (!token) co_return;
  out.line(
      "Nobody is here yet. Whoever opens this link becomes the operator; it works once and "
      "for 24 hours:");
  out.line(fmt::format("  {}/first-visit#token={}", url, token->reveal()));
}

void reload_tls(Serving& serving) {
  try {
    serving.server.reload_tls();
  } catch (const Failure& failure) {
    serving.messages.line(
        fmt::format("error: The certificate stays as it was: {}", failure.what()));
  }
}

// Returns at the first SIGINT or SIGTERM.
Task<> wait_for_the_end(Serving& serving, asio::signal_set& signals) {
  while (true) {
    const auto signal = co_await signals.async_wait(asio::use_awaitable);
    if (signal != SIGHUP) co_return;
    reload_tls(serving);
  }
}

void end_at_once_by_another(asio::signal_set& signals) {
  signals.async_wait([](const boost::system::error_code& error, int) {
    if (!error) ::_exit(static_cast<int>(engine::Exit::interrupted));
  });
}

Task<> serve(Serving& serving, const Screen& out) {
  asio::signal_set signals(serving.loop, SIGINT, SIGTERM, SIGHUP);
  co_await begin(serving, out);
  asio::co_spawn(serving.loop, tidy_now_and_then(serving), [](std::exception_ptr) {});
  asio::co_spawn(serving.loop, note_throughput(serving), [](std::exception_ptr) {});
  asio::co_spawn(serving.loop, service::deliver_notices(serving.notices, serving.end_of_notices),
                 [](std::exception_ptr) {});
  co_await wait_for_the_end(serving, signals);
  end_at_once_by_another(signals);
  serving.messages.line("Stopping.");
  serving.end_of_notices.stop();
  const auto deadline = deadline_in(patience_at_the_end);
  co_await serving.engine.end(deadline);
  co_await serving.server.close(deadline);
}

}  // namespace

void run_service(Serving& serving, const Screen& out) {
  std::exception_ptr broken;
  asio::co_spawn(serving.loop, serve(serving, out), [&](std::exception_ptr thrown) {
    broken = thrown;
    serving.loop.stop();
  });
  serving.loop.run();
  if (broken) std::rethrow_exception(broken);
}

}  // namespace postferry::app
