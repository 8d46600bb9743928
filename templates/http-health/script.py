"""Health of web addresses: status, time to answer, days until the certificate ends."""

import socket
import ssl
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import runlet


def main(
    urls: list[str],
    expect_status: int = 200,
    slow_ms: int = 2000,
    tls_days: int = 21,
    timeout_sec: float = 10,
    fail_on_problems: bool = False,
) -> None:
    """Asks every address once and says which are not well.

    Args:
        urls: addresses beginning with http:// or https://
        expect_status: HTTP status of a healthy answer, after redirects
        slow_ms: milliseconds above which an answer counts as slow
        tls_days: warn when the certificate ends in fewer days
        timeout_sec: seconds to wait for one address
        fail_on_problems: end with exit code 1 when one is not well, so that alerts go out
    """
    checks = []
    with ThreadPoolExecutor(max_workers=16) as pool:
        for check in pool.map(lambda url: examine(url, expect_status, slow_ms, tls_days, timeout_sec), urls):
            checks.append(check)
            print(f"{check['state']:12} {check['url']}  {check['detail']}")
            runlet.progress(len(checks) / len(urls), check["url"])
    unwell = [check["url"] for check in checks if check["state"] != "healthy"]
    print(f"{len(checks) - len(unwell)} of {len(checks)} healthy")
    runlet.result({"healthy": len(checks) - len(unwell), "unwell": unwell, "checks": checks})
    if fail_on_problems and unwell:
        raise SystemExit(1)


def examine(url: str, expect_status: int, slow_ms: int, tls_days: int, timeout_sec: float) -> dict:
    """One address: `state` is healthy, slow, wrong-status, tls-expiring, tls-invalid or unreachable."""
    check = {"url": url, "state": "healthy", "status": None, "ms": None, "tlsDaysLeft": None, "detail": ""}
    began = time.perf_counter()
    try:
        check["status"] = fetch(url, timeout_sec)
        check["ms"] = round((time.perf_counter() - began) * 1000)
        check["tlsDaysLeft"] = days_left(url, timeout_sec)
    except (OSError, ValueError) as error:
        cause = getattr(error, "reason", error)
        state = "tls-invalid" if isinstance(cause, ssl.SSLCertVerificationError) else "unreachable"
        return {**check, "state": state, "detail": getattr(cause, "strerror", None) or str(cause)}
    check["detail"] = f"{check['status']} in {check['ms']} ms"
    if check["status"] != expect_status:
        check["state"] = "wrong-status"
    elif check["tlsDaysLeft"] is not None and check["tlsDaysLeft"] < tls_days:
        check["state"] = "tls-expiring"
        check["detail"] += f", certificate ends in {check['tlsDaysLeft']} days"
    elif check["ms"] > slow_ms:
        check["state"] = "slow"
    return check


def fetch(url: str, timeout_sec: float) -> int:
    """The status of the answer; a status such as 404 is an answer, not an error."""
    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError("an address must begin with http:// or https://")
    request = urllib.request.Request(url, headers={"User-Agent": "http-health/1"})
    try:
        with urllib.request.urlopen(request, timeout=timeout_sec) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def days_left(url: str, timeout_sec: float) -> int | None:
    """Whole days until the certificate ends; None for http."""
    parts = urlsplit(url)
    if parts.scheme != "https":
        return None
    context = ssl.create_default_context()
    plain = socket.create_connection((parts.hostname, parts.port or 443), timeout=timeout_sec)
    with plain, context.wrap_socket(plain, server_hostname=parts.hostname) as secure:
        ends = ssl.cert_time_to_seconds(secure.getpeercert()["notAfter"])
    return int((ends - time.time()) // 86400)
