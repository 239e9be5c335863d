"""The files in deploy/, as far as they can be checked without a cloud."""

import ast
import re
import shlex
from pathlib import Path

import pytest

from claimx.settings import declared

yaml = pytest.importorskip("yaml")

DEPLOY = Path(__file__).parent.parent / "deploy"


def load(name):
    return yaml.safe_load((DEPLOY / name).read_text("utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["aws.yaml", "gcp.yaml"])
def test_the_launcher_takes_the_file(name):
    util = pytest.importorskip("ray.autoscaler._private.util")
    config = util.prepare_config(load(name))
    util.validate_config(config)
    types = config["available_node_types"]
    # The head does no blocks; a worker's cores are those of its machine.
    assert types[config["head_node_type"]]["resources"]["CPU"] == 0
    assert types["worker"]["resources"]["CPU"] == 16


def test_the_job_for_kubernetes_is_whole():
    spec = load("kuberay.yaml")["spec"]
    [workers] = spec["rayClusterSpec"]["workerGroupSpecs"]
    [container] = workers["template"]["spec"]["containers"]
    cores = int(container["resources"]["limits"]["cpu"])
    assert options(spec["entrypoint"])["jobs"] == str(workers["replicas"] * cores)


def options(command):
    """The options of the claimx command in a shell's command; each must be a setting."""
    words = shlex.split(re.search(r"claimx extract ([^|']*)", command)[1])
    found = {}
    for word, after in zip(words, [*words[1:], ""], strict=True):
        if word.startswith("--"):
            name = word[2:].replace("-", "_")
            assert name in declared()
            found[name] = after
    return found


def test_all_files_name_one_version_of_ray():
    text = "".join(path.read_text("utf-8") for path in DEPLOY.iterdir() if path.is_file())
    assert len(set(re.findall(r"\b2\.\d+\.\d+\b", text))) == 1


def test_the_script_is_python_and_the_image_installs_extras_that_exist():
    ast.parse((DEPLOY / "run.py").read_text("utf-8"))
    extras = re.search(r"claimx\[([\w,]+)\]", (DEPLOY / "Dockerfile").read_text("utf-8"))[1]
    project = (DEPLOY.parent / "pyproject.toml").read_text("utf-8")
    for extra in extras.split(","):
        assert f"\n{extra} = [" in project
