"""Network inventory: which devices answer, and whose configuration drifted from the baseline."""

import csv
import io
import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal

import runlet

ABOUT = {"name", "host", "port", "role"}


def main(
    devices: Path,
    baseline: Path | None = None,
    reachability: Literal["tcp", "skip"] = "tcp",
    timeout_sec: float = 2.0,
    fail_on_problems: bool = False,
) -> dict:
    """Checks each device by a TCP connection and compares its settings with those its role should have.

    Args:
        devices: CSV or JSON list with name, host, port and role; all other columns are settings
        baseline: JSON object of settings by role; those under "default" are for every role
        reachability: tcp opens a connection to each device, skip compares settings only
        timeout_sec: seconds to wait for one device
        fail_on_problems: end with exit code 1 when a device is unreachable or drifted, so that alerts go out
    """
    inventory = read_devices(devices)
    wanted = json.loads(baseline.read_text("utf-8")) if baseline else {}
    checks = reach(inventory, timeout_sec) if reachability == "tcp" else []
    drift = [row for device in inventory for row in compare(device, wanted)]
    for check in checks:
        print(f"{check['device']:16} {check['state']:12} {check['detail']}")
    for row in drift:
        print(f"{row['device']:16} drift        {row['setting']}: expected {row['expected']!r}, got {row['got']!r}")
    unreachable = [check["device"] for check in checks if check["state"] == "unreachable"]
    print(f"{len(inventory)} devices, {len(unreachable)} unreachable, {len(drift)} settings drifted")
    runlet.artifact("drift.csv", as_csv(drift, ["device", "setting", "expected", "got"]))
    runlet.result({"devices": len(inventory), "checked": len(checks), "unreachable": unreachable, "drift": drift})
    if fail_on_problems and (unreachable or drift):
        raise SystemExit(1)


def read_devices(path: Path) -> list[dict]:
    """The devices, once each is sure to have a name and a host."""
    text = path.read_text("utf-8-sig")
    found = json.loads(text) if path.suffix == ".json" else list(csv.DictReader(io.StringIO(text)))
    for place, device in enumerate(found, start=1):
        missing = [field for field in ("name", "host") if not device.get(field)]
        if missing:
            raise SystemExit(f"Device {place} in {path.name} has no {' and no '.join(missing)}.")
        if not str(device.get("port") or 22).isdecimal():
            raise SystemExit(f"The port of {device['name']} is {device['port']!r}; give a number, or leave it out for 22.")
    return found


def reach(inventory: list[dict], timeout_sec: float) -> list[dict]:
    """All devices at once, in the order of the inventory."""
    checks = []
    with ThreadPoolExecutor(max_workers=32) as pool:
        for check in pool.map(lambda device: connect(device, timeout_sec), inventory):
            checks.append(check)
            runlet.progress(len(checks) / len(inventory), f"{len(checks)} of {len(inventory)} devices")
    return checks


def connect(device: dict, timeout_sec: float) -> dict:
    """Whether the device takes a TCP connection on its port, 22 unless it says otherwise."""
    address = (device["host"], int(device.get("port") or 22))
    began = time.perf_counter()
    try:
        with socket.create_connection(address, timeout=timeout_sec):
            detail = f"{(time.perf_counter() - began) * 1000:.0f} ms"
            return {"device": device["name"], "state": "reachable", "detail": detail}
    except OSError as error:
        return {"device": device["name"], "state": "unreachable", "detail": f"{error.strerror or error} (port {address[1]})"}


def compare(device: dict, baseline: dict) -> list[dict]:
    """One row for each setting that is not as the baseline wants it; a setting that is not there is None."""
    wanted = {**baseline.get("default", {}), **baseline.get(device.get("role", ""), {})}
    settings = {name: value for name, value in device.items() if name not in ABOUT}
    return [
        {"device": device["name"], "setting": name, "expected": value, "got": settings.get(name)}
        for name, value in sorted(wanted.items())
        if str(settings.get(name)) != str(value)
    ]


def as_csv(rows: list[dict], columns: list[str]) -> str:
    """The rows as CSV with a header, also when there are none."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
