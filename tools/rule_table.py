# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

"""The table of rules, doc/conformance.txt: names, kernel profiles, titles, reasons."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "doc/conformance.txt"

PROFILES = [
    "FreeBsd",
    "FreeBsdOld",
    "LinuxCrypto",
    "LinuxPacket",
    "DpdkInline",
    "Ideal",
    "Opnsense",
]
GROUPS = {
    "all": PROFILES,
    "bsd": ["FreeBsd", "FreeBsdOld", "Opnsense"],
    "linux": ["LinuxCrypto", "LinuxPacket"],
    "none": [],
}


class Rule:
    """One rule of the specification."""

    def __init__(self, line, name, profiles, title):
        self.line = line
        self.name = name
        self.profiles = profiles
        self.title = title
        self.reason = None
        self.tests = []
        self.proof = None  # suite and test case that failed when the rule was broken

    def letter(self):
        return self.name[0]

    def number(self):
        return int(self.name[1:])


class Findings:
    """What is wrong, each with its place."""

    def __init__(self):
        self.count = 0

    def add(self, path, line, text):
        print(f"{path.relative_to(ROOT)}:{line}: {text}", file=sys.stderr)
        self.count += 1


def kernel_profiles(text):
    """The profiles that a column of the rules' file names, or None."""
    words = text.split()
    if words[:2] == ["all", "but"]:
        without = kernel_profiles(" ".join(words[2:]))
        return without and [p for p in PROFILES if p not in without]
    chosen = set()
    for word in words:
        if word in GROUPS:
            chosen.update(GROUPS[word])
        elif word in PROFILES:
            chosen.add(word)
        else:
            return None
    return [p for p in PROFILES if p in chosen] if words else None


def read_rules(findings):
    """Rules by name, and the reasons by letter for those that have none of their own."""
    rules = {}
    defaults = {}
    last = None
    for number, line in enumerate(RULES.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        default = re.fullmatch(r"default ([A-Z])1-\1(\d+): (.+)", line)
        reason = re.fullmatch(r"    not modelled: (.+)", line)
        rule = re.fullmatch(r"([A-Z]\d+) \| ([^|]+) \| ([^|]+)", line)
        if default:
            defaults[default[1]] = (int(default[2]), default[3])
        elif reason and last and last.reason is None:
            last.reason = reason[1]
        elif rule:
            name, column, title = rule.groups()
            profiles = [column] if name[0] != "R" else kernel_profiles(column)
            if profiles is None:
                findings.add(RULES, number, f"no kernel profile(s) '{column}'")
            if name in rules:
                findings.add(RULES, number, f"{name} is there twice")
            last = rules[name] = Rule(number, name, profiles, title)
        else:
            findings.add(RULES, number, "neither a rule nor a reason: " + line.strip())
    return rules, defaults


def profiles_text(rule):
    if rule.letter() != "R":
        return rule.profiles[0]
    if rule.profiles == PROFILES:
        return "all"
    if not rule.profiles:
        return "none"
    without = [p for p in PROFILES if p not in rule.profiles]
    if len(without) < 3:
        return "all but " + ", ".join(without)
    return ", ".join(rule.profiles)
