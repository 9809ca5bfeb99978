"""A throwaway `postferry serve`, spoken to as a script does, and what it answers how fast."""
import http.client
import json
import pathlib
import re
import sqlite3
import subprocess
import threading
import time

from . import servers

PASSWORD = "a passphrase of a bench"


class Service:
    """Started by the constructor in its own state folder; set up with one operator."""

    def __init__(self, binary, folder):
        self.binary = binary
        self.state = pathlib.Path(folder)
        self.port = servers.free_port()
        self.token = None
        self.start()

    def start(self):
        said = open(self.state.parent / "service.log", "ab")
        self.process = subprocess.Popen(
            [self.binary, "serve", "--state", self.state, "--listen", f"127.0.0.1:{self.port}"],
            stdout=said, stderr=said)
        for _ in range(200):
            try:
                self.ask("GET", "/session")
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("The service does not start.")

    def stop(self):
        self.process.terminate()
        self.process.wait(30)

    def set_up(self):
        link = self.first_link()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("POST", "/api/v1/setup", json.dumps(
            {"token": link, "email": "bench@example.org", "name": "Bench", "password": PASSWORD,
             "time_zone": "UTC", "language": "en", "customer_name": "Bench"}),
            {"Content-Type": "application/json"})
        reply = connection.getresponse()
        session = json.loads(reply.read())
        cookie = re.search(r"postferry_session=[^;]+", reply.getheader("Set-Cookie")).group(0)
        connection.request("POST", "/api/v1/tokens", json.dumps(
            {"name": "bench", "scopes": ["manage"], "ends_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 86400))}),
            {"Content-Type": "application/json", "Cookie": cookie,
             "X-CSRF-Token": session["csrf_token"]})
        made = json.loads(connection.getresponse().read())
        if "token" not in made:
            raise SystemExit(f"No token: {made}")
        self.token = made["token"]

    def first_link(self):
        """The token that is printed when nobody is there yet."""
        for _ in range(100):
            found = re.search(r"#token=(\S+)", (self.state.parent / "service.log").read_text())
            if found:
                return found.group(1)
            time.sleep(0.1)
        raise SystemExit("No link for the first visit was printed.")

    def ask(self, method, path, body=None):
        """(status, value or text) of one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(body)
        connection.request(method, "/api/v1" + path, body, headers)
        reply = connection.getresponse()
        text = reply.read()
        connection.close()
        is_json = "json" in (reply.getheader("Content-Type") or "")
        return reply.status, json.loads(text) if is_json and text else text

    def must(self, method, path, body=None):
        status, value = self.ask(method, path, body)
        if status >= 300:
            raise SystemExit(f"{method} {path}: {status} {value}")
        return value

    def memory_bytes(self):
        """The most it has taken."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1)) * 1024


def multiply_finished(state, count):
    """Beside the one migration that is over in the database, `count` more like it."""
    database = sqlite3.connect(state / "catalog.db")
    columns = [row[1] for row in database.execute("PRAGMA table_info(migration)")]
    over = database.execute(
        "SELECT id FROM migration WHERE state IN ('complete', 'incomplete') LIMIT 1").fetchone()
    if over is None:
        raise SystemExit("No migration is over.")
    changed = {"id": "'01BENCH' || printf('%019d', n)", "ended": "ended - n * 20",
               "source_email": "'user' || n || '@old.example'",
               "words": "'user' || n || '@old.example ' || words"}
    values = ", ".join(changed.get(name, name) for name in columns)
    database.execute(
        f"INSERT INTO migration ({', '.join(columns)}) WITH RECURSIVE counted(n) AS (SELECT 1 UNION"
        f" ALL SELECT n + 1 FROM counted WHERE n < {count}) SELECT {values} FROM migration, counted"
        f" WHERE migration.id = ?", over)
    runs = [row[1] for row in database.execute("PRAGMA table_info(run)")]
    if runs:
        values = ", ".join("'01BENCH' || printf('%019d', n)" if name == "migration_id" else name
                           for name in runs)
        database.execute(
            f"INSERT INTO run ({', '.join(runs)}) WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL"
            f" SELECT n + 1 FROM counted WHERE n < {count}) SELECT {values} FROM run, counted"
            f" WHERE run.migration_id = ?", over)
    database.commit()
    database.close()


class Viewer:
    """Somebody who looks at one page after another, as fast as a person does, and an event stream
    that is open meanwhile."""

    def __init__(self, service, paths, pause):
        self.service = service
        self.paths = paths
        self.pause = pause
        self.took = {path: [] for path in paths}
        self.events = 0
        self.failed = []
        self.ended = threading.Event()
        self.threads = [threading.Thread(target=self.look, daemon=True),
                        threading.Thread(target=self.listen, daemon=True)]
        for thread in self.threads:
            thread.start()

    def look(self):
        while not self.ended.is_set():
            for path in self.paths:
                begun = time.monotonic()
                status, value = self.service.ask("GET", path)
                self.took[path].append(time.monotonic() - begun)
                if status != 200:
                    self.failed.append((path, status, value))
                self.ended.wait(self.pause)

    def listen(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=30)
        connection.request("GET", "/api/v1/events", None,
                           {"Authorization": f"Bearer {self.service.token}"})
        reply = connection.getresponse()
        while not self.ended.is_set():
            line = reply.readline()
            if not line:
                return
            self.events += line.startswith(b"event:")

    def end(self):
        self.ended.set()
        self.threads[0].join(60)
