# SPDX-License-Identifier: LGPL-2.1-or-later
"""A PN532 on a serial line, made from the chip's user manual (NXP UM0701-02) alone. It shares nothing
with tests/emulators, so that a mistake made there is not made here again."""
import os
import select
import termios
import threading
import time
import tty

ACK = bytes.fromhex('0000FF00FF00')
NACK = bytes.fromhex('0000FFFF0000')
ERROR = bytes.fromhex('0000FF01FF7F8100')

SUCCESS, TIMED_OUT, AUTHENTICATION, WRONG_CONTEXT = 0x00, 0x01, 0x14, 0x27


def frame(data, identifier=0xD5, extended=False, preamble=b'\0', postamble=b'\0', length=None,
          length_error=0, sum_error=0):
    """An information frame (6.2.1.1 and 6.2.1.2), or one that is spoilt in the way that is asked for."""
    body = bytes([identifier]) + data
    length = len(body) if length is None else length
    if extended or length > 255:
        size = bytes([0xFF, 0xFF, length >> 8, length & 0xFF, -((length >> 8) + length) & 0xFF])
    else:
        size = bytes([length, -length & 0xFF])
    size = size[:-1] + bytes([size[-1] ^ length_error])
    check = bytes([(-sum(body) & 0xFF) ^ sum_error])
    return preamble + b'\x00\xFF' + size + body + check + postamble


class Card:
    """What lies on the chip: anticollision's numbers, and a function from what is asked to the answer,
    which is None for silence."""

    def __init__(self, uid, sak=0x00, atqa='0044', ats='', answers=None):
        self.uid, self.atqa = bytes.fromhex(uid), bytes.fromhex(atqa)
        self.sak, self.ats, self.answers = sak, bytes.fromhex(ats), answers or {}

    def target(self, number):
        return (bytes([number]) + self.atqa + bytes([self.sak, len(self.uid)]) + self.uid +
                self.ats)

    def hear(self, command):
        answer = self.answers.get(command[:1], self.answers.get(None))
        return answer(command) if answer else None


def make_ntag(uid):
    """NTAG213: the first pages, and the version."""
    raw = bytes.fromhex(uid)
    first = (raw[:3] + bytes([0x88 ^ raw[0] ^ raw[1] ^ raw[2]]) + raw[3:] +
             bytes([raw[3] ^ raw[4] ^ raw[5] ^ raw[6], 0x48, 0, 0]) + bytes.fromhex('E1101200'))
    pages = first + bytes(180 - len(first))
    return Card(uid, answers={
        b'\x30': lambda command: (pages + pages)[command[1] * 4:][:16],
        b'\x60': lambda command: bytes.fromhex('0004040201000F03')})


def make_part_4(uid, payment=False):
    """ISO 14443-4: knows no application, or that of a payment system."""
    def select(command):
        if payment and b'2PAY.SYS.DDF01' in command:
            return bytes.fromhex('6F10840E325041592E5359532E44444630319000')
        return bytes.fromhex('6A82')
    return Card(uid, sak=0x20, atqa='0344', ats='067577710280',
                answers={b'\x00': select, b'\x90': lambda command: bytes.fromhex('911C'),
                         b'\xB2': lambda command: b'\xA2'})


