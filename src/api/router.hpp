// Router: finds the route of a request, asks the door, calls the handler, and makes problem
// documents of what is thrown.
//
// Filled once at the start, one function a resource:
//
//   void add_batches(Router& router, Service& service) {
//     auto batches = router.below("/api/v1/batches");
//     batches.get("", needs("batches.see"), [&](Call call) { return list(service, call); });
//     batches.post("", needs("batches.plan").body(8 * MB), [&](Call call) { return ...; });
//     batches.get("/{id}", needs("batches.see"), ...);
//   }
//
// HEAD goes to the handler of GET; OPTIONS and 405 name the methods of a path (RFC 9110 sections
// 9.3.7 and 15.5.6). Lives as long as its server; one io_context thread.
#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/rate_limit.hpp"
#include "api/route.hpp"
#include "net/http_server.hpp"

namespace postferry::api {

// Learns who calls and whether he may: sets call.caller and call.charged_to, throws Declined (401,
// 403). Called for every route, also for those that are open to anyone.
using Door = std::function<Task<>(Call& call)>;

struct RouterOptions {
  Door door = {};
  Rate per_peer = {.burst = 300, .per_minute = 1200};    // by address; 429 above
  Rate per_caller = {.burst = 300, .per_minute = 1200};  // by Call::charged_to
  // What is thrown and is neither Declined nor a Failure that a person can mend.
  std::function<void(std::string_view route, const std::string& what)> on_trouble = {};
};

class Router {
 public:
  explicit Router(RouterOptions options = {});

  // Registers below a common beginning of the path.
  class Section {
   public:
    Section(Router& router, std::string prefix) : router_(router), prefix_(std::move(prefix)) {}

    void get(std::string_view path, Rules rules, Handler handler);
    void post(std::string_view path, Rules rules, Handler handler);
    void put(std::string_view path, Rules rules, Handler handler);
    void patch(std::string_view path, Rules rules, Handler handler);
    void remove(std::string_view path, Rules rules, Handler handler);  // DELETE

   private:
    Router& router_;
    std::string prefix_;
  };

  Section below(std::string prefix) { return {*this, std::move(prefix)}; }
  // Failure{internal} when the same method and path are there already.
  void add(std::string method, std::string path, Rules rules, Handler handler);
  // For every GET that no route fits: the page. Answers 404 for what it does not know.
  void otherwise(Handler handler) { otherwise_ = std::move(handler); }

  // For HttpService.
  Task<net::HttpResponse> answer(net::HttpRequest request);
  std::size_t body_limit(const net::HttpRequest& head) const;

  std::span<const Route> routes() const { return routes_; }

 private:
  struct Found {
    const Route* route = nullptr;
    std::vector<std::pair<std::string, std::string>> in_path = {};
    std::vector<std::string> methods = {};  // of the path, where none of its routes has this method
  };

  Found find(const net::HttpRequest& request) const;
  Task<net::HttpResponse> handle(Call call);
  net::HttpResponse explain(std::exception_ptr failure, std::string_view route) const;
  void charge(RateLimit& limit, const std::string& key) const;

  RouterOptions options_;
  std::vector<Route> routes_;
  Handler otherwise_;
  RateLimit per_peer_;
  RateLimit per_caller_;
};

// What HttpServer asks; the router must outlive its last connection.
net::HttpService to_service(Router& router);

}  // namespace postferry::api
