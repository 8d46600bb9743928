"""The same interpreters and scripts as the tests of the hook."""

from tests.boot.conftest import given_script, python

__all__ = ["given_script", "python"]
