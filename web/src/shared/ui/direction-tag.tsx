/** Who reached out to whom, as icon and word. */
import { useTranslation } from "react-i18next";
import type { InteractionDirection } from "@/shared/api/generated/types.gen";
import type { IconName } from "./icon";
import { StateTag } from "./state-tag";

const ICONS: Record<InteractionDirection, IconName> = {
  inbound: "phoneIn",
  outbound: "outside",
  internal: "people",
};

export function DirectionTag({ direction }: { direction: InteractionDirection }) {
  const { t } = useTranslation();
  return (
    <StateTag tone="quiet" icon={ICONS[direction]}>
      {t(`interactions.directions.${direction}`)}
    </StateTag>
  );
}
