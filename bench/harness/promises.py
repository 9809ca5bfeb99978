"""What is promised, held against what was measured."""
import statistics

from .cases import CASES, ROUND_TRIP_SECONDS

# The tool that Postferry is held against, the measure, and the largest ratio.
RATIOS = [("a", "pump", "wall", 1.4), ("a", "interimap", "wall", 1 / 2),
          ("a", "imapsync", "wall", 1 / 30), ("a", "imapsync", "cpu", 1 / 20),
          ("b", "pump", "wall", 1.3), ("b", "imapsync", "wall", 1 / 8),
          ("c", "pump", "wall", 1.3), ("c", "imapsync", "wall", 1 / 10),
          ("d", "mbsync", "wall", 0.6), ("e", "interimap", "wall", 0.8),
          ("f", "imapsync", "wall", 1 / 100), ("g1", "pump", "wall", 1.3),
          ("g2", "pump", "wall", 1.3), ("h", "pump", "wall", 1.4)]
UNCHANGED_ROUND_TRIPS = 8
FURTHER_ROUND_TRIPS = 15
MEMORY_BYTES = 40e6
JOURNAL_BYTES = 128


def median(results, case, tool, measure):
    values = [result[measure] for result in results
              if (result["case"], result["tool"]) == (case, tool)]
    return statistics.median(values) if values else None


def promises(results, trips):
    """(sentence, kept) for each promise whose two sides were measured."""
    return [*ratios(results), *round_trips(results, trips), *sizes(results)]


def ratios(results):
    for case, other, measure, most in RATIOS:
        own, theirs = (median(results, case, tool, measure) for tool in ("postferry", other))
        if own is not None and theirs:
            yield (f"case {case}: {measure} {own / theirs:.3f} x {other}'s, wanted {most:.3f}",
                   own <= most * theirs)


def round_trips(results, trips):
    for case in (name for name, case in CASES.items() if case.round_trip):
        own, pump = (median(results, case, tool, "wall") for tool in ("postferry", "pump"))
        if own is not None and pump is not None:
            further = (own - pump) / ROUND_TRIP_SECONDS
            yield (f"case {case}: {further:.1f} round trips more than the pump, "
                   f"wanted {FURTHER_ROUND_TRIPS}", further <= FURTHER_ROUND_TRIPS)
    for side, count in trips.get("postferry", {}).get("again", {}).items():
        yield (f"nothing changed: {count:.1f} round trips to the {side}, "
               f"wanted {UNCHANGED_ROUND_TRIPS}", count <= UNCHANGED_ROUND_TRIPS)


def sizes(results):
    ours = [result for result in results if result["tool"] == "postferry"]
    if not ours:
        return
    memory = max(result["memory_bytes"] for result in ours)
    yield f"peak memory {memory / 1e6:.0f} MB, wanted {MEMORY_BYTES / 1e6:.0f}", memory <= MEMORY_BYTES
    largest = max(ours, key=lambda result: result["messages"])  # an empty journal takes some, too
    state = largest["state_bytes"] / largest["messages"]
    yield (f"the journal's folder {state:.0f} bytes a message, wanted {JOURNAL_BYTES}",
           state <= JOURNAL_BYTES)
