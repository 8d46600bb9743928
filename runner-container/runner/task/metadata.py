"""When the platform pulled the image: known to its metadata endpoint alone. No other use is made of that."""

from datetime import datetime
from typing import Any

from .web import Refused, Unanswered, Web

_PATIENCE_SEC = 1.0


def pulled_ms(address: str | None) -> dict[str, float]:
    """`{pulledMs}` from the task metadata endpoint, version 4; {} where there is none or it does not tell.

    AWS docs: "Amazon ECS task metadata endpoint version 4 for tasks on Fargate", `PullStartedAt` and `PullStoppedAt`.
    """
    if address is None:
        return {}
    web = Web(plain=True, patience_sec=_PATIENCE_SEC)
    try:
        task: dict[str, Any] = web.get_json(f"{address}/task")
        pulled = datetime.fromisoformat(task["PullStoppedAt"]) - datetime.fromisoformat(task["PullStartedAt"])
        return {"pulledMs": round(pulled.total_seconds() * 1000, 2)}
    except (Unanswered, Refused, KeyError, TypeError, ValueError):
        return {}
    finally:
        web.close()
