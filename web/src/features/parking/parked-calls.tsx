/** The parked customers of the agent's queues, each to be picked up with one click. */
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { pickUpParked } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import { placeText } from "@/shared/calls/parking-place";
import type { ParkedCall } from "@/shared/live/entities";
import { useEntityList, useMe } from "@/shared/live/use-live";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { Panel } from "@/shared/ui/panel";
import { byPlace, ParkedList } from "./parked-list";
import styles from "./parked-list.module.css";

export function ParkedCalls() {
  const { t } = useTranslation();
  const me = useMe();
  const calls = useEntityList("parked", byPlace);
  if (!me || calls.length === 0) return null;
  return (
    <Panel title={t("parking.title")}>
      <ParkedList calls={calls} acts={(call) => <PickUp call={call} />} />
    </Panel>
  );
}

function PickUp({ call }: { call: ParkedCall }) {
  const { t } = useTranslation();
  const pickUp = useMutation({
    mutationFn: () => answered(pickUpParked({ path: { interaction_id: call.id } })),
  });
  const name = call.customer.name || call.customer.number || t("customer.unknown");
  return (
    <div className={styles["act"]}>
      <Button
        disabled={call.is_rung}
        loading={pickUp.isPending}
        aria-label={t("parking.pick_up_whom", { name, place: placeText(call.place, call.place_name) })}
        icon={<Icon name="phoneIn" size={18} />}
        onClick={() => pickUp.mutate()}
      >
        {t("parking.pick_up")}
      </Button>
      {pickUp.error && <Notice tone="danger">{explain(pickUp.error)}</Notice>}
    </div>
  );
}
