/** Calls by path, for lists of records whose paths are data (the back office). */
import { answered } from "./client";
import { client } from "./generated/client.gen";

const JSON_BODY = { "Content-Type": "application/json" };

export function getJson<T>(url: string): Promise<T> {
  return answered(client.get({ url })) as Promise<T>;
}

export function postJson<T>(url: string, body?: unknown): Promise<T> {
  return answered(client.post({ url, body: body ?? {}, headers: JSON_BODY })) as Promise<T>;
}

export function putJson<T>(url: string, body: unknown): Promise<T> {
  return answered(client.put({ url, body, headers: JSON_BODY })) as Promise<T>;
}
