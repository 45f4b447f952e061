#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Counts what meson's testlog.json says: `tally.py LOG SKIPS` prints `PASSED FAILED` on its first
line and then what failed, with the end of its output. Counts the subtests of TAP tests; a test
that ends badly though none of its subtests failed (a crash, a time-out, a wrong plan) counts as one
failure more. A skipped test is a failure unless SKIPS lists it."""
import json
import re
import sys

SUBTEST = re.compile(r'^(not )?ok\b\s*\d*\s*-?\s*(.*?)\s*(?:#\s*(SKIP|TODO)\b\s*(.*))?$', re.I)
TAIL_LINES = 25


def read_skips(path):
    lines = (line.split('#')[0].strip() for line in open(path, encoding='utf-8'))
    return {line.split('|')[0].strip() for line in lines if line}


def read_subtests(stdout):
    for line in stdout.splitlines():
        match = SUBTEST.match(line)
        if match:
            bad, name, directive, reason = match.groups()
            yield name, bool(bad), directive and directive.upper(), reason


def judge(test, skips):
    """Returns how many passed and what failed, as a list of sentences."""
    name, result, passed, bad = test['name'], test['result'], 0, []
    for subtest, failed, directive, reason in read_subtests(test.get('stdout', '')):
        if failed:
            bad.append(f'{name}: {subtest}')
        elif directive == 'SKIP' and subtest not in skips:
            bad.append(f'{name}: {subtest} was skipped: {reason}')
        elif not directive:
            passed += 1
    if result in ('OK', 'EXPECTEDFAIL'):
        passed = passed or int(not bad and not test.get('stdout', '').startswith('TAP'))
    elif result == 'SKIP':
        if not bad and name not in skips and not passed:
            bad.append(f'{name}: was skipped')
    elif not bad:
        bad.append(f'{name}: {result.lower()}, exit status {test.get("returncode")}')
    return passed, bad


def show(test, bad):
    for sentence in bad:
        print(f'FAILED {sentence}')
    for line in (test.get('stdout', '') + test.get('stderr', '')).splitlines()[-TAIL_LINES:]:
        print(f'    {line}')


def main(log, skips_path):
    skips = read_skips(skips_path)
    tests = [json.loads(line) for line in open(log, encoding='utf-8') if line.strip()]
    verdicts = [(test, *judge(test, skips)) for test in tests]
    print(sum(passed for _, passed, _ in verdicts), sum(len(bad) for _, _, bad in verdicts))
    for test, _, bad in verdicts:
        if bad:
            show(test, bad)


main(*sys.argv[1:])
