#!/usr/bin/env python3
"""Races standpoint against scikit-learn, fastText and Vowpal Wabbit on the same files, in alternation.

    race.py BINARY CORPUS.csv WORK [--rows 1000000] [--rounds 5] [--jobs train,classify,one]
            [--peers fasttext,vw,sklearn]

CORPUS.csv has the columns text, target, stance, of one target. What is made of it goes into WORK: a training and a test
part, and a file of --rows passages put together from its sentences. Peers that are not installed are left out: fastText as
`fasttext` on the PATH (or in $FASTTEXT), Vowpal Wabbit as the Python module `vowpalwabbit`, scikit-learn as `sklearn`.

All are given word 1-2-grams. A run is a process of its own; CPU seconds are those of the process and its children, both user
and system. In each round every contestant runs once, so that whatever else the machine does meets all of them. Printed are
minimum, median and maximum, and of the ratio to standpoint in the same round as well. Files in the form that a peer asks for
are made beforehand and not counted.
"""
import argparse
import csv
import importlib.util
import json
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
csv.field_size_limit(1 << 30)


def options(min_df):
    """Word 1-2-grams and nothing else, as scikit-learn's vectorizer has them."""
    word = {"ngrams": [1, 2], "weight": 1.0, "sublinear_tf": True, "idf": True, "norm": "row"}
    return {
        "features": {"word": word, "character": None, "min_df": min_df},
        "learner": {"kind": "softmax", "c": 1.0},
        "model": {"calibrate": None, "fingerprints": False},
    }


def words(text):
    return " ".join(re.findall(r"\w+|[^\w\s]", text.lower()))


def read(path):
    with open(path, newline="", encoding="utf-8") as f:
        return [(row["text"], row["stance"]) for row in csv.DictReader(f)]


def write(path, header, rows):
    with open(path, "w", newline="", encoding="utf-8") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(header)
        w.writerows(rows)


def write_lines(path, lines):
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(line + "\n" for line in lines)


def make(corpus, work, n_rows):
    """The files of the race, unless they are there."""
    paths = {name: f"{work}/{name}" for name in ("train.csv", "test.csv", f"input-{n_rows}.csv", "plain.json", "rare.json")}
    paths["input"] = paths.pop(f"input-{n_rows}.csv")
    if not os.path.exists(paths["input"]):
        rows = read(corpus)
        rng = random.Random(1)
        rng.shuffle(rows)
        cut = len(rows) * 15 // 16
        for name, part in (("train", rows[:cut]), ("test", rows[cut:])):
            write(f"{work}/{name}.csv", ["id", "target", "stance", "text"], ((i, "it", s, t) for i, (t, s) in enumerate(part)))
            write_lines(f"{work}/{name}.ft", (f"__label__{s} {words(t)}" for t, s in part))
            label = {"favor": 1, "against": 2, "neutral": 3}
            write_lines(f"{work}/{name}.vw", (f"{label[s]} |w {words(t).replace(':', ' ').replace('|', ' ')}" for t, s in part))
        sentences = [s for t, _ in rows[:cut] for s in re.split(r"(?<=[.!?]) +", t) if len(s) > 15]

        def passage():
            text = rng.choice(sentences)
            while len(text) < 200:
                text += " " + rng.choice(sentences)
            return text

        texts = [passage() for _ in range(n_rows)]
        write_lines(f"{work}/input.ft", map(words, texts))
        write_lines(f"{work}/input.vw", ("|w " + words(t).replace(":", " ").replace("|", " ") for t in texts))
        write(paths["input"], ["id", "text"], enumerate(texts))
    paths["jsonl"] = f"{work}/input-{n_rows}.jsonl"
    if not os.path.exists(paths["jsonl"]):
        with open(paths["input"], newline="", encoding="utf-8") as f:
            write_lines(paths["jsonl"], (json.dumps(row, ensure_ascii=False) for row in csv.DictReader(f)))
    for name, min_df in (("plain", 1), ("rare", 2)):
        with open(f"{work}/{name}.json", "w") as f:
            json.dump(options(min_df), f)
    return paths


SK = """
import csv, sys, joblib
csv.field_size_limit(1 << 30)
def rows(p):
    with open(p, newline='', encoding='utf-8') as f:
        return list(csv.DictReader(f))
if sys.argv[1] == 'train':
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    r = rows(sys.argv[2])
    m = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LogisticRegression(max_iter=300))
    joblib.dump(m.fit([x['text'] for x in r], [x['stance'] for x in r]), sys.argv[3])
elif sys.argv[1] == 'one':
    print(joblib.load(sys.argv[2]).predict([sys.argv[3]])[0])
else:
    m = joblib.load(sys.argv[2])
    r = rows(sys.argv[3])[:int(sys.argv[5])]
    with open(sys.argv[4], 'w') as f:
        for i in range(0, len(r), 20000):
            part = r[i:i + 20000]
            f.writelines(f"{x['id']},{y}\\n" for x, y in zip(part, m.predict([x['text'] for x in part])))
"""


