# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

"""What code, tests and manual cite, and whether a reader of the repository finds it.

R72, R72-R90           rules: an entry in doc/rules
doc/FILE.rst#ANCHOR    a label, rule or publication in that chapter
folder/file.h, x.rst   files; those of other projects are named in doc/sources.rst or doc/rules
"""

import os
import re
from pathlib import Path

RULE = re.compile(r"\b([RNGH])(\d+)(?:-\1(\d+))?\b")
CHAPTER = re.compile(r"\b(doc/[\w./-]+\.rst)#([\w-]+)")
FILE = re.compile(
    r"(?<![\w/.:*-])(?:(?:[\w.-]+/)*[\w-]+\.(?:md|rst)"
    r"|(?:model|helper|planner|test|tools|doc|scenarios|profiles|examples|bench|cmake)"
    r"/[\w./-]*\w\.(?:cc|h|txt|py|yaml|inc|cmake|svg))(?![\w*-])"
)
ANCHOR = re.compile(r"^ *\.\. (?:_([\w-]+):$|(?:rule|source):: ([\w-]+))", re.MULTILINE)
PLACEHOLDER = re.compile(r"(?:.*/)?[A-Z_]+(?:\.\w+)?")


class Citable:
    """What there is to cite.

    root: the work tree; files: those of the project, relative to it
    """

    def __init__(self, root, files):
        self.root = Path(root)
        self.names = {os.path.basename(f) for f in files}
        manual = [f for f in files if f.startswith("doc/") and f.endswith(".rst")]
        texts = {f: (self.root / f).read_text(encoding="utf-8") for f in manual}
        self.anchors = {
            f: {label or entry for label, entry in ANCHOR.findall(text)} for f, text in texts.items()
        }
        chapters = [f for f in manual if f.startswith("doc/rules/")]
        self.rules = set().union(*(self.anchors[f] for f in chapters))
        # Files of others are named with what was taken from them.
        self.elsewhere = "".join(texts.get(f, "") for f in [*chapters, "doc/sources.rst"])

    def has_file(self, path, folder):
        """Whether a path that a file in that folder cites is there, or somebody else's."""
        if path.startswith("../build/"):
            return True  # tools/make-doc makes it
        places = (self.root / path, self.root / folder / path)
        return any(p.exists() for p in places) or path in self.names or path in self.elsewhere


def findings(name, text, prose, citable):
    """(offset, text) of each citation of nothing.

    name: the file; text: all of it, for rules; prose: its comments, for files and chapters
    """
    for match in RULE.finditer(text):
        for number in dict.fromkeys((match[2], match[3] or match[2])):
            if match[1] + number not in citable.rules:
                yield match.start(), f"no rule {match[1]}{number} in doc/rules"
    for match in CHAPTER.finditer(prose):
        if match[2] not in citable.anchors.get(match[1], {match[2]}):
            if not PLACEHOLDER.fullmatch(match[2]):
                yield match.start(), f"no anchor {match[2]} in {match[1]}"
    for match in FILE.finditer(prose):
        if not PLACEHOLDER.fullmatch(match[0]) and not citable.has_file(match[0], os.path.dirname(name)):
            yield match.start(), f"cites {match[0]}, which is not there"
