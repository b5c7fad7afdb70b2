/** How an interaction in hand stands for this agent, in a word. */
import { useTranslation } from "react-i18next";
import type { Work, WorkState } from "@/shared/live/entities";
import type { IconName } from "@/shared/ui/icon";
import { StateTag, type Tone } from "@/shared/ui/state-tag";

const LOOK: Record<WorkState, [Tone, IconName]> = {
  connecting: ["quiet", "reload"],
  dialling: ["quiet", "phone"],
  talking: ["busy", "headset"],
  held: ["pause", "pause"],
  suspended: ["danger", "warning"],
  in_flow: ["pause", "keypad"],
  wrap_up: ["wrap", "pen"],
};

const AMONG_COLLEAGUES = ["connecting", "dialling", "talking", "suspended", "wrap_up"] as const;

export function Standing({ work }: { work: Work }) {
  const { t } = useTranslation();
  const [tone, icon] = LOOK[work.state];
  if (work.direction === "internal") {
    const state = AMONG_COLLEAGUES.find((one) => one === work.state) ?? "talking";
    return (
      <StateTag
        tone={state === "talking" ? "busy" : "quiet"}
        icon={state === "talking" ? "headset" : "phone"}
      >
        {t(`colleagues.state.${state}`)}
      </StateTag>
    );
  }
  // Who is consulted waits while the colleague is with the customer.
  if (work.role === "consulted" && work.place === "main" && work.parties.some((one) => one.is_holder))
    return (
      <StateTag tone="pause" icon="pause">
        {t("talk.role.waiting")}
      </StateTag>
    );
  return (
    <StateTag tone={tone} icon={icon}>
      {t(
        work.role === "consulted" || work.role === "participant"
          ? `talk.role.${work.role}`
          : `talk.state.${work.state}`,
      )}
    </StateTag>
  );
}
