# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a chip, a bridge or a line does otherwise than it should. Each is a function as chip.Chip has it:
what goes out, piece by piece, and how long after what went out before."""
import random

from chip import ACK, ERROR, NACK, frame


def apart(data, pause, size=1):
    return [(pause, data[i:i + size]) for i in range(0, len(data), size)]


def answered(make):
    """A habit of the answer alone: @make gives its pieces, after an ACK as it should be."""
    def habit(chip, code, parameters, answer):
        return None if answer is None else [(0, ACK)] + list(make(answer))
    return habit


def once_frame(**spoilt):
    return answered(lambda answer: [(0, frame(answer, **spoilt))])


def acknowledged(*pieces):
    """A habit of the ACK: what comes in its place, then the answer."""
    def habit(chip, code, parameters, answer):
        return None if answer is None else list(pieces) + [(0, frame(answer))]
    return habit


def no_answer(*pieces):
    return lambda chip, code, parameters, answer: list(pieces)


def noise(n, seed=1):
    return bytes(random.Random(seed).randrange(256) for _ in range(n))


def joined(chip, code, parameters, answer):
    return None if answer is None else [(0, ACK + frame(answer))]


def to_another(change):
    """An answer to another command, in the right form."""
    return answered(lambda answer: [(0, frame(bytes([change(answer[0])]) + answer[1:]))])


def swapped(chip, code, parameters, answer):
    return None if answer is None else [(0, frame(answer)), (0, ACK)]


def echoing(chip, code, parameters, answer):
    """A line of two wires in place of three: the host hears itself."""
    heard = frame(bytes([code]) + parameters, identifier=0xD4)
    return None if answer is None else [(0, heard), (0, ACK), (0, frame(answer))]


def one_behind(chip, code, parameters, answer):
    """Each answer is the one of the command before."""
    late, chip.kept = getattr(chip, 'kept', None), answer
    return [(0, ACK)] if late is None else [(0, ACK), (0, frame(late))]


def data_of(codes, *datas):
    """Other data in the answer to these commands; the checksums are right."""
    def habit(chip, code, parameters, answer):
        if code not in codes:
            return None
        chip.n_told = getattr(chip, 'n_told', -1) + 1
        data = bytes.fromhex(datas[chip.n_told % len(datas)])
        return [(0, ACK), (0, frame(bytes([code + 1]) + data))]
    return habit


def only(codes, habit):
    return lambda chip, code, *rest: habit(chip, code, *rest) if code in codes else None


def first(n, habit):
    """The first commands only."""
    def limited(chip, *rest):
        chip.n_struck = getattr(chip, 'n_struck', 0) + 1
        return habit(chip, *rest) if chip.n_struck <= n else None
    return limited


def sometimes(share, habits, seed=1):
    """One of these, at random."""
    chance = random.Random(seed)

    def habit(chip, *rest):
        return chance.choice(habits)(chip, *rest) if chance.random() < share else None
    return habit


LIST, EXCHANGE, THROUGH = 0x4A, 0x40, 0x42

# Nothing that a host could not understand. A reader goes on as if nothing were.
HARMLESS = {
    'ack-and-answer-joined': joined,
    'answer-in-two-pieces': answered(lambda answer: apart(frame(answer), 0.02, 6)[:2] + [
        (0, frame(answer)[12:])]),
    'byte-after-byte': lambda chip, code, parameters, answer: None if answer is None else
    apart(ACK + frame(answer), 0.001),
    'extended-frames': once_frame(extended=True),
    'answer-takes-50-ms': answered(lambda answer: [(0.05, frame(answer))]),
    'ack-takes-50-ms': acknowledged((0.05, ACK)),
}

# Nobody could rely on these; what comes of them is a fault at the most.
SPOILT = {
    'no-ack-but-an-answer': acknowledged(),
    'nack': no_answer((0, NACK)),
    'nack-then-answer': acknowledged((0, NACK)),
    'silence': no_answer(),
    'ack-alone': no_answer((0, ACK)),
    'ack-twice': acknowledged((0, ACK), (0, ACK)),
    'ack-cut-short': no_answer((0, ACK[:4])),
    'ack-late': acknowledged((0.45, ACK)),
    'answer-late': answered(lambda answer: [(0.6, frame(answer))]),
    'answer-before-ack': swapped,
    'answer-twice': answered(lambda answer: [(0, frame(answer) * 2)]),
    'answer-cut-short': answered(lambda answer: [(0, frame(answer)[:-3])]),
    'head-alone': answered(lambda answer: [(0, frame(answer)[:5])]),
    'no-postamble': once_frame(postamble=b''),
    'wrong-postamble': once_frame(postamble=b'\xFF'),
    'no-preamble': once_frame(preamble=b''),
    'long-preamble': once_frame(preamble=bytes(40)),
    'wrong-sum': once_frame(sum_error=0x01),
    'wrong-length-sum': once_frame(length_error=0x10),
    'wrong-extended-length-sum': once_frame(length_error=0x10, extended=True),
    'from-the-host': once_frame(identifier=0xD4),
    'from-nobody': once_frame(identifier=0x00),
    'says-it-is-longer': once_frame(length=60),
    'says-it-is-shorter': once_frame(length=1),
    'says-it-is-empty': once_frame(length=0),
    'says-it-is-huge': once_frame(length=0xFFFF, extended=True),
    'longest-frame': answered(lambda answer: [(0, frame(answer + noise(240)))]),
    'too-long-a-frame': answered(lambda answer: [(0, frame(answer + noise(700)))]),
    'no-data': answered(lambda answer: [(0, frame(answer[:1]))]),
    'error-frame': no_answer((0, ACK), (0, ERROR)),
    'error-frame-for-an-ack': no_answer((0, ERROR)),
    'to-the-next-command': to_another(lambda code: (code + 2) & 0xFF),
    'to-no-command': to_another(lambda code: code - 1),
    'one-behind': one_behind,
    'echo': echoing,
    'bytes-between': acknowledged((0, ACK + b'\xAA\x55')),
    'zeros-between': acknowledged((0, ACK + bytes(9))),
    'zeros-after': answered(lambda answer: [(0, frame(answer) + bytes(9))]),
    'noise-for-all': no_answer((0, noise(60))),
    'noise-ahead': acknowledged((0, noise(7)), (0, ACK)),
    'noise-after': answered(lambda answer: [(0, frame(answer) + noise(30))]),
    'flood-of-zeros': no_answer(*[(0.01, bytes(500))] * 20),
    'flood-of-acks': no_answer(*[(0.01, ACK * 50)] * 20),
    'byte-each-60-ms': lambda chip, code, parameters, answer: None if answer is None else
    apart(ACK + frame(answer), 0.06),
    'status-bit-7': data_of((EXCHANGE, THROUGH), '80', 'C0', 'FF'),
    'more-for-ever': data_of((EXCHANGE, THROUGH), '40'),
    'more-then-nothing': data_of((EXCHANGE, THROUGH), '4030', ''),
    'status-of-its-own': data_of((EXCHANGE, THROUGH), '05', '3F', '2D', '0A'),
}

# Cards that are not there, or make no sense, told of as if they were. What asks them gets no answer.
INVENTED = {
    'a-card': data_of((LIST,), '01010044000704AABBCCDDEEFF'),
    'a-classic': data_of((LIST,), '010100040804A1B2C3D4'),
    'a-card-of-no-family': data_of((LIST,), '010100041004A1B2C3D4'),
    'a-card-that-says-nothing': data_of((LIST,), '010100040004A1B2C3D4'),
    'a-part-4': data_of((LIST,), '0101034420070411223344556606757771028000'[:-2]),
    'two-of-one-number': data_of((LIST,), '0201004400070411223344556602004400070411223344556600'[:-2]),
    'three-cards': data_of((LIST,), '030100440007041122334455660200440007041122334455670300440007'),
    'no-number': data_of((LIST,), '010100440000', '0101004400'),
    'number-of-255-bytes': data_of((LIST,), '01010044 00FF 0411223344556677'.replace(' ', '')),
    'number-of-five-bytes': data_of((LIST,), '0101004400050411223344'),
    'ats-of-no-length': data_of((LIST,), '01010344200704112233445566' '00'),
    'ats-longer-than-the-frame': data_of((LIST,), '01010344200704112233445566' 'FF7577'),
    'ats-missing': data_of((LIST,), '01010344200704112233445566'),
    'another-logical-number': data_of((LIST,), '01070044000704112233445566'),
    'nothing-at-all': data_of((LIST,), ''),
    'another-each-time': data_of((LIST,), *[f'010100440007041122334455{i:02X}' for i in range(9)]),
}
