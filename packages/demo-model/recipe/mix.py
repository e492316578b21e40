"""Weighted mean of two checkpoints of one training:  python3 mix.py A.pt B.pt SHARE_OF_B OUT.pt"""
import sys
import torch

a, b = (torch.load(p, map_location="cpu") for p in sys.argv[1:3])
share = float(sys.argv[3])
torch.save({"net": {k: (1 - share) * a["net"][k] + share * b["net"][k] for k in b["net"]}, "cfg": b["cfg"]}, sys.argv[4])
