/**
 * A server in memory: answers by method and path, and remembers what it was asked.
 * It takes its time, so that a test which does not wait for the answer fails always, not by chance.
 */
import { vi } from "vitest";

export interface Answer {
  status?: number;
  body?: unknown;
}

type Handler = (body: unknown) => Answer | Promise<Answer>;

export interface Asked {
  method: string;
  path: string;
  body: unknown;
}

export class FakeServer {
  private static ended = 0;
  private readonly test = FakeServer.ended;
  readonly asked: Asked[] = [];
  private readonly handlers = new Map<string, Handler>();

  constructor() {
    vi.stubGlobal("fetch", (request: Request) => this.answer(request));
  }

  /** `on("POST /v1/session", () => ({ body }))`; a path without a handler is answered 404. */
  on(route: string, handler: Handler): this {
    this.handlers.set(route, handler);
    return this;
  }

  /** The test is over: who still waits for an answer gets none. */
  static endAll(): void {
    FakeServer.ended += 1;
  }

  writes(): Asked[] {
    return this.asked.filter(({ method }) => method !== "GET");
  }

  private async answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const text = await request.text();
    const body: unknown = text ? JSON.parse(text) : undefined;
    if (this.test !== FakeServer.ended) return new Promise(() => undefined);
    this.asked.push({ method: request.method, path: pathname, body });
    await new Promise((answer) => setTimeout(answer, THINKING_MS));
    const handler = this.handlers.get(`${request.method} ${pathname}`);
    const { status = 200, body: answer } = (await handler?.(body)) ?? UNKNOWN;
    if (status === 204) return new Response(null, { status });
    return new Response(JSON.stringify(answer), {
      status,
      headers: { "Content-Type": status < 400 ? "application/json" : "application/problem+json" },
    });
  }
}

const THINKING_MS = 20;

const UNKNOWN: Answer = { status: 404, body: problem("not_found") };

export function problem(code: string, fields?: Record<string, string>, detail = "") {
  return { type: "about:blank", title: "Refused", code, detail, ...(fields ? { fields } : {}) };
}
