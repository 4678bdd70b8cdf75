# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

"""Finds the places of a C++ source that a mutant can change.

The sources are laid out by clang-format, which makes them easy to read without a compiler: a
binary operator has blanks around it, a template's bracket has none. What is read wrongly does no
harm: such a mutant does not compile and drops out of the draw.
"""

import hashlib
import re
from dataclasses import dataclass, field

TOKEN = re.compile(
    r"(?P<skip>\s+|//[^\n]*|/\*.*?\*/|^[ \t]*#(?:\\\n|[^\n])*)"
    r'|(?P<text>R"\((?:.*?)\)"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\')'
    r"|(?P<number>\.?\d(?:[eE][+-]|'\w|[\w.])*)"
    r"|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<mark><<=|>>=|<=>|->\*|\.\.\.|::|->|\+\+|--|<<|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|.)",
    re.DOTALL | re.MULTILINE,
)
CLOSING = {"(": ")", "{": "}", "[": "]"}


@dataclass
class Token:
    """A piece of a source."""

    kind: str
    text: str
    start: int
    end: int
    blank: bool  # white space before it


def tokenize(text):
    """All tokens without comments and preprocessor lines."""
    tokens = []
    blank = True
    for match in TOKEN.finditer(text):
        if match.lastgroup == "skip":
            blank = True
            continue
        tokens.append(Token(match.lastgroup, match[0], match.start(), match.end(), blank))
        blank = False
    return tokens


def normal(text):
    """The text on one line, with single blanks and without comments."""
    out = ""
    for token in tokenize(text):
        out += (" " if token.blank and out else "") + token.text
    return out


@dataclass
class Unit:
    """What is replaced as a whole: a condition, a returned value, a first value or a statement."""

    kind: str  # "condition", "loop", "return", "value", "statement"
    file: str
    function: str
    returns_bool: bool
    returns_value: bool
    start: int
    end: int
    text: str
    tokens: list = field(repr=False)
    source: str = field(repr=False)  # the whole file


@dataclass(frozen=True)
class Mutant:
    """One change. Its anchor does not move when code elsewhere does."""

    unit: Unit = field(compare=False, hash=False)
    file: str
    function: str
    before: str
    after: str

    def order(self, seed):
        """Where it stands in the draw."""
        anchor = "\0".join([str(seed), self.file, self.function, self.before, self.after])
        return hashlib.sha256(anchor.encode()).hexdigest()


