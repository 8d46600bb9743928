"""The scanner: reads a script without running it."""
