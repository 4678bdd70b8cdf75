# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

"""Tests of tools/mutation: what is read of a source, and what is made of it."""

import sys
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

from mutation import build, campaign, source  # noqa: E402

SOURCE = """\
namespace ns3
{
constexpr int LIMIT = 4;

bool
Window::Check(int number) const
{
    const int size = m_size + 1; // a comment with a < b
    if (number < m_last && size > 0)
    {
        return false;
    }
    NS_LOG_INFO("number " << number);
    m_seen.push_back([this] { return m_size - 1; }());
    return m_last != number;
}
} // namespace ns3
"""


class MutationTest(unittest.TestCase):
    def changes(self):
        return {(m.before, m.after) for m in source.read_mutants("w.cc", SOURCE)}

    def test_units(self):
        units = source.read_units("w.cc", SOURCE)
        self.assertEqual([u.kind for u in units],
                         ["value", "condition", "return", "statement", "return"])
        self.assertEqual({u.function for u in units}, {"Window::Check"})

    def test_changes(self):
        changes = self.changes()
        for wanted in [
            ("m_size + 1", "m_size - 1"),
            ("number < m_last && size > 0", "number <= m_last && size > 0"),
            ("number < m_last && size > 0", "!(number < m_last && size > 0)"),
            ("false", "true"),
            ("m_last != number", "m_last == number"),
            ("m_seen.push_back([this] { return m_size - 1; }())", ""),
        ]:
            self.assertIn(wanted, changes)
        self.assertFalse([b for b, _ in changes if "NS_LOG" in b or "LIMIT" in b or b == "a < b"])

    def test_empty_statement(self):
        text = "void\nWait()\n{\n    do\n    {\n        Look();\n    } while (m_busy);\n}\n"
        self.assertEqual([u.text for u in source.read_units("w.cc", text)], ["Look()", "m_busy"])

    def test_anchor_stays(self):
        moved = "// more lines\n\n" + SOURCE
        self.assertEqual([m.order(1) for m in source.read_mutants("w.cc", SOURCE)],
                         [m.order(1) for m in source.read_mutants("w.cc", moved)])

    def test_instrumented_text(self):
        mutants = list(enumerate(source.read_mutants("w.cc", SOURCE), 1))
        text = build.instrument("w.cc", mutants)
        for number, _ in mutants:
            self.assertEqual(text.count(f"Mutated({number})"), 1)
        self.assertIn("(m_size + 1)", text)

    def test_names_rule(self):
        self.assertTrue(campaign.names_rule("R7 and R11-R13 in order", "R12"))
        self.assertTrue(campaign.names_rule("R7 and R11-R13 in order", "R7"))
        self.assertFalse(campaign.names_rule("R7 and R11-R13 in order", "R1"))
        self.assertFalse(campaign.names_rule("R7 and R11-R13 in order", "N12"))


if __name__ == "__main__":
    unittest.main()
