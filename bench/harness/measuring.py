"""One run of one tool: wall time, CPU, peak memory, and what it cost the servers."""
import os
import pathlib
import select
import subprocess
import time


def peak_memory_bytes(pid):
    """The most that the process has held so far; 0 when it has ended."""
    try:
        for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def run(words, environment, log, limit):
    """Runs a command to its end, or for `limit` seconds; its words go into the file `log`."""
    with open(log, "wb") as out:
        begin = time.monotonic()
        process = subprocess.Popen(words, env={**os.environ, **environment}, stdout=out, stderr=out,
                                   stdin=subprocess.DEVNULL)
        ended = os.pidfd_open(process.pid)
        peak, timed_out, pause = 0, False, 0.002
        # The peak only grows, so a look now and then, and more often at first, is enough.
        while not select.select([ended], [], [], pause)[0]:
            peak = max(peak, peak_memory_bytes(process.pid))
            pause = min(0.05, pause * 1.2)
            if time.monotonic() - begin > limit:
                timed_out = True
                process.kill()
        wall = time.monotonic() - begin
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        os.close(ended)
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "memory_bytes": peak,
            "exit": process.returncode, "timed_out": timed_out}


def measured(words, environment, log, limit, source, target):
    """run(), and the CPU time and the logins that both servers saw."""
    before = [(server.cpu_seconds(), server.logins()) for server in (source, target)]
    load = os.getloadavg()[0]
    result = run(words, environment, log, limit)
    time.sleep(0.2)  # the servers' processes end a moment later
    for name, server, (cpu, logins) in zip(("source", "target"), (source, target), before):
        result[name + "_cpu"] = server.cpu_seconds() - cpu
        result[name + "_connections"] = server.logins() - logins
    result["load"] = load
    return result
