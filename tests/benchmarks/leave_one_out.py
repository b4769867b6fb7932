"""What the recipe of the shipped model learns beyond the publishers that it sees.

    python tests/benchmarks/leave_one_out.py OUT [--tiny] [--encoder FOLDER] [--resamples N]

OUT is the folder that `spamfilter gpt build-embedded DATA OUT` made, whose folds have each left out some
publishers. Nothing is trained here but the rivals: character TF-IDF (2 to 5) with a logistic regression on
each fold's rows without views, the first 1,000 characters of each; its scores are kept in OUT/folds/N. Each
fold is scored with weights that the other folds taught, so no set judges its own. The model hears passages
of messages as it does when it ships, what it is compared from does not. Prints Markdown.

`--encoder FOLDER` adds a logistic regression over vectors of your own: FOLDER/N/train.npy [rows, width] and
FOLDER/N/measured.npy, for the rows of OUT/folds/N/train.csv and measured.csv, in order (views too; they are
passed over). `--tiny` judges the tiny model, whose folds lie beside those of the large one.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

import numpy as np
import torch
from left_out import (
    Floats,
    LeftOut,
    bootstrap,
    calibration_error,
    caught_at,
    cut_at,
    find_group,
    format_table,
    list_areas,
    mean_area,
    read_rows,
    share_alike,
    share_labels,
    weigh_to_prior,
)
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from spamfilter_gpt.corpus.collection import COLLECTIONS
from spamfilter_gpt.records.signals import SIGNALS_FILE, Signals, read_signals
from spamfilter_gpt.records.stacking import STACKING_FILE, Stacking, read_stacking
from spamfilter_gpt.training.calibrate.stacking import (
    VOTES,
    Pool,
    count_votes,
    fit_stacking,
    hear_passages,
    pool_signals,
    rate_messages,
    score_rows,
)
from spamfilter_gpt.training.calibrate.validation import CHARACTERS, SURFACE
from spamfilter_gpt.training.calibrate.weighing import fit_odds

from spamfilter import shift_prior, storage

READ = 1000  # characters
LOST = (0.003, 0.005, 0.01, 0.02)
MODEL, RIVAL, ENCODER = "model", "TF-IDF", "encoder"
GENRES = {one.name: one.genre for one in COLLECTIONS}


def fit_rival(fold: Path) -> Floats:
    """TF-IDF's scores of what ``fold`` measured, from its folder where they are those of the same rows."""
    paths = fold / "train.csv", fold / "measured.csv"
    digest = storage.hash_bytes("".join(storage.hash_file(path, "build again") for path in paths).encode())
    kept = fold / f"rival-{digest[:16]}.npy"
    if not kept.exists():
        rows, measured = map(read_rows, paths)
        own = [row for row in rows if row["View"] == "0"]
        features = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True)
        model = make_pipeline(features, LogisticRegression(C=10, solver="liblinear"))
        model.fit([row["Text"][:READ] for row in own], [row["Label"] == "1" for row in own])
        np.save(kept, model.predict_proba([row["Text"][:READ] for row in measured])[:, 1])
    return np.asarray(np.load(kept), dtype=float)


def fit_encoder(fold: Path, vectors: Path) -> Floats:
    """Scores of a logistic regression over the vectors of the fold's rows."""
    rows = read_rows(fold / "train.csv")
    own = np.array([row["View"] == "0" for row in rows])
    spam = np.array([row["Label"] == "1" for row in rows])
    train, measured = (np.load(vectors / fold.name / f"{name}.npy") for name in ("train", "measured"))
    model = LogisticRegression(C=1.0, max_iter=2000).fit(train[own], spam[own])
    return np.asarray(model.predict_proba(measured)[:, 1], dtype=float)


def score_fold(signals: Signals, stacking: Stacking, others: dict[str, Floats]) -> LeftOut:
    """The messages of a fold, with what the model, each of its parts and ``others`` say."""
    pool = pool_signals([signals])
    sides = {MODEL: score_rows(pool, stacking), "blocks alone": pool.x}
    sides |= {f"{name} alone": signal.odds for name, signal in pool.signals.items()}
    sides |= {name: torch.from_numpy(scores) for name, scores in others.items()}
    rated = rate_fold(signals, pool, sides)
    scores = hear_passages(rate_messages(pool, sides[MODEL]), pool, stacking).scores.numpy()
    return replace(rated, scores={**rated.scores, MODEL: scores})


def rate_fold(signals: Signals, pool: Pool, sides: dict[str, torch.Tensor]) -> LeftOut:
    """The messages of a fold, each side's score of one the highest of its readings."""
    lowest = {name: float(scores.min()) for name, scores in sides.items()}
    rated = {
        name: rate_messages(pool, scores - lowest[name]).scores.numpy() + lowest[name]
        for name, scores in sides.items()
    }
    _, firsts = np.unique(pool.messages.numpy(), return_index=True)
    sets, languages = (np.array(one)[firsts] for one in (signals.collections, signals.languages))
    genres = np.array([GENRES[name] for name in sets])
    return LeftOut(sets, genres, languages, np.array(signals.spam)[firsts], rated)


