"""Files of at most 400 lines and functions of at most 70: what a reader can hold at once.

C++ is formatted by clang-format, so a function ends at the first line that begins with `}` in the
column in which the function's own first line began.
"""

import ast
import re

from source import Finding

FILE_LINES = 400
FUNCTION_LINES = 70

# Files that are one list by nature, or not ours to cut.
LONG_BY_NATURE = ("LICENSE", "CHANGELOG.md", "package-lock.json")

NOT_A_FUNCTION = re.compile(
    r"^\s*(?:\}|else\b|if\b|for\b|while\b|do\b|switch\b|case\b|try\b|namespace\b|class\b|struct\b|enum\b|"
    r"union\b|extern\b|return\b|INSTANTIATE_TEST_SUITE_P\b|#|//)")


def check_file_length(files):
    for file in files:
        if file.path.endswith(LONG_BY_NATURE) or file.suffix not in (".h", ".cc", ".py", ".sh", ".lua", ""):
            continue
        if not file.is_text() or (file.suffix == "" and not file.is_script()):
            continue
        if len(file.lines) > FILE_LINES:
            yield Finding(file.path, FILE_LINES + 1,
                          f"{len(file.lines)} lines; at most {FILE_LINES}. Is it two ideas?")


def check_function_length(files):
    for file in files:
        if file.is_cpp():
            spans = _cpp_functions(file.lines)
        elif file.suffix == ".py":
            spans = _python_functions(file.text)
        elif file.is_script():
            spans = _shell_functions(file.lines)
        else:
            continue
        for first, last in spans:
            if last - first + 1 > FUNCTION_LINES:
                yield Finding(file.path, first, f"a function of {last - first + 1} lines; at most {FUNCTION_LINES}")


def _indent(line):
    return len(line) - len(line.lstrip(" "))


def _cpp_functions(lines):
    """Line spans of function bodies with their signature; lambdas count for what holds them."""
    for index, line in enumerate(lines):
        if not line.endswith("{"):
            continue
        first = _statement_start(lines, index)
        head = " ".join(part.strip() for part in lines[first:index + 1])
        if "(" not in head or NOT_A_FUNCTION.match(head) or "[" in head.split("(")[0] or " = " in head.split("(")[0]:
            continue
        column = _indent(lines[first])
        for end in range(index + 1, len(lines)):
            if lines[end].strip() and _indent(lines[end]) <= column and lines[end].lstrip().startswith("}"):
                yield first + 1, end + 1
                break


def _statement_start(lines, index):
    """The line on which the statement ending at `index` begins."""
    while index > 0:
        above = lines[index - 1].strip()
        if not above or above.endswith((";", "{", "}", ":", ">")) or above.startswith(("//", "#")):
            break
        index -= 1
    return index


def _python_functions(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.lineno, node.end_lineno


def _shell_functions(lines):
    first = None
    for number, line in enumerate(lines, 1):
        if re.match(r"^[A-Za-z_]\w*\(\) [{(]$", line):
            first = number
        elif first and line in ("}", ")") or first and re.match(r"^\} [<>]", line):
            yield first, number
            first = None
