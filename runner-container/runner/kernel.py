"""Linux calls that the standard library does not offer, through ctypes. On other systems `prctl` is None."""

import ctypes
import os
import struct
import sys

SET_PDEATHSIG = 1
SET_DUMPABLE = 4
CAPBSET_READ = 23
CAPBSET_DROP = 24
SET_CHILD_SUBREAPER = 36
SET_NO_NEW_PRIVS = 38
GET_NO_NEW_PRIVS = 39
CAP_AMBIENT = 47
CAP_AMBIENT_CLEAR_ALL = 4

IS_LINUX = sys.platform == "linux"
_CAPSET = {"x86_64": 126, "aarch64": 91}.get(os.uname().machine)
_LANDLOCK_CREATE_RULESET = 444
_CAPABILITY_VERSION_3 = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)
_getenv = _libc.getenv
_getenv.argtypes, _getenv.restype = [ctypes.c_char_p], ctypes.c_void_p


def prctl(option: int, argument: int = 0, second: int = 0) -> int:
    """prctl(2). Raises OSError with the kernel's errno."""
    # ctypes passes a bare int as 32 bits and prctl is variadic: every argument is widened, the unused ones are 0.
    values = [ctypes.c_long(value) for value in (option, argument, second, 0, 0)]
    answer: int = _libc.prctl(*values)
    if answer < 0:
        raise _last_error("prctl")
    return answer


def drop_effective_capabilities() -> None:
    """Empties the effective, permitted and inheritable sets of the calling thread (capset)."""
    if _CAPSET is None:
        raise OSError(f"capset is not known for this machine ({os.uname().machine})")
    header = ctypes.create_string_buffer(struct.pack("=Ii", _CAPABILITY_VERSION_3, 0))
    nothing = ctypes.create_string_buffer(24)
    if _libc.syscall(ctypes.c_long(_CAPSET), header, nothing) != 0:
        raise _last_error("capset")


def landlock_version() -> int:
    """The Landlock ABI of this kernel, 0 when it has none or does not allow it."""
    if not IS_LINUX:
        return 0
    zero = ctypes.c_long(0)
    version: int = _libc.syscall(ctypes.c_long(_LANDLOCK_CREATE_RULESET), zero, zero, ctypes.c_long(1))
    return max(version, 0)


def remove_ipc(kind: str, number: int) -> None:
    """Removes a System V object, of kind `shm`, `sem` or `msg`, as far as the caller may."""
    remove = ctypes.c_long(0)  # IPC_RMID
    if kind == "sem":
        _libc.semctl(ctypes.c_int(number), ctypes.c_int(0), remove)
    else:
        getattr(_libc, f"{kind}ctl")(ctypes.c_int(number), remove, None)


def forget_variable(name: str) -> None:
    """Removes an environment variable and overwrites its value, which /proc/<pid>/environ goes on showing else."""
    place = _getenv(name.encode())
    if place:
        ctypes.memset(place, 0, len(ctypes.string_at(place)))
    os.environ.pop(name, None)


def own_status(key: str) -> str:
    """A field of /proc/self/status, such as `CapEff`; '' when the kernel does not tell."""
    return _status("self", key)


def peak_kib_of(pid: int) -> int:
    """The highest resident memory of a running process since its exec, KiB; 0 when the kernel does not tell."""
    return int((_status(str(pid), "VmHWM") or "0").split()[0])


def _status(process: str, key: str) -> str:
    try:
        with open(f"/proc/{process}/status", encoding="ascii", errors="replace") as status:
            for line in status:
                name, _, value = line.partition(":")
                if name == key:
                    return value.strip()
    except OSError:
        return ""
    return ""


def _last_error(name: str) -> OSError:
    number = ctypes.get_errno()
    return OSError(number, f"{name}: {os.strerror(number)}")