def join_folds(folds: Sequence[LeftOut]) -> LeftOut:
    """All folds as one."""
    columns = [[getattr(fold, name) for fold in folds] for name in ("sets", "genres", "languages", "spam")]
    sides = {name: np.concatenate([fold.scores[name] for fold in folds]) for name in folds[0].scores}
    return LeftOut(*map(np.concatenate, columns), sides)


def read_folds(out: Path, name: str) -> dict[Path, Signals]:
    """What the folds say that were measured, by their folders; a table is called ``name``."""
    return {path.parent: read_signals(path) for path in sorted((out / "folds").glob(f"*/{name}"))}


def read_build(found: dict[Path, Signals], prior: float, encoder: Path | None) -> LeftOut:
    """What the folds of a build measured, each scored by weights that the others taught."""
    folders, signals = list(found), list(found.values())
    rated = []
    for place, fold in enumerate(folders):
        others = {RIVAL: fit_rival(fold)} | ({ENCODER: fit_encoder(fold, encoder)} if encoder else {})
        taught = fit_stacking([*signals[:place], *signals[place + 1 :]], prior, 0.003)
        rated.append(score_fold(signals[place], taught, others))
    return join_folds(rated)


def print_areas(found: LeftOut) -> None:
    """A row for each set and each group of languages."""
    sides = list(found.scores)
    areas = {side: list_areas(found, side) for side in sides}
    rows, groups = [], dict[str, str]()
    for name in found.names:
        own = found.select(found.sets == name)
        groups[name] = find_group(Counter(own.languages.tolist()).most_common(1)[0][0])
        figures = [f"{areas[side][name]:.3f}" for side in sides]
        rows.append([f"`{name}`", groups[name], f"{len(own.spam)}", f"{own.spam.mean():.0%}", *figures])
    for group in dict.fromkeys(groups.values()):
        names = [name for name in found.names if groups[name] == group]
        figures = [f"{np.mean([areas[side][name] for name in names]):.3f}" for side in sides]
        rows.append([f"mean of {len(names)}", group, "", "", *figures])
    rows.append(["mean of all", "", "", "", *(f"**{mean_area(found, side):.3f}**" for side in sides)])
    print(format_table(["set left out", "languages", "messages", "spam", *sides], rows), end="\n\n")


def print_comparison(found: LeftOut, rival: str, resamples: int) -> None:
    """The model beside a rival, with intervals."""
    figures: list[tuple[str, Callable[[LeftOut], float]]] = [
        ("mean AUC of the model", partial(mean_area, side=MODEL)),
        (f"mean AUC of {rival}", partial(mean_area, side=rival)),
        ("ahead by", lambda one: mean_area(one, MODEL) - mean_area(one, rival)),
        ("spam caught at 1 % of pooled ham lost, model", partial(caught_at, side=MODEL)),
        (f"the same, {rival}", partial(caught_at, side=rival)),
        ("times as much", lambda one: caught_at(one, MODEL) / max(1e-6, caught_at(one, rival))),
    ]
    intervals = bootstrap(found, [figure for _, figure in figures], resamples)
    rows = [
        [name, f"{figure(found):.3f}", f"{low:.3f} to {high:.3f}"]
        for (name, figure), (low, high) in zip(figures, intervals, strict=True)
    ]
    areas = [list_areas(found, side) for side in (MODEL, rival)]
    ahead = sum(areas[0][name] > areas[1][name] for name in found.names)
    rows.append(["sets on which the model is ahead", f"{ahead} of {len(found.names)}", ""])
    print(format_table(["", "measured", "95 % interval"], rows), end="\n\n")


Way = Callable[[dict[str, torch.Tensor], Pool], list[float]]


def weigh_by_regression(columns: dict[str, torch.Tensor], pool: Pool) -> list[float]:
    """A factor for each of ``columns``, as a logistic regression finds best."""
    return fit_odds(list(columns.values()), pool.spam, pool.weights)[0]


def weigh_alike(
    columns: dict[str, torch.Tensor], pool: Pool, votes: Mapping[str, float] = MappingProxyType({})
) -> list[float]:
    """One vote for each of ``columns``, or as many as ``votes`` has for it."""
    return [votes.get(name, 1.0) * count_votes("any", odds, pool) for name, odds in columns.items()]


def list_columns(pool: Pool, left_out: str, *, kinds: bool) -> dict[str, torch.Tensor]:
    """The blocks and the parts but one; of ``kinds``, each part of short messages and of long ones apart."""
    columns = {"blocks": pool.x}
    for name, signal in pool.signals.items():
        if name == left_out:
            continue
        second = signal.second.double()
        if kinds and second.any():
            columns |= {name: signal.odds * (1 - second), f"{name}, long": signal.odds * second}
        else:
            columns[name] = signal.odds
    return columns


def add_up(factors: Sequence[float], columns: dict[str, torch.Tensor]) -> torch.Tensor:
    """The sum of ``columns`` [N], each times its factor."""
    return torch.stack([factor * one for factor, one in zip(factors, columns.values(), strict=True)]).sum(0)


