"""Where in the input a value stands, and the sentence for one that does not fit there."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class InputError(ValueError):
    """The input does not fit the parameters of `main`. The text is a sentence."""


# Tracebacks print the module of an exception before its name; ours would tell the reader nothing.
InputError.__module__ = "builtins"


class Place:
    """A name such as `orders[2].when`, and the names that annotations written as text may use there."""

    def __init__(self, text: str, known: "dict[str, Any]") -> None:
        self.text = text
        self.known = known

    def at(self, step: str) -> "Place":
        """The place one step further inside."""
        return Place(self.text + step, self.known)

    def misfit(self, expected: str, value: object) -> InputError:
        """The error that says what was expected here and what was given."""
        shown = repr(value)
        if len(shown) > 80:
            shown = shown[:79] + "…"
        return InputError(f"`{self.text}` should be {expected}, but is {shown}.")
