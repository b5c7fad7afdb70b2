/** What the large fields of queues and agents hold, entry by entry, in the words of their editors. Pure. */
import i18next from "i18next";
import { nameOfLanguage } from "@/shared/i18n/languages";
import { listOf } from "@/shared/i18n/list-of";
import { serverText } from "@/shared/i18n/server-text";
import { textsTold } from "@/shared/i18n/texts-told";
import type { Line } from "@/shared/ui/model/changed-lines";
import type { Field, OwnName } from "./kind";

type NameOf = (id: string) => string;
type Parts = Readonly<Record<string, unknown>>;

const FIELDS_OF_A_QUEUE = ["", "weights.", "channel.", "overflow_"].map((place) => `queue_editor.${place}`);
// The parts of a capacity have other names in their editor.
const CALLED: Parts = { weights: "points", most: "at_most" };
const SPANS = ["after_s", "if_expected_wait_over_s"];
const NAMED = ["queue_id", "trunk_id", "hours_id"];

/** Null for a field that is not told by its parts. */
export function ownLines(name: OwnName, value: unknown, nameOf: NameOf): Line[] | null {
  const parts = (value ?? {}) as Parts;
  switch (name) {
    case "overflow":
      return overflowTold(parts, nameOf);
    case "relaxation":
      return Object.values(parts).flatMap((step, at) =>
        under(nameOfStep(at), stepTold(step as Parts, nameOf)),
      );
    case "waiting_room":
      return roomTold(parts, nameOf);
    case "choice_weights":
      return partsTold(parts, nameOf);
    case "capacity":
      return [
        ...channelsTold("points_of", parts["weights"] as Parts),
        ...channelsTold("most_of", parts["most"] as Parts),
      ];
    case "head_starts":
      return Object.entries(parts).map(([queue, seconds]) => line(queue, nameOf(queue), inSeconds(seconds)));
    case "alternatives":
      return Object.values(parts).map((levels, at) => {
        const skills = Object.entries(levels as Parts);
        const label = serverText("queue_editor.alternative", { number: at + 1 });
        return line(String(at), label, listOf(skills.map(([skill, level]) => `${nameOf(skill)} ${level}`)));
      });
    default:
      return null;
  }
}

/** Where inside a field something is wrong: `relaxation.0.after_s` is "Step 1 · After". */
export function placeTold(field: Field, inside: readonly string[]): string {
  const own = field.input === "own" ? field.name : null;
  const names = own === "flow_steps" ? ["step.field."] : own ? FIELDS_OF_A_QUEUE : ["catalogue."];
  return inside
    .map((part) => {
      if (/^\d+$/.test(part) && inside[0] === part)
        return own === "relaxation" ? nameOfStep(Number(part)) : String(Number(part) + 1);
      const language = nameOfLanguage(part);
      return language === part ? nameOfPart(part, names) : language;
    })
    .join(" · ");
}

function nameOfStep(at: number): string {
  return serverText("queue_editor.step", { number: at + 1 });
}

function nameOfPart(part: string, names: readonly string[] = FIELDS_OF_A_QUEUE): string {
  const key = names
    .map((place) => place + (CALLED[part] ?? part))
    .find((one) => i18next.exists(one, { returnObjects: false }));
  return key ? serverText(key) : part;
}

function line(key: string, label: string, text: string): Line {
  return { key, label, text };
}

function inSeconds(value: unknown): string {
  return `${value} ${serverText("catalogue.unit_seconds")}`;
}

function under(name: string, lines: readonly Line[]): Line[] {
  return lines.map(({ key, label, text }) => line(`${name} ${key}`, `${name} · ${label}`, text));
}

/** A step that asks for nothing less in some way says nothing about it. */
function stepTold({ overflow, ...step }: Parts, nameOf: NameOf): Line[] {
  const used = Object.entries(step).filter(([, part]) => part !== false && part !== 0);
  return [
    ...partsTold(Object.fromEntries(used), nameOf),
    ...overflowTold((overflow ?? {}) as Parts, nameOf, nameOfPart("overflow")),
  ];
}

function roomTold(room: Parts, nameOf: NameOf): Line[] {
  const { exits, call_back, comfort_texts, vip_texts, ...others } = room;
  return [
    ...partsTold(others, nameOf),
    ...Object.entries((exits ?? {}) as Record<string, Parts>).map(([key, way]) =>
      line(
        `key ${key}`,
        serverText("queue_editor.key", { key }),
        wayTold(`queue_editor.exit.${way["kind"]}`, way, nameOf),
      ),
    ),
    ...textsTold((comfort_texts ?? {}) as Record<string, string>, "comfort ", nameOfPart("comfort_texts")),
    ...textsTold((vip_texts ?? {}) as Record<string, string>, "vip ", nameOfPart("vip_texts")),
    ...under(nameOfPart("call_back"), partsTold((call_back ?? {}) as Parts, nameOf)),
  ];
}

/** Without a label: it is the whole field. */
function overflowTold(overflow: Parts, nameOf: NameOf, label = ""): Line[] {
  const kind = overflow["kind"];
  if (!kind) return [];
  return [
    line("to", label, wayTold(`queue_editor.overflow_to.${kind}`, overflow, nameOf)),
    ...textsTold((overflow["text"] ?? {}) as Record<string, string>, "text ", nameOfPart("text")),
  ];
}

function wayTold(key: string, way: Parts, nameOf: NameOf): string {
  const end = way["queue_id"] ? nameOf(String(way["queue_id"])) : String(way["number"] ?? "");
  return end ? `${serverText(key)}: ${end}` : serverText(key);
}

function channelsTold(key: string, numbers: Parts = {}): Line[] {
  return Object.entries(numbers).map(([channel, number]) =>
    line(
      `${key} ${channel}`,
      serverText(`queue_editor.${key}`, { name: nameOfPart(channel) }),
      String(number),
    ),
  );
}

function partsTold(parts: Parts, nameOf: NameOf): Line[] {
  return Object.entries(parts)
    .filter(([, part]) => part !== null && part !== "" && !(Array.isArray(part) && part.length === 0))
    .map(([key, part]) => line(key, nameOfPart(key), partTold(key, part, nameOf)));
}

function partTold(key: string, part: unknown, nameOf: NameOf): string {
  if (typeof part === "boolean") return serverText(part ? "form.yes" : "form.no");
  if (Array.isArray(part)) return listOf(part.map((one) => nameOf(String(one))));
  if (SPANS.includes(key)) return inSeconds(part);
  if (NAMED.includes(key)) return nameOf(String(part));
  return key === "first" ? serverText(`queue_editor.first_${part}`) : String(part);
}
