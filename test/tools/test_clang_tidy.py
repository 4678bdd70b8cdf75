# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

"""What tools/clang_tidy.py remembers and what it reads together."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
import clang_tidy  # noqa: E402


class Place:
    """A work tree with a source and a header."""

    def __init__(self, folder):
        self.root = Path(folder)
        (self.root / "a.cc").write_text('#include "a.h"\nint A();\n')
        (self.root / "a.h").write_text("// header\n")

    def own_file(self, including, name):
        del including
        return name if (self.root / name).is_file() else None

    def key(self, flags="-O2", base=b"14"):
        command = f"clang++ -I{self.root}/include {flags} -o a.o -c {self.root}/a.cc"
        entry = {"file": str(self.root / "a.cc"), "command": command}
        return clang_tidy.Unit(self.root, entry).key(self, base, {})


class KeyTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.place = Place(folder.name)
        self.before = self.place.key()

    def test_same_in_another_work_tree(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(self.before, Place(folder).key())

    def test_changes_with_the_source(self):
        (self.place.root / "a.cc").write_text('#include "a.h"\nint B();\n')
        self.assertNotEqual(self.before, self.place.key())

    def test_changes_with_a_header(self):
        (self.place.root / "a.h").write_text("// another\n")
        self.assertNotEqual(self.before, self.place.key())

    def test_changes_with_flags_and_version(self):
        self.assertNotEqual(self.before, self.place.key(flags="-O1"))
        self.assertNotEqual(self.before, self.place.key(base=b"15"))


class MemoryTest(unittest.TestCase):
    def test_remembers_what_it_was_told(self):
        with tempfile.TemporaryDirectory() as folder:
            clang_tidy.Memory(folder).add("clean")
            memory = clang_tidy.Memory(folder)
            memory.forget_old()
            self.assertTrue(memory.has("clean"))
            self.assertFalse(memory.has("unknown"))


class GroupTest(unittest.TestCase):
    SOURCES = {
        "model/a.cc": "namespace\n{\nvoid\nHelp(int x)\n{\n    int y = x;\n}\n} // namespace\n",
        "model/b.cc": "constexpr int Help = 1;\n",
        "model/c.cc": "class C\n{\n};\n\nvoid\nC::Help()\n{\n}\n",
        "test/d.cc": "class D\n{\n};\n",
    }

    def test_names_at_namespace_scope(self):
        names = [clang_tidy.declared_names(text) for text in self.SOURCES.values()]
        self.assertEqual(names, [{"Help"}, {"Help"}, {"C"}, {"D"}])

    def test_clashes_and_folders_are_kept_apart(self):
        units = [
            clang_tidy.Unit("/p", {"file": f"/p/{name}", "command": f"c++ -o x -c /p/{name}"})
            for name in self.SOURCES
        ]
        groups = clang_tidy.group(units, self.SOURCES.get)
        names = [[unit.name for unit in members] for members in groups]
        self.assertEqual(names, [["model/a.cc", "model/c.cc"], ["model/b.cc"], ["test/d.cc"]])


if __name__ == "__main__":
    unittest.main()
