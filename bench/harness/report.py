"""The results as tables, and as one JSON object a line."""
import json
import statistics

from .promises import median


def differs(result):
    return ", ".join(f"{count} {name}" for name, count in result["differs"].items()) or "equal"


def line(result):
    late = ", stopped: too slow" if result["timed_out"] else ""
    return (f"{result['case']:<2} round {result['round']}  {result['tool']:<10} {result['wall']:8.2f} s"
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


def aligned(rows):
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) if at < 2 else cell.rjust(width)
                               for at, (cell, width) in enumerate(zip(row, widths)))
                     for row in rows)


def write(path, results, trips, invocation):
    """Appends; `invocation` says on which machine and when, and stands in each line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a", encoding="utf-8") as out:
        for result in results:
            out.write(json.dumps({**invocation, **result}) + "\n")
        for tool, found in trips.items():
            out.write(json.dumps({**invocation, "tool": tool, "round_trips": found}) + "\n")


def last_written(path):
    """The results of the last invocation."""
    with open(path, encoding="utf-8") as lines:
        read = [json.loads(text) for text in lines]
    return [result for result in read if "case" in result and result.get("begun") == read[-1].get("begun")]
