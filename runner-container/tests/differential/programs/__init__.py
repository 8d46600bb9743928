"""Small programs by name, each of which looks at one thing that a hook could have changed."""

from tests.differential.programs import endings, errors, interpreter, processes, sources, surroundings, threads

PROGRAMS: dict[str, bytes] = {
    f"{module.__name__.rpartition('.')[2]}: {name}": source if isinstance(source, bytes) else source.encode()
    for module in (endings, errors, interpreter, processes, sources, surroundings, threads)
    for name, source in module.PROGRAMS.items()
}
