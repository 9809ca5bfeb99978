"""How much memory one process takes for many accounts that are open at the same time."""
import collections

from . import contents, measuring, migrators, round_trips

# So slow that all accounts have begun before the first has ended: a minute for each.
UPLOAD_BYTES_A_SECOND = 13_000
DELAY_SECONDS = 0.005


def brought(lab, binary, users):
    """Copies the users in one process, all at a time, to a target behind a slow line; gives the
    result with the connections that were `open` there together, and what `differs`."""
    target = lab.targets["maildir"]
    ample = str(len(users) * 10)
    tool = migrators.Migrator("postferry", None, migrators.postferry_list(
        binary, ["--connections-per-host", ample], parallel=len(users)))
    folder = lab.folder_of(users, tool)
    relay = round_trips.Relay(target.port, DELAY_SECONDS, UPLOAD_BYTES_A_SECOND)
    try:
        pairs = [(migrators.Account(user, lab.source, lab.source.port),
                  migrators.Account(f"{user}-{tool.name}", target, relay.port)) for user in users]
        result = measuring.run(*tool.jobs(pairs, folder, "said")[0], lab.limit)
    finally:
        relay.stop()
    result["open"] = relay.most_open
    found = collections.Counter()
    for user in users:
        found.update(contents.differences(contents.read(lab.source, user),
                                          contents.read(target, f"{user}-{tool.name}")))
    lab.forget(users, [tool])
    return {**result, "accounts": len(users), "differs": dict(found)}


def more_bytes_per_100(results):
    """What 100 further accounts took, from the fewest to the most."""
    few, many = results[0], results[-1]
    return ((many["memory_bytes"] - few["memory_bytes"]) * 100
            / (many["accounts"] - few["accounts"]))
