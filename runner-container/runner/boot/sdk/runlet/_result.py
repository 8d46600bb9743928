"""`runlet.result()`."""

from runlet_values import Unfit, plain, to_json

from runlet._place import io_file, say, write_whole


def result(value: object) -> None:
    """Makes `value` the run's result; the last call counts, whatever `main` returns and stdout holds.

    Takes what JSON has, and also dataclasses, enums, dates, paths, decimals, named tuples, data frames and arrays.
    Raises TypeError with a sentence for what JSON cannot hold: sets, NaN, bytes, data that contains itself.
    """
    try:
        text = to_json(plain(value, "result"))
    except Unfit as problem:
        raise TypeError(str(problem)) from None
    path = io_file("result.json")
    if path is None:
        say("result: " + text.decode())
    else:
        write_whole(path, b'{"ok":true,"from":"call","value":' + text + b"}")
