"""Files in multipart bodies, and the lengths that are declared for them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import Field, TypeAdapter

from specproof.runtime.bodies import Bodies, Body, Stream
from specproof.runtime.errors import InvalidArgumentError
from specproof.runtime.forms import FORMS
from specproof.runtime.operation import Media

SIZED = TypeAdapter(dict[str, Annotated[str, Field(min_length=2, max_length=4)]])


class Sized:
    """Gives the same type for every name: files of two to four bytes."""

    def codec(self, name: str) -> Any:
        return self

    def dump(self, value: Any) -> Any:
        return SIZED.validate_python(value)


def sent(value: Any) -> Stream:
    names: Any = Sized()
    content, _ = Bodies(FORMS)(Body({"multipart/form-data": Media("Sized")}), {"file": value}, None, names)
    assert isinstance(content, Stream)
    return content


def on_disk(folder: Path, content: bytes) -> Path:
    path = folder / "scan.bin"
    path.write_bytes(content)
    return path


GIVEN: list[Callable[[Path, bytes], Any]] = [
    lambda folder, content: content,
    lambda folder, content: BytesIO(content),
    on_disk,
    lambda folder, content: ("a.bin", on_disk(folder, content), "image/png"),
]


@pytest.mark.parametrize("given", GIVEN)
def test_the_length_of_a_file_is_judged(given: Callable[[Path, bytes], Any], tmp_path: Path) -> None:
    assert b"\r\n\r\nabc\r\n" in b"".join(sent(given(tmp_path, b"abc")))
    for content in (b"a", b"abcde"):
        with pytest.raises(InvalidArgumentError, match=r"^body: file: "):
            sent(given(tmp_path, content))


def test_a_path_gives_its_name_and_can_be_sent_twice(tmp_path: Path) -> None:
    body = sent(on_disk(tmp_path, b"abc"))
    first = b"".join(body)
    assert b'filename="scan.bin"' in first
    assert first == b"".join(body)
    assert body.length == len(first)
