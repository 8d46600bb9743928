"""The scanner: reads a script without running it. Resident: one JSON line in, one JSON line out, in order.

Request: `{"id", "files": {path: base64 | null}, "entry": path | null, "level", "allowedImports": [module] | null}`.
Contents are needed for `.py` files and `requirements.txt`; null stands for a file whose name alone matters.

Answer: `id entry entryProblem style interface inputSchema argv hasTrigger doc empty syntaxErrors decodeErrors
imports findings`; a request of a wrong form gets `{"id", "error"}`. Lines and columns count from 1. Golden pairs
stand in `core/contract/scan.json`. A source that crashes the parser is answered with a syntax error.

`inputSchema` is JSON Schema 2020-12. Formats beyond the standard's: `path` (a file input). A class that contains
itself is `{"$ref": "#/$defs/<Class>"}`; every other class stands inline. Bytes are `contentEncoding: base64`.

`argv` is present for argparse and click: entries in the order in which their words stand on the command line
(options, positionals, the sub-command, its options, its positionals). A property that was not given, or is null,
gives no words. Each entry is
`{"name", "kind", "flags", "negative", "multiple", "repeat", "command"}`:

- `name`: the property of the input. `flags`: every spelling, the first is the one to use; empty for words.
- `command`: the entry counts only if this sub-command was chosen; null for all.
- `kind` `positional`: the value; with `multiple` one word per item.
- `kind` `option`: the flag and its value, for `--long` joined as `--long=value`, so that a value may begin with a
  dash. `multiple` (an array): flag, then one word per item (`--x a b`). `repeat`: flag before every item
  (`--x a --x b`). Both: an array of arrays (`--x a b --x c d`).
- `kind` `flag`: true gives the flag, false nothing. `negative-flag`: false gives the flag, true nothing.
- `kind` `flag-pair`: true gives the flag, false gives `negative`.
- `kind` `count`: the flag, n times.
- `kind` `command`: the value is the sub-command's word.

After the last option, and only where no sub-command follows, comes `--` if a word of a positional begins with a
dash, or if that option is `multiple` without `repeat` and a positional follows.
"""
