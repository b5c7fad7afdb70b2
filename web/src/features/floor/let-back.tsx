/** Ends the block of an agent who did not answer. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { releaseAgent } from "@/shared/api/generated/sdk.gen";
import { useAct } from "@/shared/ui/use-act";

export function LetBack({ agentId }: { agentId: string }) {
  const { t } = useTranslation();
  const release = useAct(
    () => answered(releaseAgent({ path: { agent_id: agentId } })),
    t("floor_calls.released"),
  );
  return (
    <Button loading={release.isPending} onClick={() => release.mutate(undefined)}>
      {t("floor_calls.release")}
    </Button>
  );
}
