#!/usr/bin/env python3
"""Walks a room by offsets and by times, as clients do, and tells whether every message came once. Needs nothing but Python.

    python3 tests/clients/walk.py http://127.0.0.1:4010 ROOM [--count 100] [--most 20000] [--scenario large-history] [--password pass]
"""
import argparse, http.client, json, time, urllib.parse

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("base")
parser.add_argument("room", nargs="?", default="5fRTXMt7DMJbpPJfhgzvcvpov9G4TxbGFS")
parser.add_argument("--count", type=int, default=100, help="messages of a page")
parser.add_argument("--most", type=int, default=20_000, help="messages to walk, at most")
parser.add_argument("--scenario", default="large-history", help="what to ask for; empty: what the server does by itself")
parser.add_argument("--user", default="test.john")
parser.add_argument("--password", default="pass")
args = parser.parse_args()

address = urllib.parse.urlsplit(args.base)
connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
headers = {"Prefer": f"scenario={args.scenario}"} if args.scenario else {}


def call(method, path, query=None, body=None):
    target = f"/api/v1/{path}" + (f"?{urllib.parse.urlencode(query)}" if query else "")
    more = {"Content-Type": "application/json"} if body is not None else {}
    connection.request(method, target, json.dumps(body) if body is not None else None, {**headers, **more})
    reply = connection.getresponse()
    text = reply.read()
    assert reply.status == 200, f"{target}: {reply.status} {text[:300]}"
    return json.loads(text)


session = call("POST", "login", body={"user": args.user, "password": args.password})["data"]
headers.update({"X-User-Id": session["userId"], "X-Auth-Token": session["authToken"]})


def by_offset():
    offset = 0
    while True:
        page = call("GET", "im.messages", {"roomId": args.room, "offset": offset, "count": args.count})
        yield page["messages"], page["total"]
        offset += page["count"]
        if not page["count"] or offset >= args.most:
            return


def by_time():
    latest = None
    seen = 0
    while True:
        window = {"latest": latest} if latest else {}
        page = call("GET", "im.history", {"roomId": args.room, "count": args.count, "showThreadMessages": "true", **window})
        yield page["messages"], None
        seen += len(page["messages"])
        if not page["messages"] or seen >= args.most:
            return
        latest = page["messages"][-1]["ts"]


walks = {}
for name, walk in (("by offset", by_offset), ("by time", by_time)):
    began, ids, total = time.monotonic(), [], None
    for messages, told in walk():
        ids += [message["_id"] for message in messages]
        total = told if told is not None else total
    assert len(ids) == len(set(ids)), f"{name}: a message came twice"
    assert total is None or len(ids) == min(total, len(ids)), f"{name}: {len(ids)} of {total}"
    walks[name] = ids
    took = time.monotonic() - began
    told = f" of {total}" if total is not None else ""
    print(f"{name}: {len(ids)}{told} messages, each once, {len(ids) / max(took, 1e-9):,.0f} a second")
shorter = min(len(ids) for ids in walks.values())
same = walks["by offset"][:shorter] == walks["by time"][:shorter]
print("both walks saw the same" if same else "the walks differ: hidden messages stand in one of them")
