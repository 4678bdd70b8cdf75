# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

"""clang-tidy over the project's translation units, for tools/check-style.

Nine tenths of clang-tidy's time go into headers of ns-3 and of the standard library, which every
check reads through again for every file. Two things make that affordable:

 - Clean files are remembered by content, flags and version, in the user's cache folder, so that all
   work trees and clones share what one of them found out.
 - Many files are checked in groups that read the headers once. A group that is not clean is halved,
   down to single files, and only what these say counts: some files cannot be read as one. A few
   files are always checked alone, because only that shows an #include that is missing.
"""

import concurrent.futures
import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

GROUP_SIZE = 40
ALONE_UP_TO = 16  # files to check
KEPT_DAYS = 60

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"([^"]+)"', re.MULTILINE)
FINDING = re.compile(r"^(.+?):(\d+):\d+: (?:error|warning): (.*)$", re.MULTILINE)
# What a declaration at the left margin declares; the layout indents all that is not at namespace
# scope. Names after "::" are members and cannot clash.
DECLARED = re.compile(
    r"^(?=[\w#}])(?!namespace|using namespace|NS_)"
    r"(?:(?:class|struct|union|enum class|enum) (?P<type>\w+)"
    r"|#define (?P<macro>\w+)"
    r"|(?:[\w:<>,&*\[\]} ]*[ &*>])?(?P<other>\w+)(?=\(| =|=|\{|;|\[))",
    re.MULTILINE,
)


class Memory:
    """Keys of clean files, one empty file each."""

    def __init__(self, folder=None):
        if folder is None:
            base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
            folder = Path(base) / "ipsec-offload" / "clang-tidy"
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def has(self, key):
        try:
            os.utime(self.folder / key)  # so that forget_old() knows what is in use
            return True
        except FileNotFoundError:
            return False

    def add(self, key):
        (self.folder / key).touch()

    def forget_old(self):
        limit = time.time() - KEPT_DAYS * 86400
        for entry in os.scandir(self.folder):
            if entry.stat().st_mtime < limit:
                Path(entry.path).unlink(missing_ok=True)


class Unit:
    """A translation unit: what compile_commands.json says of a file."""

    def __init__(self, root, entry):
        self.name = os.path.relpath(entry["file"], root)
        self.top = self.name.split("/")[0]
        words = shlex.split(entry["command"])
        at = words.index("-o")
        self.flags = tuple(words[1:at])

    def key(self, tree, base, included):
        """Changes with all that clang-tidy's answer depends on, but not with the work tree's place.

        base: versions and configuration, bytes; included: remembers what includes what.
        """
        root = str(tree.root)
        digest = hashlib.sha256(base)
        digest.update("\0".join(flag.replace(root, "") for flag in self.flags).encode())
        for part in closure(tree, self.name, included):
            digest.update(b"\0" + part.encode() + b"\0" + (tree.root / part).read_bytes())
        return digest.hexdigest()


def closure(tree, name, included):
    """The file and all files of the project that it includes, sorted."""
    seen = set()
    todo = [name]
    while todo:
        current = todo.pop()
        if current in seen:
            continue
        seen.add(current)
        if current not in included:
            text = (tree.root / current).read_text(encoding="utf-8", errors="replace")
            found = (tree.own_file(current, match.group(1)) for match in INCLUDE.finditer(text))
            included[current] = [file for file in found if file]
        todo.extend(included[current])
    return sorted(seen)


def declared_names(text):
    """Names that a source declares at namespace scope: more than enough to see clashes.

    Tidy.check() gives each file of a group a main() of its own.
    """
    names = {m.group("type") or m.group("macro") or m.group("other") for m in DECLARED.finditer(text)}
    return names - {"main"}


def group(units, text_of):
    """Lists of units with the same folder at the top and the same flags, none of which declares what
    another does."""
    groups = []
    for unit in units:
        names = declared_names(text_of(unit.name))
        for members, taken in groups:
            if (
                len(members) < GROUP_SIZE
                and members[0].top == unit.top
                and members[0].flags == unit.flags
                and not names & taken
            ):
                members.append(unit)
                taken |= names
                break
        else:
            groups.append(([unit], names))
    return [members for members, _ in groups]


