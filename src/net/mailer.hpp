// Mailer: hands one message to an SMTP server (RFC 5321); libcurl does the work.
//
// Used for notices. send() may be awaited on any io_context. With Security::starttls nothing is
// sent in the clear when the server does not offer it. The destructor ends what runs with
// Failure{interrupted}; the message may then have been taken or not.
#pragma once

#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "base/task.hpp"
#include "net/endpoint.hpp"
#include "net/mail_message.hpp"

namespace postferry::net {

class Transfers;

struct SmtpServer {
  Endpoint endpoint = {};  // usually 465 with tls, 587 with starttls, 25
  std::string user = {};   // empty: no login
  Secret password = {};
  NetworkPolicy policy = {};
};

class Mailer {
 public:
  Mailer();
  ~Mailer();
  Mailer(const Mailer&) = delete;
  Mailer& operator=(const Mailer&) = delete;

  // Done when the server has taken the message for every recipient. Throws Failure:
  // wrong_password; server_refused with the server's words (Retry::later for 4xx);
  // starttls_missing and the others of HttpClient::send.
  Task<> send(MailMessage message, SmtpServer server, Deadline deadline);

 private:
  std::unique_ptr<Transfers> transfers_;
};

}  // namespace postferry::net
