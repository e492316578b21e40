"""Spelling lessons: lists of words, each word of a wide vocabulary equally often.

    python3 lexicon.py OUT.jsonl N [seed]

What the recogniser gets wrong in fresh text is above all the spelling of words it has seldom met ("similar", "juice").
Sentences are mostly words it knows; these are not.  The vocabulary is that of the call templates, of widerwords.py and of the
WordNet examples (words that occur four times and more).
"""
import collections, json, random, re, sys
import generaltext, textgen, widerwords

SMALL = "the a to of and in for is on that with it at by from or as be this was are".split()


def vocabulary():
    count = collections.Counter(w for t, _ in generaltext.sentences() for w in t.split())
    said = [t for _, t in textgen.TRAIN] + widerwords.TEMPLATES + widerwords.FREE + [p for v in widerwords.WORDS.values() for p in v]
    own = {w for t in said for w in re.sub(r"\{\w+\}|[()|]", " ", t).lower().split()}
    return sorted({w for w in own | {w for w, c in count.items() if c >= 4} if len(w) > 2})


def utterances(n, seed):
    r, deck, words = random.Random(seed), [], vocabulary()
    for _ in range(n):
        out, goal = [], r.choice([3, 6, 9, 12])
        while len(out) < goal:
            if not deck:
                deck = r.sample(words, len(words))
            if r.random() < 0.25:
                out.append(r.choice(SMALL))
            out.append(deck.pop())
        said = [textgen.to_tts(w) for w in out]
        yield {"text": " ".join(out), "tts": "".join(w + r.choice([" ", " ", " ", ", "]) for w in said).strip(" ,"), "cat": "splice"}


if __name__ == "__main__":
    with open(sys.argv[1], "w") as f:
        for u in utterances(int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0):
            f.write(json.dumps(u) + "\n")
