# SPDX-License-Identifier: BSL-1.0
"""Finds workflow commands in a log as the runner of GitHub Actions does, from
https://docs.github.com/actions/reference/workflow-commands-for-github-actions and the runner's ActionCommand: in both
forms, `::name key=value,…::message` after white space at the beginning of a line, and `##[name key=value;…]message`
anywhere in it."""

import re

NAMES = {"add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error", "group", "notice", "remove-matcher",
         "save-state", "set-env", "set-output", "stop-commands", "warning"}


def unescape(text, characters):
    # The percent sign last: `%250A` is `%0A`, and no end of a line.
    for character in characters + "%":
        text = text.replace(f"%{ord(character):02X}", character)
    return text


def command_of(line):
    """(name, properties, message), or None."""
    line = line.lstrip()
    if line.startswith("::") and "::" in line[2:]:
        head, message = line[2:].split("::", 1)
        separator, of_data, of_property = ",", "\r\n", "\r\n:,"
    elif "##[" in line and "]" in line[line.index("##["):]:
        head, message = line[line.index("##[") + 3:].split("]", 1)
        separator, of_data, of_property = ";", ";\r\n]", ";\r\n]"
    else:
        return None
    name, _, rest = head.partition(" ")
    if name not in NAMES:
        return None
    properties = {}
    for pair in filter(None, rest.strip().split(separator)):
        key, _, value = pair.partition("=")
        if key and value:
            properties[key] = unescape(value, of_property)
    return name, properties, unescape(message, of_data)


def commands(log):
    return [found for found in map(command_of, re.split("\r\n|\r|\n", log)) if found]
