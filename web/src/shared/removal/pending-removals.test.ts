import { FakeServer } from "@tests/support/fake-server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { deleteAt, keepCsrfToken, onSignedOut } from "@/shared/api/client";
import { planRemoval, sendRemovals, undoRemoval } from "./pending-removals";

const PATH = "/v1/queues/tea";

describe("what was removed and can still be undone", () => {
  let left: Request[];

  beforeEach(() => {
    left = [];
    new FakeServer().on(`DELETE ${PATH}`, () => ({ status: 204 }));
    const answer = globalThis.fetch;
    vi.stubGlobal("fetch", (request: Request) => {
      left.push(request);
      return answer(request);
    });
    keepCsrfToken("the token");
  });
  afterEach(() => sendRemovals());

  const remove = () => planRemoval("tea", () => deleteAt(PATH));

  it("leaves with the page, not a moment later", () => {
    remove();
    expect(left).toEqual([]);
    window.dispatchEvent(new Event("pagehide"));
    expect(left).toHaveLength(1);
    expect(left[0]?.method).toBe("DELETE");
    expect(left[0]?.headers.get("X-Antiphon-CSRF")).toBe("the token");
  });

  it("stays when it was undone before", () => {
    remove();
    undoRemoval("tea");
    window.dispatchEvent(new Event("pagehide"));
    expect(left).toEqual([]);
  });
});

describe("a path that is removed", () => {
  it("is told why not, and whoever is signed out is asked to sign in", async () => {
    const signedOut = vi.fn();
    onSignedOut(signedOut);
    new FakeServer().on(`DELETE ${PATH}`, () => ({ status: 401, body: { code: "no_session" } }));
    await expect(deleteAt(PATH)).rejects.toMatchObject({ status: 401, code: "no_session" });
    expect(signedOut).toHaveBeenCalledOnce();
  });
});
