"""Methods that go through all pages: where there are such ones, and what they give."""

from __future__ import annotations

import re

from tests.unit.render.forms import form, parameter, ref, rendered, viewed

SCHEMAS = {
    "Page": {"type": "object", "properties": {"items": {"type": "array", "items": ref("Pet")}}},
    "Names": {"type": "array", "items": {"type": "array", "items": {"type": "string"}}},
    "Pet": {"type": "object"},
    "Text": {"type": "string"},
}


def operation(name: str, reply: str, declared: object) -> dict[str, object]:
    content = {"application/json": {"schema": ref(reply)}}
    return {
        "operationId": name,
        "tags": ["Pets"],
        "parameters": [parameter("page", "query")],
        "responses": {"200": {"content": content}},
        **({"x-pagination": declared} if declared else {}),
    }


PAGED = {"type": "page", "items": "/items", "parameter": {"in": "query", "name": "page"}}
PETS = form(
    {
        "/pets": {"get": operation("listPets", "Page", PAGED)},
        "/names": {"get": operation("listNames", "Names", {"type": "link"})},
        "/one": {"get": operation("onePet", "Pet", None)},
    },
    schemas=SCHEMAS,
)


def test_what_pages_and_items_are() -> None:
    text = rendered(PETS)["src/pets/resources/pets.py"]
    found = re.findall(r"    (\w+) = each\(Pets\.(\w+), list\[(.*)\], Paging", re.sub(r"\n {8}", "", text))
    assert found == [
        ("list_pets", "list_pets", '"models.Pet"'),
        ("list_names", "list_names", '"Sequence[str]"'),
    ]
    assert "    list_names = awaited_each(EachPets.list_names)\n" in text
    assert 'Paging(kind="page", items="/items", parameter="query.page")' in text
    assert "def each(self) -> EachPets:" in text
    assert "import Mapping, Sequence" in text


def test_the_folder_comes_along_where_it_is_used() -> None:
    plain = form({"/one": {"get": operation("onePet", "Pet", None)}}, schemas=SCHEMAS)
    assert viewed(PETS).extensions == ("specproof.extensions.pagination",)
    assert viewed(plain).extensions == ()
    assert "## Long lists" in rendered(PETS)["README.md"]
    assert "each" not in rendered(plain)["src/pets/resources/pets.py"].lower()
