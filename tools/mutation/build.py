# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

"""Builds a copy of the project with all chosen mutants in it.

Each place becomes a choice at run time: MUTANT=17 in the environment turns mutant 17 on. A program
that runs with MUTANT_HITS=FILE notes there, one octet a mutant, which ones it came by; the file is
mapped, so children count and a killed process loses nothing. With MUTANT_CASE=NAME a test suite has
that test case only.
"""

import json
import os
import re
import subprocess
from pathlib import Path

from .source import read_units

# One line before each source that has mutants.
DECLARATION = """\
extern "C" {{ extern unsigned char* g_mutantHits; extern unsigned g_mutant; }} \
namespace {{ inline bool Mutated(unsigned number) \
{{ g_mutantHits[number] = 1; return number == g_mutant; }} }}
# 1 "{path}"
"""
SWITCH = """\
#include "ns3/test.h"

#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace
{{
constexpr size_t COUNT = {count};
unsigned char g_nobodyAsks[COUNT];
}} // namespace

extern "C"
{{
unsigned char* g_mutantHits = g_nobodyAsks;
unsigned g_mutant = 0;
}}

// Before anything else of the library runs.
__attribute__((constructor(101))) static void
ReadChoice()
{{
    if (const char* number = std::getenv("MUTANT"))
    {{
        g_mutant = std::atoi(number);
    }}
    if (const char* name = std::getenv("MUTANT_HITS"))
    {{
        const int file = open(name, O_RDWR | O_CREAT, 0600);
        void* hits = MAP_FAILED;
        if (file >= 0 && ftruncate(file, COUNT) == 0)
        {{
            hits = mmap(nullptr, COUNT, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        }}
        if (hits != MAP_FAILED)
        {{
            g_mutantHits = static_cast<unsigned char*>(hits);
        }}
    }}
}}

// Found before ns-3's own, which it calls.
void
ns3::TestCase::AddTestCase(TestCase* test, TestDuration duration)
{{
    using Add = void (*)(TestCase*, TestCase*, TestDuration);
    static const auto add = reinterpret_cast<Add>(
        dlsym(RTLD_NEXT, "_ZN3ns38TestCase11AddTestCaseEPS0_NS0_12TestDurationE"));
    const char* wanted = std::getenv("MUTANT_CASE");
    const bool ofSuite = dynamic_cast<TestSuite*>(this) != nullptr;
    if (!wanted || !ofSuite || test->GetName() == wanted)
    {{
        add(this, test, duration);
    }}
}}
"""


def render(unit, mutants, path):
    """The source text of a unit in which mutants, with their numbers, can be chosen.

    Line markers name the mutant in each error of the compiler. They call it a system header, in
    which there are no warnings.
    """

    def marked(number, mutant):
        return f'\n# {number} "<mutant>" 3\n{mutant}\n# {line} "{path}"\n'

    line = unit.source.count("\n", 0, unit.start) + 1
    original = unit.source[unit.start : unit.end]
    if unit.kind in ("statement", "return"):
        word = "return " if unit.kind == "return" else ""
        choices = "".join(
            f"if (Mutated({n})) {{ {marked(n, f'{word}{m};')} }} else " for n, m in mutants
        )
        return f"{{ {choices} {{ {original} }} }}"
    boolean = unit.kind in ("condition", "loop")
    choices = ""
    for number, mutant in mutants:
        value = f"static_cast<bool>({mutant})" if boolean else f"({mutant})"
        choices += f"Mutated({number}) ? {marked(number, value)} : "
    return f"({choices} {f'static_cast<bool>({original})' if boolean else f'({original})'})"


def instrument(path, mutants):
    """A source with its mutants: (number, mutant) in any order."""
    text = mutants[0][1].unit.source
    by_unit = {}
    for number, mutant in mutants:
        by_unit.setdefault((mutant.unit.start, mutant.unit.end), []).append((number, mutant))
    out = []
    last = 0
    for (start, end), here in sorted(by_unit.items()):
        out.append(text[last:start])
        out.append(render(here[0][1].unit, [(n, m.after) for n, m in here], path))
        last = end
    return DECLARATION.format(path=path) + "".join(out) + text[last:]


