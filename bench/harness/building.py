"""What the scripts of bench/ measure and need, built where it is not given."""
import os
import pathlib
import platform
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
RESULTS = ROOT / "build/bench/results.jsonl"
PLOTS = ROOT / "build/bench/plots"


def postferry(given=None):
    if given is None:
        subprocess.run([ROOT / "tools/build", "release"], check=True, stdout=subprocess.DEVNULL)
    return given or ROOT / "build/release/postferry"


def pump():
    subprocess.run([ROOT / "tools/build", "bench", "pump"], check=True, stdout=subprocess.DEVNULL)
    return ROOT / "build/bench/bench/pump"


def server_tree(name):
    subprocess.run([ROOT / "tools/servers", name], check=True)
    return pathlib.Path(os.environ.get("POSTFERRY_SERVERS", ROOT / "build/servers")) / name


def invocation():
    """On what machine, and since when."""
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        model = next((line.split(": ")[1].strip() for line in lines
                      if line.startswith("model name")), platform.machine())
    return {"processor": model, "cores": os.cpu_count(), "kernel": platform.release(),
            "begun": time.strftime("%Y-%m-%dT%H:%M:%S%z")}
