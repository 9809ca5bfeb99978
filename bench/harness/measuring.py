"""One run of one tool: wall time, CPU, peak memory, and what it cost the servers."""
import concurrent.futures
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


def run_side_by_side(jobs, at_a_time, limit):
    """Runs several (words, environment, log), some at a time, and tells them as one run; its
    memory is that of the largest which could have met."""
    begin = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(at_a_time) as pool:
        results = list(pool.map(lambda job: run(*job, limit), jobs))
    peaks = sorted((result["memory_bytes"] for result in results), reverse=True)
    return {"wall": time.monotonic() - begin, "cpu": sum(result["cpu"] for result in results),
            "memory_bytes": sum(peaks[:at_a_time]),
            "exit": max((result["exit"] for result in results), key=abs),
            "timed_out": any(result["timed_out"] for result in results)}


def measured(jobs, at_a_time, limit, source, target):
    """run() or run_side_by_side(), and the CPU time and the logins that both servers saw."""
    before = [(server.cpu_seconds(), server.logins()) for server in (source, target)]
    load = os.getloadavg()[0]
    result = run(*jobs[0], limit) if len(jobs) == 1 else run_side_by_side(jobs, at_a_time, limit)
    time.sleep(0.2)  # the servers' processes end a moment later
    for name, server, (cpu, logins) in zip(("source", "target"), (source, target), before):
        result[name + "_cpu"] = server.cpu_seconds() - cpu
        result[name + "_connections"] = server.logins() - logins
    result["load"] = load
    return result
