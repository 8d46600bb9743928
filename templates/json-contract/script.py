"""One JSON document on stdin, one JSON document on stdout, exit code 0 or 1.

Reads {"values": [numbers], "percentiles": [0 to 100]} and answers with their figures. It needs nothing of Runlet:

    echo '{"values": [3, 1, 2]}' | python3 script.py
"""

import json
import sys
from statistics import fmean, median, pstdev


def summarize(request: object) -> dict:
    """The figures of the values; a ValueError says what is wrong with the request."""
    if not isinstance(request, dict):
        raise ValueError(f"expected an object with values, got {type(request).__name__}")
    unknown = sorted(request.keys() - {"values", "percentiles"})
    if unknown:
        raise ValueError(f"unknown fields {unknown}; allowed are values and percentiles")
    values = numbers(request.get("values"), "values")
    if not values:
        raise ValueError("values is empty; give at least one number")
    wanted = numbers(request.get("percentiles", [50, 95]), "percentiles")
    return {
        "count": len(values),
        "min": min(values),
        "max": max(values),
        "mean": round(fmean(values), 6),
        "median": median(values),
        "deviation": round(pstdev(values), 6),
        "percentiles": {f"p{share:g}": percentile(sorted(values), share) for share in wanted},
    }


def numbers(given: object, name: str) -> list[float]:
    """The list, once each item is sure to be a number; True and False are none."""
    if not isinstance(given, list):
        raise ValueError(f"{name} must be a list of numbers, got {type(given).__name__}")
    for place, item in enumerate(given):
        if isinstance(item, bool) or not isinstance(item, int | float):
            raise ValueError(f"{name}[{place}] must be a number, got {json.dumps(item)}")
    return given


def percentile(ordered: list[float], share: float) -> float:
    """The value below which `share` percent of the values lie, between neighbours in proportion."""
    if not 0 <= share <= 100:
        raise ValueError(f"percentiles must lie between 0 and 100, got {share:g}")
    place = (len(ordered) - 1) * share / 100
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return round(ordered[low] + (ordered[high] - ordered[low]) * (place - low), 6)


def answer(text: str) -> tuple[dict, int]:
    """What goes to stdout, and the exit code."""
    try:
        return {"ok": True, **summarize(json.loads(text))}, 0
    except json.JSONDecodeError as error:
        return {"ok": False, "error": f"stdin is not JSON: {error}"}, 1
    except ValueError as error:
        return {"ok": False, "error": str(error)}, 1


if __name__ == "__main__":
    document, code = answer(sys.stdin.read())
    print(json.dumps(document, indent=2))
    sys.exit(code)
