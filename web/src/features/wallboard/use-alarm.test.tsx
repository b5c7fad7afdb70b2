import { renderHook, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { useAlarm } from "./use-alarm";

/** A browser's sound: whether it may begin before somebody touched the page is the kiosk's choice. */
function aBrowser(mayBegin: boolean) {
  class Sound {
    state = "suspended";
    onstatechange: (() => void) | null = null;
    resume() {
      if (!mayBegin) return new Promise<void>(() => undefined);
      this.state = "running";
      return Promise.resolve();
    }
    close() {
      return Promise.resolve();
    }
  }
  vi.stubGlobal("AudioContext", Sound);
}

afterEach(() => vi.unstubAllGlobals());

describe("the sound of a wallboard", () => {
  it("is on by itself where the browser allows it, so that nobody must attend the screen", async () => {
    aBrowser(true);
    const { result } = renderHook(() => useAlarm([], true));
    await waitFor(() => expect(result.current.isSilent).toBe(false));
  });

  it("waits for a touch elsewhere", async () => {
    aBrowser(false);
    const { result } = renderHook(() => useAlarm([], true));
    await Promise.resolve();
    expect(result.current.isSilent).toBe(true);
  });
});
