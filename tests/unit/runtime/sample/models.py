"""Models of the sample package."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue

Anything = JsonValue
Text = str
Count = Annotated[int, Field(ge=1, le=250)]
Flag = bool


class Pet(BaseModel):
    model_config = ConfigDict(extra="allow")

    name: str


class Problem(BaseModel):
    code: int


class Record(BaseModel):
    model_config = ConfigDict(extra="allow")

    id: int
    uploaded: bool


class NewRecord(BaseModel):
    model_config = ConfigDict(extra="allow")

    name: str
