"""The whole diarization pipeline again, by numpy, scipy and onnxruntime, written from the description of pyannote 3.1 alone.

    python3 diar_golden.py MODELS CALLS OUT.json [NAME...]

For each CALLS/NAME.wav (8 kHz, 16 bit; two channels are mixed) OUT.json gets the speakers and their turns in seconds,
overlapping and exclusive, numbered as they are first heard.
"""
import json, math, os, sys
import numpy as np
import onnxruntime as ort
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.io import wavfile
from scipy.spatial.distance import cdist

WINDOW, FRAMES = 160000, 589
SPEAKERS_OF = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1]])


def read(path):
    """-> 16 kHz samples: the even ones are those of the file, the odd ones come from a windowed sinc of 32 taps"""
    rate, x = wavfile.read(path)
    assert rate == 8000 and x.dtype == np.int16
    x = x.astype(np.float64) / 32768
    x = x.mean(1) if x.ndim == 2 else x
    k = np.arange(-16, 16) + 0.5
    h = np.sinc(k) * (0.5 + 0.5 * np.cos(np.pi * k / 16))
    y = np.zeros(2 * len(x))
    y[::2] = x
    y[1::2] = np.convolve(np.pad(x, (15, 16)), (h / h.sum())[::-1], "valid")
    return y.astype(np.float32)


def windows(x, hop):
    n = max(0, (len(x) - WINDOW) // hop + 1)
    starts = [c * hop for c in range(n)]
    if len(x) < WINDOW or (len(x) - WINDOW) % hop:
        starts.append(n * hop)
    return [np.pad(x[s:s + WINDOW], (0, max(0, s + WINDOW - len(x)))) for s in starts]


def fbank(x):
    mel = lambda f: 1127 * np.log(1 + f / 700)
    edges = np.linspace(mel(20.0), mel(8000.0), 82)
    bins = mel(np.arange(256) * 16000 / 512)[:, None]
    bank = np.maximum(0, np.minimum((bins - edges[:-2]) / (edges[1:-1] - edges[:-2]), (edges[2:] - bins) / (edges[2:] - edges[1:-1])))
    f = np.lib.stride_tricks.sliding_window_view(x.astype(np.float64) * 32768, 400)[::160]
    f = f - f.mean(1, keepdims=True)
    f = f - 0.97 * np.concatenate((f[:, :1], f[:, :-1]), 1)
    power = np.abs(np.fft.rfft(f * np.hamming(400), 512)[:, :256]) ** 2
    log = np.log(np.maximum(power @ bank, np.finfo(np.float32).eps))
    return (log - log.mean(0)).astype(np.float32)


def embed(session, x, active):
    """Voices that are active in a window -> {voice: vector}"""
    own = active * (active.sum(1, keepdims=True) < 2)
    count = session.get_inputs()[1].shape[2]
    at = np.arange(count) * FRAMES // count
    least = math.ceil(FRAMES * 400 / WINDOW)
    weights = np.stack([(own if own[:, s].sum() > least else active)[at, s] for s in range(3)])
    v = session.run(None, {"feats": fbank(x)[None], "weights": weights[None].astype(np.float32)})[0][0]
    return {s: v[s] for s in range(3) if active[:, s].any()}


def cluster(vectors, threshold, least):
    """-> centroids, by agglomerative clustering of the vectors"""
    n = len(vectors)
    least = min(least, max(1, round(0.1 * n)))
    if n == 1:
        return vectors
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    tree = linkage(unit.astype(np.float64), "centroid")
    labels = fcluster(tree, threshold, "distance")
    names, sizes = np.unique(labels, return_counts=True)
    large, small = names[sizes >= least], names[sizes < least]
    if len(large) == 0:  # at least one speaker is wanted: cut elsewhere, merge by merge away from the threshold
        by_order = tree.copy()
        by_order[:, 2] = np.arange(n - 1)
        labels = np.ones(n, int)
        for i in np.argsort(np.abs(tree[:, 2] - threshold), kind="stable"):
            if tree[i, 3] >= least:
                cut = fcluster(by_order, i, "distance")
                names, sizes = np.unique(cut, return_counts=True)
                if (sizes >= least).sum() == 1:
                    labels = cut
                    break
        names, sizes = np.unique(labels, return_counts=True)
        large, small = names[sizes >= least], names[sizes < least]
    mean = lambda k: unit[labels == k].mean(0)
    if len(small):
        home = cdist([mean(k) for k in large], [mean(k) for k in small], "cosine").argmin(0)
        for k, h in zip(small, home):
            labels[labels == k] = large[h]
    return np.stack([vectors[labels == k].mean(0) for k in large])


def turns(active, end):
    """[frames, speakers] -> [[speaker, start, end]]"""
    out = []
    middle = lambda i: (i * 270 + 991 / 2) / 16000
    for s in range(active.shape[1]):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], active[:, s], [0]))))
        for a, b in edges.reshape(-1, 2):
            start, stop = middle(a), min(middle(min(b, len(active) - 1)), end)
            if start < stop:
                out.append([s, start, stop])
    return sorted(out, key=lambda t: (t[1], t[0]))