class Tidy:
    """clang-tidy in its own configuration, without precompiled headers: missing includes show."""

    def __init__(self, tree):
        self.tree = tree
        self.build = tree.root / "build" / "tidy"

    def configure(self):
        command = ["cmake", "-S", ".", "-B", str(self.build), "-G", "Ninja"]
        command += ["-DCMAKE_CXX_COMPILER=clang++-14", "-DIPSEC_OFFLOAD_PCH=OFF"]
        command += ["-DCMAKE_CXX_COMPILER_LAUNCHER="]
        result = self._run(command)
        if result.returncode != 0:
            sys.exit("check-style: cannot configure build/tidy\n" + result.stdout + result.stderr)

    def units(self):
        entries = json.loads((self.build / "compile_commands.json").read_text())
        units = (Unit(self.tree.root, entry) for entry in entries)
        return [unit for unit in units if not unit.name.startswith("build")]

    def base(self):
        """What the answer for each file depends on, beside the file and its flags."""
        versions = self._run(["clang-tidy-14", "--version"]).stdout
        versions += self._run(["dpkg-query", "-W", "libns3-dev", "libstdc++-12-dev"]).stdout
        config = (self.build / "include/ns3/ipsec-offload-config.h").read_bytes()
        return versions.encode() + (self.tree.root / ".clang-tidy").read_bytes() + config

    def check(self, units):
        """Findings of a group as (file, line, text): none, or those of its files alone."""
        if len(units) == 1:
            return self._check_source(units[0], self.tree.root / units[0].name)
        # NS_LOG_COMPONENT_DEFINE declares the same name in each file, and each program has a main().
        lines = []
        for number, unit in enumerate(units):
            for name in ("g_log", "main"):
                lines.append(f"#define {name} {name}_{number}")
            lines.append(f'#include "{self.tree.root / unit.name}" // NOLINT')
            for name in ("g_log", "main"):
                lines.append(f"#undef {name}")
        folder = self.build / "groups"
        folder.mkdir(exist_ok=True)
        source = folder / (units[0].name.replace("/", "_"))
        source.write_text("\n".join(lines) + "\n")
        if not self._check_source(units[0], source):
            return []
        half = len(units) // 2
        return self.check(units[:half]) + self.check(units[half:])

    def _check_source(self, unit, source):
        # The members of a group are headers to clang-tidy.
        shown = "--header-filter=/(model|helper|planner|examples|test|bench)/.*\\.(h|cc)$"
        # A renamed main() may not end without a return; the compilers of the build look for the rest.
        command = ["clang-tidy-14", "--quiet", shown, str(source), "--", *unit.flags]
        command += ["-Wno-return-type"]
        result = self._run(command)
        if result.returncode == 0 and not result.stdout.strip():
            return []
        findings = [
            (os.path.relpath(match.group(1), self.tree.root), int(match.group(2)), match.group(3))
            for match in FINDING.finditer(result.stdout)
        ]
        failure = "clang-tidy failed: " + (result.stdout + result.stderr).strip()
        return findings or [(unit.name, 1, failure)]

    def _run(self, command):
        return subprocess.run(
            command,
            cwd=self.tree.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )


def findings(tree, everything, alone=False):
    """Findings of clang-tidy as (file, line, text).

    tree: what to check; everything: all files of the project; alone: check each file alone.
    """
    if not shutil.which("clang-tidy-14") or not shutil.which("clang++-14"):
        sys.exit("check-style: clang-tidy-14 or clang-14 not found, run tools/install-packages")
    tidy = Tidy(everything)
    tidy.configure()
    memory = Memory()
    memory.forget_old()
    base = tidy.base() + (b"alone" if alone else b"")
    included = {}
    wanted = set(tree.files)
    keys = {}
    work = []
    for unit in sorted(tidy.units(), key=lambda unit: unit.name):
        if unit.name in wanted:
            keys[unit] = unit.key(everything, base, included)
            if not memory.has(keys[unit]):
                work.append(unit)
    alone = alone or len(work) <= ALONE_UP_TO
    text_of = lambda name: (everything.root / name).read_text(encoding="utf-8")
    groups = [[unit] for unit in work] if alone else group(work, text_of)

    seen = set()
    done = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for units, found in zip(groups, pool.map(tidy.check, groups)):
            done += len(units)
            print(f"  clang-tidy: {done} of {len(work)} files", flush=True)
            if not found:
                for unit in units:
                    memory.add(keys[unit])
            for finding in found:
                if finding not in seen:
                    seen.add(finding)
                    yield finding
