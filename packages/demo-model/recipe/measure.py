"""Word error rate and speed of exported models (needs PyPI's onnxruntime).

    python3 measure.py WORK MODELDIR [--max N] [--precisions fp32,int8] [--long]

Sets are WORK/syn/held* and dev*: see evaluate.py for the line they are sent through.  --long joins held-out sentences of one
or two voices with pauses into calls of one and five minutes, recognised in one pass.  One thread.
"""
import argparse, collections, glob, os, random, time
import numpy as np
import onnxruntime
import data
from bpe import Bpe
from evaluate import dev_set, edits, exact

CALLS = [(("slt", "rms"), 62, 0.6), (("slt", "rms"), 307, 0.6), (("awb", "kal16"), 307, 0.6), (("rms",), 308, 4.5), (("espeak",), 307, 0.6)]


class Recogniser:
    def __init__(s, folder, precision):
        o = onnxruntime.SessionOptions()
        o.intra_op_num_threads = o.inter_op_num_threads = 1
        load = lambda name: onnxruntime.InferenceSession("%s/%s%s.onnx" % (folder, name, "" if precision == "fp32" else "." + precision), o, ["CPUExecutionProvider"])
        s.encoder, s.decoder, s.bpe = load("encoder-model"), load("decoder_joint-model"), Bpe(folder + "/vocab.txt")
        s.state = np.zeros([2 if isinstance(d, str) else d for d in s.decoder.get_inputs()[3].shape[:1]] + [1, s.decoder.get_inputs()[3].shape[2]], np.float32)

    def text(s, features, length):
        """features [128, T] -> text; the loop of model.py's greedy, by way of the exported graphs"""
        e, n = s.encoder.run(None, {"audio_signal": features[None].astype(np.float32), "length": np.array([length], np.int64)})
        blank, t, k, out, last, state = s.bpe.blank, 0, 0, [], s.bpe.blank, (s.state, s.state)
        one = np.ones(1, np.int32)
        while t < int(n[0]):
            z, _, h, c = s.decoder.run(None, {"encoder_outputs": e[:, :, t:t + 1], "targets": np.array([[last]], np.int32), "target_length": one,
                                             "input_states_1": state[0], "input_states_2": state[1]})
            z = z.reshape(-1)
            token, duration = int(z[:blank + 1].argmax()), int(z[blank + 1:].argmax())
            if token != blank:
                out.append(token)
                last, state, k = token, (h, c), k + 1
            if duration > 0:
                t, k = t + duration, 0
            elif token == blank or k == 10:
                t, k = t + 1, 0
        return s.bpe.decode(out)


def voice_of(name):
    return name if name.startswith("flite") else "espeak"


def table(model, items):
    """-> {voice: (errors, words)} and seconds of computing and of audio"""
    by, audio, spent = collections.defaultdict(lambda: [0, 0]), 0.0, 0.0
    for f, n, text, voice, *_ in items:
        start = time.perf_counter()
        heard = model.text(f.numpy(), n)
        spent += time.perf_counter() - start
        audio += n / 100
        for key in {voice_of(voice), "all", "all flite" if voice.startswith("flite") else "espeak"}:
            by[key][0] += edits(text.split(), heard.split())
            by[key][1] += len(text.split())
    return by, spent, audio


def call(clips, voices, seconds, pause, seed):
    """Sentences of these voices in turn, with pauses -> features, length, text"""
    rng = random.Random(seed)
    of = {v: [c for c in clips if v in c[4]] for v in voices}
    parts, text, n, i = [], [], 0, 0
    while n < seconds * 8000:
        c = rng.choice(of[voices[i % len(voices)]])
        gap = np.zeros(int(8000 * rng.uniform(0.3, 2 * pause)), np.float32)
        x = data.pcm(c)
        parts += [x / (np.abs(x).max() + 1e-3) * 0.5, gap]
        text.append(c[3])
        n += len(x) + len(gap)
        i += 1
    return *exact(np.concatenate(parts), seed), " ".join(text)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("work"); ap.add_argument("model")
    ap.add_argument("--max", type=int, default=10 ** 9)
    ap.add_argument("--precisions", default="fp32,int8")
    ap.add_argument("--long", action="store_true")
    a = ap.parse_args()
    models = {p: Recogniser(a.model, p) for p in a.precisions.split(",")}
    for folder in sorted(glob.glob(a.work + "/syn/held*") + glob.glob(a.work + "/syn/dev*")):
        items = dev_set(a.work, os.path.basename(folder))[:a.max]
        for p, m in models.items():
            by, spent, audio = table(m, items)
            print(os.path.basename(folder), p, "RTF %.4f" % (spent / audio), {k: "%.2f%% of %d" % (100 * e / w, w) for k, (e, w) in sorted(by.items())}, flush=True)
    if a.long:
        clips = data.load([a.work + "/syn/held-dom"])
        for k, (voices, seconds, pause) in enumerate(CALLS):
            f, n, text = call(clips, voices, seconds, pause, k)
            for p, m in models.items():
                start = time.perf_counter()
                heard = m.text(f.numpy(), n)
                spent = time.perf_counter() - start
                w = text.split()
                print("call %s %.0f s %s: %.1f%% of %d words, %.2f s" % ("+".join(voices), n / 100, p, 100 * edits(w, heard.split()) / len(w), len(w), spent), flush=True)


if __name__ == "__main__":
    main()
