"""A typed client of hobnob's GraphQL API: the standard library alone, Python 3.10 or newer.

    python3 hobnob_client.py http://127.0.0.1:8080/graphql

Copy it and change what it asks for.
"""

from __future__ import annotations

import hashlib
import json
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

EVENTS = """query Events($filter: EventFilter, $first: Int, $after: String) {
  events(filter: $filter, first: $first, after: $after) {
    nodes {
      id name url kind status attendanceMode startsAt endsAt timeZone
      niches { slug } organizer { name } venue { name locality country { code } }
    }
    pageInfo { hasNextPage endCursor }
  }
}"""


class HobnobError(Exception):
    """What the server says is wrong; `code` is one of a closed list."""

    def __init__(self, message: str, code: str, retry_after_s: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.retry_after_s = retry_after_s


@dataclass(frozen=True, slots=True)
class Venue:
    """Where one goes."""

    name: str | None
    locality: str | None
    country: str | None

    @classmethod
    def read(cls, node: dict[str, Any]) -> Venue:
        country = node["country"]
        return cls(node["name"], node["locality"], country["code"] if country else None)


@dataclass(frozen=True, slots=True)
class Event:
    """An event, as far as `EVENTS` asks for it."""

    id: str
    name: str
    url: str
    kind: str
    status: str
    attendance_mode: str
    starts_at: datetime
    ends_at: datetime | None
    time_zone: str
    niches: tuple[str, ...]
    organizer: str | None
    venue: Venue | None

    @classmethod
    def read(cls, node: dict[str, Any]) -> Event:
        return cls(
            id=node["id"],
            name=node["name"],
            url=node["url"],
            kind=node["kind"],
            status=node["status"],
            attendance_mode=node["attendanceMode"],
            starts_at=instant(node["startsAt"]),
            ends_at=instant(node["endsAt"]) if node["endsAt"] else None,
            time_zone=node["timeZone"],
            niches=tuple(niche["slug"] for niche in node["niches"]),
            organizer=node["organizer"]["name"] if node["organizer"] else None,
            venue=Venue.read(node["venue"]) if node["venue"] else None,
        )


def instant(text: str) -> datetime:
    """Reads RFC 3339; Python before 3.11 does not know the `Z`."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


class Hobnob:
    """The API at an address such as `https://events.example/graphql`."""

    def __init__(self, url: str, timeout_s: float = 60) -> None:
        # A server that is only starting lets us wait for 45 seconds before it says so.
        self._url = url
        self._timeout_s = timeout_s

    def events(self, filter: dict[str, Any] | None = None, first: int = 50) -> Iterator[Event]:
        """All events that a filter finds, one slice after the other."""
        after: str | None = None
        while True:
            variables = {"filter": filter or {}, "first": first, "after": after}
            events = self.query(EVENTS, variables)["events"]
            yield from map(Event.read, events["nodes"])
            if not events["pageInfo"]["hasNextPage"]:
                return
            after = events["pageInfo"]["endCursor"]

    def query(self, query: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
        """Asks anything. The document goes over the wire once; from then on its digest does, by GET, so that answers can
        be kept on the way."""
        digest = hashlib.sha256(query.encode()).hexdigest()
        extensions = {"persistedQuery": {"version": 1, "sha256Hash": digest}}
        pairs = {"variables": json.dumps(variables or {}), "extensions": json.dumps(extensions)}
        try:
            return self._answered(urllib.request.Request(f"{self._url}?{urllib.parse.urlencode(pairs)}"))
        except HobnobError as error:
            if error.code != "PERSISTED_QUERY_NOT_FOUND":
                raise
        body = {"query": query, "variables": variables or {}, "extensions": extensions}
        request = urllib.request.Request(self._url, data=json.dumps(body).encode())
        request.add_header("Content-Type", "application/json")
        return self._answered(request)

    def _answered(self, request: urllib.request.Request) -> dict[str, Any]:
        request.add_header("Accept", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=self._timeout_s) as response:
                body, said, wait = response.read(), f"{response.status} {response.reason}", None
        except urllib.error.HTTPError as error:
            wait = error.headers.get("Retry-After", "")
            body, said, wait = error.read(), f"{error.code} {error.reason}", int(wait) if wait.isdecimal() else None
        try:
            answer = json.loads(body)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            # A proxy's page, or a server that is only starting.
            text = body.decode(errors="replace").strip()[:200]
            raise HobnobError(f"the server answers {said} and no JSON: {text}", "INTERNAL", wait)
        if errors := answer.get("errors"):
            code = errors[0].get("extensions", {}).get("code", "INTERNAL")
            raise HobnobError(errors[0]["message"], code, wait)
        if answer.get("data") is None:
            raise HobnobError("the answer has neither data nor errors", "INTERNAL", wait)
        return answer["data"]


def main(url: str) -> None:
    hobnob = Hobnob(url)
    count = 0
    for event in hobnob.events({"niches": ["rust"]}, first=2):
        where = (event.venue and event.venue.locality) or event.attendance_mode.lower()
        print(f"{event.starts_at.isoformat()}  {event.name}  ({where})")
        count += 1
    print(f"{count} events")
    # What is wrong is named, with what is allowed.
    try:
        next(hobnob.events({"niches": ["rusty"]}))
    except HobnobError as error:
        print(f"{error.code}: {error.args[0][:60]}…")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080/graphql")
