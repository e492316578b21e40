"""Test calls with the times at which each party speaks.  python3 diar_calls.py WORK OUTDIR [SEED]

OUTDIR gets NAME.wav (8 kHz, 16 bit, mono) and calls.json: [{"name", "group", "voices", "seconds", "overlap", "turns":
[{"speaker", "start", "end"}]}]. Sentences are from held-out templates; espeak-ng variants and pairs of flite voices are
none that met in training; 30 s to 5 min, up to 15 % of the speech overlapped, noise 20-40 dB below the speech.
"""
import json, os, random, sys
import numpy as np
from scipy.io import wavfile
import diar_data as D

FLITE = ["flite-slt", "flite-rms", "flite-awb", "flite-kal16"]
GROUPS = [("two flite voices", 8), ("flite and espeak-ng", 10), ("two espeak-ng voices", 8), ("one voice", 8), ("three voices", 8)]


def kind(name):
    """espeak-ng variant, pitch, warp"""
    base, _, warp = name.partition("*")
    return base.split("+")[1].split("-p")[0], int(base.split("-p")[-1]), float(warp or 1)


def differ(a, b):
    """Whether a listener could tell two espeak-ng voices apart: another variant, and pitch or size of the speaker as well"""
    (va, pa, wa), (vb, pb, wb) = kind(a), kind(b)
    return va != vb and (abs(pa - pb) >= 15 or wa != wb)


def espeak_pair(names, rng):
    while True:
        a, b = rng.sample(names, 2)
        if differ(a, b):
            return [a, b]


def cast(group, n, espeak, rng):
    if group == "two flite voices":
        pair = sorted(D.HELD_PAIRS[n % len(D.HELD_PAIRS)])
        rng.shuffle(pair)
        return pair
    if group == "flite and espeak-ng":
        return [FLITE[n % 4], rng.choice(espeak)]
    if group == "two espeak-ng voices":
        return espeak_pair(espeak, rng)
    if group == "one voice":
        return [FLITE[n % 4] if n % 2 else rng.choice(espeak)]
    return [FLITE[n % 4]] + espeak_pair(espeak, rng)


def turns(tracks):
    out = [{"speaker": i, "start": round(a / 100, 2), "end": round(b / 100, 2)}
           for i, row in enumerate(tracks.a) for v, a, b in D.runs(row) if v]
    return sorted(out, key=lambda t: t["start"])


def main(work, out, seed=12):
    os.makedirs(out, exist_ok=True)
    by, rng, nrng, calls = D.speakers(work + "/spk-held"), random.Random(int(seed)), np.random.default_rng(int(seed)), []
    espeak = sorted(n for n in by if n.startswith("espeak"))
    for group, count in GROUPS:
        for n in range(count):
            seconds = 30 * 10 ** (n / (count - 1))
            names = cast(group, n, espeak, rng)
            while True:
                t = D.conversation(names, by, seconds, rng, rng.uniform(0, 1.6), 0.4, 0.4)
                spoken, both = t.a.sum(), (t.a.sum(0) > 1).sum()
                if (t.a.sum(1) > 0.15 * spoken).all() and both <= 0.15 * (t.a.any(0).sum()):
                    break
            name = "%02d" % len(calls)
            x = D.mix(t, nrng)
            wavfile.write("%s/%s.wav" % (out, name), 8000, np.round(x * 32767).astype(np.int16))
            calls.append({"name": name, "group": group, "voices": names, "seconds": round(len(x) / 8000, 2),
                          "overlap": round(float(both / t.a.any(0).sum()), 3), "turns": turns(t)})
            print(name, group, "%.0f s, overlap %.1f %%" % (len(x) / 8000, 100 * calls[-1]["overlap"]), names, flush=True)
    json.dump(calls, open(out + "/calls.json", "w"))


if __name__ == "__main__":
    main(*sys.argv[1:4])
