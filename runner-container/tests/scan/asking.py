"""The type of the two fixtures that scan: sources in, the answer out."""

from collections.abc import Callable
from typing import Any

Scan = Callable[..., dict[str, Any]]
