"""What docs/reasons.md promises of a moult with its instruction and its reason: the page's program runs so in all tiers."""
import re

from harness import ROOT, clean_environment, run

PAGE = ROOT / "docs/reasons.md"
PATCH = re.compile(r"^```diff\n(.*?)^```", re.MULTILINE | re.DOTALL)
PROGRAM = re.compile(r"^`convert\.py`\n```python\n(.*?)^```\n\n```text\n(.*?)^```", re.MULTILINE | re.DOTALL)
REASON = "back-off 3: the container is a bytearray, which no specialization is for"


def patch():
    (found,) = PATCH.findall(PAGE.read_text())
    return found


def check(report, moult, folder):
    page = PAGE.read_text()
    program, expected = PROGRAM.search(page).groups()
    (folder / "convert.py").write_text(program)

    def output(*arguments):
        outcome = run([moult, *arguments], cwd=folder, timeout=120, env=clean_environment())
        return (outcome.out + outcome.err).decode()

    def expect(what, word, text):
        report.add(what, None if word in text else f"{word!r} is not in:\n{text[-2500:]}")

    for tier in ("baseline", "adaptive", "jit"):
        found = output(f"--tier={tier}", *(["--jit-threshold=8", "--jit-sync"] if tier == "jit" else []), "convert.py")
        report.add(f"what convert.py prints, {tier}", None if found == expected else f"expected {expected}\nactual {found}")
    wordcode = output("dis", "convert.py")
    expect("the wordcode", "CONVERT_VALUE            2\n", wordcode)
    executable = output("dis", "--executable", "--run", "convert.py")
    expect("the executable code", "CONVERT_VALUE                  2\n", executable)
    expect("the reason", REASON, executable)
    expect("the page quotes it", REASON, page)
