"""Says where a lock in requirements/ no longer answers what was asked for, without asking a registry."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement

FOLDER = Path(__file__).parent.parent / "requirements"
LOCKS = {"run": ("run", "build"), "test": ("test",)}
ADDRESS = re.compile(r"://|^-|\s-[a-z]|@")


def asked_in(name: str) -> Iterator[Requirement]:
    for row in (FOLDER / f"{name}.in").read_text().splitlines():
        if row.startswith("-r "):
            yield from asked_in(row.removeprefix("-r ").removesuffix(".in"))
        elif row and not row.startswith("#"):
            yield Requirement(row)


def pins_of(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", lock, re.MULTILINE))


def faults_of(name: str) -> Iterator[str]:
    lock = (FOLDER / f"{name}.txt").read_text()
    pins = pins_of(lock)
    for row in lock.replace("--hash=sha256:", "").splitlines():
        if ADDRESS.search(row):
            yield f"{name}.txt names an address or an option: {row}"
    for source in LOCKS[name]:
        for asked in asked_in(source):
            if asked.name not in pins or not asked.specifier.contains(pins[asked.name]):
                yield f"{name}.txt does not answer `{asked}` of {source}.in"


def differences() -> Iterator[str]:
    run, test = (pins_of((FOLDER / f"{name}.txt").read_text()) for name in LOCKS)
    for package in sorted(run):
        if test.get(package) != run[package]:
            yield f"test.txt has another {package} than run.txt"


def main() -> int:
    faults = [*faults_of("run"), *faults_of("test"), *differences()]
    for fault in faults:
        print(fault)
    if faults:
        print("Write the locks anew: make lock")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
