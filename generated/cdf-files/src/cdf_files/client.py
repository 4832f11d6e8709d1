"""The clients: `Client` blocks, `AsyncClient` is for asyncio."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from ._operations import PACKAGE
from ._runtime.authorization import AsyncSecret, Secret
from ._runtime.errors import InvalidArgumentError
from ._runtime.not_given import given
from ._runtime.retries import Retries
from ._runtime.session import LARGEST_RESPONSE, AsyncSession, SyncSession

if TYPE_CHECKING:
    import httpx2

    from ._runtime.drift import Drift, Validation
    from ._runtime.oauth import ClientCredentials
    from ._runtime.transport import Timeout
    from .resources.files import AsyncFiles, Files

__all__ = ["AsyncClient", "Client"]

_RETRIES = Retries()


class Client(SyncSession):
    """Client of Cognite API v1. Close it with `close`, or use it in a `with` statement.

    Args:
        cluster: The cluster that hosts the project. Among them are api, az-tyo-gp-001, az-eastus-1,
            az-power-no-northeurope, westeurope-1, asia-northeast1-1 and gc-dsm-gp-001.
        project: The project that owns the files. There is no sensible default. Needed unless `base_url` is
            given.
        token: Bearer token: text, or a function that gives a fresh one for each request.
        client_credentials: The application's own identity: tokens are fetched with it, kept, and renewed.
        cdf_version: The version of the API to speak, a date, with -beta or -alpha behind it for what is not
            yet released.
        base_url: URL to use in place of the document's server, such as that of a proxy or a test server.
        timeout: Seconds for each of connecting, writing, reading and waiting for a connection.
        headers: Sent with every request.
        retries: What is repeated when it fails, and how patiently; `None` for nothing.
        validation: `strict` raises an error for a response that is not what the document declares; `warn`
            reports it and returns it, as near to its type as possible; `off` checks nothing.
        on_drift: With `warn`: called with each `Drift` of a response, which is logged as well.
        largest_response: How many bytes of content a response may have, decompressed; `None` for no limit.
        http_client: An httpx2 client to use, for proxies, certificates, event hooks; `close` leaves it
            open.
    """

    def __init__(
        self,
        *,
        cluster: str = "api",
        project: str | None = None,
        token: Secret | None = None,
        client_credentials: ClientCredentials | None = None,
        cdf_version: str | None = "20230101",
        base_url: str | None = None,
        timeout: Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        retries: Retries | None = _RETRIES,
        validation: Validation = "strict",
        on_drift: Callable[[Drift], None] | None = None,
        largest_response: int | None = LARGEST_RESPONSE,
        http_client: httpx2.Client | None = None,
    ) -> None:
        super().__init__(
            PACKAGE,
            variables=given(**{"cluster": cluster, "project": project}),
            token=token,
            client_credentials=client_credentials,
            headers={
                **given(
                    **{"cdf-version": _matching("cdf_version", cdf_version, "^[0-9]{8}(-(alpha|beta))?$")}
                ),
                **(headers or {}),
            },
            base_url=base_url,
            timeout=timeout,
            retries=retries,
            validation=validation,
            on_drift=on_drift,
            largest_response=largest_response,
            http_client=http_client,
        )

    @cached_property
    def files(self) -> Files:
        """Records about files, and the way to their content."""
        from .resources.files import Files

        return Files(self)


class AsyncClient(AsyncSession):
    """Client of Cognite API v1. Close it with `aclose`, or use it in an `async with` statement.

    Args:
        cluster: The cluster that hosts the project. Among them are api, az-tyo-gp-001, az-eastus-1,
            az-power-no-northeurope, westeurope-1, asia-northeast1-1 and gc-dsm-gp-001.
        project: The project that owns the files. There is no sensible default. Needed unless `base_url` is
            given.
        token: Bearer token: text, or a function that gives a fresh one for each request.
        client_credentials: The application's own identity: tokens are fetched with it, kept, and renewed.
        cdf_version: The version of the API to speak, a date, with -beta or -alpha behind it for what is not
            yet released.
        base_url: URL to use in place of the document's server, such as that of a proxy or a test server.
        timeout: Seconds for each of connecting, writing, reading and waiting for a connection.
        headers: Sent with every request.
        retries: What is repeated when it fails, and how patiently; `None` for nothing.
        validation: `strict` raises an error for a response that is not what the document declares; `warn`
            reports it and returns it, as near to its type as possible; `off` checks nothing.
        on_drift: With `warn`: called with each `Drift` of a response, which is logged as well.
        largest_response: How many bytes of content a response may have, decompressed; `None` for no limit.
        http_client: An httpx2 client to use, for proxies, certificates, event hooks; `close` leaves it
            open.
    """

    def __init__(
        self,
        *,
        cluster: str = "api",
        project: str | None = None,
        token: AsyncSecret | None = None,
        client_credentials: ClientCredentials | None = None,
        cdf_version: str | None = "20230101",
        base_url: str | None = None,
        timeout: Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        retries: Retries | None = _RETRIES,
        validation: Validation = "strict",
        on_drift: Callable[[Drift], None] | None = None,
        largest_response: int | None = LARGEST_RESPONSE,
        http_client: httpx2.AsyncClient | None = None,
    ) -> None:
        super().__init__(
            PACKAGE,
            variables=given(**{"cluster": cluster, "project": project}),
            token=token,
            client_credentials=client_credentials,
            headers={
                **given(
                    **{"cdf-version": _matching("cdf_version", cdf_version, "^[0-9]{8}(-(alpha|beta))?$")}
                ),
                **(headers or {}),
            },
            base_url=base_url,
            timeout=timeout,
            retries=retries,
            validation=validation,
            on_drift=on_drift,
            largest_response=largest_response,
            http_client=http_client,
        )

    @cached_property
    def files(self) -> AsyncFiles:
        """Records about files, and the way to their content."""
        from .resources.files import AsyncFiles

        return AsyncFiles(self)


def _matching(setting: str, value: str | None, pattern: str) -> str | None:
    if value is not None and re.search(pattern, value) is None:
        raise InvalidArgumentError(setting, f"does not match {pattern}")
    return value
