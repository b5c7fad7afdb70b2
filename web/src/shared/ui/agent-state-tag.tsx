/** An agent's state as the whole house shows it. */
import { useTranslation } from "react-i18next";
import type { AgentState } from "@/shared/live/entities";
import type { IconName } from "./icon";
import { StateTag, type Tone } from "./state-tag";

const LOOK: Record<AgentState, [Tone, IconName]> = {
  offline: ["quiet", "power"],
  not_ready: ["pause", "pause"],
  blocked: ["danger", "warning"],
  ready: ["ready", "check"],
  offered: ["ring", "bell"],
  handling: ["busy", "headset"],
  wrap_up: ["wrap", "pen"],
};

export function AgentStateTag({ state }: { state: AgentState }) {
  const { t } = useTranslation();
  const [tone, icon] = LOOK[state];
  return (
    <StateTag tone={tone} icon={icon}>
      {t(`agent_state.${state}`)}
    </StateTag>
  );
}
