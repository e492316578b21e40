"""The two speaker models. Both only look below 3.8 kHz, so it does not matter how a telephone call came to 16 kHz."""
import math
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

WINDOW, FRAMES, HOP, FIELD = 160000, 589, 270, 991
POWERSET = [(), (0,), (1,), (2,), (0, 1), (0, 2), (1, 2)]
POOLED = 499  # frames that the embedding pools


def triangles(n_mels, n_fft, lo, hi, sr=16000):
    """HTK-style mel triangles on FFT bins, as Kaldi computes them -> [n_fft/2+1, n_mels]"""
    mel = lambda f: 1127.0 * np.log(1 + np.asarray(f, np.float64) / 700)
    e = np.linspace(mel(lo), mel(hi), n_mels + 2)
    m = mel(np.arange(n_fft // 2 + 1) * sr / n_fft)[:, None]
    w = np.maximum(0, np.minimum((m - e[:-2]) / (e[1:-1] - e[:-2]), (e[2:] - m) / (e[2:] - e[1:-1])))
    w[-1] = 0  # Kaldi leaves the Nyquist bin out
    return torch.from_numpy(w.astype(np.float32))


MELS = triangles(80, 512, 20, 8000)


def kaldi_fbank(x):
    """torchaudio.compliance.kaldi.fbank(x * 32768, num_mel_bins=80, 25/10 ms, hamming, dither 0) minus the mean. x [..., N] -> [..., T, 80]"""
    fr = (x * 32768.0).unfold(-1, 400, 160)
    fr = fr - fr.mean(-1, keepdim=True)
    fr = torch.cat((fr[..., :1] * (1 - 0.97), fr[..., 1:] - 0.97 * fr[..., :-1]), -1)
    p = torch.fft.rfft(F.pad(fr * torch.hamming_window(400, periodic=False), (0, 112))).abs() ** 2
    m = (p @ MELS).clamp(min=1.1920929e-07).log()
    return m - m.mean(-2, keepdim=True)


class Segmentation(nn.Module):
    def __init__(s, h=96, mels=48):
        super().__init__()
        k = torch.arange(512.0)
        f = torch.arange(4, 124)[:, None]  # 125 - 3800 Hz
        win = torch.hann_window(512)
        dft = torch.cat((torch.cos(2 * math.pi * f * k / 512) * win, torch.sin(2 * math.pi * f * k / 512) * win))
        s.register_buffer("dft", dft[:, None])
        s.register_buffer("mel", triangles(mels, 512, 125, 3800)[4:124])
        s.c1, s.c2 = nn.Conv1d(mels, h, 5, padding=2), nn.Conv1d(h, h, 5, padding=2)
        s.n1, s.n2 = nn.LayerNorm(h), nn.LayerNorm(h)
        s.rnn = nn.LSTM(h, h, 2, bidirectional=True, batch_first=True)
        s.lin, s.out = nn.Linear(3 * h, h), nn.Linear(h, 7)

    def forward(s, x):
        """x [B,1,N] -> log-probabilities [B, floor((N-991)/270)+1, 7]"""
        z = F.conv1d(x[:, :, 240:-239], s.dft, stride=HOP)
        p = z[:, :120] ** 2 + z[:, 120:] ** 2
        m = torch.log(p.transpose(1, 2) @ s.mel + 1e-5)
        m = m - m.mean(1, keepdim=True)
        m = m / (m.pow(2).mean((1, 2), keepdim=True) + 1e-3).sqrt()
        a = F.silu(s.n1(s.c1(m.transpose(1, 2)).transpose(1, 2)))
        a = F.silu(s.n2(s.c2(a.transpose(1, 2)).transpose(1, 2))) + a
        c = F.avg_pool1d(F.pad(a.transpose(1, 2), (0, 2)), 3, 3)      # 50 ms steps for the recurrent part
        r, _ = s.rnn(c.transpose(1, 2))
        r = F.interpolate(r.transpose(1, 2), scale_factor=3.0, mode="nearest").transpose(1, 2)[:, :a.shape[1]]
        return F.log_softmax(s.out(F.silu(s.lin(torch.cat((a, r), 2)))), -1)


def pool(x, w):
    """pyannote's weighted statistics, as products of matrices. x [B,T,C], w [B,S,T] -> [B,S,2C]"""
    v1 = w.sum(2, keepdim=True) + 1e-8
    v2 = (w * w).sum(2, keepdim=True)
    mean = w @ x / v1
    squares = w @ (x * x) - v1 * mean * mean
    var = squares / (v1 - v2 / v1 + 1e-8)
    return torch.cat((mean, var.clamp(min=1e-4).sqrt()), 2)


class Embedding(nn.Module):
    def __init__(s, d=192, use=60):
        super().__init__()
        s.use = use  # of 80 bins: below 3.8 kHz
        s.c = nn.ModuleList([nn.Conv1d(use, d, 5, padding=2, stride=2), nn.Conv1d(d, d, 3, padding=1), nn.Conv1d(d, d, 3, padding=2, dilation=2), nn.Conv1d(d, 2 * d, 1)])
        s.n = nn.ModuleList([nn.LayerNorm(d), nn.LayerNorm(d), nn.LayerNorm(d), nn.LayerNorm(2 * d)])
        s.out = nn.Linear(4 * d, 256)

    def forward(s, feats, weights):
        """feats [B,998,80], weights [B,3,499] -> embs [B,3,256]"""
        x = feats[:, :, :s.use] * 0.25
        for i, (c, n) in enumerate(zip(s.c, s.n)):
            y = F.silu(n(c(x.transpose(1, 2)).transpose(1, 2)))
            x = x + y if i in (1, 2) else y
        return s.out(pool(x, weights))
