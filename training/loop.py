"""The training loop: steps from DocBins, a schedule of rates, checkpoints one can resume from.

spaCy's own loop cannot go on with the optimizer's state after a break, and knows no Ops class of
ours; this one does the same work on spaCy's components.
"""

from __future__ import annotations

import json
import pickle
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.util import load_model_from_config
from thinc.api import Adam, Config, Optimizer, fix_random_seed

from claimx.model import embedding  # noqa: F401, the configurations name it
from claimx.model.ops import use_fast_ops
from training.tokenizer import customise

Evaluate = Callable[[Language], dict[str, float]]


@dataclass(frozen=True, slots=True)
class Run:
    """The [run] block of a configuration."""

    corpus: str
    seed: int
    batch_words: int
    dropout: float
    learn_rate: float
    warmup_steps: int
    steps: int
    decay_from: float  # part of the steps after which the rate falls, linearly, towards 0
    check_every: int

    def rate(self, step: int) -> float:
        if step < self.warmup_steps:
            return self.learn_rate * (step + 1) / self.warmup_steps
        begin = self.decay_from * self.steps
        left = (self.steps - step) / max(1.0, self.steps - begin)
        return self.learn_rate * min(1.0, max(0.02, left))


def read_config(path: Path) -> tuple[Run, Config]:
    config = Config().from_disk(path)
    run = Run(**config.pop("run"))
    return run, config


def build(config: Config) -> Language:
    """The untrained pipeline of a configuration."""
    nlp = load_model_from_config(config, auto_fill=True)
    customise(nlp)
    return nlp


def passes(nlp: Language, files: list[Path], seed: int) -> Iterator[list[Doc]]:
    """Endless shuffled passes, a file after the other."""
    number = 0
    while True:
        docs = list(DocBin().from_disk(files[number % len(files)]).get_docs(nlp.vocab))
        random.Random(seed + number).shuffle(docs)
        yield docs
        number += 1


def batches(nlp: Language, files: list[Path], run: Run) -> Iterator[list[Doc]]:
    """Batches of about `batch_words` tokens, of documents of like length."""
    for docs in passes(nlp, files, run.seed):
        batch: list[Doc] = []
        size = 0
        for doc in docs:
            batch.append(doc)
            size += len(doc)
            if size >= run.batch_words:
                yield batch
                batch, size = [], 0


def example(doc: Doc) -> Example:
    """A gold Doc beside a bare one of the same tokens."""
    bare = Doc(doc.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])
    return Example(bare, doc)


def node_ids(nlp: Language) -> list[int]:
    """The ids by which an optimizer knows the nodes of the models; another process has others."""
    models = [pipe.model for _, pipe in nlp.pipeline if hasattr(pipe, "model")]
    return list(dict.fromkeys(node.id for model in models for node in model.walk()))


def rename(optimizer: Optimizer, ids: dict[int, int]) -> None:
    """Give the optimizer's moments and averages to the nodes of these new ids."""
    for name in ("mom1", "mom2", "averages", "nr_update", "last_seen"):
        table = getattr(optimizer, name)
        if table is not None:
            renamed = {(ids[node], param): value for (node, param), value in table.items()}
            table.clear()
            table.update(renamed)


def restore_trees(nlp: Language) -> None:
    """Give a loaded lemmatizer the labels of its trees, which spaCy 3.8 forgets to load.

    Without them it goes on to learn the first label for every word.
    """
    for _, pipe in nlp.pipeline:
        if hasattr(pipe, "tree2label"):
            pipe.tree2label.update({tree: label for label, tree in enumerate(pipe.labels)})


def settings(config: Config) -> dict[str, object]:
    """What a run that goes on may have changed: the components' settings, not their models."""
    return {
        f"components.{name}.{key}": value
        for name, block in config["components"].items()
        for key, value in block.items()
        if key not in {"model", "factory"}
    }


def train(config_path: Path, corpus: Path, out: Path, evaluate: Evaluate) -> Language:
    """Train (or go on training) into `out`: `last` with the optimizer, `best` for use."""
    use_fast_ops()
    run, config = read_config(config_path)
    files = sorted(corpus.glob(run.corpus))
    out.mkdir(parents=True, exist_ok=True)
    fix_random_seed(run.seed)
    step, best = 0, -1.0
    state = out / "state.pickle"
    if state.exists():
        nlp = spacy.load(out / "last", config=settings(config))
        with state.open("rb") as handle:
            step, best, optimizer, ids = pickle.load(handle)
        rename(optimizer, dict(zip(ids, node_ids(nlp), strict=True)))
        restore_trees(nlp)
        nlp.resume_training(sgd=optimizer)
        print(f"resuming at step {step}", file=sys.stderr)
    else:
        nlp = build(config)
        first = next(passes(nlp, files, run.seed))
        optimizer = Adam(
            run.learn_rate, beta1=0.9, beta2=0.999, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0
        )
        nlp.initialize(lambda: [example(doc) for doc in first], sgd=optimizer)
        del first
    losses: dict[str, float] = {}
    began, words = time.perf_counter(), 0
    log = (out / "log.jsonl").open("a")
    stream = batches(nlp, files, run)
    for _ in range(step):  # the same batches again after a break
        next(stream)
    while step < run.steps:
        batch = next(stream)
        optimizer.learn_rate = run.rate(step)
        examples = [example(doc) for doc in batch]
        nlp.update(examples, drop=run.dropout, sgd=optimizer, losses=losses)
        words += sum(map(len, batch))
        step += 1
        if step % run.check_every == 0 or step == run.steps:
            spent = time.perf_counter() - began
            with nlp.use_params(optimizer.averages):
                scores = evaluate(nlp)
                if scores["score"] > best:
                    best = scores["score"]
                    nlp.to_disk(out / "best")
            nlp.to_disk(out / "last")
            with state.open("wb") as handle:
                pickle.dump((step, best, optimizer, node_ids(nlp)), handle)
            row = {
                "step": step,
                "words_per_second": round(words / spent),
                "minutes": round(spent / 60, 1),
                "losses": {k: round(v) for k, v in losses.items()},
                **{k: round(v, 4) for k, v in scores.items()},
            }
            log.write(json.dumps(row) + "\n")
            log.flush()
            print(json.dumps(row), flush=True)
            losses = {}
    log.close()
    return spacy.load(out / "best")
