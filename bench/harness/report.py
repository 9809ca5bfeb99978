"""The results as tables, and as one JSON object a line."""
import json
import statistics

# What is promised, as the tool that Postferry is held against, the measure, and the largest ratio.
PROMISES = [("a", "pump", "wall", 1.4), ("a", "interimap", "wall", 1 / 2), ("a", "imapsync", "wall", 1 / 30),
            ("a", "imapsync", "cpu", 1 / 20), ("b", "pump", "wall", 1.3), ("b", "imapsync", "wall", 1 / 8),
            ("d", "mbsync", "wall", 0.6), ("e", "interimap", "wall", 0.8)]
MEMORY_BYTES = 40e6
JOURNAL_BYTES = 128


def median(results, case, tool, measure):
    values = [result[measure] for result in results if (result["case"], result["tool"]) == (case, tool)]
    return statistics.median(values) if values else None


def differs(result):
    return ", ".join(f"{count} {name}" for name, count in result["differs"].items()) or "equal"


def line(result):
    late = ", stopped: too slow" if result["timed_out"] else ""
    return (f"{result['case']}  round {result['round']}  {result['tool']:<10} {result['wall']:8.2f} s"
            f"  exit {result['exit']}{late}  {differs(result)}")


def table(results):
    heads = ["case", "tool", "wall s", "(min-max)", "x pump", "CPU s", "x pump", "servers' CPU s",
             "memory MB", "connections", "contents"]
    rows = [heads]
    keys = sorted({(result["case"], result["tool"]) for result in results})
    for case, tool in keys:
        own = [result for result in results if (result["case"], result["tool"]) == (case, tool)]

        def of(measure):
            return statistics.median(result[measure] for result in own)

        def ratio(measure):
            pump = median(results, case, "pump", measure)
            return f"{of(measure) / pump:.2f}" if pump else "-"

        walls = [result["wall"] for result in own]
        rows.append([case, tool, f"{of('wall'):.3f}", f"({min(walls):.2f}-{max(walls):.2f})",
                     ratio("wall"), f"{of('cpu'):.3f}", ratio("cpu"),
                     f"{of('source_cpu'):.2f}+{of('target_cpu'):.2f}", f"{of('memory_bytes') / 1e6:.0f}",
                     f"{of('source_connections'):.0f}+{of('target_connections'):.0f}",
                     differs(max(own, key=lambda result: len(result["differs"])))])
    return aligned(rows)


def trips_table(trips):
    rows = [["round trips waited for", "source", "target", "source, unchanged", "target, unchanged"]]
    for tool, found in trips.items():
        again = found.get("again", {})
        rows.append([tool] + [f"{part[side]:.1f}" if side in part else "-"
                              for part in (found["copy"], again) for side in ("source", "target")])
    return aligned(rows)


def promises(results):
    """(sentence, kept) for each promise whose two sides were measured."""
    found = []
    for case, other, measure, most in PROMISES:
        own, theirs = (median(results, case, tool, measure) for tool in ("postferry", other))
        if own is not None and theirs:
            found.append((f"case {case}: {measure} {own / theirs:.2f} x {other}'s, wanted {most:.2f}",
                          own <= most * theirs))
    ours = [result for result in results if result["tool"] == "postferry"]
    if ours:
        memory = max(result["memory_bytes"] for result in ours)
        found.append((f"peak memory {memory / 1e6:.0f} MB, wanted {MEMORY_BYTES / 1e6:.0f}",
                      memory <= MEMORY_BYTES))
        state = max(result["state_bytes"] / result["messages"] for result in ours)
        found.append((f"the journal's folder {state:.0f} bytes a message, wanted {JOURNAL_BYTES}",
                      state <= JOURNAL_BYTES))
    return found


def aligned(rows):
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) if at < 2 else cell.rjust(width)
                               for at, (cell, width) in enumerate(zip(row, widths)))
                     for row in rows)


def write(path, results, trips, machine):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a", encoding="utf-8") as out:
        for result in results:
            out.write(json.dumps({**machine, **result}) + "\n")
        for tool, found in trips.items():
            out.write(json.dumps({**machine, "tool": tool, "round_trips": found}) + "\n")
