/** The frame behind a call button: says whether somebody is there, and makes the call. */
import "./frame.css";
import type { FrameMessage, PageMessage } from "./messages";
import { type ButtonState, beginVisit, readButton } from "./server";
import { shownIn, spokenIn, type TextKey, text } from "./texts";
import { type CallState, refusalOf, VisitorCall } from "./visitor-call";

const KEYS = [..."123456789*0#"];

const SAID: Readonly<Partial<Record<CallState, TextKey>>> = {
  asking: "asking",
  calling: "calling",
  up: "up",
  ended: "ended",
  no_microphone: "no_microphone",
  busy: "busy",
  too_often: "too_often",
  gone: "gone",
  failed: "failed",
};
const AGAIN: readonly CallState[] = ["ended", "no_microphone", "busy", "too_often", "failed"];

class Frame {
  private readonly key = decodeURIComponent(location.pathname.split("/").at(-1) ?? "");
  private readonly root = document.querySelector("main") as HTMLElement;
  private page: Extract<PageMessage, { kind: "antiphon.page" }> | undefined;
  private button: ButtonState | undefined;
  private state: CallState = "idle";
  private call: VisitorCall | undefined;
  private isMuted = false;

  start(): void {
    addEventListener("message", (event: MessageEvent<PageMessage>) => this.hear(event));
    this.tell({ kind: "antiphon.ready" });
    void this.read();
  }

  private get language(): string {
    return this.page?.language || navigator.language;
  }

  private t(key: TextKey): string {
    return text(this.language, key);
  }

  private tell(message: FrameMessage): void {
    // It holds nothing that another page must not read; who may show us is in our headers.
    if (parent !== window) parent.postMessage(message, "*");
  }

  private hear({ source, origin, data }: MessageEvent<PageMessage>): void {
    if (source !== parent || parent === window) return;
    if (data.kind === "antiphon.leave") this.leave();
    if (data.kind === "antiphon.page") {
      // The address that the browser vouches for is that of the page's origin.
      this.page = { ...data, page: data.page.startsWith(origin) ? data.page : origin };
      this.draw();
    }
  }

  private async read(): Promise<void> {
    try {
      this.button = await readButton(this.key);
      this.show(this.button.is_open ? "idle" : "closed");
    } catch (error) {
      this.show(refusalOf(error));
    }
  }

  private begin(): void {
    this.isMuted = false;
    this.call = new VisitorCall((state) => this.show(state));
    const { page = "", language = "", data = {} } = this.page ?? {};
    const spoken = spokenIn(language || this.language);
    void this.call.start(() => beginVisit({ key: this.key, page, language: spoken, data }));
  }

  private leave(): void {
    this.call?.hangUp();
    this.tell({ kind: "antiphon.close" });
  }

  private show(state: CallState): void {
    this.state = state;
    this.draw();
  }

  private draw(): void {
    document.documentElement.lang = shownIn(this.language);
    document.title = this.t("title");
    const held = document.activeElement?.id;
    const isKept = held !== undefined && held !== "" && held !== "close";
    this.root.replaceChildren(this.heading(), this.message(), ...this.controls());
    // What is drawn anew keeps the place of who uses the keyboard.
    const next = isKept ? document.getElementById(held) : null;
    const first = this.root.querySelector<HTMLElement>("#call, #mute, #hang-up");
    (next ?? first ?? document.getElementById("close"))?.focus({ preventScroll: true });
  }

  private heading(): HTMLElement {
    const close = this.press("close", "×", () => this.leave());
    close.setAttribute("aria-label", this.t("close"));
    const title = element("h1", this.t("title"));
    const head = element("header");
    head.append(title, ...(parent === window ? [] : [close]));
    return head;
  }

  private message(): HTMLElement {
    const said = element("p", this.said());
    said.setAttribute("role", "status");
    said.dataset["state"] = this.state;
    return said;
  }

  private said(): string {
    if (this.state === "closed") {
      const opens = this.button?.opens_at;
      const time = opens && new Date(opens).toLocaleString(shownIn(this.language), TIME);
      return time ? `${this.t("closed")} ${this.t("opens_at").replace("{time}", time)}` : this.t("closed");
    }
    return this.t(SAID[this.state] ?? "lead");
  }

  private controls(): HTMLElement[] {
    const { state } = this;
    if (state === "idle" && this.button) return [this.press("call", this.t("call"), () => this.begin())];
    if (AGAIN.includes(state)) return [this.press("call", this.t("again"), () => this.begin())];
    if (state === "calling") return [this.hangUp()];
    if (state === "up") return [this.muting(), this.keypad(), this.hangUp()];
    return [];
  }

  private hangUp(): HTMLElement {
    return this.press("hang-up", this.t("hang_up"), () => this.call?.hangUp());
  }

  private muting(): HTMLElement {
    return this.press("mute", this.t(this.isMuted ? "unmute" : "mute"), () => {
      this.isMuted = !this.isMuted;
      this.call?.mute(this.isMuted);
      this.draw();
    });
  }

  private keypad(): HTMLElement {
    const pad = element("div");
    pad.className = "keypad";
    pad.setAttribute("role", "group");
    pad.setAttribute("aria-label", this.t("keypad"));
    pad.append(...KEYS.map((key) => this.press(`key-${key}`, key, () => this.call?.press(key))));
    return pad;
  }

  private press(id: string, label: string, act: () => void): HTMLButtonElement {
    const button = element("button", label) as HTMLButtonElement;
    button.type = "button";
    button.id = id;
    button.addEventListener("click", act);
    return button;
  }
}

const TIME: Intl.DateTimeFormatOptions = {
  weekday: "long",
  month: "long",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
};

function element(name: string, content?: string): HTMLElement {
  const made = document.createElement(name);
  if (content !== undefined) made.textContent = content;
  return made;
}

new Frame().start();
