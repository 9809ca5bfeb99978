#!/usr/bin/env python3
"""An SMTP server (aiosmtpd) and an HTTP server on 127.0.0.1 that keep what they get.

  receivers.py SMTP-PORT HTTP-PORT SECRET

Appends one JSON line for each mail to ./mails and for each request to ./webhooks; says "ready" in
./ready. nobody@ is refused for good, busy@ for now; /hook?answer=503 is answered so. The webhook's
signature is checked here as docs/notices.md tells receivers to.
"""
import email
import email.policy
import hashlib
import hmac
import http.server
import json
import sys
import urllib.parse

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


def keep(name, value):
    with open(name, "a", encoding="utf-8") as file:
        file.write(json.dumps(value) + "\n")


class Mails:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 There is nobody of this name"
        if address.startswith("busy@"):
            return "451 4.7.1 Come later"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        keep("mails", {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "fields": [[name, str(value)] for name, value in message.items()],
            "subject": str(message["Subject"]),
            "id": str(message["Message-ID"]),
            "text": message.get_content(),
            "signed_in": bool(session.authenticated),
        })
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    right = isinstance(data, LoginPassword) and data.login == b"postferry" and data.password == b"s3cret"
    return AuthResult(success=right, handled=right)


class Webhooks(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    secret = b""

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        parts = dict(p.split("=", 1) for p in self.headers["Postferry-Signature"].split(","))
        wanted = hmac.new(self.secret, parts["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        keep("webhooks", {
            "signed": hmac.compare_digest(wanted, parts["v1"]),
            "delivery": self.headers["Postferry-Delivery"],
            "type": self.headers["Content-Type"],
            "body": json.loads(body),
        })
        answer = b"noted"
        self.send_response(int(query.get("answer", ["200"])[0]))
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *arguments):
        pass


def main():
    Webhooks.secret = sys.argv[3].encode()
    mails = Controller(Mails(), hostname="127.0.0.1", port=int(sys.argv[1]), authenticator=authenticate,
                       auth_require_tls=False)
    mails.start()
    webhooks = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Webhooks)
    keep("ready", True)
    webhooks.serve_forever()


main()
