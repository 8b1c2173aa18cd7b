"""Adds up what the tests of one or more build folders counted, and prints the closing line of `./dev test`.

Every test that runs many checks leaves `test-results/NAME.json` in its build folder, either GoogleTest's report or the
form of `report.py`. A test that leaves none counts as one check. So a test that dies before it could count is a failure.
"""
import json
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path


def counts_of(path):
    """(passed, failed, names of the failures) in one result file."""
    result = json.loads(path.read_text())
    if "testsuites" not in result:
        return result["passed"], result["failed"], result["failures"]
    passed, failures = 0, []
    for suite in result["testsuites"]:
        for test in suite["testsuite"]:
            if test.get("result") != "COMPLETED":
                continue
            if "failures" in test:
                failures.append(f"{suite['name']}.{test['name']}")
            else:
                passed += 1
    return passed, len(failures), failures


def summarize(build):
    """Yields (test name, passed, failed, names of the failures) for each test that ctest ran in the folder."""
    results = build / "test-results"
    for case in ElementTree.parse(results / "ctest.xml").getroot().iter("testcase"):
        name = case.get("name")
        succeeded = case.get("status") == "run"
        report = results / f"{name}.json"
        passed, failed, failures = 0, 0, []
        if report.exists():
            try:
                passed, failed, failures = counts_of(report)
            except (ValueError, KeyError):
                succeeded = False
        elif succeeded:
            passed = 1
        if not succeeded and failed == 0:
            failed, failures = 1, ["did not finish"]
        yield f"{build.name}: {name}", passed, failed, failures


def main():
    total_passed = total_failed = 0
    print()
    for build in map(Path, sys.argv[1:]):
        try:
            rows = list(summarize(build))
        except (OSError, ElementTree.ParseError) as error:
            rows = [(f"{build.name}: ctest", 0, 1, [f"no results: {error}"])]
        for name, passed, failed, failures in rows:
            print(f"  {name:<32} {passed:>6} passed {failed:>6} failed")
            for failure in failures[:20]:
                print(f"      failed: {failure}")
            if len(failures) > 20:
                print(f"      ... and {len(failures) - 20} more")
            total_passed += passed
            total_failed += failed
    print()
    print(f"{total_passed} passed, {total_failed} failed")
    return 1 if total_failed or not total_passed else 0


sys.exit(main())
