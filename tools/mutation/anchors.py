# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

"""Reads files of named mutants. They are found by file, function and text, never by line:

model/room/file.cc | Class::Function
    - text in one statement, condition or returned value
    + what stands there instead; nothing: it is left out
    a rule's number, or why nobody can notice

The text must occur in one place of the function only.
"""

from dataclasses import dataclass

from .source import Mutant, normal, read_units


@dataclass
class Named:
    """An entry of such a file."""

    path: str
    line: int
    file: str
    function: str
    before: str
    after: str
    note: str

    def resolve(self, root):
        """The mutant that it means; exits with a sentence when there is none."""
        before, after = normal(self.before), normal(self.after)
        here = [(u, normal(u.text)) for u in read_units(self.file, (root / self.file).read_text())
                if u.function == self.function]
        # of units that read alike the first one is meant, as in the draw
        whole = [(u, text) for u, text in here if text == before][:1]
        places = [(u, text) for u, text in whole or here for _ in range(text.count(before))]
        if len(places) == 1:
            unit, text = places[0]
            changed = normal(text.replace(before, after))
            return Mutant(unit, unit.file, unit.function, text, changed)
        raise SystemExit(f"{self.path}:{self.line}: '{self.before.strip()}' stands {len(places)} "
                         f"times in {self.function} of {self.file}, expected once")


def read_named(path, root):
    """The entries of a file."""
    entries = []
    head = None
    block = []
    lines = path.read_text(encoding="utf-8").split("\n")
    shown = str(path.relative_to(root))
    for number, line in enumerate(lines + [""], 1):
        if line.startswith("#"):
            continue
        if line.startswith("    "):
            block.append(line[4:])
            continue
        if head:
            entries.append(entry(shown, *head, block))
            head, block = None, []
        if line.strip():
            head = (number, line)
    return entries


def entry(path, number, head, block):
    file, bar, function = head.partition(" | ")
    signs = [line[:1] for line in block]
    if not bar or signs[:1] != ["-"] or signs.count("-") != 1 or signs.count("+") != 1 \
            or signs[-1] in ("-", "+"):
        raise SystemExit(f"{path}:{number}: expected FILE | FUNCTION, then lines - + and a note")
    plus = signs.index("+")
    before = " ".join([block[0][1:]] + block[1:plus])
    return Named(path, number, file, function, before, block[plus][1:],
                 " ".join(block[plus + 1 :]).strip())
