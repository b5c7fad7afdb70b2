/**
 * What another site's page loads: a button, and behind it the frame in which the call is made.
 *
 *   <script src="https://our.host/call-button.js" data-key="…" async></script>
 *
 * It changes nothing on the page but one element of its own, asks for nothing before it is pressed,
 * and gives the frame the page's address, its language and the `data-field-…` attributes.
 */
import type { FrameMessage, PageMessage } from "./messages";

// Other sites load this as it is, not as a module: it imports nothing and leaves no name behind.
(() => {
  const LABELS: readonly [RegExp, string][] = [
    [/^(yue|zh.*(hant|tw|hk|mo))/i, "與我們通話"],
    [/^zh/i, "与我们通话"],
    [/^/, "Call us"],
  ];

  const LOOKS = `
  :host { all: initial; position: fixed; right: 20px; bottom: 20px; z-index: 2147483000; }
  button {
    font: 600 16px/1.2 system-ui, sans-serif; color: #fff; background: #0b5f68; border: 0;
    min-height: 48px; padding: 0 22px; border-radius: 24px; cursor: pointer;
    box-shadow: 0 2px 12px rgb(0 0 0 / 25%);
  }
  button:focus-visible { outline: 3px solid #8cc5cb; outline-offset: 2px; }
  iframe {
    display: block; width: min(340px, calc(100vw - 40px)); height: min(430px, calc(100vh - 110px));
    margin-bottom: 12px; border: 0; border-radius: 16px; background: #fff;
    box-shadow: 0 4px 24px rgb(0 0 0 / 30%);
  }
  [part="rows"] { display: flex; flex-direction: column; align-items: flex-end; }
`;

  const FIELD = "data-field-";

  function start(script: HTMLScriptElement): void {
    const key = script.dataset["key"] ?? "";
    const origin = new URL(script.src).origin;
    const language = script.dataset["language"] || document.documentElement.lang || navigator.language;
    const label = script.dataset["label"] || LABELS.find(([of]) => of.test(language))?.[1] || "";

    const host = document.createElement("antiphon-call-button");
    const shadow = host.attachShadow({ mode: "open" });
    // A sheet of its own is let through where the page's policy refuses style elements.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(LOOKS);
    shadow.adoptedStyleSheets = [sheet];
    const rows = document.createElement("div");
    rows.setAttribute("part", "rows");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.setAttribute("aria-expanded", "false");
    rows.append(button);
    shadow.append(rows);

    let frame: HTMLIFrameElement | undefined;
    const close = () => {
      frame?.remove();
      frame = undefined;
      button.setAttribute("aria-expanded", "false");
      button.focus();
    };
    const open = () => {
      frame = document.createElement("iframe");
      frame.title = label;
      frame.allow = "microphone; autoplay";
      frame.src = `${origin}/call/${encodeURIComponent(key)}`;
      rows.prepend(frame);
      button.setAttribute("aria-expanded", "true");
    };
    button.addEventListener("click", () => {
      if (frame) frame.contentWindow?.postMessage({ kind: "antiphon.leave" } satisfies PageMessage, origin);
      else open();
    });
    addEventListener("message", (event: MessageEvent<FrameMessage>) => {
      if (!frame || event.source !== frame.contentWindow || event.origin !== origin) return;
      if (event.data.kind === "antiphon.ready")
        frame.contentWindow?.postMessage(describe(script, language), origin);
      if (event.data.kind === "antiphon.close") close();
    });
    document.body.append(host);
  }

  /** What goes along with a call; read when the button is pressed, so a page may change it. */
  function describe(script: HTMLScriptElement, language: string): PageMessage {
    const names = script.getAttributeNames().filter((name) => name.startsWith(FIELD));
    const data = Object.fromEntries(
      names.map((name) => [name.slice(FIELD.length), script.getAttribute(name) ?? ""]),
    );
    return { kind: "antiphon.page", page: location.href, language, data };
  }

  // Where it is loaded as a module, there is no current script.
  const own = document.currentScript ?? document.querySelector("script[src$='/call-button.js'][data-key]");
  if (own instanceof HTMLScriptElement) {
    if (document.body) start(own);
    else addEventListener("DOMContentLoaded", () => start(own));
  }
})();
