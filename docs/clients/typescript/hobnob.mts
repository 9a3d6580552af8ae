// A typed client of hobnob's GraphQL API: fetch and types, no dependency. For Node 22.6 or newer, Deno, Bun and browsers;
// copy it and change what it asks for.

export type EventKind =
  | "MEETUP" | "CONFERENCE" | "UNCONFERENCE" | "WORKSHOP" | "COURSE" | "HACKATHON" | "SPRINT" | "TALK" | "WEBINAR"
  | "MENTORING" | "STUDY_GROUP" | "CAREER_FAIR" | "SOCIAL" | "OTHER";
export type AttendanceMode = "OFFLINE" | "ONLINE" | "MIXED";
export type EventStatus = "SCHEDULED" | "POSTPONED" | "RESCHEDULED" | "MOVED_ONLINE" | "CANCELLED";
export type Goal =
  | "SKILLS" | "ARCHITECTURE" | "OPEN_SOURCE" | "MENTORING" | "SPECIALIZATION" | "COMMUNICATION" | "NETWORKING";

/** A disc on the Earth: a place by name, or a point. */
export type Near = ({ place: string } | { latitude: number; longitude: number }) & { radiusKm?: number };

/** Which events are asked for. Within a list any value may match; every field that is given must match. */
export interface EventFilter {
  niches?: string[];
  goals?: Goal[];
  kinds?: EventKind[];
  modes?: AttendanceMode[];
  near?: Near;
  countries?: string[];
  languages?: string[];
  isFree?: boolean;
  query?: string;
  /** RFC 3339. */
  from?: string;
  to?: string;
  callForPapersOpen?: boolean;
  statuses?: EventStatus[];
}

/** An event, as far as `EVENTS` asks for it. Clients that are to outlive new values take unknown words for `OTHER`. */
export interface HobnobEvent {
  id: string;
  name: string;
  url: string;
  kind: EventKind;
  status: EventStatus;
  attendanceMode: AttendanceMode;
  startsAt: string;
  endsAt: string | null;
  timeZone: string;
  niches: { slug: string; label: string }[];
  organizer: { name: string } | null;
  venue: { name: string | null; locality: string | null; country: { code: string } | null } | null;
}

const EVENTS = `query Events($filter: EventFilter, $first: Int, $after: String) {
  events(filter: $filter, first: $first, after: $after) {
    nodes {
      id name url kind status attendanceMode startsAt endsAt timeZone
      niches { slug label } organizer { name } venue { name locality country { code } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

interface Slice {
  events: { nodes: HobnobEvent[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}

interface GraphQLError {
  message: string;
  extensions?: { code?: string };
}

/** What the server says is wrong; `code` is one of a closed list. */
export class HobnobError extends Error {
  readonly code: string;
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, code: string, retryAfterSeconds?: number) {
    super(message);
    this.name = "HobnobError";
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export class Hobnob {
  readonly #url: string;

  /** `url` is the address of the API, such as `https://events.example/graphql`. */
  constructor(url: string) {
    this.#url = url;
  }

  /** All events that a filter finds, one slice after the other. */
  async *events(filter: EventFilter = {}, first = 50): AsyncGenerator<HobnobEvent, void, undefined> {
    let after: string | null = null;
    do {
      const { events }: Slice = await this.query<Slice>(EVENTS, { filter, first, after });
      yield* events.nodes;
      after = events.pageInfo.hasNextPage ? events.pageInfo.endCursor : null;
    } while (after !== null);
  }

  /** Asks anything. The document goes over the wire once; from then on its digest does, by GET, so that answers can be
   *  kept on the way. */
  async query<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const extensions = { persistedQuery: { version: 1, sha256Hash: await sha256(query) } };
    const address = new URL(this.#url);
    address.searchParams.set("variables", JSON.stringify(variables));
    address.searchParams.set("extensions", JSON.stringify(extensions));
    try {
      return await answered<T>(await fetch(address, { headers: { accept: "application/json" } }));
    } catch (error) {
      if (!(error instanceof HobnobError && error.code === "PERSISTED_QUERY_NOT_FOUND")) throw error;
    }
    const body = JSON.stringify({ query, variables, extensions });
    const headers = { "content-type": "application/json", accept: "application/json" };
    return answered<T>(await fetch(this.#url, { method: "POST", headers, body }));
  }
}

async function answered<T>(response: Response): Promise<T> {
  const wait = Number.parseInt(response.headers.get("retry-after") ?? "", 10);
  const retryAfterSeconds = Number.isNaN(wait) ? undefined : wait;
  const text = await response.text();
  const answer = read<T>(text);
  if (answer === undefined) {
    // A proxy's page, or a server that is only starting.
    const status = `${response.status} ${response.statusText}`.trim();
    throw new HobnobError(`the server answers ${status} and no JSON: ${text.trim().slice(0, 200)}`, "INTERNAL", retryAfterSeconds);
  }
  const { data, errors } = answer;
  const error = errors?.[0];
  if (error !== undefined) throw new HobnobError(error.message, error.extensions?.code ?? "INTERNAL", retryAfterSeconds);
  if (data === undefined) throw new HobnobError("the answer has neither data nor errors", "INTERNAL");
  return data;
}

/** What a text says, if it is an object in JSON. */
function read<T>(text: string): { data?: T; errors?: GraphQLError[] } | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === "object" && answer !== null ? (answer as { data?: T; errors?: GraphQLError[] }) : undefined;
  } catch {
    return undefined;
  }
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
