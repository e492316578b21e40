"""Call talk of many kinds: templates over word lists, and sentences that stand alone.

    python3 widertext.py OUT.jsonl N [seed] [--dev]

Templates are written as in textgen.py: (a|b|) chooses, {slot} fills.  Sentences that a held-out template of textgen.py
could have made are dropped, so that evaluation sentences stay unseen.  Every ninth template is kept for --dev.
"""
import json, random, re, sys
import textgen
from widerwords import FREE, TEMPLATES, WORDS

LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", (
    "apple boy charlie david edward frank george henry ida john king larry mary nancy oscar peter queen robert sam tom "
    "uncle victor william xray yellow zebra").split()))
NATO = dict(zip("abcdefghijklmnopqrstuvwxyz", (
    "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo "
    "sierra tango uniform victor whiskey xray yankee zulu").split()))


def spelled(r):
    """A name letter by letter, now and then with words for the letters."""
    name = r.choice(WORDS["first"] + WORDS["last"]).replace(" ", "")
    if r.random() < 0.5:
        return " ".join(name[:9])
    table = r.choice([LETTERS, NATO])
    return " ".join(c if r.random() < 0.5 else "%s %s %s" % (c, r.choice(["as in", "like", "for"]), table[c]) for c in name[:6])


def email(r):
    user = r.choice([r.choice(WORDS["first"]), r.choice(WORDS["first"]) + " dot " + r.choice(WORDS["last"]), r.choice(WORDS["thing"]),
                     r.choice(WORDS["last"]) + " underscore " + textgen.SLOT["small"](r)])
    site = r.choice(["gmail", "yahoo", "hotmail", "outlook", "example", "icloud", "proton", r.choice(WORDS["last"]), r.choice(WORDS["thing"])])
    return "%s at %s dot %s" % (user, site.replace(" ", ""), r.choice(["com", "com", "com", "net", "org", "co", "edu"]))


SLOT = dict(textgen.SLOT)
for k, v in WORDS.items():  # where textgen has such a slot too, it still fills a good third
    SLOT[k] = lambda r, v=v, other=SLOT.get(k): other(r) if other and r.random() < 0.4 else r.choice(v)
SLOT.update(spelled=spelled, mail=email)


def pattern(template):
    return re.compile("(?:(?:%s) )?%s" % ("|".join(textgen.OPEN), re.sub(r"\{\w+\}", ".+", template).replace(" ", " ?")))


HELD = [pattern(t) for _, t in textgen.HELD]


def expand(t, r):
    while True:
        m = textgen.GROUP.search(t)
        if not m:
            break
        t = t[:m.start()] + r.choice(m.group(1).split("|")) + t[m.end():]
    t = re.sub(r"\{(\w+)\}", lambda m: SLOT[m.group(1)](r), t)
    return re.sub(r"\s+", " ", t.replace(" '", "'")).strip()


def sentence(r, templates, free):
    while True:
        s = expand(r.choice(templates), r) if r.random() < 0.8 else r.choice(free)
        if not any(p.fullmatch(s) for p in HELD):
            return s


def utterances(n, seed, dev=False):
    r = random.Random(seed)
    templates = [t for i, t in enumerate(TEMPLATES) if (i % 9 == 4) == dev]
    free = [t for i, t in enumerate(FREE) if (i % 9 == 4) == dev]
    for _ in range(n):
        goal, out = r.choice([1, 5, 9, 14, 20, 26]), []
        while not out or sum(len(x.split()) for x in out) < goal:
            out.append(textgen.disfluent(sentence(r, templates, free), r))
        seps = [r.choice([", ", ", ", ". ", "? ", " "]) for _ in out]
        tts = "".join(textgen.to_tts(x) + s for x, s in zip(out, seps)).strip(" ,.?")
        yield {"text": " ".join(out).lower(), "tts": tts, "cat": "wide"}


if __name__ == "__main__":
    a = [x for x in sys.argv[1:] if not x.startswith("--")]
    with open(a[0], "w") as f:
        for u in utterances(int(a[1]), int(a[2]) if len(a) > 2 else 0, "--dev" in sys.argv):
            f.write(json.dumps(u) + "\n")