def diarize(x, segmentation, embedding, config):
    hop = round(config["segmentation_step"] * WINDOW)
    ws = windows(x, hop)
    name = segmentation.get_inputs()[0].name
    local = [SPEAKERS_OF[segmentation.run(None, {name: w[None, None]})[0][0].argmax(1)] for w in ws]
    begin = [int(np.rint(c * hop / 270)) for c in range(len(ws))]
    total = int(np.rint((WINDOW + (len(ws) - 1) * hop) / 270)) + 1
    spoken, cover = np.zeros(total), np.zeros(total)
    for b, a in zip(begin, local):
        spoken[b:b + FRAMES] += a.sum(1)
        cover[b:b + FRAMES] += 1
    count = np.rint(spoken / np.maximum(cover, 1)).astype(int)
    voices = [(c, s, v) for c, (w, a) in enumerate(zip(ws, local)) if a.any() for s, v in embed(embedding, w, a).items()]
    if not voices:
        return {"speakers": 0, "turns": [], "exclusive": []}
    vectors = np.stack([v for _, _, v in voices])
    alone = [(local[c][:, s] * (local[c].sum(1) < 2)).sum() for c, s, _ in voices]
    trusted = vectors[np.array(alone) >= config["min_active_ratio"] * FRAMES]
    centroids = cluster(trusted if len(trusted) else vectors, config["clustering_threshold"], config["min_cluster_size"])
    label = cdist(vectors, centroids, "cosine").argmin(1)
    first = list(dict.fromkeys(label.tolist()))  # numbered as they appear, because the lower number wins where windows tie
    label = np.array([first.index(k) for k in label])
    heard = np.zeros((total, len(first)))
    for c in range(len(ws)):
        for k in range(len(first)):
            mine = [s for (d, s, _), l in zip(voices, label) if d == c and l == k]
            if mine:
                heard[begin[c]:begin[c] + FRAMES, k] += local[c][:, mine].max(1)
    rank = np.argsort(np.argsort(-heard, 1, kind="stable"), 1, kind="stable")
    end = len(x) / 16000
    both, one = (turns((rank < np.minimum(count, most)[:, None]).astype(int), end) for most in (99, 1))
    order = list(dict.fromkeys(s for s, _, _ in both))
    tidy = lambda ts: [[order.index(s), round(a, 4), round(b, 4)] for s, a, b in sorted(ts, key=lambda t: (t[1], order.index(t[0])))]
    return {"speakers": len(order), "turns": tidy(both), "exclusive": tidy(one)}


if __name__ == "__main__":
    models, calls, out, *names = sys.argv[1:]
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    sessions = [ort.InferenceSession("%s/%s.onnx" % (models, m), options) for m in ("segmentation", "embedding")]
    config = {"clustering_threshold": 0.7045654963945799, "min_cluster_size": 12, "min_active_ratio": 0, "segmentation_step": 0.1}
    if os.path.exists(models + "/config.json"):
        config.update(json.load(open(models + "/config.json")))
    lines = ["%s: %s" % (json.dumps(n), json.dumps(diarize(read("%s/%s.wav" % (calls, n)), *sessions, config))) for n in names]
    open(out, "w").write("{\n%s\n}\n" % ",\n".join(lines))
