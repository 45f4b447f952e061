#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""summarize.py FILE...: adds up what several runs of counterpart-sim have printed, one in each file, as if it
had been one run: a long one is made in parts, so that it can be taken up again. Fails if one of them found
something or did not come to its end."""
import re
import sys

LAST = re.compile(r'(\d+) seeds, (\d+) failed, (\d+) run twice, (\d+) operations accepted, '
                  r'(\d+) s of virtual time in ([\d.]+) s, hash ([0-9a-f]{16})$')
FAULT = re.compile(r'  (\S+) +(\d+) +(\d+) +(\d+)$')
LISTS = ('work', 'disks', 'network', 'happened')
WORDS = re.compile(r'([a-z][a-z_ -]*?) (\d+)(?:/(\d+))?(?:,|$| )')


def show(name, word, numbers):
    comma = ',' if name == 'work' and len(numbers) == 1 else ''
    return f'{comma} {word} {"/".join(map(str, numbers))}'


class Sum:
    def __init__(self):
        self.numbers = [0] * 5  # of the last line, as far as they are whole
        self.seconds = 0.0
        self.hash = 0
        self.faults = {}  # name: [runs, sum of figures, how often]
        self.lists = {name: {} for name in LISTS}  # of lists of numbers
        self.failures = []

    def take_fault(self, name, runs, average, times):
        fault = self.faults.setdefault(name, [0, 0, 0])
        fault[0] += runs
        fault[1] += runs * average
        fault[2] += times

    def take_list(self, name, text):
        for word, *numbers in WORDS.findall(text):
            numbers = [int(number) for number in numbers if number]
            before = self.lists[name].get(word, [0] * len(numbers))
            self.lists[name][word] = [a + b for a, b in zip(before, numbers)]

    def take_last(self, match):
        self.numbers = [a + int(b) for a, b in zip(self.numbers, match.groups()[:5])]
        self.seconds += float(match[6])
        self.hash = (self.hash + int(match[7], 16)) % 2**64

    def take_file(self, path):
        is_whole = False
        with open(path, encoding='utf-8') as lines:
            for line in map(str.rstrip, lines):
                name, _, rest = line.partition(': ')
                if line.startswith(('FAILED', 'again:')):
                    self.failures.append(f'{path}: {line}')
                elif name in LISTS:
                    self.take_list(name, rest)
                elif match := FAULT.match(line):
                    self.take_fault(match[1], *map(int, match.groups()[1:]))
                elif match := LAST.match(line):
                    self.take_last(match)
                    is_whole = True
        if not is_whole:
            self.failures.append(f'{path}: has not come to its end')

    def print(self):
        print('faults: how many runs had them, the average figure, how often one came every-ms')
        for name, (runs, figures, times) in self.faults.items():
            print(f'  {name:24} {runs:6} {figures // runs if runs else 0:6} {times:6}')
        for name, words in self.lists.items():
            if words:
                print(f'{name}:' + ''.join(show(name, word, numbers)
                                           for word, numbers in words.items()))
        seeds, failed, twice, accepted, virtual = self.numbers
        print(f'{seeds} seeds, {failed} failed, {twice} run twice, {accepted} operations accepted, '
              f'{virtual} s of virtual time in {self.seconds:.1f} s, hash {self.hash:016x}')


def main(paths):
    if not paths:
        sys.exit(__doc__)
    total = Sum()
    for path in paths:
        total.take_file(path)
    total.print()
    for failure in total.failures:
        print(failure)
    return 1 if total.failures else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
