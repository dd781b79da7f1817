"""A real PostgreSQL of the tests' own: started once in each process of the test run, on a socket in a short path."""

import atexit
import getpass
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from tests.store.watching import end_all, watched

LINUX = sys.platform == "linux"
SERVICE_USERS = ("postgres", "nobody")
SETTINGS = ("fsync=off", "full_page_writes=off", "max_connections=100")

_numbers = count(1)


def missing() -> str:
    """Why there is no PostgreSQL here; empty where there is one."""
    if _programs() is None:
        return "PostgreSQL's initdb and pg_ctl are not installed"
    return (
        ""
        if os.getuid() or _other_user()
        else "PostgreSQL refuses to run as root, and there is no other user"
    )


def new_database() -> str:
    """The URL of an empty database on the server, which is started when first needed."""
    name = f"lens_{os.getpid()}_{next(_numbers)}"
    folder = _server()
    _sql(folder, f"CREATE DATABASE {name}")
    return f"postgresql://postgres@/{name}?host={folder}"


def stop_hard() -> None:
    """kill -9 of the server and all its processes; `start` brings it back. Elsewhere than on Linux: without a goodbye."""
    if LINUX:
        end_all(f"{_folder()}/data")
        # Until somebody collects the dead, the server would take its predecessor's number for a living process.
        for lock in ("data/postmaster.pid", ".s.PGSQL.5432.lock"):
            Path(_folder(), lock).unlink(missing_ok=True)
    else:
        _pg_ctl("stop", "-m", "immediate")


def start() -> None:
    """Start the server again."""
    options = " ".join(f"-c {setting}" for setting in SETTINGS)
    folder = _folder()
    _pg_ctl("start", "-w", "-l", f"{folder}/log", "-o", f"-k {folder} -c listen_addresses='' {options}")


@cache
def _folder() -> str:
    folder = tempfile.mkdtemp(prefix="lpg", dir="/tmp")
    user = _other_user()
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    return folder


@cache
def _server() -> str:
    _run("initdb", "-D", f"{_folder()}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
    watcher = watched(_folder()) if LINUX else None
    start()
    atexit.register(_end, watcher)
    return _folder()


def _end(watcher: "subprocess.Popen[bytes] | None") -> None:
    stop_hard()
    if watcher is not None:
        watcher.communicate()
    shutil.rmtree(_folder(), ignore_errors=True)


def _pg_ctl(action: str, *arguments: str) -> None:
    _run("pg_ctl", action, "-s", "-D", f"{_folder()}/data", *arguments)


def _run(program: str, *arguments: str) -> None:
    programs, user = _programs(), _other_user()
    assert programs is not None
    as_user: dict[str, Any] = (
        {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user is not None else {}
    )
    done = subprocess.run(
        [programs / program, *arguments],
        cwd=_folder(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
        timeout=60,
        **as_user,
    )
    assert done.returncode == 0, (program, arguments, getpass.getuser())


def _sql(folder: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(host=folder, user="postgres", dbname="postgres", autocommit=True) as connection:
        connection.execute(statement.encode())


@cache
def _programs() -> Path | None:
    on_path = shutil.which("initdb")
    found = [Path(on_path).parent] if on_path else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((folder for folder in reversed(found) if (folder / "pg_ctl").exists()), None)


@cache
def _other_user() -> "pwd.struct_passwd | None":
    """The user to run the server as; None where that is ourselves."""
    if os.getuid():
        return None
    for name in SERVICE_USERS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None
