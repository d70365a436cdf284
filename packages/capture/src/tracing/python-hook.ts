/**
 * A `sitecustomize` that notes which files a Python program opens. It is found through PYTHONPATH, takes itself off `sys.path` and hands
 * over to the user's own sitecustomize, so that the program sees what it would see without. Each process appends to a file of its own,
 * one line of JSON for the first access of a kind to a path, written before the access: what a process did is known however it ends.
 *
 * `{"t": monotonic ns, "k": "r" read | "w" write | "m" loaded as code | "c" kept before it was changed | "d" folder that was listed, "p": path,
 *   "s": [size, mtime ns, ctime ns, inode], "f": name of the copy}`
 *
 * A file that this process has read and is about to change or remove is copied first, and so is one of the work tree that it removes unread:
 * it was there before. Nothing here raises: a program must not fail because of us.
 */
export const pythonHook = String.raw`
def _reprise():
    import os, sys
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or ".") != here]
    if os.environ.get("REPRISE_LINE_BUFFERED") and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(line_buffering=True)
    folder = os.environ.get("REPRISE_TRACE_FOLDER")
    if folder and os.path.isdir(folder):
        try:
            _watch(folder, os, sys)
        except Exception:
            pass


def _watch(folder, os, sys):
    from _thread import get_ident
    from stat import S_ISREG
    from time import monotonic_ns, time_ns
    prefix = folder + os.sep
    keep = int(os.environ.get("REPRISE_TRACE_KEEP", "0"))
    keep_all = int(os.environ.get("REPRISE_TRACE_KEEP_ALL", "0"))
    work = os.environ.get("REPRISE_TRACE_ROOT", "") + os.sep
    begun = time_ns()
    reads, modules, writes, listed, busy = {}, set(), set(), set(), set()
    log = [None, None, 0, 0]
    stat, lstat, fstat, fspath, getcwd = os.stat, os.lstat, os.fstat, os.fspath, os.getcwd
    isabs, join, normpath = os.path.isabs, os.path.join, os.path.normpath
    accmode = os.O_WRONLY | os.O_RDWR

    def forget():
        log[0] = None

    def open_log():
        descriptor = os.open("%s%d-%d.jsonl" % (prefix, os.getpid(), monotonic_ns()), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        found = fstat(descriptor)
        log[0], log[1] = descriptor, (found.st_dev, found.st_ino)

    def is_ours():
        # A daemon closes all descriptors; the number may be another file by now.
        try:
            found = fstat(log[0])
            return (found.st_dev, found.st_ino) == log[1]
        except OSError:
            return False

    def quote(text):
        out = []
        for character in text:
            code = ord(character)
            if character in '"\\':
                out.append("\\" + character)
            elif code < 32 or 0xD800 <= code < 0xE000 or code > 126:
                if code > 0xFFFF:
                    code -= 0x10000
                    out.append("\\u%04x\\u%04x" % (0xD800 + (code >> 10), 0xDC00 + (code & 0x3FF)))
                else:
                    out.append("\\u%04x" % code)
            else:
                out.append(character)
        return '"' + "".join(out) + '"'

    def note(kind, path, found, copy=None):
        if log[0] is None or not is_ours():
            open_log()
        mtime = "[%d,\"%d\",\"%d\",\"%d\"]" % (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino) if found else "null"
        line = '{"t":"%d","k":"%s","p":%s,"s":%s%s}\n' % (
            monotonic_ns(), kind, quote(path), mtime, "" if copy is None else ',"f":"%s"' % copy)
        os.write(log[0], line.encode("ascii"))

    def absolute(path, descriptor=-1):
        if isinstance(path, int):
            return None
        path = os.fsdecode(fspath(path))
        if isabs(path):
            return path
        return normpath(join(os.readlink("/proc/self/fd/%d" % descriptor) if descriptor >= 0 else getcwd(), path))

    def saw_read(path, kind):
        known = reads if kind == "r" else modules
        if path in known:
            return
        found = stat(path)
        if S_ISREG(found.st_mode):
            if kind == "r":
                reads[path] = True
            else:
                modules.add(path)
            note(kind, path, found)

    def saw_write(path):
        if path in writes:
            return
        writes.add(path)
        try:
            found = stat(path)
        except OSError:
            found = None
        if found is not None:
            if not S_ISREG(found.st_mode):
                return
            if path in reads:
                save(path, found)
        note("w", path, found)

    def save(path, found):
        if found.st_size > keep or log[3] + found.st_size > keep_all:
            return
        log[2] += 1
        log[3] += found.st_size
        name = "copy-%d-%d-%d" % (os.getpid(), get_ident(), log[2])
        with open(path, "rb") as source, open(prefix + name, "wb") as target:
            target.write(source.read(keep + 1))
        note("c", path, found, name)

    def saw_removal(path):
        # What was there before the program is part of what it started from, whether it looks into it or not.
        if path is None or path in writes or path.startswith(prefix):
            return
        found = lstat(path)
        if S_ISREG(found.st_mode) and path not in reads and path.startswith(work) and found.st_ctime_ns < begun:
            saw_read(path, "r")
        saw_write(path)

    def on_open(path, mode, flags):
        path = absolute(path)
        if path is None or path.startswith(prefix):
            return
        access = flags & accmode
        if access == 0 and not flags & (os.O_TRUNC | os.O_CREAT):
            # The interpreter itself opens code, with no flags at all.
            saw_read(path, "m" if flags == 0 and mode == "rb" else "r")
            return
        if access == os.O_RDWR and not flags & os.O_TRUNC:
            try:
                saw_read(path, "r")
            except OSError:
                pass
        elif flags & os.O_APPEND and not flags & os.O_TRUNC and path not in writes:
            # What it held becomes a part of what is written.
            try:
                saw_read(path, "r")
            except OSError:
                pass
        saw_write(path)

    def on_import(module, filename, *rest):
        if filename:
            saw_read(absolute(filename), "m")

    def on_rename(source, target, source_folder=-1, target_folder=-1):
        try:
            saw_removal(absolute(source, source_folder))
        except OSError:
            pass
        saw_write(absolute(target, target_folder))

    def on_remove(path, folder=-1):
        saw_removal(absolute(path, folder))

    def on_list(path=None):
        path = os.readlink("/proc/self/fd/%d" % path) if isinstance(path, int) else absolute(path or ".")
        if path not in listed:
            listed.add(path)
            note("d", path, None)

    def on_database(database, *rest):
        path = absolute(database)
        if path and os.path.exists(path):
            saw_read(path, "r")
        if path and ":memory:" not in path:
            saw_write(path)

    handlers = {
        "open": on_open,
        "import": on_import,
        "os.listdir": on_list,
        "os.remove": on_remove,
        "os.rename": on_rename,
        "os.scandir": on_list,
        "os.truncate": lambda path, *rest: saw_write(absolute(path)),
        "sqlite3.connect": on_database,
    }
    find = handlers.get

    def hook(event, args):
        handle = find(event)
        if handle is None:
            return
        thread = get_ident()
        if thread in busy:
            return
        busy.add(thread)
        try:
            handle(*args)
        except Exception:
            pass
        finally:
            busy.discard(thread)

    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=forget)
    if hasattr(sys, "addaudithook"):
        sys.addaudithook(hook)


def _hand_over():
    import sys
    from importlib.machinery import PathFinder
    from importlib.util import module_from_spec
    spec = PathFinder.find_spec("sitecustomize", sys.path)
    if spec is None or spec.loader is None:
        return
    module = module_from_spec(spec)
    sys.modules["sitecustomize"] = module
    spec.loader.exec_module(module)


def _follow_mlflow():
    # A program that names an experiment of its own can not go on with a run of another: mlflow would refuse. It makes its own run then, as
    # it would alone.
    import os, sys
    run = os.environ.get("REPRISE_RUN_ID")
    if not run or os.environ.get("MLFLOW_RUN_ID") != run:
        return
    # Looked at now: mlflow itself sets it later.
    own = os.environ.get("MLFLOW_EXPERIMENT_ID")
    from functools import wraps
    from importlib.machinery import PathFinder

    def change(module):
        original = module.set_experiment

        @wraps(original)
        def set_experiment(*args, **options):
            experiment = original(*args, **options)
            if os.environ.get("MLFLOW_RUN_ID") == run and experiment.experiment_id != own:
                del os.environ["MLFLOW_RUN_ID"]
            return experiment

        module.set_experiment = set_experiment

    class Finder:
        @staticmethod
        def find_spec(name, path=None, target=None):
            if name != "mlflow.tracking.fluent":
                return None
            sys.meta_path[:] = [finder for finder in sys.meta_path if finder is not Finder]
            spec = PathFinder.find_spec(name, path, target)
            if spec is None or spec.loader is None:
                return None
            execute = spec.loader.exec_module

            def exec_module(module):
                execute(module)
                try:
                    change(module)
                except Exception:
                    pass

            spec.loader.exec_module = exec_module
            return spec

    sys.meta_path.insert(0, Finder)


_reprise()
try:
    _follow_mlflow()
except Exception:
    pass
_hand_over()
`
