"""The call of the script's `main` with its input."""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_VARIADIC_VALUES = 0x04
VARIADIC_NAMES = 0x08
_AS_IN_JSON = (str, int, bool, list, dict, "str", "int", "bool", "list", "dict", None)


def call_main(namespace: "dict[str, Any]", file: str, driver: "dict[str, Any]") -> object:
    """What `main(**input)` returns; a coroutine is run by asyncio.run.

    Raises InputError when the input does not fit the parameters, and whatever `main` raises.
    """
    main = namespace.get("main")
    if not callable(main):
        name = file.rpartition("/")[2]
        raise _misfit(f"{name} has no function called main: define main(), or run it as a script.")
    given = driver["input"] if driver["has_input"] else {}
    if not isinstance(given, dict):
        raise _misfit(f"The input should be an object with a field per parameter of main, but is {given!r:.80}.")
    written = written_function(main)
    values = _coerced(written, given)
    _check_names(written, values)
    return call_by_names(main, values)


def written_function(function: "Any") -> "Any":
    """The function as it stands in the file, beneath its decorators."""
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    return function


def required_names(written: "Any") -> "list[str]":
    """The parameters without a default."""
    code = written.__code__
    positional = code.co_varnames[: code.co_argcount]
    with_default = len(positional) - len(written.__defaults__ or ())
    optional = {*positional[with_default:], *(written.__kwdefaults__ or {})}
    return [name for name in code.co_varnames[: code.co_argcount + code.co_kwonlyargcount] if name not in optional]


def call_by_names(function: "Any", values: "dict[str, Any]") -> object:
    """What `function(**values)` returns, whose parameters may be positional-only; a coroutine is run by asyncio.run."""
    code = getattr(written_function(function), "__code__", None)
    only_positional = [] if code is None else code.co_varnames[: code.co_posonlyargcount]
    positional = [values[name] for name in only_positional if name in values]
    answer = function(*positional, **{name: value for name, value in values.items() if name not in only_positional})
    if type(answer).__name__ == "coroutine":
        import asyncio

        return asyncio.run(answer)
    return answer


def _coerced(written: "Any", given: "dict[str, Any]") -> "dict[str, Any]":
    """The input's fields as the annotations say. Most say nothing that JSON does not say: then nothing is imported."""
    try:
        hints = written.__annotations__
    except (AttributeError, NameError):
        return dict(given)
    further = hints.get(_variadic(written))
    if all(any(hints.get(name, further) is plain for plain in _AS_IN_JSON) for name in given):
        return dict(given)
    from runlet_driver.coerce import coerce
    from runlet_driver.hints import hints_of
    from runlet_driver.place import Place

    hints = hints_of(written)
    further = hints.get(_variadic(written))
    known = sys.modules["__main__"].__dict__
    return {name: coerce(value, hints.get(name, further), Place(name, known)) for name, value in given.items()}


def _variadic(written: "Any") -> str:
    """The name of `**rest`, whose annotation is that of every further field; empty when there is none."""
    code = getattr(written, "__code__", None)
    if code is None or not code.co_flags & VARIADIC_NAMES:
        return ""
    at: int = code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & _VARIADIC_VALUES)
    return str(code.co_varnames[at])


def _misfit(sentence: str) -> Exception:
    from runlet_driver.place import InputError

    return InputError(sentence)


def _check_names(written: "Any", values: "dict[str, Any]") -> None:
    """Says in one sentence which parameters miss a value and which fields have no parameter."""
    code = getattr(written, "__code__", None)
    if code is None:
        return
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    missing = [name for name in required_names(written) if name not in values]
    if missing:
        raise _misfit(f"main() needs {_list(missing)}, which the input does not give.")
    unknown = [name for name in values if name not in names]
    if unknown and not code.co_flags & VARIADIC_NAMES:
        takes = f"its parameters are {_list(names)}" if names else "it has no parameters"
        raise _misfit(f"main() has no parameter for {_list(unknown)}: {takes}.")


def _list(names: "list[str] | tuple[str, ...]") -> str:
    return ", ".join(f"`{name}`" for name in names)
