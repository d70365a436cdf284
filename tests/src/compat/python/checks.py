"""Runs the functions of a program that are marked with @check, each in turn, and prints one line for each.

A program ends with 0 only when every check has passed. The server is named by MLFLOW_TRACKING_URI.
"""

import sys
import time
import traceback
import uuid

_checks = []


def check(function):
    _checks.append(function)
    return function


def fresh_name(purpose):
    """A name that no other program and no earlier run of this one has used."""
    return f"{purpose} {uuid.uuid4().hex[:12]}"


def raises(error_code, function, *args, **kwargs):
    """Calls the function, which must fail with this MLflow error code; returns the exception."""
    from mlflow.exceptions import MlflowException

    try:
        result = function(*args, **kwargs)
    except MlflowException as error:
        assert error.error_code == error_code, f"expected {error_code}, got {error.error_code}: {error}"
        return error
    raise AssertionError(f"expected {error_code}, got {result!r}")


def equal(actual, expected):
    assert actual == expected, f"expected {expected!r}, got {actual!r}"


def main():
    only = sys.argv[1:]
    failures = 0
    for function in _checks:
        name = function.__name__.replace("_", " ")
        if only and name not in only:
            continue
        started = time.monotonic()
        try:
            function()
            print(f"ok {name} ({time.monotonic() - started:.2f} s)", flush=True)
        except Exception:
            failures += 1
            print(f"FAILED {name}\n{traceback.format_exc()}", flush=True)
    print(f"{len(_checks) - failures} passed, {failures} failed", flush=True)
    sys.exit(1 if failures else 0)
