"""Changes a good capsule into one that nobody should take: make-hostile.py SOURCE TARGET KIND."""

import hashlib
import json
import struct
import sys
import zipfile

source, target, kind = sys.argv[1:]
with zipfile.ZipFile(source) as archive:
    members = [(info.filename, archive.read(info)) for info in archive.infolist()]
content = dict(members)


def listed(changed):
    """The members with a manifest that names them, as they are now."""
    rest = {name: data for name, data in changed.items() if name != "manifest.json"}
    entries = [{"path": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in rest.items()]
    return [*rest.items(), ("manifest.json", json.dumps({"format": 1, "members": entries}).encode())]


def with_run(change):
    run = json.loads(content["run.json"])
    change(run)
    return listed({**content, "run.json": json.dumps(run).encode()})


names = {
    "slip": ["../../evil"],
    "inside": ["artifacts/../../evil"],
    "absolute": ["/etc/evil"],
    "backslash": ["artifacts/..\\evil"],
    "control": ["artifacts/evil\x1b[2J"],
    "folder": ["artifacts/f", "artifacts/f/g"],
    "case": ["artifacts/A.txt", "artifacts/a.txt"],
    "name": ["artifacts/" + "n" * 3000],
}
if kind in names:
    members = listed({**content, **{name: name.encode() for name in names[kind]}})
elif kind == "unlisted":
    members.append(("artifacts/more", b"evil"))
elif kind == "digest":
    members = [(name, data[:-1] + b"!" if name == "run.json" else data) for name, data in members]
elif kind == "json":
    members = listed({**content, "run.json": b'{"format": 1, "experiment": '})
elif kind == "text":
    members = listed({**content, "run.json": b'{"format": 1, "experiment": "x", "run": {"info": 7}}'})
elif kind == "nested":
    members = listed({**content, "run.json": b'{"format": 1, "experiment": "x", "run": ' + b"[" * 10**6 + b"]" * 10**6 + b"}"})
elif kind == "id":
    members = with_run(lambda run: run["run"]["info"].update(run_id="\x1b[2J'; drop table runs"))
elif kind == "params":
    members = with_run(lambda run: run["run"]["data"]["params"].extend([{"key": "p", "value": "1"}, {"key": "p", "value": "2"}]))
elif kind == "point":
    members = listed({**content, "metrics/1.jsonl": b'{"step": 1, "timestamp": 1, "value": "x"}\n'})
elif kind == "newer":
    members = [(name, data.replace(b'"format":1', b'"format":2') if name == "manifest.json" else data) for name, data in members]
elif kind == "twice":
    members.append(members[0])
elif kind == "bomb":
    members.append(("artifacts/bomb", bytes(50_000_000)))
elif kind == "many":
    members = [(f"artifacts/{index}", b"") for index in range(60_000)]

method = zipfile.ZIP_DEFLATED if kind == "bomb" else zipfile.ZIP_STORED
with zipfile.ZipFile(target, "w", method) as archive:
    for name, data in members:
        info = zipfile.ZipInfo(name)
        info.compress_type = method
        if kind == "link" and name == "artifacts/plots/loss.txt":
            info.external_attr = 0o120777 << 16
        archive.writestr(info, data)

with open(target, "rb") as file:
    data = file.read()
first, last, end = data.index(b"PK\x01\x02"), data.rindex(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
second = data.index(b"PK\x01\x02", first + 4)
changes = {
    "cut": lambda: data[:-100],
    "tail": lambda: data + b"more",
    "size": lambda: data[: last + 20] + b"\xff\xff\xff\x7f" * 2 + data[last + 28 :],
    "nothing": lambda: b"",
    "not-utf8": lambda: data.replace(b"artifacts/plots/", b"artifacts/pl\xff\xfes/"),
    # Two entries of the directory that name the same bytes.
    "overlap": lambda: data[: second + 42] + data[first + 42 : first + 46] + data[second + 46 :],
    "directory": lambda: data[:end] + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 65534, 65534, 0xFFFFFFF0, 0, 0),
    "count": lambda: data[: end + 8] + struct.pack("<HH", 65534, 65534) + data[end + 12 :],
    "prefix": lambda: b"#!/bin/sh\n" + data,
}
if kind in changes:
    with open(target, "wb") as file:
        file.write(changes[kind]())
