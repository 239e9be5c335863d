"""A pipeline that loads at once, for tests of what runs around a pipeline.

`installed(folder)` makes a package of it that `--model fake_model_package` finds once the folder is
on PYTHONPATH. A text with KILL kills its process; FAKE_SECONDS is how long an article takes.
"""

import os
import signal
import time
from pathlib import Path

import spacy
from spacy.language import Language

NAME = "fake_model_package"
PIPES = ("tagger", "attribute_ruler", "parser", "ner")
INIT = """import importlib.util
import sys

def load(**options):
    spec = importlib.util.spec_from_file_location("fake_model", {path!r})
    module = importlib.util.module_from_spec(spec)
    sys.modules["fake_model"] = module
    spec.loader.exec_module(module)
    return module.load()
"""


def installed(folder):
    """Make the package in the folder."""
    place = folder / NAME
    place.mkdir()
    (place / "__init__.py").write_text(INIT.format(path=str(Path(__file__).resolve())))
    info = folder / f"{NAME}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {NAME}\nVersion: 1.0\n")
    return NAME


def load():
    """Return a pipeline in which every sentence hangs on its first word."""
    nlp = spacy.blank("en")
    for name in PIPES:
        nlp.add_pipe("fake_pipe", name=name)
    return nlp


@Language.component("fake_pipe")
def pipe(doc):
    if "KILL" in doc.text:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(float(os.environ.get("FAKE_SECONDS", "0")) / len(PIPES))
    root = 0
    for token in doc:
        starts = token.i == 0 or doc[token.i - 1].text in (".", "!", "?")
        root = token.i if starts else root
        token.head = doc[root]
        token.dep_ = "ROOT" if starts else "dep"
        token.tag_, token.pos_, token.lemma_ = "NN", "NOUN", token.lower_
    return doc