class Copy:
    """A copy of the project and its build."""

    def __init__(self, root, folder, jobs):
        self.root = root
        self.folder = folder
        self.jobs = jobs
        self.build = folder / "build/release"

    def update(self, changed):
        """Make the files those of the project, but for changed: texts by name."""
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=self.root, stdout=subprocess.PIPE, check=True,
        ).stdout.decode()
        names = {n for n in listed.split("\0") if n and (self.root / n).is_file()}
        for name in names | set(changed):
            target = self.folder / name
            if name in changed:
                content = changed[name].encode()
            else:
                content = (self.root / name).read_bytes()
            if not target.is_file() or target.read_bytes() != content:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
                if name in names:
                    target.chmod((self.root / name).stat().st_mode)
        for top in ("model", "helper", "planner", "test"):  # what CMake looks for by pattern
            for path in (self.folder / top).rglob("*"):
                name = str(path.relative_to(self.folder))
                if path.is_file() and name not in names and name not in changed:
                    path.unlink()

    def compile(self):
        """The compiler's messages, or None when all is built."""
        if not (self.build / "build.ninja").is_file():
            subprocess.run(
                ["cmake", "-S", self.folder, "-B", self.build, "-G", "Ninja"],
                stdout=subprocess.DEVNULL, check=True,
            )
        result = subprocess.run(
            ["ninja", "-k", "0", f"-j{self.jobs}", "-C", self.build, "ipsec-test-runner", "ipsec-plan"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
            check=False,
        )
        return None if result.returncode == 0 else result.stdout


class Numbers:
    """The number of each mutant, kept between runs so that little is built again.

    A mutant that did not compile has number 0: it is not tried again.
    """

    def __init__(self, copy):
        self.place = copy.folder.with_suffix(".json")
        self.known = json.loads(self.place.read_text()) if self.place.is_file() else {}

    @staticmethod
    def key(mutant):
        return "\n".join([mutant.file, mutant.function, mutant.before, mutant.after])

    def number(self, mutants):
        """Those that may compile, by number."""
        for mutant in mutants:
            self.known.setdefault(self.key(mutant), len(self.known) + 1)
        numbered = {self.known[self.key(m)]: m for m in mutants}
        numbered.pop(0, None)
        return numbered

    def drop(self, mutant):
        self.known[self.key(mutant)] = 0

    def save(self):
        self.place.parent.mkdir(parents=True, exist_ok=True)
        self.place.write_text(json.dumps(self.known))


def build(copy, mutants):
    """Build the copy with mutants; returns those that compile, by number."""
    numbers = Numbers(copy)
    numbered = numbers.number(mutants)
    while True:
        numbers.save()
        by_file = {}
        for number, mutant in numbered.items():
            by_file.setdefault(mutant.file, []).append((number, mutant))
        changed = {
            name: instrument(copy.folder / name, here) for name, here in by_file.items()
        }
        changed["model/mutation/mutation.cc"] = SWITCH.format(count=len(numbers.known) + 1)
        copy.update(changed)
        messages = copy.compile()
        if messages is None:
            return numbered
        bad = {int(n) for n in re.findall(r"^<mutant>:(\d+):", messages, re.MULTILINE)}
        bad &= set(numbered)
        if not bad:  # an error beside the mutants: all in its function are suspects
            bad = suspects(copy, numbered, messages)
        if not bad:
            raise SystemExit(messages + "\nmutate: the copy cannot be built")
        for number in bad:
            numbers.drop(numbered.pop(number))


def suspects(copy, numbered, messages):
    """Mutants in the functions that errors name."""
    bad = set()
    for path, line in re.findall(r"^(\S+?):(\d+):\d+: (?:fatal )?error", messages, re.MULTILINE):
        name = os.path.relpath((copy.build / path).resolve(), copy.folder)
        here = {n for n, m in numbered.items() if m.file == name}
        text = next((numbered[n].unit.source for n in here), "")
        near = [u for u in read_units(name, text) if text.count("\n", 0, u.start) + 1 <= int(line)]
        function = near[-1].function if near else None
        bad |= {n for n in here if numbered[n].function == function} or here
    return bad


def project_root():
    """The folder of the project."""
    return Path(__file__).resolve().parent.parent.parent
