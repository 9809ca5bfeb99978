#!/usr/bin/env python3
"""Logs a user in on behalf of Courier's imapd, which expects someone before it to have done so.

Greets, answers CAPABILITY, NOOP, ID, STARTTLS, LOGIN and LOGOUT; takes any user with the one
password; then starts imapd, which answers the LOGIN itself (IMAPLOGINTAG) on the same socket.
Under TLS this process stays between the two and carries the bytes. Used by ThrowawayCourier.
"""
import argparse
import os
import re
import select
import signal
import socket
import ssl
import subprocess
import threading

GREETING = ("* OK [CAPABILITY {}] Courier-IMAP ready. Copyright 1998-2021 Double Precision, Inc.  "
            "See COPYING for distribution information.\r\n")


class Gone(Exception):
    """The client closed the connection."""


class Client:
    """One connection before its login. Reads byte by byte: what follows belongs to imapd."""

    def __init__(self, connection, encrypted):
        self.connection = connection
        self.encrypted = encrypted

    def byte(self):
        read = self.connection.recv(1)
        if not read:
            raise Gone
        return read

    def line(self):
        read = b""
        while not read.endswith(b"\n"):
            read += self.byte()
            if len(read) > 8192:
                raise Gone
        return read.rstrip(b"\r\n").decode("utf-8", "replace")

    def send(self, text):
        self.connection.sendall(text.encode())

    def words(self):
        """The words of one command: atoms, quoted strings, and literals asked for."""
        found, line = [], self.line()
        while True:
            literal = re.search(r"\{(\d+)(\+?)\}$", line)
            head = line[:literal.start()] if literal else line
            for quoted, atom in re.findall(r'"((?:[^"\\]|\\.)*)"|([^\s"]+)', head):
                found.append(atom or re.sub(r"\\(.)", r"\1", quoted))
            if not literal:
                return found
            if not literal.group(2):
                self.send("+ OK\r\n")
            size = min(int(literal.group(1)), 8192)
            found.append(b"".join(self.byte() for _ in range(size)).decode("utf-8", "replace"))
            line = self.line()


class Courier:
    def __init__(self, options):
        self.options = options
        self.watcher = f"postferry-{options.port}"
        self.environment = self.settings()
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(options.certificate, options.key)

    def settings(self):
        """etc/courier/imapd as the package ships it, but mail in Trash must not vanish by age."""
        with open(self.options.tree + "/etc/courier/imapd", encoding="utf-8") as file:
            shipped = dict(re.findall(r'^([A-Z0-9_]+)="?([^"\n]*)"?$', file.read(), re.M))
        shipped["IMAP_EMPTYTRASH"] = ""
        shipped["IMAP_ENHANCEDIDLE"] = "0"
        shipped["IMAP_USELOCKS"] = "1"
        if self.options.capability:
            shipped["IMAP_CAPABILITY"] = self.options.capability
        return {**os.environ, **shipped, "PROTOCOL": "IMAP", "TCPREMOTEIP": "127.0.0.1",
                "TCPREMOTEPORT": "0", "GAM_CLIENT_ID": self.watcher, "TCPLOCALIP": "127.0.0.1", "TCPLOCALPORT": "143"}

    def capability(self, client):
        offered = self.environment["IMAP_CAPABILITY"]
        return offered if client.encrypted else offered + " STARTTLS"

    def serve(self, client):
        with client.connection:
            try:
                client.send(GREETING.format(self.capability(client)))
                while self.answer(client, client.words()):
                    pass
            except (Gone, OSError):
                pass

    def answer(self, client, words):
        """Answers one command; False when the conversation here is over."""
        if len(words) < 2:
            client.send((words or ["*"])[0] + " BAD Invalid command.\r\n")
            return True
        tag, verb = words[0], words[1].upper()
        if verb == "LOGIN" and len(words) == 4:
            return self.login(client, tag, words[2], words[3])
        if verb == "STARTTLS" and not client.encrypted:
            client.send(tag + " OK Begin SSL/TLS negotiation now.\r\n")
            client.connection = self.tls.wrap_socket(client.connection, server_side=True)
            client.encrypted = True
        elif verb == "CAPABILITY":
            client.send(f"* CAPABILITY {self.capability(client)}\r\n{tag} OK CAPABILITY completed\r\n")
        elif verb in ("NOOP", "ID"):
            client.send(f"{tag} OK {verb} completed\r\n")
        elif verb == "LOGOUT":
            client.send(f"* BYE Courier-IMAP server shutting down\r\n{tag} OK LOGOUT completed\r\n")
            return False
        else:
            client.send(tag + " NO Error in IMAP command received by server.\r\n")
        return True

    def login(self, client, tag, user, password):
        if password != self.options.password or not re.fullmatch(r"[\w@+-][\w.@+-]*", user):
            client.send(tag + " NO Login failed.\r\n")
            return True
        home = os.path.join(self.options.mail, user)
        for name in ("cur", "new", "tmp"):
            os.makedirs(os.path.join(home, "Maildir", name), exist_ok=True)
        environment = {**self.environment, "AUTHENTICATED": user, "HOME": home,
                       "IMAPLOGINTAG": tag}
        if client.encrypted:
            environment["IMAP_TLS"] = "1"
        if self.options.quota:
            environment["MAILDIRQUOTA"] = self.options.quota
        near, far = socket.socketpair() if client.encrypted else (None, client.connection)
        imapd = subprocess.Popen([self.options.tree + "/usr/bin/imapd", "Maildir"], cwd=home,
                                 env=environment, stdin=far, stdout=far)
        if near:
            far.close()
            carry(client.connection, near)
        imapd.wait()
        return False


def carry(encrypted, plain):
    """Both ways between the client's TLS and imapd, until either ends."""
    with plain:
        while True:
            ready = [encrypted] if encrypted.pending() else select.select([encrypted, plain], [], [])[0]
            for end, other in ((encrypted, plain), (plain, encrypted)):
                if end in ready:
                    data = end.recv(65536)
                    if not data:
                        return
                    other.sendall(data)


def listen(port, courier, encrypted):
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", port))
    server.listen(100)

    def begin(connection):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            if encrypted:
                connection = courier.tls.wrap_socket(connection, server_side=True)
        except OSError:
            connection.close()
            return
        courier.serve(Client(connection, encrypted))

    while True:
        connection, _ = server.accept()
        threading.Thread(target=begin, args=(connection,), daemon=True).start()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--tree", "--mail", "--certificate", "--key", "--password"):
        parser.add_argument(name, required=True)
    for name in ("--port", "--tls-port"):
        parser.add_argument(name, required=True, type=int)
    parser.add_argument("--quota", default="")
    parser.add_argument("--capability", default="")
    options = parser.parse_args()
    courier = Courier(options)
    # imapd's locks need Gamin's file watcher. Started here, it ends with us; else imapd would wait
    # two seconds for one at every lock, or start a daemon that outlives the test.
    watcher = subprocess.Popen([options.tree + "/usr/libexec/gam_server", "--notimeout",
                                courier.watcher])

    def end(*_):
        watcher.kill()
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.killpg(0, signal.SIGTERM)
        os._exit(0)

    signal.signal(signal.SIGTERM, end)
    threading.Thread(target=listen, args=(options.tls_port, courier, True), daemon=True).start()
    listen(options.port, courier, False)


main()
