"""Runs DVC's commands for a test: lines {"folder", "args", "env"} come in, lines {"code", "stdout", "stderr"} go out through file descriptor 3.

Each command runs in a fork of a process that has imported what commands import and opened nothing: nothing of one command is left for the next.
"""

import json
import os
import sys
import tempfile
import traceback


def run(folder, args, env):
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            os._exit(command(folder, args, env, out, err))
        _, status = os.waitpid(child, 0)
        return {"code": os.waitstatus_to_exitcode(status), "stdout": read(out), "stderr": read(err)}


def command(folder, args, env, out, err):
    code = 1
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
        os.environ.update(env)
        os.chdir(folder)
        os.environ["PWD"] = folder
        from dvc.cli import main

        code = main(args)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return code & 255


def read(file):
    file.seek(0)
    return file.read().decode("utf-8", "replace")


def import_what_commands_import():
    """Commands import as they go: a rehearsal says what, and this process imports it without running anything."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with tempfile.TemporaryDirectory() as folder, open(os.devnull, "w") as nothing:
            os.dup2(nothing.fileno(), 1)
            os.dup2(nothing.fileno(), 2)
            os.chdir(folder)
            from dvc.cli import main

            with open("a", "w") as file:
                file.write("a")
            for args in (
                ["init", "--no-scm"],
                ["add", "a"],
                ["remote", "add", "-d", "r", os.path.join(folder, "r")],
                ["stage", "add", "--name", "s", "--deps", "a", "--outs", "b", "cp a b"],
                ["repro"],
                ["status", "--json"],
                ["push"],
                ["pull"],
                ["data", "status"],
                ["gc", "--workspace", "--force"],
            ):
                main(args)
            if "dvc_s3" in sys.argv:
                import dvc_s3, s3fs  # noqa: F401
            os.write(writing, json.dumps(list(sys.modules)).encode())
            os._exit(0)
    os.close(writing)
    with open(reading, "rb") as names:
        imported = json.loads(names.read() or "[]")
    os.waitpid(child, 0)
    for name in imported:
        try:
            __import__(name)
        except Exception:
            continue


import_what_commands_import()
import dvc.scm  # noqa: E402, F401

answers = os.fdopen(3, "w")
answers.write('{"ready": true}\n')
answers.flush()
for line in sys.stdin:
    answers.write(json.dumps(run(**json.loads(line))) + "\n")
    answers.flush()
