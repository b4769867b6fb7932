"""A plugin that is right, and what to add to it to make it wrong in one way."""

GOOD = """
import math, os, pathlib, random, re, signal, socket, sys, threading, time
from spamfilter import ClassifierEntry, Policy, UsageError, hookimpl

WORDS = {"call", "cash", "claim", "free", "now", "prize", "text", "win"}

def rate(text):
    return 1 - 0.5 ** len(WORDS & set(text.lower().split()))

class Made:
    policy = Policy(0.3, 0.7)
    def __init__(self, model):
        if model is not None:
            raise UsageError("it takes no model")
    def score(self, messages):
        return [rate(message.text) for message in messages]

NAME, SUMMARY, LOAD, LEARN = "made", "made up for a test", Made, None

@hookimpl
def spamfilter_classifiers():
    return [ClassifierEntry(NAME, SUMMARY, LOAD, learn=LEARN)]
"""


def write_score(body: str) -> str:
    """The good plugin's end, with another score method."""
    return f"class Broken(Made):\n    def score(self, messages):\n        {body}\nLOAD = Broken\n"


# What is wrong, code after the good plugin's that makes it so, the check that fails, what it says.
SCORES = [
    ("few", "return [rate(m.text) for m in messages][:-1]", "scores", "gave 63 scores for 64"),
    ("generator", "return (rate(m.text) for m in messages)", "scores", "gave a generator; return a list"),
    ("strings", "return ['0.5' for m in messages]", "scores", "gave a str; return float"),
    ("range", "return [rate(m.text) * 2 for m in messages]", "scores", "a score is P(spam), in [0, 1]"),
    (
        "nan",
        "return [rate(m.text) if m.text else math.nan for m in messages]",
        "hostile text",
        "an empty text",
    ),
    (
        "normalised",
        "most = max((rate(m.text) for m in messages), default=0) or 1\n"
        "        return [rate(m.text) / most for m in messages]",
        "batch",
        "score otherwise alone rather than among others",
    ),
    ("sorted", "return sorted(rate(m.text) for m in messages)", "order", "score otherwise in reverse"),
    (
        "random",
        "return [random.random() for m in messages]",
        "determinism",
        "score otherwise when scored again",
    ),
    (
        "surrogate",
        "return [rate(m.text.encode().decode()) for m in messages]",
        "hostile text",
        "score() of half a surrogate pair raised UnicodeEncodeError",
    ),
    ("print", "print('scoring'); return [rate(m.text) for m in messages]", "stdout", "prints 'scoring'"),
    (
        "write",
        "os.write(1, b'%d' % len(messages)); return [rate(m.text) for m in messages]",
        "stdout",
        "standard output is for verdicts alone",
    ),
    (
        "shared",
        "self.messages = messages; time.sleep(0.001)\n        return [rate(m.text) for m in self.messages]",
        "four threads",
        "score otherwise with four threads at once",
    ),
    (
        "clear",
        "scores = [rate(m.text) for m in messages]; messages.clear()\n        return scores",
        "messages",
        "changed the messages or the list",
    ),
    (
        "crash",
        "if any('\\0' in m.text for m in messages): os.kill(os.getpid(), signal.SIGKILL)\n"
        "        return [rate(m.text) for m in messages]",
        "hostile text",
        "score() of NUL and other control characters crashed with SIGKILL",
    ),
]
# A classifier that keeps what it is taught as lines of a file; what is added to it makes it wrong.
KEEPS = """
class Learned(Made):
    def __init__(self, model):
        if model is not None and not pathlib.Path(model).exists():
            raise UsageError("there is no such file")
        rows = pathlib.Path(model).read_text().splitlines() if model else []
        self.taught = [tuple(row.split("|", 1)) for row in rows]
    def score(self, messages):
        return [weigh([label for label, text in self.taught if text == m.text]) for m in messages]
def weigh(labels):
    return (1 + labels.count("True")) / (2 + len(labels))
def LEARN(model, messages, spam):
    file = pathlib.Path(model)
    rows = file.read_text().splitlines() if file.exists() else []
    for message in messages:
        rows = [row for row in rows if row.split("|", 1)[1] != message.text]
        rows += [] if spam is None else [f"{spam}|{message.text}"]
    file.write_text("\\n".join(rows))
LOAD = Learned
"""
OTHERS = [
    ("learn is none", "LEARN = 5", "entry", "learn is 5; it must be a function, or None"),
    (
        "learns nowhere",
        "def LEARN(model, messages, spam): pass",
        "learning",
        "load() of what it learned raised UsageError: it takes no model",
    ),
    (
        "learns nothing",
        KEEPS + "Learned.score = Made.score",
        "learning",
        "it tells them apart no better than taught the opposite",
    ),
    (
        "learns twice",
        KEEPS + "def LEARN(model, messages, spam, learn=LEARN):\n"
        "    file = pathlib.Path(model)\n"
        "    old = file.read_text() + '\\n' if file.exists() else ''\n"
        "    file.write_text(old + '\\n'.join(f'{spam}|{m.text}' for m in messages))",
        "learning",
        "when taught the same once more; count it once",
    ),
    (
        "forgets too much",
        KEEPS + "def LEARN(model, messages, spam, learn=LEARN):\n"
        "    pathlib.Path(model).write_text('') if spam is None else learn(model, messages, spam)",
        "learning",
        "when made to forget a message; be as if it had never been told",
    ),
    (
        "forgets with an error",
        KEEPS + "def LEARN(model, messages, spam, learn=LEARN):\n"
        "    learn(model, messages, {True: True, False: False}[spam])",
        "learning",
        "learn() of 1 messages to be forgotten raised KeyError: None",
    ),
    ("slow", "time.sleep(0.6)", "import time", "over 0.25 s"),
    ("words", "SUMMARY = 'two\\nlines'", "entry", "it must be one line"),
    ("dict", "LOAD = {}", "entry", "load is {}; it must be a function"),
    ("policy", "Made.policy = 0.5", "load", "policy is 0.5; it must be a spamfilter.Policy"),
    ("exit", "def LOAD(model): sys.exit('no licence')", "load", "load(None) raised SystemExit: no licence"),
    (
        "socket",
        "def LOAD(model):\n    socket.getaddrinfo('localhost', 80)\n    return Made(model)",
        "network",
        "tries to getaddrinfo 'localhost'",
    ),
    (
        "once",
        "def LOAD(model):\n    made = Made(model)\n"
        "    pathlib.Path(__file__).with_name('lock').touch(exist_ok=False)\n    return made",
        "jobs",
        "load must not rest on anything but its argument",
    ),
    ("trained", "Made.trained_on = ['a text']", "trained_on", "make it Fingerprints.of(texts)"),
    (
        "running",
        "Made.running_scores = lambda self, message: [(len(message.text), 0.125)]",
        "running_scores",
        "its last score must be that of score()",
    ),
    (
        "one row",
        "Made.features = lambda self, messages: [[0.5]]",
        "features",
        "gave 1 rows for 64; give one for each message",
    ),
    (
        "sure too soon",
        "Made.score_first = lambda self, messages: ([0.5] * len(messages), [True] * len(messages))",
        "first scores",
        "what it is sure of must be what score() gives",
    ),
    (
        "ragged",
        "Made.features = lambda self, messages: [[0.5] * len(message.text) for message in messages]",
        "features",
        "they must have one width",
    ),
    (
        "infinite",
        "Made.features = lambda self, messages: [[float('inf')] for message in messages]",
        "features",
        "give finite numbers",
    ),
    (
        "crowd",
        "Made.features = lambda self, messages: [[float(len(messages))] for message in messages]",
        "features",
        "are others alone than among others",
    ),
]
# What is only doubtful.
DOUBTS = [
    ("ignored", "def LOAD(model): return Made(None)", "missing model", "raised nothing"),
    (
        "other error",
        "def LOAD(model): return Made(model and int(model))",
        "missing model",
        "raised ValueError",
    ),
    ("light", "import torch", "import time", "but imports torch"),
    ("constant", "rate = lambda text: 0.25", "discrimination", "ham and spam all score 0.25"),
    (
        "kept",
        write_score("KEPT.extend(messages); return [rate(m.text) for m in messages]") + "KEPT = []",
        "messages",
        "score() keeps messages",
    ),
    (
        "thread",
        "def rate(text):\n    threading.Thread(target=time.sleep, args=(99,), daemon=True).start()\n"
        "    return len(text) % 2",
        "leftover threads",
        "score() leaves threads running",
    ),
    (
        "stderr",
        "def rate(text):\n    print('hm', file=sys.stderr)\n    return len(text) % 2",
        "stderr",
        "prints 'hm'",
    ),
]
