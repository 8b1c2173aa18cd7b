"""Runs a probe, a program that prints one line for each thing it tries, under python3.11 and moult, and compares the lines."""
from collections import Counter
from pathlib import Path

from harness import PYTHON, Report, clean_environment, run

SHOWN = 5  # differences of one subject


def lines_of(program, probe, arguments, memory):
    """What the probe printed, and how it ended if not well."""
    limited = ["/bin/sh", "-c", f'ulimit -v {memory}; exec "$@"', "sh"]
    command = [program, str(Path(__file__).with_name(probe)), *map(str, arguments)]
    ran = run(limited + command if memory else command, timeout=500, env=clean_environment(PYTHONHASHSEED="0"))
    problem = None if ran.code == 0 else f"{ran.ending}: {ran.err.decode(errors='replace')[-500:]}"
    return ran.out.decode(errors="surrogateescape").split("\n")[:-1], problem


def by_question(lines):
    """The answers by what was asked; a question may come more than once."""
    result, times = {}, Counter()
    for line in lines:
        question, _, answer = line.partition(" -> ")
        times[question] += 1
        result[question, times[question]] = answer
    return result


def compare_lines(report: Report, moult, probe, parts, subject_of, excused, arguments=(), memory=0):
    """Runs the probe once for each of its parts, under both interpreters; counts one check for each subject. excused(expected
    line, actual line) tells whether a difference is on purpose."""
    tried, differences = Counter(), {}
    for part in range(parts):
        expected, _ = lines_of(PYTHON, probe, [part, parts, *arguments], memory)
        got, problem = lines_of(moult, probe, [part, parts, *arguments], 0 if "asan" in str(moult) else memory)
        report.add(f"part {part} of {probe} ran", problem)
        answers = by_question(got)
        for question, answer in by_question(expected).items():
            subject = subject_of(question[0])
            tried[subject] += 1
            other = answers.get(question, "was not asked")
            lines = f"{question[0]} -> {answer}", f"{question[0]} -> {other}"
            if answer != other and not excused(*lines):
                differences.setdefault(subject, []).append(lines)
        report.progress.show(f"{probe}: {part + 1} of {parts} parts")
    for subject, count in tried.items():
        found = differences.get(subject, [])
        texts = [f"expected {left[:300]}\nactual   {right[max(0, len(left) - 250):][:300]}" for left, right in found[:SHOWN]]
        report.add(subject, f"{len(found)} of {count} are different\n" + "\n".join(texts) if found else None)
