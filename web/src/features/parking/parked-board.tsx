/** Who is parked, as supervisors see it beside those who wait, to be given back to the queue. */
import { useMutation } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { giveBackParked } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import { placeText } from "@/shared/calls/parking-place";
import type { ParkedCall } from "@/shared/live/entities";
import { useEntityList } from "@/shared/live/use-live";
import { Icon } from "@/shared/ui/icon";
import { Panel } from "@/shared/ui/panel";
import { byPlace, ParkedList } from "./parked-list";
import styles from "./parked-list.module.css";

export function ParkedBoard({ mayAct }: { mayAct: boolean }) {
  const { t } = useTranslation();
  const calls = useEntityList("parked_call", byPlace);
  if (calls.length === 0) return null;
  return (
    <Panel title={t("parking.title")}>
      <ParkedList calls={calls} {...(mayAct && { acts: (call) => <GiveBack call={call} /> })} />
    </Panel>
  );
}

function GiveBack({ call }: { call: ParkedCall }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const giveBack = useMutation({
    mutationFn: () => answered(giveBackParked({ path: { interaction_id: call.id } })),
    onSuccess: () => void message.success(t("parking.given_back")),
    onError: (error) => void message.error(explain(error)),
  });
  const name = call.customer.name || call.customer.number || t("customer.unknown");
  return (
    <div className={styles["act"]}>
      <Button
        disabled={call.is_rung}
        loading={giveBack.isPending}
        aria-label={t("parking.give_back_whom", {
          name,
          place: placeText(call.place, call.place_name),
          queue: call.queue.name,
        })}
        icon={<Icon name="back" size={18} />}
        onClick={() => giveBack.mutate()}
      >
        {t("parking.give_back")}
      </Button>
    </div>
  );
}
