/** What the frame asks our server; without the app's client, which knows sessions and texts. */
import type {
  BeginVisitData,
  GetVisitorButtonResponse,
  VisitorPhone as Phone,
} from "@/shared/api/generated/types.gen";

export type ButtonState = GetVisitorButtonResponse;
export type VisitBody = BeginVisitData["body"];
export type VisitorPhone = Phone;

/** The server said no; `code` is its stable name of the reason. */
export class Refused extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.name = "Refused";
    this.code = code;
  }
}

export function readButton(key: string): Promise<ButtonState> {
  return ask(`/v1/visitors/button?key=${encodeURIComponent(key)}`);
}

export function beginVisit(body: VisitBody): Promise<VisitorPhone> {
  const headers = { "Content-Type": "application/json" };
  return ask("/v1/visitors/visits", { method: "POST", headers, body: JSON.stringify(body) });
}

async function ask<T>(url: string, how?: RequestInit): Promise<T> {
  const answer = await fetch(url, { ...how, credentials: "omit" });
  const body = (await answer.json()) as unknown;
  if (!answer.ok) throw new Refused((body as { code?: string }).code ?? "");
  return body as T;
}
