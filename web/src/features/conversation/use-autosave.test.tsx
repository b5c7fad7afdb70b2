import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Problem } from "@/shared/api/problems";
import { useAutosave } from "./use-autosave";

const LONG_MS = 60_000;

/** A server that answers when it is told to, and remembers what it was to save. */
function aServer() {
  const open: ((error?: unknown) => void)[] = [];
  const drafts: string[] = [];
  const save = (draft: string) =>
    new Promise<void>((resolve, reject) => {
      drafts.push(draft);
      open.push((error) => (error ? reject(error) : resolve()));
    });
  const end = (error?: unknown) => act(async () => open.shift()?.(error));
  return {
    drafts,
    save,
    take: () => end(),
    refuse: (status: number) => end(new Problem({}, status)),
    loseContact: () => end(new TypeError("Failed to fetch")),
  };
}

const wait = () => act(() => vi.advanceTimersByTimeAsync(LONG_MS));

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it("sends one draft at a time, so that none overtakes a newer one", async () => {
  const server = aServer();
  const { result } = renderHook(() => useAutosave(server.save));
  act(() => result.current.change("T"));
  await wait();
  act(() => result.current.change("Te"));
  act(() => result.current.change("Tea"));
  await wait();
  expect(server.drafts).toEqual(["T"]);
  await server.take();
  expect(server.drafts).toEqual(["T", "Tea"]);
  expect(result.current.state).toBe("saving");
  await server.take();
  expect(result.current.state).toBe("saved");
});

it("goes on trying while the server is out of reach, also once the form is gone", async () => {
  const server = aServer();
  const { result, unmount } = renderHook(() => useAutosave(server.save));
  act(() => result.current.change("Tea"));
  await wait();
  await server.loseContact();
  expect(result.current.state).toBe("failed");
  unmount();
  await server.refuse(503);
  await wait();
  await server.take();
  await wait();
  expect(server.drafts).toEqual(["Tea", "Tea", "Tea"]);
});

it("asks no second time for what the server refused, until something is changed", async () => {
  const server = aServer();
  const { result } = renderHook(() => useAutosave(server.save));
  act(() => result.current.change("Tee"));
  await wait();
  await server.refuse(409);
  await wait();
  expect(result.current.state).toBe("failed");
  expect(server.drafts).toEqual(["Tee"]);
  act(() => result.current.change("Tea"));
  await wait();
  await server.take();
  expect(server.drafts).toEqual(["Tee", "Tea"]);
  expect(result.current.state).toBe("saved");
});

it("sends nothing more of what went another way", async () => {
  const server = aServer();
  const { result } = renderHook(() => useAutosave(server.save));
  act(() => result.current.change("T"));
  await wait();
  act(() => result.current.change("Tea"));
  act(() => result.current.settle());
  await server.loseContact();
  await wait();
  expect(server.drafts).toEqual(["T"]);
  expect(result.current.state).toBe("saved");
});
