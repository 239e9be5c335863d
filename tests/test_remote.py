"""Object stores, by a server of S3 on this machine, and patterns of local files."""

import json

import pytest

from claimx.errors import InputError
from claimx.reader import read, sources
from claimx.settings import Settings
from claimx.writers.dataset import Folder

fs = pytest.importorskip("pyarrow.fs")
moto = pytest.importorskip("moto.server")


@pytest.fixture(scope="module")
def store():
    """A bucket "news", and the environment that names the server."""
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }.items():
            patch.setenv(name, value)
        system = fs.S3FileSystem(
            endpoint_override=f"{host}:{port}", scheme="http", allow_bucket_creation=True
        )
        system.create_dir("news")
        for name, data in {
            "2026/a.txt": b"One.",
            "2026/b.jsonl": b'{"id": "x", "text": "Two."}\n{"id": "y", "text": "Three."}\n',
            "2026/.hidden.txt": b"No.",
            "2026/picture.png": b"No.",
            "2025/c.txt": b"Four.",
        }.items():
            with system.open_output_stream(f"news/{name}") as stream:
                stream.write(data)
        yield system
    server.stop()


def articles(*paths, **settings):
    return list(read(paths, settings=Settings(**settings)))


def test_a_folder_is_walked_sorted(store):
    found = articles("s3://news/")
    assert [(item.id, item.text) for item in found] == [
        ("s3://news/2025/c.txt", "Four."),
        ("s3://news/2026/a.txt", "One."),
        ("s3://news/2026/b.jsonl#x", "Two."),
        ("s3://news/2026/b.jsonl#y", "Three."),
    ]


def test_files_patterns_and_glob(store):
    assert [item.text for item in articles("s3://news/2026/a.txt")] == ["One."]
    assert [item.text for item in articles("s3://news/*/c.txt")] == ["Four."]
    assert [item.text for item in articles("s3://news/2026", glob="a.*")] == ["One."]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("s3://news/gone.txt", "no such file or folder"),
        ("s3://nowhere/", "no such file or folder"),
        ("s3://news/*.pdf", "contains no articles"),
        ("zz://news/a.txt", "Unrecognized filesystem type"),
    ],
)
def test_what_cannot_be_read_is_one_line(store, url, reason):
    bad, good = articles(url, "s3://news/2026/a.txt")
    assert isinstance(bad, InputError)
    assert reason in str(bad)
    assert "\n" not in str(bad)
    assert good.text == "One."


def test_an_object_that_goes_away_is_one_line(store, monkeypatch):
    monkeypatch.setattr(
        "claimx.reader.remote.walk", lambda url: iter([("s3://news/2026/z.txt", "z.txt")])
    )
    [error] = articles("s3://news/2026")
    assert str(error) == "s3://news/2026/z.txt: no such file or folder"


def test_a_dataset_folder_in_the_store(store, tmp_path):
    folder = Folder("s3://news/out")
    assert folder.is_empty()
    assert folder.read("x/1.json") is None
    folder.write("x/1.json", json.dumps({"a": 1}).encode())
    assert folder.read("x/1.json") == b'{"a": 1}'
    assert folder.names("x") == ["1.json"]
    assert folder.names("y") == []
    assert not folder.is_empty()


def test_a_local_pattern_and_a_file_url(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("b.txt", "a.txt", "c.md"):
        (tmp_path / name).write_text("One.")
    found = list(sources(["*.txt", str(tmp_path / "*.md"), "*.pdf"], settings=Settings()))
    assert found[:3] == ["a.txt", "b.txt", str(tmp_path / "c.md")]
    assert str(found[3]) == "*.pdf: no file matches"
    [article] = articles(f"file://{tmp_path}/a.txt")
    assert article.text == "One."
