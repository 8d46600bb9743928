#!/usr/bin/env python3
"""Count the values of a CSV column and print the most frequent ones."""

import argparse
import csv
import json
import sys
from collections import Counter
from pathlib import Path


def parse_arguments():
    parser = argparse.ArgumentParser(description="Count the values of a CSV column and print the most frequent ones.")
    parser.add_argument("file", type=Path, help="CSV file with a header")
    parser.add_argument("-c", "--column", required=True, help="column to count")
    parser.add_argument("-n", "--top", type=int, default=10, help="how many values to print")
    parser.add_argument("-f", "--format", choices=["text", "json"], default="text", help="table for people or JSON for programs")
    parser.add_argument("--ignore-case", action="store_true", help="count Rain and rain as one")
    return parser.parse_args()


def count(file, column, ignore_case):
    reader = csv.DictReader(file)
    if column not in (reader.fieldnames or []):
        sys.exit(f"error: no column {column!r}; the file has {', '.join(reader.fieldnames or ['no header'])}")
    values = (row[column] or "" for row in reader)
    return Counter(value.lower() if ignore_case else value for value in values)


def print_table(counts, top):
    total = counts.total()
    width = max((len(value) for value, _ in counts.most_common(top)), default=0)
    for value, number in counts.most_common(top):
        print(f"{value:<{width}}  {number:>7}  {number / total:6.1%}")
    print(f"{total} rows, {len(counts)} different values")


def main():
    options = parse_arguments()
    with options.file.open(newline="", encoding="utf-8-sig") as file:
        counts = count(file, options.column, options.ignore_case)
    if options.format == "json":
        ranked = [{"value": value, "count": number} for value, number in counts.most_common(options.top)]
        print(json.dumps({"column": options.column, "rows": counts.total(), "values": ranked}))
    else:
        print_table(counts, options.top)


if __name__ == "__main__":
    main()
