/** How an interaction ended, as icon and word. */
import { serverText } from "@/shared/i18n/server-text";
import type { IconName } from "./icon";
import { StateTag, type Tone } from "./state-tag";

const LOOK: Record<string, [Tone, IconName]> = {
  handled: ["ready", "check"],
  abandoned: ["danger", "phoneDown"],
  short_abandoned: ["pause", "phoneDown"],
  voicemail: ["wrap", "volume"],
  call_back: ["busy", "phoneDown"],
  not_reached: ["pause", "phoneDown"],
  flow_ended: ["quiet", "check"],
  refused: ["pause", "cross"],
  failed: ["danger", "warning"],
  in_progress: ["busy", "headset"],
};

export function OutcomeTag({ outcome }: { outcome: string }) {
  const [tone, icon] = LOOK[outcome] ?? ["quiet", "dot"];
  return (
    <StateTag tone={tone} icon={icon}>
      {serverText(`outcome.${outcome}`)}
    </StateTag>
  );
}
