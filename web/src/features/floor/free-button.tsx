/** Ends an interaction that does not end by itself. Nothing brings it back, so it asks first. */
import { Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { freeInteraction } from "@/shared/api/generated/sdk.gen";
import { Icon } from "@/shared/ui/icon";
import { useAct } from "@/shared/ui/use-act";

export function FreeButton({ interactionId }: { interactionId: string }) {
  const { t } = useTranslation();
  const free = useAct(
    () => answered(freeInteraction({ path: { interaction_id: interactionId } })),
    t("floor.freed"),
  );
  return (
    <Popconfirm
      title={t("floor.free_sure")}
      description={t("floor.free_means")}
      okText={t("floor.free")}
      okButtonProps={{ danger: true }}
      cancelText={t("form.cancel")}
      onConfirm={() => free.mutate(undefined)}
    >
      <Button danger icon={<Icon name="cross" size={17} />} loading={free.isPending}>
        {t("floor.free")}
      </Button>
    </Popconfirm>
  );
}
