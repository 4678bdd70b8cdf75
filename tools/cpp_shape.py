# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

"""The shape of C++ sources: their classes with the number of members, and the length of functions.

Not a compiler: reads the layout that clang-format gives this project, and no macros that open
scopes.
"""

import re
from dataclasses import dataclass, field

TOKEN = re.compile(r"[{};]|(?:public|private|protected)\s*:(?!:)")
CLASS = re.compile(r"\b(class|struct|union)\s+(?:\[\[\w+\]\]\s+)?([\w:]+(?:<[^{]*>)?)\s*(?:final\b)?\s*(?=$|:(?!:))")
NO_MEMBER = re.compile(r"^(using|typedef|friend|static_assert|enum|template|static)\b")
FORWARD = re.compile(r"^(?:template\s*<[^;]*>\s*)?(class|struct)\s+(\w+)$")


@dataclass
class Class:
    """A class or struct, and what is declared in its own scope."""

    name: str
    line: int
    is_plain: bool  # a struct: its data are for everybody
    data: list = field(default_factory=list)
    functions: list = field(default_factory=list)


@dataclass
class Function:
    """A function with a body."""

    name: str
    line: int
    lines: int  # from its name to its closing brace


@dataclass
class Shape:
    """What a source declares."""

    classes: list = field(default_factory=list)
    functions: list = field(default_factory=list)
    forwards: list = field(default_factory=list)  # (name, line) of classes declared only


def _without_templates(text):
    """The text without what stands in angle brackets."""
    last = None
    while last != text:
        last = text
        text = re.sub(r"<[^<>;{}]*>", "", text)
    return text


def _function_name(text):
    match = re.search(r"(~?[\w:]+|operator\s*\S+?)\s*\(", _without_templates(text))
    return match[1] if match else "?"


def _blank_strings(code):
    blank = lambda match: match[0][0] + "_" * (len(match[0]) - 2) + match[0][-1]
    return re.sub(r'"(?:\\.|[^"\\\n])*"|(?<![0-9A-Fa-f])\'(?:\\.|[^\'\\\n])+\'', blank, code)


def read_shape(code):
    """
    :param code: a source without comments, at the same offsets
    :return: its shape
    """
    code = _blank_strings(code)
    code = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda m: re.sub(r"[^\n]", " ", m[0]), code, flags=re.M)
    shape = Shape()
    scopes = []  # of "namespace", "enum", "value", a Class, or a Function
    begin = 0  # of the statement

    def close(end):
        scope = scopes.pop()
        if isinstance(scope, Function):
            scope.lines = code.count("\n", 0, end) + 2 - scope.line
            shape.functions.append(scope)

    for token in TOKEN.finditer(code):
        inside = scopes[-1] if scopes else "namespace"
        text = code[begin : token.start()].strip()
        line = code.count("\n", 0, begin + len(code[begin : token.start()]) - len(code[begin : token.start()].lstrip())) + 1
        if token[0] == "{":
            bare = _without_templates(text)
            if inside in ("value", "enum") or isinstance(inside, Function):
                scopes.append("value")
                continue
            if re.match(r"(inline\s+)?namespace\b|extern\b[^(]*$", text):
                scopes.append("namespace")
            elif re.search(r"\benum\b", bare) and "(" not in bare:
                scopes.append("enum")
            elif CLASS.search(text) and "(" not in re.sub(r"alignas\s*\([^)]*\)", "", bare):
                match = CLASS.search(text)
                scopes.append(Class(match[2].split("::")[-1], line, match[1] != "class"))
                shape.classes.append(scopes[-1])
            elif "(" not in bare or re.search(r"=\s*$|\)\s*(noexcept\s*)?:[^:].*[\w>]$", bare, re.S):
                scopes.append("value")  # an initializer: the statement goes on behind it
                continue
            else:
                name = _function_name(text)
                if isinstance(inside, Class):
                    inside.functions.append(name)
                scopes.append(Function(name, line, 0))
            begin = token.end()
        elif token[0] == "}":
            if not scopes:
                continue
            was = scopes[-1]
            close(token.end())
            if was != "value":
                begin = token.end()
        elif token[0] == ";":
            if inside == "namespace" or isinstance(inside, Class):
                forward = FORWARD.match(text)
                if forward:
                    shape.forwards.append((forward[2], line))
                elif isinstance(inside, Class) and text and not NO_MEMBER.match(text):
                    bare = _without_templates(re.sub(r"\{.*\}", "", text, flags=re.S))
                    (inside.functions if "(" in bare else inside.data).append(text.split("\n")[-1])
                elif isinstance(inside, Class) and re.match(r"(static|template)\b", text):
                    bare = _without_templates(re.sub(r"\{.*\}", "", text, flags=re.S)).split("=")[0]
                    if "(" in bare:
                        inside.functions.append(text)
            if inside != "value" and not isinstance(inside, Function):
                begin = token.end()
        elif isinstance(inside, Class):
            begin = token.end()
    return shape
