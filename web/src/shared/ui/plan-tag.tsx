/** What is planned for an agent, as the whole house shows it. */
import { useTranslation } from "react-i18next";
import type { PlanNow, PlannedKind } from "@/shared/live/plan-entities";
import { useSecondsSince } from "@/shared/time/elapsed-time";
import type { IconName } from "./icon";
import { StateTag, type Tone } from "./state-tag";

const LOOK: Record<PlannedKind, [Tone, IconName]> = {
  off: ["quiet", "power"],
  work: ["ready", "headset"],
  break: ["pause", "pause"],
  meal: ["pause", "clock"],
  training: ["wrap", "pen"],
  meeting: ["busy", "person"],
  other: ["quiet", "dot"],
};

export function PlanTag({ kind }: { kind: PlannedKind }) {
  const { t } = useTranslation();
  const [tone, icon] = LOOK[kind];
  return (
    <StateTag tone={tone} icon={icon}>
      {t(`plan.kind.${kind}`)}
    </StateTag>
  );
}

/** How a state differs from the plan, once that is worth telling; null before and otherwise. */
export function useDeparture(plan: PlanNow | null | undefined): { kind: string; minutes: number } | null {
  const told = useSecondsSince(plan?.told_from ?? null);
  const since = useSecondsSince(plan?.departed_at ?? null);
  if (!plan?.departure || !plan.told_from || told <= 0) return null;
  return { kind: plan.departure, minutes: Math.floor(since / 60) };
}