class Reader:
    """Reads one source into units."""

    def __init__(self, file, text):
        self.file = file
        self.text = text
        self.tokens = tokenize(text)
        self.units = []
        self.function = ""
        self.returns_bool = False
        self.returns_value = False
        self.read_scope(0, len(self.tokens))

    # Where things end ---------------------------------------------------------------------------

    def closing(self, at):
        """Index of the bracket that closes the one at an index."""
        opening, closing = self.tokens[at].text, CLOSING[self.tokens[at].text]
        depth = 0
        for i in range(at, len(self.tokens)):
            if self.tokens[i].text == opening:
                depth += 1
            elif self.tokens[i].text == closing:
                depth -= 1
                if depth == 0:
                    return i
        return len(self.tokens) - 1

    def find(self, mark, at, end):
        """Index of a mark outside brackets, or end."""
        while at < end and self.tokens[at].text != mark:
            at = (self.closing(at) if self.tokens[at].text in CLOSING else at) + 1
        return min(at, end)

    # Scopes and functions -----------------------------------------------------------------------

    def read_scope(self, at, end):
        """A file, a namespace or a class."""
        head = at
        while at < end:
            mark = self.tokens[at].text
            if mark == "{":
                close = self.closing(at)
                words = [t.text for t in self.tokens[head:at]]
                if "(" in words and "=" not in words:
                    if self.is_member_value(words):
                        at = close + 1
                        continue
                    self.read_function(words, at + 1, close)
                elif "=" not in words and "enum" not in words:
                    self.read_scope(at + 1, close)
                at = head = close + 1
            elif mark == ";" or (mark == ":" and at > 0 and self.tokens[at - 1].text in
                                 ("public", "private", "protected")):
                at += 1
                head = at
            elif mark in CLOSING:
                at = self.closing(at) + 1
            else:
                at += 1

    @staticmethod
    def is_member_value(words):
        """Whether a brace after these words is a member's first value in a constructor."""
        closed = len(words) - 1 - words[::-1].index(")") if ")" in words else 0
        members = ":" in words
        return members and (
            re.fullmatch(r"[A-Za-z_]\w*", words[-1]) is not None and closed < len(words) - 1
        )

    def read_function(self, words, at, end):
        name = words[: words.index("(")]
        last = len(name)
        while last > 0 and (re.fullmatch(r"[A-Za-z_]\w*|::|~", name[last - 1])
                            and not (last < len(name) and name[last] != "::"
                                     and name[last - 1] not in ("::", "~", "operator"))):
            last -= 1
        if "constexpr" in words or "consteval" in words:
            return
        self.function = "".join(name[last:]) or "operator"
        before = name[:last]
        self.returns_bool = "bool" in before[-1:]
        self.returns_value = bool(before) and before[-1] not in ("void", "&", "auto")
        self.read_block(at, end)

    # Statements ---------------------------------------------------------------------------------

    def read_block(self, at, end):
        while at < end:
            at = self.read_statement(at, end)

    def read_statement(self, at, end):
        """Index behind the statement."""
        word = self.tokens[at].text
        after = self.tokens[at + 1].text if at + 1 < end else ""
        if word == "{":
            close = self.closing(at)
            self.read_block(at + 1, close)
            return close + 1
        if word in ("else", "do", "try", ";"):  # a semicolon: behind "do ... while (...)"
            return at + 1
        if word in ("if", "while", "for", "switch", "catch"):
            if after != "(":  # if constexpr
                return self.closing(self.find("(", at, end)) + 1
            close = self.closing(at + 1)
            if word in ("if", "while"):
                self.read_condition("condition", at + 2, close)
            elif word == "for":
                first = self.find(";", at + 2, close)
                self.read_condition("loop", first + 1, self.find(";", first + 1, close))
            return close + 1
        if word in ("case", "default"):
            return self.find(":", at, end) + 1
        stop = self.find(";", at, end)
        if word == "return":
            self.add("return", at + 1, stop, whole=(at, stop))
        elif word in ("break", "continue", "goto", "throw", "using", "static", "constexpr",
                      "struct", "typedef", "delete") or word.startswith("NS_"):
            pass
        else:
            self.read_simple(at, stop)
        return stop + 1

    def read_condition(self, kind, at, end):
        words = [t.text for t in self.tokens[at:end]]
        if "=" not in words and ";" not in words:
            self.add(kind, at, end)

    def read_simple(self, at, stop):
        """A declaration or an expression that ends with a semicolon."""
        equals = self.find("=", at, stop)
        words = [t.text for t in self.tokens[at:min(equals, stop)]]
        if equals < stop and self.is_declaration(words):
            if self.tokens[equals + 1].text == "[":  # a lambda: its statements are ours
                body = self.find("{", equals + 1, stop)
                if body < stop:
                    self.read_block(body + 1, self.closing(body))
            elif self.tokens[equals + 1].text != "{":
                self.add("value", equals + 1, stop)
        elif not self.is_declaration(words):
            self.add("statement", at, stop, whole=(at, stop))

    @staticmethod
    def is_declaration(words):
        """Whether words begin a declaration: a type and a name stand side by side."""
        if words[0] in ("const", "auto", "unsigned"):
            return True
        depth = 0
        for i, word in enumerate(words):
            if word in ("(", "["):
                return False
            depth += (word == "<") - (word == ">")
            type_before = i and re.fullmatch(r"[A-Za-z_]\w*|>|&|\*", words[i - 1])
            if type_before and depth == 0 and re.fullmatch(r"[A-Za-z_]\w*", word):
                return True
        return False

    def add(self, kind, at, end, whole=None):
        if at >= end:
            return
        first, last = whole or (at, end)
        stop = self.tokens[last].end if whole else self.tokens[end - 1].end
        tokens = self.tokens[at:end]
        self.units.append(
            Unit(kind, self.file, self.function, self.returns_bool, self.returns_value,
                 self.tokens[first].start, stop,
                 self.text[tokens[0].start : tokens[-1].end], tokens, self.text)
        )


SWAPS = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==",
    "&&": "||", "||": "&&", "+": "-", "-": "+", "*": "/", "/": "*", "%": "/",
    "+=": "-=", "-=": "+=", "*=": "/=", "/=": "*=", "&": "|", "|": "&",
}
# Where a value is empty already, "{}" changes nothing; NONE is the first of its enumeration.
PLAIN = re.compile(r"(false|true|nullptr|\{\}|0|[\w:]*::NONE|.*[{\[].*)", re.DOTALL)


def replacements(unit):
    """The texts that a unit can be replaced by."""
    tokens = unit.tokens
    base = tokens[0].start

    def changed(token, text):
        return unit.text[: token.start - base] + text + unit.text[token.end - base :]

    for i, token in enumerate(tokens):
        near = [t.kind for t in (tokens[max(i - 1, 0)], tokens[min(i + 1, len(tokens) - 1)])]
        if token.kind == "number":
            more = "1" if token.text == "0" else f"({token.text} + 1)"
            yield changed(token, more)
        elif token.text in ("true", "false"):
            yield changed(token, "false" if token.text == "true" else "true")
        elif token.text in ("++", "--") and i + 1 < len(tokens):
            yield changed(token, "--" if token.text == "++" else "++")
        elif (token.text in SWAPS and 0 < i < len(tokens) - 1 and token.blank
              and tokens[i + 1].blank and not ("text" in near and token.text in "+-")):
            yield changed(token, SWAPS[token.text])
    if unit.kind == "condition" or (unit.kind == "return" and unit.returns_bool
                                    and not PLAIN.fullmatch(unit.text)):
        yield f"!({unit.text})"
    if unit.kind == "return" and unit.returns_value and not PLAIN.fullmatch(unit.text):
        yield "{}"
    if unit.kind == "statement":
        yield ""


def read_units(file, text):
    """The units of a source."""
    return Reader(file, text).units


def read_mutants(file, text):
    """All mutants of a source; of those that read alike in a function only the first one."""
    mutants = {}
    for unit in read_units(file, text):
        for after in replacements(unit):
            mutant = Mutant(unit, file, unit.function, normal(unit.text), normal(after))
            mutants.setdefault(mutant, mutant)
    return list(mutants.values())
