/** Answers that come when a test gives them, and never before they were asked for. */
import { act, waitFor } from "@testing-library/react";
import { expect } from "vitest";
import type { Answer } from "./fake-server";

const ACTS_WITHIN_MS = 100;

export class HeldAnswers {
  private readonly waiting: ((answer: Answer) => void)[] = [];

  /** For `FakeServer.on`: the request waits. */
  readonly hold = (): Promise<Answer> => new Promise((arrive) => this.waiting.push(arrive));

  /** The request that has waited longest is answered. */
  async give(answer: Answer): Promise<void> {
    await waitFor(() => expect(this.waiting).not.toEqual([]));
    this.waiting.shift()?.(answer);
  }

  /** The same where nothing is to be seen of it: the page gets the time in which it could go wrong. */
  async giveForNothing(answer: Answer): Promise<void> {
    await this.give(answer);
    await act(() => new Promise((later) => setTimeout(later, ACTS_WITHIN_MS)));
  }
}
