# SPDX-License-Identifier: BSL-1.0
"""One short script of several modules of JavaScript, for scripts/page.

It knows as much of the language as page/ uses (scripts/lint-page sees to semicolons and to names that are declared): the
result has no comments, no whitespace that is not needed, and short names for variables. Names of properties stay.
"""

import itertools
import re
import string

TOKEN = re.compile(
    r"(?P<space>\s+|//[^\n]*|/\*.*?\*/)"
    r"|(?P<text>'(?:[^'\\\n]|\\.)*')"
    r"|(?P<word>[A-Za-z_$][\w$]*)"
    r"|(?P<number>\d[\w.]*)"
    r"|(?P<sign>\.\.\.|>>>=?|[*&|?]{2}=?|=>|[=!]==?|\?\.(?!\d)|\+\+|--|<<|>>|[-+*/%&|^<>]=|[-+*/%&|^<>=!~?:;,.(){}\[\]])",
    re.DOTALL,
)
REGEX = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
KEYWORDS = set(
    "as async await break case catch class const continue default delete do else export extends false finally for from function "
    "if import in instanceof let new null of return static super switch this throw true try typeof undefined var void while "
    "yield NaN Infinity".split()
)
# What a script finds around it. It must declare none of these.
GLOBALS = set(
    "Array Boolean Float64Array Intl JSON Map Math Number Object ResizeObserver Set String URLSearchParams Uint32Array Uint8Array "
    "clearTimeout document getComputedStyle history location setTimeout".split()
)


def tokens(source):
    """The tokens as [kind, text], without whitespace and comments. A template is `text` parts around its tokens."""
    found, at, braces = [], 0, []
    while at < len(source):
        in_template = source[at] == "`" or (source[at] == "}" and braces and braces[-1] == "`")
        if in_template:
            if source[at] == "}":
                braces.pop()
            end = at + 1
            while source[end] != "`" and source[end : end + 2] != "${":
                end += 2 if source[end] == "\\" else 1
            if source[end] == "$":
                braces.append("`")
                end += 1
            found.append(["template", source[at : end + 1]])
            at = end + 1
            continue
        before = found[-1] if found else ["sign", ";"]
        is_operand = before[0] in ("number", "text") or before[1] in (")", "]", "}") or (
            before[0] == "word" and before[1] not in KEYWORDS
        ) or (before[0] == "template" and before[1].endswith("`"))
        match = (None if is_operand or source[at : at + 2] in ("//", "/*") else REGEX.match(source, at)) or TOKEN.match(source, at)
        if not match:
            raise ValueError(f"what is {source[at:at + 30]!r}?")
        kind = match.lastgroup or "text"
        if match[0] in ("{", "}"):
            braces.append("{") if match[0] == "{" else braces.pop()
        if kind != "space":
            found.append([kind, match[0]])
        at = match.end()
    return found


def is_block(before):
    """Whether a `{` after the token `before` begins a block, and not an object or a pattern."""
    return before[1] in (")", "=>", "else", "try", "finally", "catch", "do", ";", "{", "}")


def mark_names(found):
    """Makes each `word` that names a variable a `name`, and a property that is short for `x: x` that."""
    marked, around = [], []
    for index, (kind, text) in enumerate(found):
        before = found[index - 1] if index > 0 else ["sign", ";"]
        after = found[index + 1][1] if index + 1 < len(found) else ";"
        if kind == "template":
            if text.startswith("}"):
                around.pop()
            if text.endswith("${"):
                around.append("${")
        elif text in ("(", "[", "{"):
            around.append("object" if text == "{" and not is_block(before) else text)
        elif text in (")", "]", "}"):
            around.pop()
        elif kind == "word" and text not in KEYWORDS and before[1] not in (".", "?."):
            is_entry = bool(around) and around[-1] == "object" and before[1] in ("{", ",")
            if is_entry and after in (",", "}", "="):
                marked += [["word", text], ["sign", ":"]]
            if not is_entry or after in (",", "}", "="):
                kind = "name"
        marked.append([kind, text])
    return marked


def shortened(sources):
    """The sources, one after the other, as one short text of a line for each statement at the top level."""
    found = mark_names([token for source in sources for token in tokens(source)])
    uses = {}
    for kind, text in found:
        if kind == "name" and text not in GLOBALS:
            uses[text] = uses.get(text, 0) + 1
    letters = string.ascii_letters
    names = filter(lambda name: name not in KEYWORDS, itertools.chain(letters, map("".join, itertools.product(letters, repeat=2))))
    short = dict(zip(sorted(uses, key=lambda name: (-uses[name], name)), names))
    # For each open bracket, and for the whole: whether the statement at hand declares variables.
    result, declares = "", [False]
    for index, (kind, text) in enumerate(found):
        before = found[index - 1][1] if index > 0 else ";"
        after = found[index + 1][1] if index + 1 < len(found) else ""
        if text in ("const", "let"):
            if before == ";" and declares[-1]:
                continue
            declares[-1] = before in (";", "{", "}")
            text = "let"
        elif text == "undefined":
            text = "void 0"
        elif kind == "name":
            text = short.get(text, text)
        # The last semicolon or comma before what closes says nothing.
        elif (text == ";" and after == "}") or (text == "," and after in ("}", ")")):
            continue
        elif text == ";" and declares[-1]:
            declares[-1] = after in ("const", "let")
            text = "," if declares[-1] else ";"
        if result and re.match(r"[\w$]{2}|\+\+|--|//", result[-1] + text[0]):
            result += " "
        result += text
        if kind == "template":
            declares += [False] * text.endswith("${")
            del declares[len(declares) - text.startswith("}") :]
        elif kind == "sign" and text in "([{":
            declares.append(False)
        elif kind == "sign" and text in ")]}":
            declares.pop()
        if len(declares) == 1 and before != "=>" and (text in (";", ",") or (text == "}" and after in ("const", "let", "function", "for", "if", ""))):
            result += "\n"
    return result
