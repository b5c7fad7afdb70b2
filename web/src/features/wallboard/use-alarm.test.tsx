import { act, renderHook, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { useAlarm } from "./use-alarm";

const NOTES = 3;

/** A browser's sound: whether it may begin before somebody touched the page is the kiosk's choice. */
function aBrowser(mayBegin: boolean) {
  const played = vi.fn();
  const browser = { played, mayBegin };
  class Sound {
    state = "suspended";
    currentTime = 0;
    onstatechange: (() => void) | null = null;
    async resume() {
      if (!browser.mayBegin) return new Promise<void>(() => undefined);
      await Promise.resolve();
      this.state = "running";
      return undefined;
    }
    close() {
      return Promise.resolve();
    }
  }
  class Tone {
    start = played;
    stop() {}
    connect(next: unknown) {
      return next;
    }
  }
  class Volume {
    gain = { setValueAtTime() {}, linearRampToValueAtTime() {} };
    connect() {}
  }
  vi.stubGlobal("AudioContext", Sound);
  vi.stubGlobal("OscillatorNode", Tone);
  vi.stubGlobal("GainNode", Volume);
  return browser;
}

const watch = (alarms: string[]) =>
  renderHook(({ alarms }) => useAlarm(alarms, true), { initialProps: { alarms } });

afterEach(() => vi.unstubAllGlobals());

describe("the sound of a wallboard", () => {
  it("is on by itself where the browser allows it, and each alarm is heard once", async () => {
    const { played } = aBrowser(true);
    const { result, rerender } = watch([]);
    await waitFor(() => expect(result.current.isSilent).toBe(false));
    expect(played).not.toHaveBeenCalled();
    rerender({ alarms: ["a"] });
    rerender({ alarms: ["a"] });
    expect(played).toHaveBeenCalledTimes(NOTES);
    rerender({ alarms: ["a", "b"] });
    expect(played).toHaveBeenCalledTimes(2 * NOTES);
    rerender({ alarms: [] });
    rerender({ alarms: ["a"] });
    expect(played).toHaveBeenCalledTimes(3 * NOTES);
  });

  it("is heard for an alarm that stood when the screen was switched on", async () => {
    const { played } = aBrowser(true);
    const { result } = watch(["a"]);
    await waitFor(() => expect(result.current.isSilent).toBe(false));
    expect(played).toHaveBeenCalledTimes(NOTES);
  });

  it("waits for a touch elsewhere, and then tells the alarm that nobody heard", async () => {
    const browser = aBrowser(false);
    const { result, rerender } = watch([]);
    rerender({ alarms: ["a"] });
    await act(() => Promise.resolve());
    expect(result.current.isSilent).toBe(true);
    expect(browser.played).not.toHaveBeenCalled();
    browser.mayBegin = true;
    act(() => result.current.allow());
    await waitFor(() => expect(result.current.isSilent).toBe(false));
    expect(browser.played).toHaveBeenCalledTimes(NOTES);
  });

  it("keeps quiet about an alarm that is over by the time somebody touches the page", async () => {
    const browser = aBrowser(false);
    const { result, rerender } = watch(["a"]);
    rerender({ alarms: [] });
    browser.mayBegin = true;
    act(() => result.current.allow());
    await waitFor(() => expect(result.current.isSilent).toBe(false));
    expect(browser.played).not.toHaveBeenCalled();
  });
});
