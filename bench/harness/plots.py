"""A plot for each case: the wall time of each tool as a bar, and from its least to its most a line."""
import html
import statistics

WIDTH, NAME, BARS, ROW, TOP = 720, 110, 430, 34, 58
STYLE = """<style>
.ground { fill: #ffffff }
text { font: 14px system-ui, sans-serif; fill: #1c2733 }
.note { font-size: 12px; fill: #5b6875 }
.bar { fill: #8aa4bd } .postferry { fill: #2f81c7 } .spread { stroke: #1c2733; stroke-width: 1.5 }
@media (prefers-color-scheme: dark) {
  .ground { fill: #161c23 }
  text { fill: #e8edf2 } .note { fill: #a3b0bc } .spread { stroke: #e8edf2 }
  .bar { fill: #56708a } .postferry { fill: #4aa0ea }
}
</style>"""


def bar(at, tool, walls, most):
    """One tool's row: name, bar, line from least to most, and the figures."""
    y = TOP + at * ROW
    median, least, largest = (NAME + BARS * value / most for value in
                              (statistics.median(walls), min(walls), max(walls)))
    kind = "bar postferry" if tool == "postferry" else "bar"
    middle = y + 10
    return (f'<text x="{NAME - 10}" y="{y + 15}" text-anchor="end">{html.escape(tool)}</text>'
            f'<rect class="{kind}" x="{NAME}" y="{y}" width="{median - NAME:.1f}" height="20" rx="2"/>'
            f'<path class="spread" fill="none" d="M{least:.1f} {middle}H{largest:.1f}'
            f'M{least:.1f} {middle - 5}v10M{largest:.1f} {middle - 5}v10"/>'
            f'<text x="{max(median, largest) + 10:.1f}" y="{y + 15}">'
            f'{statistics.median(walls):.2f} s</text>')


def plot(case, results):
    """The SVG of one case, the quickest tool first."""
    walls = {}
    for result in results:
        walls.setdefault(result["tool"], []).append(result["wall"])
    tools = sorted(walls, key=lambda tool: statistics.median(walls[tool]))
    most = max(max(each) for each in walls.values())
    height = TOP + ROW * len(tools) + 6
    scale, rounds = results[0]["scale"], max(len(each) for each in walls.values())
    note = f"Wall time: the median of {rounds}, from the least to the most" + (
        f"; at {scale:g} of the size" if scale != 1 else "")
    rows = "\n".join(bar(at, tool, walls[tool], most) for at, tool in enumerate(tools))
    title = html.escape(f"{case}: {results[0]['what']}")
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
            f'width="{WIDTH}" height="{height}" role="img" aria-label="{title}">\n{STYLE}\n'
            f'<rect class="ground" width="{WIDTH}" height="{height}" rx="6"/>\n'
            f'<text x="10" y="22">{title}</text><text class="note" x="10" y="42">{note}</text>\n'
            f"{rows}\n</svg>\n")


def write(folder, results):
    """folder/<case>.svg for each case that was measured."""
    folder.mkdir(parents=True, exist_ok=True)
    for case in sorted({result["case"] for result in results}):
        own = [result for result in results if result["case"] == case]
        (folder / f"{case}.svg").write_text(plot(case, own), encoding="utf-8")
