/** What happened, in words: the server sends codes and names, the page has the sentences. */
import i18next from "i18next";
import { serverText } from "./server-text";

type Params = Readonly<Record<string, unknown>>;

/** Where the words for a code stand, by the name of the parameter that carries it. */
const CODES: Readonly<Record<string, string>> = {
  outcome: "outcome",
  ended_by: "interactions.by",
  reason: "reason_text",
  cause: "reason_text",
  state: "agent_state",
};

export function reasonText(code: string): string {
  return serverText(`reason_text.${code}`);
}

/** The sentence of an event; some have others for when no rule is named, or no agent. */
export function toldInWords(key: string, params: Params): string {
  const others = { rule: `${key}_without_rule`, agent: `${key}_outside` };
  const other = Object.entries(others).find(([name, one]) => !params[name] && i18next.exists(one));
  return serverText(other?.[1] ?? key, inWords(params));
}

function inWords(params: Params): Record<string, unknown> {
  const said = Object.entries(params).map(([name, value]) => {
    const where = CODES[name];
    return [name, where && typeof value === "string" ? serverText(`${where}.${value}`) : value];
  });
  return { agent: "–", queue: "–", reason: "–", cause: "–", rule: "–", ...Object.fromEntries(said) };
}
