/** Tells a supervisor, wherever one is looking, of agents who cannot go on alone: blocked, or a hand up. */
import { App } from "antd";
import type { TFunction } from "i18next";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { LiveAgent } from "@/shared/live/floor-entities";
import { useEntities, useHasSnapshot, useMe } from "@/shared/live/use-live";
import { LetBack } from "./let-back";

interface Props {
  mayRelease: boolean;
  mayAct: boolean;
  /** Makes itself heard, also when the page is not looked at. */
  onCall: (title: string, body: string) => void;
}

interface Call {
  kind: "blocked" | "hand";
  agent: LiveAgent;
}

// A block or a hand of a later time is another one.
function keyOf({ kind, agent }: Call): string {
  return `${kind} ${agent.id} ${kind === "hand" ? agent.hand?.since : agent.block?.since}`;
}

function wordsOf({ kind, agent: { block, hand } }: Call, t: TFunction): string {
  if (kind === "hand") return hand?.note ?? "";
  return t("floor_calls.missed", { count: block?.missed_offers ?? 0, queue: block?.queue_name ?? "" });
}

function callsOf(
  agents: Record<string, LiveAgent>,
  ownId: string | undefined,
  { mayRelease, mayAct }: Pick<Props, "mayRelease" | "mayAct">,
): Call[] {
  const others = Object.values(agents).filter((agent) => agent.id !== ownId);
  const blocked = others.filter((agent) => mayRelease && agent.block?.needs_supervisor);
  const asking = others.filter((agent) => mayAct && agent.hand);
  return [
    ...blocked.map((agent) => ({ kind: "blocked" as const, agent })),
    ...asking.map((agent) => ({ kind: "hand" as const, agent })),
  ];
}

export function FloorCalls({ mayRelease, mayAct, onCall }: Props) {
  const { t } = useTranslation();
  const { notification } = App.useApp();
  const isKnown = useHasSnapshot();
  const agents = useEntities("agent");
  const ownId = useMe()?.agent_id;
  const standing = useRef<Set<string> | null>(null);

  useEffect(() => {
    if (!isKnown) return;
    const calls = callsOf(agents, ownId, { mayRelease, mayAct });
    // What stood there when the page came is on the board, and no news.
    const before = standing.current ?? new Set(calls.map(keyOf));
    standing.current = new Set(calls.map(keyOf));
    for (const key of before) if (!standing.current.has(key)) notification.destroy(key);
    const say = (call: Call) => {
      const title = t(`floor_calls.${call.kind}`, { name: call.agent.name });
      const description = wordsOf(call, t);
      onCall(title, description);
      const actions = call.kind === "blocked" && <LetBack agentId={call.agent.id} />;
      notification.warning({ key: keyOf(call), title, description, duration: 0, actions });
    };
    for (const call of calls) if (!before.has(keyOf(call))) say(call);
  }, [agents, ownId, isKnown, mayRelease, mayAct, onCall, notification, t]);
  return null;
}