def try_way(
    signals: Sequence[Signals], prior: float, way: Way, left_out: str, *, kinds: bool = False
) -> LeftOut:
    """The folds, each scored by factors that the others taught in this ``way``, and calibrated by them."""
    found = []
    for place, one in enumerate(signals):
        others, own = pool_signals([*signals[:place], *signals[place + 1 :]]), pool_signals([one])
        columns = list_columns(others, left_out, kinds=kinds)
        factors = way(columns, others)
        (slope,), start = fit_odds([add_up(factors, columns)], others.spam, others.weights)
        learned = float((others.weights * others.spam).sum() / others.weights.sum())
        start += shift_prior(prior, learned)  # or scores of one group would expect more spam than another's
        odds = slope * add_up(factors, list_columns(own, left_out, kinds=kinds)) + start
        found.append(rate_fold(one, own, {MODEL: odds}))
    return join_folds(found)


def print_ways(signals: Sequence[Signals], prior: float) -> None:
    """Ways in which the parts could add up, with and without the last of them."""
    ways: list[tuple[str, Way, bool]] = [
        ("a regression, other weights for long messages", weigh_by_regression, True),
        ("a regression, one weight each", weigh_by_regression, False),
        ("alike", weigh_alike, False),
        ("alike, characters twice", partial(weigh_alike, votes={CHARACTERS: 2.0}), False),
        ("alike, characters twice, surface 1.5 times", partial(weigh_alike, votes=VOTES), False),
    ]
    rows = []
    for parts, left_out in (("without the surface", SURFACE), ("all", "")):
        for name, way, kinds in ways[: -1 if left_out else None]:  # the last is of what is left out
            found = try_way(signals, prior, way, left_out, kinds=kinds)
            caught = (caught_at(found, MODEL, lost) for lost in (0.003, 0.01, 0.02))
            rows.append([parts, name, f"{mean_area(found, MODEL):.3f}", *(f"{one:.1%}" for one in caught)])
    header = [
        "parts",
        "how they add up",
        "mean AUC",
        "spam caught at 0.3 % of ham lost",
        "1 %",
        "2 %",
    ]
    print(format_table(header, rows), end="\n\n")


def print_calibration(found: LeftOut, prior: float) -> None:
    """How far scores are from shares of spam."""
    weights = share_alike(found.sets)
    scores = found.scores[MODEL]
    pooled = calibration_error(found.spam, scores, weigh_to_prior(found.spam, weights, prior))
    single = [
        calibration_error(
            own.spam, own.scores[MODEL], weigh_to_prior(own.spam, np.ones(len(own.spam)), prior)
        )
        for own in (found.select(found.sets == name) for name in found.names)
    ]
    print(
        f"Expected calibration error where {prior:.0%} is spam: all sets together, each alike, {pooled:.3f}; "
        f"of each set by itself {np.mean(single):.3f} in the mean, {max(single):.3f} at most.\n"
    )


def print_cut_offs(found: LeftOut, stacking: Stacking) -> None:
    """What a user may choose from: ham lost, and what becomes of spam, by genre and group of languages."""
    groups = np.array([find_group(language) for language in found.languages])
    parts: list[tuple[str, np.ndarray]] = [("all", np.ones(len(found.spam), dtype=bool))]
    parts += [(name, found.genres == name) for name in dict.fromkeys(found.genres.tolist())]
    parts += [(name, groups == name) for name in dict.fromkeys(groups.tolist())]
    rows = []
    for lost in LOST:
        cut = cut_at(found, MODEL, lost)
        for name, part in parts:
            cells = []
            for label in (True, False):
                own = found.select(part & (found.spam == label))
                if len(own.spam):
                    shares = share_labels(own.scores[MODEL], share_alike(own.sets), stacking.ham_below, cut)
                    cells += [f"{share:.1%}" for share in shares]
                else:
                    cells += ["-"] * 3
            rows.append([f"{lost:.1%}", f"{cut:.3f}", name, *cells])
    header = ["ham lost", "`--spam-above`", "of", "spam called spam", "unsure", "ham"]
    header += ["ham called spam", "unsure", "ham"]
    print(format_table(header, rows), end="\n\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("--encoder", type=Path)
    parser.add_argument("--resamples", type=int, default=1000)
    given = parser.parse_args()
    prefix = "tiny-" if given.tiny else ""
    if not (given.out / f"{prefix}{STACKING_FILE}").exists():
        parser.error(f"{given.out} has no folds; make them: spamfilter gpt build-embedded DATA {given.out}")
    stacking = read_stacking(given.out / f"{prefix}{STACKING_FILE}")
    folds = read_folds(given.out, f"{prefix}{SIGNALS_FILE}")
    found = read_build(folds, stacking.prior, given.encoder)
    print_areas(found)
    for rival in (RIVAL, *([ENCODER] if given.encoder else [])):
        print_comparison(replace(found), rival, given.resamples)
    print_ways(list(folds.values()), stacking.prior)
    print_calibration(found, stacking.prior)
    print_cut_offs(found, stacking)


if __name__ == "__main__":
    main()
