"""The pages: the register whole, its table alone for the script, the stream of news, health, and what is not found."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, JSONResponse, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from services.console.guards import Guards
from services.console.language import TAGS, Language, chosen, words
from services.console.register import read
from services.scenario.facts import facts

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from services.console.feed import Feed
    from services.projector.reading import Freshness, Views

log = structlog.get_logger("console")

HERE = Path(__file__).parent
PRIVATE = {"Cache-Control": "no-store", "Vary": "Accept-Language"}
STREAMED = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

Head = Callable[[], Awaitable[int | None]]
"""The last position of the log, or None where it does not answer."""


class Pages:
    """Answers requests from the views, and knows where the log ends."""

    def __init__(self, views: Views, head: Head, feed: Feed) -> None:
        """`feed` tells open pages of news."""
        self._views, self._head, self._feed = views, head, feed

    def application(self) -> Starlette:
        """All routes."""
        return Starlette(
            routes=[
                Route("/", self.zones),
                Route("/zones/table", self.table),
                Route("/zones/events", self.events),
                Route("/health", self.health),
                Mount("/static", StaticFiles(directory=HERE / "static"), name="static"),
            ],
            middleware=[Middleware(Guards)],
            exception_handlers={HTTPException: self.not_found, SQLAlchemyError: self.failed},
        )

    async def zones(self, request: Request) -> Response:
        """The first page."""
        return await self._rendered("zones.html", request)

    async def table(self, request: Request) -> Response:
        """The register alone, for the script to swap in."""
        return await self._rendered("table.html", request)

    async def events(self, _request: Request) -> Response:
        """News of the register as server-sent events."""
        return StreamingResponse(self._feed.stream(), media_type="text/event-stream", headers=STREAMED)

    async def health(self, _request: Request) -> Response:
        """Whether the register is live, its position and its lag; 503 where it has stopped or cannot be read."""
        try:
            freshness = await asyncio.to_thread(self._views.freshness, "zone-register")
        except SQLAlchemyError as error:
            return JSONResponse({"status": "unreadable", "reason": type(error).__name__}, 503)
        head = await self._head()
        lag = None if head is None else freshness.lag(head)
        body = {"status": freshness.status, "view": freshness.view, "position": freshness.position, "lag": lag}
        return JSONResponse(body, 200 if freshness.status != "stopped" and head is not None else 503)

    async def not_found(self, request: Request, error: Exception) -> Response:
        """A page that does not exist, or a method that it does not have."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        return _message(request, status, "page.not-found")

    async def failed(self, request: Request, error: Exception) -> Response:
        """The views cannot be read just now; the log says why."""
        log.error("a page could not be drawn", path=request.url.path, exc_info=error)
        return _message(request, 503, "page.failed", "page.failed.advice")

    async def _rendered(self, template: str, request: Request) -> Response:
        language = _language(request)
        register = await asyncio.to_thread(read, self._views, language)
        head = await self._head()
        content = TEMPLATES.get_template(template).render(
            **_frame(language),
            zones=register.zones,
            position=register.freshness.position,
            freshness=_freshness(register.freshness, head, language),
            stopped=_stopped(register.freshness, language),
            building=register.freshness.status == "building" and not register.zones,
            demonstration=any(zone.demonstration for zone in register.zones),
            sources=list(facts().sources.values()),
        )
        return HTMLResponse(content, headers={**PRIVATE, "Content-Language": TAGS[language]})


def _language(request: Request) -> Language:
    return chosen(request.query_params, request.headers.get("accept-language", ""))


def _frame(language: Language) -> dict[str, object]:
    """What every template speaks of."""
    other: Language = "en" if language == "zh" else "zh"
    return {
        "say": words(language),
        "language": language,
        "tag": TAGS[language],
        "other": other,
        "other_tag": TAGS[other],
    }


def _freshness(freshness: Freshness, head: int | None, language: Language) -> str:
    say = words(language)
    if head is None:
        return say("page.lag-unknown")
    lag = freshness.lag(head)
    return say("page.lag", lag=lag) if lag else say("page.current")


def _stopped(freshness: Freshness, language: Language) -> dict[str, object] | None:
    """Where the view stands still and why, in the reader's language."""
    stop = freshness.stopped
    if stop is None:
        return None
    reason = f"{stop.text.zh}{stop.text.advice_zh}" if language == "zh" else f"{stop.text.en} {stop.text.advice_en}"
    return {"position": stop.position, "type": words(language)(stop.type), "reason": reason}


def _message(request: Request, status: int, *keys: str) -> Response:
    language = _language(request)
    say = words(language)
    content = TEMPLATES.get_template("message.html").render(**_frame(language), message=" ".join(map(say, keys)))
    return HTMLResponse(content, status, headers=PRIVATE)