def run(command):
    """Wall seconds, CPU seconds and peak memory in MB of a shell command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    done = subprocess.run(command, shell=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    wall = time.perf_counter() - started
    if done.returncode:
        sys.exit(f"failed: {command}\n{done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def race(title, commands, rounds, scale):
    """Runs `commands` in turn, and prints their times and their ratios to the first."""
    times = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            wall, cpu = run(command)
            factor = scale.get(name, 1)
            times[name].append((wall * factor, cpu * factor))
    ours = times[next(iter(commands))]
    three = lambda values: f"{min(values):9.3f} {statistics.median(values):9.3f} {max(values):9.3f}"
    print(f"\n{title}\n{'':34}{'CPU s: least, median, most':>30} {'times ours':>29} {'wall s':>29}")
    for name, runs in times.items():
        ratios = [run[1] / own[1] for run, own in zip(runs, ours)]
        print(f"{name:34} {three([cpu for _, cpu in runs])} {three(ratios)} {three([wall for wall, _ in runs])}", flush=True)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("binary")
    ap.add_argument("corpus")
    ap.add_argument("work")
    ap.add_argument("--rows", type=int, default=1_000_000)
    ap.add_argument("--rounds", type=int, default=5)
    ap.add_argument("--jobs", default="train,classify,one")
    ap.add_argument("--peers", default="fasttext,vw,sklearn")
    a = ap.parse_args()
    peers = a.peers.split(",")
    os.makedirs(a.work, exist_ok=True)
    paths = make(a.corpus, a.work, a.rows)
    w, sp, py = a.work, os.path.abspath(a.binary), sys.executable
    ft = "fasttext" in peers and (os.environ.get("FASTTEXT") or shutil.which("fasttext"))
    vw = "vw" in peers and importlib.util.find_spec("vowpalwabbit") and f"{py} -m vowpalwabbit"
    sk = "sklearn" in peers and importlib.util.find_spec("sklearn")
    with open(f"{w}/sk.py", "w") as f:
        f.write(SK)
    ft_train = f"{ft} supervised -input {w}/train.ft -output {w}/ft -dim 10 -epoch 5 -wordNgrams 2 -minCount 1 -bucket 2000000 -thread 2 -verbose 0"
    vw_train = f"rm -f {w}/vw.cache; {vw} --oaa 3 -d {w}/train.vw -f {w}/vw.model -b 24 --ngram 2 --loss_function logistic -l 0.5 --quiet --cache_file {w}/vw.cache -k --passes 3 --holdout_off"
    sk_train = f"OMP_NUM_THREADS=1 {py} {w}/sk.py train {w}/train.csv {w}/sk.joblib"
    jobs = a.jobs.split(",")
    if "train" in jobs:
        commands = {name: f"{sp} train {w}/train.csv --options {w}/{file}.json --output {w}/{file}.model" for name, file in (("standpoint", "plain"), ("standpoint, rare terms left out", "rare"))}
        commands |= {"fastText, 5 epochs, 2 threads": ft_train} if ft else {}
        commands |= {"Vowpal Wabbit, 3 passes": vw_train} if vw else {}
        commands |= {"scikit-learn, logistic regression": sk_train} if sk else {}
        race("train", commands, a.rounds, {})
    out = f"--columns id,stance --target it --output {w}/out.csv"
    sample = min(a.rows, 100_000)
    if "classify" in jobs:
        ours = {f"standpoint, {n}": f"{sp} classify {paths['input']} --model {w}/{file}.model {out} {more}" for n, file, more in (
            ("1 thread", "rare", "--threads 1"), ("2 threads", "rare", "--threads 2"), ("all terms, 1 thread", "plain", "--threads 1"))}
        ours["standpoint, built-in model"] = f"{sp} classify {paths['input']} --columns id,stance --output {w}/out.csv --threads 1"
        ours["standpoint, JSON Lines, 1 thread"] = f"{sp} classify {paths['jsonl']} --model {w}/rare.model {out} --format csv --threads 1"
        commands = ours
        commands |= {"fastText": f"{ft} predict {w}/ft.bin {w}/input.ft > {w}/out.ft"} if ft else {}
        commands |= {"Vowpal Wabbit": f"{vw} -t -i {w}/vw.model -d {w}/input.vw -p {w}/out.vw --quiet"} if vw else {}
        commands |= {"scikit-learn (sample, scaled)": f"OMP_NUM_THREADS=1 {py} {w}/sk.py classify {w}/sk.joblib {paths['input']} {w}/out.sk {sample}"} if sk else {}
        race(f"classify {a.rows} rows, labels only", commands, a.rounds, {"scikit-learn (sample, scaled)": a.rows / sample})
    if "one" in jobs:
        text = "I think this proposal is a terrible idea and I will vote against it."
        commands = {"standpoint": f"echo '{text}' | {sp} classify --model {w}/rare.model --target it -", "standpoint, built-in model": f"echo '{text}' | {sp} classify -"}
        commands |= {"fastText": f"echo '{text}' | {ft} predict {w}/ft.bin -"} if ft else {}
        commands |= {"Vowpal Wabbit": f"echo '|w {text}' | {vw} -t -i {w}/vw.model -p /dev/stdout --quiet"} if vw else {}
        commands |= {"scikit-learn": f"{py} {w}/sk.py one {w}/sk.joblib '{text}'"} if sk else {}
        race("first answer from a cold start", commands, max(5, a.rounds), {})
    for name, file in (("standpoint", "plain"), ("standpoint, rare terms left out", "rare")):
        shown = subprocess.run(f"{sp} evaluate {w}/test.csv --model {w}/{file}.model --format json", shell=True, capture_output=True, text=True)
        print(f"{name}: {json.loads(shown.stdout)['accuracy']:.4f} right on the test part")


if __name__ == "__main__":
    main()
