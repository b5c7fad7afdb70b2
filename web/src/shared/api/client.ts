/** The generated client, set up once: same origin, CSRF header on writes, problems as errors. */
import { client } from "./generated/client.gen";
import { Problem } from "./problems";

const CSRF_HEADER = "X-Antiphon-CSRF";

let csrf = "";
let whenSignedOut: () => void = () => undefined;

export function keepCsrfToken(token: string): void {
  csrf = token;
}

export function onSignedOut(react: () => void): void {
  whenSignedOut = react;
}

export function startClient(): void {
  client.setConfig({ baseUrl: "", credentials: "same-origin" });
  client.interceptors.request.use((request) => {
    if (request.method !== "GET") request.headers.set(CSRF_HEADER, csrf);
    return request;
  });
  client.interceptors.error.use((error, response) => {
    if (!response) return error;
    const body = typeof error === "object" && error !== null ? error : {};
    return new Problem(body, response.status);
  });
  client.interceptors.response.use((response, request) => {
    const isSignIn = request.url.endsWith("/v1/session");
    if (response.status === 401 && !isSignIn) whenSignedOut();
    return response;
  });
}

/** Remove what stands at this path. The request leaves before anything is awaited: a page that goes away
 * sends nothing more. */
export async function deleteAt(path: string): Promise<void> {
  const method = "DELETE";
  const response = await fetch(
    new Request(path, { method, keepalive: true, headers: { [CSRF_HEADER]: csrf } }),
  );
  if (response.status === 401) whenSignedOut();
  if (!response.ok) throw new Problem(await response.json().catch(() => ({})), response.status);
}

/** The data of a generated call, or its Problem thrown: what queries and mutations want. */
export async function answered<T>(
  call: Promise<{ data?: T; error?: unknown }>,
): Promise<Exclude<T, undefined>> {
  const { data, error } = await call;
  if (error !== undefined) throw error;
  return data as Exclude<T, undefined>;
}