class Chip(threading.Thread):
    """@path: the line's name. @habits: what it does otherwise than it should; see habits.py. A habit
    is a function of chip, code, parameters and the answer, which yields (seconds, bytes): what goes
    out, and how long after what went out before; or None for the usual."""

    def __init__(self, path, habit=None, firmware='32010607'):
        super().__init__(daemon=True)
        self.path, self.habit, self.firmware = path, habit, bytes.fromhex(firmware)
        self.cards, self.selected, self.counts = [], False, {}
        self.registers, self.field = {}, False
        self.n_commands = 0
        self.deaf = False
        self.over = threading.Event()
        self.lock = threading.RLock()
        self.master = self.slave = None
        self.plug()

    # The line

    def plug(self):
        with self.lock:
            self.master, self.slave = os.openpty()
            tty.setraw(self.slave)
            os.set_blocking(self.master, False)
            self.pending = b''
            self.selected, self.field = False, False
            if os.path.lexists(self.path):
                os.unlink(self.path)
            os.symlink(os.ttyname(self.slave), self.path)

    def unplug(self):
        with self.lock:
            if os.path.lexists(self.path):
                os.unlink(self.path)
            for descriptor in (self.slave, self.master):
                if descriptor is not None:
                    os.close(descriptor)
            self.master = self.slave = None

    def hold(self, held):
        """As a line whose other end says that it can't take more: what is written waits."""
        termios.tcflow(self.slave, termios.TCOOFF if held else termios.TCOON)

    def say(self, data):
        with self.lock:
            if self.master is None:
                return
            try:
                os.write(self.master, data)
            except BlockingIOError:
                pass

    def stop(self):
        self.over.set()
        self.join()
        self.unplug()

    def run(self):
        while not self.over.is_set():
            with self.lock:
                master = self.master
            if master is None or self.deaf:
                time.sleep(0.005)
                continue
            try:
                if select.select([master], [], [], 0.02)[0]:
                    self.pending += os.read(master, 4096)
            except (OSError, ValueError):
                time.sleep(0.005)
                continue
            self.listen()

    # Frames from the host. What is none is the preamble, or nonsense.

    def listen(self):
        while True:
            at = self.pending.find(b'\x00\xFF')
            if at < 0:
                self.pending = self.pending[-1:]
                return
            rest = self.pending[at + 2:]
            if len(rest) < 2:
                return
            if rest[:2] in (b'\x00\xFF', b'\xFF\x00'):
                self.pending = rest[2:]
                continue
            head = 2
            length = rest[0]
            if rest[:2] == b'\xFF\xFF':
                if len(rest) < 5:
                    return
                head, length = 5, rest[2] << 8 | rest[3]
            if len(rest) < head + length + 1:
                return
            body = rest[head:head + length + 1]
            self.pending = rest[head + length + 1:]
            if sum(body) & 0xFF == 0 and length >= 2 and body[0] == 0xD4:
                self.obey(body[1], body[2:-1])

    def obey(self, code, parameters):
        with self.lock:
            self.n_commands += 1
            self.counts[code] = self.counts.get(code, 0) + 1
            answer = self.run_command(code, parameters)
            usual = [(0, ACK), (0, ERROR if answer is None else frame(answer))]
            habit = self.habit
        steps = habit(self, code, parameters, answer) if habit else None
        for pause, data in usual if steps is None else steps:
            if pause:
                time.sleep(pause)
            self.say(data)

    # The chip

    def run_command(self, code, parameters):
        """The answer's code and data; None for a command that there is not."""
        handler = getattr(self, f'run_{code:02X}', None)
        data = handler(parameters) if handler else None
        return None if data is None else bytes([code + 1]) + data

    def run_00(self, parameters):
        return parameters if parameters[:1] == b'\x00' else b'\x00'

    def run_02(self, parameters):
        return self.firmware

    def run_04(self, parameters):
        return b'\x00\x01\x00\x80' if self.field else b'\x00\x00\x00\x80'

    def run_06(self, parameters):
        return bytes(self.registers.get(parameters[i:i + 2], 0)
                     for i in range(0, len(parameters), 2))

    def run_08(self, parameters):
        for i in range(0, len(parameters), 3):
            self.registers[parameters[i:i + 2]] = parameters[i + 2]
        return b''

    def run_0C(self, parameters):
        return b'\x3F\x07\x03'

    def run_0E(self, parameters):
        return b''

    run_12 = run_14 = run_0E

    def run_16(self, parameters):
        return b'\x00'

    def run_32(self, parameters):
        if parameters[:1] == b'\x01':
            self.field = bool(parameters[1] & 1)
        return b''

    def run_4A(self, parameters):
        self.selected = False
        wanted = parameters[2:]
        cards = self.cards if parameters[1] == 0 else []
        if wanted:
            raw = wanted[1:] if wanted[0] == 0x88 and len(wanted) > 4 else wanted
            raw = raw[:3] + raw[4:] if len(raw) > 8 and raw[3] == 0x88 else raw
            cards = [card for card in cards if card.uid == raw]
        cards = cards[:parameters[0]]
        self.selected = bool(cards)
        if cards:
            self.now = cards[0]
        return bytes([len(cards)]) + b''.join(
            card.target(i + 1) for i, card in enumerate(cards))

    def hear_card(self, command):
        if not self.selected or self.now not in self.cards:
            return bytes([TIMED_OUT])
        answer = self.now.hear(command)
        return bytes([TIMED_OUT]) if answer is None else bytes([SUCCESS]) + answer

    def run_40(self, parameters):
        if not self.selected:
            return bytes([WRONG_CONTEXT])
        if parameters[1:2] in (b'\x60', b'\x61') and self.now.sak & 0x08:
            there = self.now in self.cards
            self.selected = False
            return bytes([AUTHENTICATION if there else TIMED_OUT])
        return self.hear_card(parameters[1:])

    def run_42(self, parameters):
        return self.hear_card(parameters)

    def run_44(self, parameters):
        return b'\x00'

    run_4E = run_52 = run_54 = run_44
