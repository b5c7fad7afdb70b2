/** Who is signed in, kept in the query cache; null when nobody is. */
import { QueryClient, queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { answered, keepCsrfToken } from "@/shared/api/client";
import { getSession } from "@/shared/api/generated/sdk.gen";
import type { GetSessionResponse } from "@/shared/api/generated/types.gen";
import { isRefusal, Problem } from "@/shared/api/problems";

export type Session = GetSessionResponse;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => !isRefusal(error) && count < 3,
    },
  },
});

async function fetchSession(): Promise<Session | null> {
  try {
    const session = await answered(getSession());
    keepCsrfToken(session.csrf);
    return session;
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return null;
    throw error;
  }
}

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: fetchSession,
  staleTime: Number.POSITIVE_INFINITY,
});

export function keepSession(session: Session | null): void {
  if (session) keepCsrfToken(session.csrf);
  queryClient.setQueryData(sessionQuery.queryKey, session);
}

/** The session on pages behind the sign-in; the router has made sure that there is one. */
export function useSession(): Session {
  const { data } = useSuspenseQuery(sessionQuery);
  if (!data) throw new Error("This page needs a session.");
  return data;
}

/** Whether the server grants this permission; it refuses without it, whatever the page shows. */
export function may(session: Session, permission: string): boolean {
  return session.permissions.some((granted) => granted === permission);
}
