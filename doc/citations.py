# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

"""Sphinx extension: what code and manual cite, rules and publications.

.. rule:: R72
   :source: where it was read, if the section does not say

   Text.

describes a rule; its title, kernel profiles and reason come from doc/conformance.txt. A rule that is
not in that table has its title here: ".. rule:: H1 | Title". ":rule:`R72`" links to it, and so does a
bare R72 in any text of the manual.

.. source:: fastswan-cx7 | Title

   Text.

describes a publication, and ":source:`fastswan-cx7`" links to it. A citation of nothing is an error.
"""

import re
import sys
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.directives import ObjectDescription
from sphinx.domains import ObjType
from sphinx.domains.std import StandardDomain
from sphinx.roles import XRefRole
from sphinx.transforms import SphinxTransform

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
import rule_table  # noqa: E402

RULES, _ = rule_table.read_rules(rule_table.Findings())
BARE_RULE = re.compile(r"\b[RNGH]\d+\b")
# Where a rule's number stays what it is: literals, links, and what names the rule itself.
NO_LINKS = (
    nodes.FixedTextElement,
    nodes.literal,
    nodes.reference,
    nodes.title,
    nodes.comment,
    addnodes.pending_xref,
    addnodes.desc_signature,
)


def link_to_rule(name, docname):
    """A link to a rule of that name."""
    link = addnodes.pending_xref(
        "", refdomain="std", reftype="rule", reftarget=name, refdoc=docname, refwarn=True
    )
    link += nodes.inline(name, name)
    return link


class Citable(ObjectDescription):
    """Something with a name and a title that others link to."""

    def handle_signature(self, sig, signode):
        name, _, title = sig.partition(" | ")
        signode += addnodes.desc_name(name, name)
        signode += nodes.inline("", "  " + (title or self.title_of(name)))
        return name

    def title_of(self, name):
        """The title of what has none of its own in the manual."""
        raise self.error(f"{name} has no title")

    def add_target_and_index(self, name, sig, signode):
        signode["ids"].append(name)
        self.state.document.note_explicit_target(signode)
        self.env.get_domain("std").note_object(self.objtype, name, name, location=signode)


class RuleDirective(Citable):
    """A rule."""

    option_spec = {**Citable.option_spec, "source": directives.unchanged_required}

    def title_of(self, name):
        if name not in RULES:
            raise self.error(f"{name} is not in {rule_table.RULES.name}")
        return RULES[name].title

    def transform_content(self, contentnode):
        facts = " ".join(self.facts(RULES.get(self.names[0])))
        children, messages = self.state.inline_text(facts, self.lineno)
        contentnode += [nodes.paragraph("", "", nodes.emphasis("", "", *children)), *messages]

    def facts(self, rule):
        """The last line of a rule: where it holds, its tests, its source, why it is not modelled."""
        if rule:
            if rule.letter() == "R":
                yield f"Kernels: {rule_table.profiles_text(rule)}."
            elif rule.letter() == "N":
                yield f"NICs: {rule_table.profiles_text(rule)}."
            yield f":ref:`Tests <conformance-{rule.name}>`."
        if "source" in self.options:
            yield f"Source: {self.options['source']}."
        if rule and rule.reason:
            yield f"Not modelled: {rule.reason}."


class LinkBareRules(SphinxTransform):
    """Links rules that are named in running text."""

    default_priority = 500

    def apply(self, **kwargs):
        for text in list(self.document.findall(nodes.Text)):
            if not BARE_RULE.search(text) or self.is_exempt(text):
                continue
            parts = []
            last = 0
            for match in BARE_RULE.finditer(text):
                parts.append(nodes.Text(text[last : match.start()]))
                parts.append(link_to_rule(match[0], self.env.docname))
                last = match.end()
            parts.append(nodes.Text(text[last:]))
            text.parent.replace(text, [part for part in parts if part.astext()])

    @staticmethod
    def is_exempt(node):
        """Whether it is within something that gets no links."""
        while node.parent is not None:
            node = node.parent
            if isinstance(node, NO_LINKS):
                return True
        return False


def setup(app):
    """Called by Sphinx."""
    for name, directive in {"rule": RuleDirective, "source": Citable}.items():
        StandardDomain.object_types[name] = ObjType(name, name)
        app.add_directive_to_domain("std", name, directive)
        app.add_role_to_domain("std", name, XRefRole(warn_dangling=True))
    app.add_transform(LinkBareRules)
    return {"parallel_read_safe": True}
