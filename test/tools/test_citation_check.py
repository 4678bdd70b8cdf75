# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

"""What tools/citation_check.py accepts and refuses."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
import citation_check  # noqa: E402

# One letter apart from its number: this file is checked, too.
RULE = "R" + "900"


class CitationTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        files = {
            "doc/rules/one.rst": f".. rule:: {RULE}\n\n   Text.\n",
            "doc/sources.rst": ".. source:: card | A card\n\n   ``other/project:docs/card.md``\n",
            "doc/design.rst": ".. _rule-7:\n\n7. Text.\n",
            "model/a.h": "",
        }
        for name, text in files.items():
            path = Path(folder.name) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        self.citable = citation_check.Citable(folder.name, list(files))

    def findings(self, text):
        return [f for _, f in citation_check.findings("model/a.h", text, text, self.citable)]

    def test_accepts_what_is_there(self):
        for text in (
            RULE,
            f"{RULE}-{RULE}",
            "doc/design.rst#rule-7",
            "doc/sources.rst#card",
            "model/a.h",
            "design.rst",
            "docs/card.md",
            "doc/FILE.rst#ANCHOR",
            "scenarios/*.yaml",
        ):
            self.assertEqual(self.findings(text), [], text)

    def test_refuses_what_is_not(self):
        for text in (
            RULE + "1",
            f"{RULE}-{RULE}1",
            "doc/design.rst#rule-8",
            "doc/sources.rst#another",
            "model/" + "b.h",
            "notes" + ".md",
        ):
            self.assertEqual(len(self.findings(text)), 1, text)


if __name__ == "__main__":
    unittest.main()
