/** What the page with the button and the frame with the call tell each other. */

export type PageMessage =
  | { kind: "antiphon.page"; page: string; language: string; data: Record<string, string> }
  | { kind: "antiphon.leave" };

export type FrameMessage = { kind: "antiphon.ready" } | { kind: "antiphon.close" };
