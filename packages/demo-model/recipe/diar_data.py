"""Synthetic telephone conversations in which it is known who speaks when.

A call is 8 kHz; activity is counted in steps of 10 ms. WORK/spk and WORK/spk-held hold the shards of diar_texts.py.
"""
import numpy as np
import scipy.fft as sf
import data
import features as FT

STEP = 80  # samples of 10 ms
# Pairs that never meet in training, so that calls with them are a test.
HELD_PAIRS = [{"flite-awb", "flite-kal16"}, {"flite-rms", "flite-awb"}]


def speakers(folder):
    """-> {name: [clip]}"""
    by = {}
    for c in data.load([folder]):
        by.setdefault(c[4], []).append(c)
    return by


def stretch(x, k):
    return np.interp(np.arange(0, len(x) - 1, k), np.arange(len(x)), x).astype(np.float32)


def speech(name, clip):
    """The clip as its speaker says it, at peak 1"""
    x = data.pcm(clip)
    if "*" in name:
        x = stretch(x, float(name.split("*")[1]))
    return x / (np.abs(x).max() + 1e-3)


def runs(a):
    """Runs of equal values -> [(value, first, end)]"""
    cuts = np.flatnonzero(np.diff(a.astype(np.int8))) + 1
    edges = np.concatenate(([0], cuts, [len(a)]))
    return [(bool(a[i]), i, j) for i, j in zip(edges[:-1], edges[1:]) if j > i]


def activity(x):
    """Clean speech -> bool per 10 ms. Pauses up to 200 ms are part of it, bursts up to 30 ms are not."""
    n = len(x) // STEP
    e = 10 * np.log10(np.mean(x[:n * STEP].reshape(n, STEP) ** 2, 1) + 1e-9)
    a = e > e.max() - 38
    for value, least in ((False, 20), (True, 3)):
        for v, i, j in runs(a):
            if v == value and j - i <= least and (value or (i > 0 and j < n)):
                a[i:j] = not value
    return a


def part(x, seconds, rng):
    """A piece as long as a short answer, faded at its ends"""
    n = min(len(x), int(seconds * 8000))
    i = rng.randint(0, len(x) - n)
    x = x[i:i + n].copy()
    f = min(160, n // 2)
    x[:f] *= np.linspace(0, 1, f)
    x[n - f:] *= np.linspace(1, 0, f)
    return x


class Tracks:
    def __init__(s, k, samples):
        s.x, s.a = np.zeros((k, samples), np.float32), np.zeros((k, samples // STEP), bool)

    def add(s, i, x, t):
        """x from time t (may begin before 0 or end after the call)"""
        at = round(t * 100) * STEP
        lo, hi = max(0, -at), min(len(x), s.x.shape[1] - at)
        if hi > lo:
            s.x[i, at + lo:at + hi] += x[lo:hi]
            a, at = activity(x), at // STEP
            lo, hi = max(0, -at), min(len(a), s.a.shape[1] - at)
            if hi > lo:
                s.a[i, at + lo:at + hi] |= a[lo:hi]


def conversation(names, by, seconds, rng, overlap, begin=0.4, end=0.0):
    """People take turns -> Tracks. `overlap` 0..1: how often somebody begins before the other ends, or answers in between."""
    k = len(names)
    out = Tracks(k, int(seconds * 100) * STEP)
    free, last, t = [begin] * k, None, begin
    while k and t < seconds - end:
        i = last if last is not None and rng.random() < 0.15 else rng.choice([j for j in range(k) if j != last] or [0])
        for n in range(rng.choices([1, 2, 3], [60, 28, 12])[0]):
            x = speech(names[i], rng.choice(by[names[i]]))
            if n == 0 and rng.random() < 0.3:
                x = part(x, rng.uniform(0.35, 1.4), rng)
            t = max(t, free[i]) + (rng.uniform(0.1, 0.7) if n else 0)
            if t + len(x) / 8000 > seconds - end + 20:
                break
            if end and t + len(x) / 8000 > seconds - end:
                return out
            out.add(i, x, t)
            if k > 1 and len(x) > 16000 and rng.random() < overlap * 0.5:  # "yes", "okay" meanwhile
                j = rng.choice([j for j in range(k) if j != i])
                at = t + rng.uniform(0.5, len(x) / 8000 - 0.8)
                if at > free[j]:
                    y = part(speech(names[j], rng.choice(by[names[j]])), rng.uniform(0.3, 0.8), rng)
                    out.add(j, y, at)
                    free[j] = at + len(y) / 8000 + 0.3
            t += len(x) / 8000
            free[i] = t
        gap = rng.random()
        t += -rng.uniform(0.1, 1.2) if gap < overlap * 0.6 else rng.uniform(2, 5) if gap > 0.95 else 0.05 + rng.expovariate(1 / 0.35)
        last = i
    return out


def line(n, rng):
    """One party's telephone: band edges, tilt, a broad resonance -> a filter for n samples"""
    m = sf.next_fast_len(n + 400, True)
    f = np.fft.rfftfreq(m, 1 / 8000.0).astype(np.float32)
    lo, hi = rng.uniform(180, 380), rng.uniform(3150, 3700)
    h = 1 / np.sqrt(1 + (lo / (f + 1)) ** rng.choice([4, 6, 8])) / np.sqrt(1 + (f / hi) ** rng.choice([16, 24, 40]))
    if rng.random() < 0.7:
        h *= 10 ** (rng.uniform(-5, 5) * np.log2((f + 100) / 1000) / 20)
        h *= 1 + rng.uniform(-0.5, 1) * np.exp(-((f - rng.uniform(500, 3000)) / rng.uniform(200, 600)) ** 2)
    return lambda x: sf.irfft(sf.rfft(x, m) * h.astype(np.float32), m)[:n].astype(np.float32)


def mix(tracks, rng, level_db=10, snr_db=(20, 40), alike=0.4):
    """
    Parties on one line, noise, a codec -> 8 kHz. Levels are up to `level_db` apart, and each party has its own telephone,
    except in a share of the calls, `alike`: there all sound as if from one room, and only their voices tell them apart.
    """
    n = tracks.x.shape[1]
    y = np.zeros(n, np.float32)
    room = line(n, rng) if rng.random() < alike else None
    level_db = 2 if room else level_db
    for x, a in zip(tracks.x, tracks.a):
        if not a.any():
            continue
        x = (room or line(n, rng))(x)
        loud = np.sqrt(np.mean(x[:len(a) * STEP].reshape(-1, STEP)[a] ** 2)) + 1e-9
        y += x / loud * 10 ** (-rng.uniform(0, level_db) / 20)
    y = y + FT.coloured_noise(n, rng) * 10 ** (-rng.uniform(*snr_db) / 20)
    y = np.clip(y * 10 ** (-rng.uniform(16, 30) / 20), -1, 1)
    k = rng.random()
    return FT.mulaw_roundtrip(y) if k < 0.5 else (np.round(y * 32767) / 32767).astype(np.float32)


def to16k(y):
    m = sf.next_fast_len(len(y), True)
    s = sf.rfft(y, m)
    return sf.irfft(np.pad(s, (0, m + 1 - len(s))) * 2, 2 * m)[:2 * len(y)].astype(np.float32)
