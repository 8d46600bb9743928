"""Python values as JSON, for results, variables and state. Shared by the `runlet` module and Runlet's driver."""

from runlet_values.plain import Unfit, plain
from runlet_values.text import to_json

__all__ = ["Unfit", "plain", "to_json"]
