"""What docs/almost-equal.md promises of a moult with its operator: its program and its commands print what the page says."""
import re
import tempfile
from pathlib import Path

from harness import ROOT, run
from page_examples import check_examples

PAGE = ROOT / "docs/almost-equal.md"
PROGRAM = re.compile(r"^`almost\.py`\n```python\n(.*?)^```\n\n```text\n(.*?)^```", re.MULTILINE | re.DOTALL)


def patch():
    return (ROOT / "docs/almost-equal/almost-equal.patch").read_text()


def check(report, moult, _):
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        program, expected = PROGRAM.search(PAGE.read_text()).groups()
        (folder / "almost.py").write_text(program)
        (folder / "line.py").write_text("a ~= b\n")
        outcome = run([moult, "almost.py"], cwd=folder, timeout=60)
        found = (outcome.out + outcome.err).decode()
        report.add("what almost.py prints", None if found == expected else f"expected {expected}\nactual {found}")
        check_examples(report, moult, PAGE, folder)
