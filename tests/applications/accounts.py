"""The password flow of OAuth 2: a form that gives a token, and operations that need it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Security
from fastapi.security import OAuth2PasswordBearer, OAuth2PasswordRequestForm, SecurityScopes
from pydantic import BaseModel

app = FastAPI(title="Accounts")
bearer = OAuth2PasswordBearer(tokenUrl="token", scopes={"me": "Read yourself.", "items": "Read items."})
TOKENS = {"token-of-ada": ("ada", "analytical")}


class Token(BaseModel):
    """RFC 6749 5.1."""

    access_token: str
    token_type: str


class User(BaseModel):
    """Who is logged in."""

    username: str
    scopes: list[str] = []


def _user(needed: SecurityScopes, token: Annotated[str, Depends(bearer)]) -> User:
    if token not in TOKENS:
        raise HTTPException(401, "unknown token", headers={"WWW-Authenticate": "Bearer"})
    return User(username=TOKENS[token][0], scopes=needed.scopes)


@app.post("/token", operation_id="log_in")
async def log_in(form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> Token:
    """Return a token for a user and a password."""
    for token, known in TOKENS.items():
        if known == (form.username, form.password):
            return Token(access_token=token, token_type="bearer")
    raise HTTPException(400, "wrong user or password")


@app.get("/me", operation_id="read_me")
async def read_me(user: Annotated[User, Security(_user, scopes=["me"])]) -> User:
    """Return who is logged in."""
    return user


@app.get("/me/items", operation_id="read_my_items")
async def read_my_items(user: Annotated[User, Security(_user, scopes=["items"])], limit: int = 2) -> list[str]:
    """Return so many items."""
    return [f"{user.username}-{number}" for number in range(limit)]


@app.get("/open", operation_id="read_open")
async def read_open() -> dict[str, str]:
    """Return what needs no token."""
    return {"status": "open"}
