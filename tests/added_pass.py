"""What docs/jit.md promises of a moult with its pass: it has a flag, a statistic, and does its work."""
import re

from harness import ROOT, clean_environment, run

PAGE = ROOT / "docs/jit.md"
PATCH = re.compile(r"^```diff\n(.*?)^```", re.MULTILINE | re.DOTALL)
PROGRAM = """
def f(n):
    total = 0
    for i in range(n):
        x = i + 0
        total += x
    return total
print(f(3000))
"""


def patch():
    (found,) = PATCH.findall(PAGE.read_text())
    return found


def check(report, moult, folder):
    (folder / "identities.py").write_text(PROGRAM)

    def output(*flags):
        outcome = run([moult, "--tier=jit", "--jit-sync", "--jit-threshold=20", *flags, "identities.py"], cwd=folder,
                      timeout=120, env=clean_environment())
        return (outcome.out + outcome.err).decode()

    def additions(text):
        return text.count("run BINARY_OP_ADD_INT")

    report.add("the result", None if output() == "4498500\n" else output())
    with_pass, without = output("--jit-dump=ir"), output("--jit-dump=ir", "--jit-disable=identities")
    report.add("additions of zero go", None if additions(with_pass) * 2 == additions(without) > 0 else with_pass + without)
    statistic = re.search(r"^pass identities +runs +\d+ changes +([1-9]\d*) ", output("--jit-stats"), re.MULTILINE)
    report.add("its statistic", None if statistic else output("--jit-stats"))
