"""Discriminated unions, tuples, generics, and the errors of FastAPI's own validation."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Generic, Literal, TypeVar
from uuid import UUID

from fastapi import Body, Cookie, FastAPI, Header, HTTPException, Query
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field

app = FastAPI(title="Shapes")
T = TypeVar("T")


class Circle(BaseModel):
    """Round."""

    kind: Literal["circle"]
    radius: Annotated[float, Field(gt=0)]


class Polygon(BaseModel):
    """Corners."""

    kind: Literal["polygon"]
    corners: list[tuple[float, float]]


Shape = Annotated[Circle | Polygon, Field(discriminator="kind")]


class Page(BaseModel, Generic[T]):
    """Some of many."""

    items: list[T]
    total: int
    next: str | None = None


class Colour(StrEnum):
    """What to paint with."""

    RED = "red"
    BLUE = "blue"


class Line(BaseModel):
    """One line of an order."""

    price: Annotated[Decimal, Field(ge=0, max_digits=8, decimal_places=2)]
    count: Annotated[int, Field(ge=1, le=99)] = 1


class Order(BaseModel):
    """What is ordered, and when."""

    id: UUID
    at: datetime
    lines: Annotated[list[Line], Field(min_length=1)]
    note: str | None = None


class Seen(BaseModel):
    """What arrived beside the body."""

    colours: list[Colour]
    trace: str | None
    session: str | None
    limit: int | None


@app.post("/shapes", operation_id="echo_shape")
async def echo_shape(shape: Shape) -> Shape:
    """Return the shape."""
    return shape


@app.get("/shapes", operation_id="list_shapes")
async def list_shapes() -> Page[Shape]:
    """Return a page of both kinds."""
    return Page[Shape](items=[Circle(kind="circle", radius=1), Polygon(kind="polygon", corners=[(0, 0.5)])], total=2)


@app.get("/numbers", operation_id="list_numbers")
async def list_numbers(start: int = 0) -> Page[int]:
    """Return a page of numbers."""
    return Page[int](items=[start, start + 1], total=9, next="more")


@app.post("/pair", operation_id="swap_pair")
async def swap_pair(pair: Annotated[tuple[int, str], Body()]) -> tuple[str, int]:
    """Return the pair the other way round."""
    return pair[1], pair[0]


@app.put("/orders/{order_id}", operation_id="put_order")
async def put_order(order_id: UUID, order: Order) -> Order:
    """Return the order, or 409 if it is another's."""
    if order.id != order_id:
        raise HTTPException(409, "another order")
    return order


@app.get("/seen", operation_id="see_parameters")
async def see_parameters(
    colours: Annotated[list[Colour], Query()],
    limit: Annotated[int | None, Query(ge=1)] = None,
    x_trace: Annotated[str | None, Header()] = None,
    session: Annotated[str | None, Cookie()] = None,
) -> Seen:
    """Return what arrived in query, header and cookie."""
    return Seen(colours=colours, trace=x_trace, session=session, limit=limit)


@app.get("/strict", operation_id="read_strict")
async def read_strict(code: str) -> str:
    """Refuse codes by a rule that the document does not tell, as FastAPI's own validation does."""
    if not code.isupper():
        problem = {"loc": ["query", "code"], "msg": "upper case only", "type": "value_error"}
        raise RequestValidationError([problem])
    return code
