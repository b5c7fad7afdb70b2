/** The call-backs that are meant for the signed-in agent; each is called when it is time, or now. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { listOwnCallBacks, startCallBack } from "@/shared/api/generated/sdk.gen";
import type { ListOwnCallBacksResponse } from "@/shared/api/generated/types.gen";
import { explain } from "@/shared/api/problems";
import { useCallList } from "@/shared/live/use-call-list";
import { useMe } from "@/shared/live/use-live";
import { useWhen } from "@/shared/time/use-when";
import { Notice } from "@/shared/ui/notice";
import { Panel } from "@/shared/ui/panel";
import styles from "./own-call-backs.module.css";

const KEY = ["own-call-backs"];

type CallBack = ListOwnCallBacksResponse["items"][number];

export function OwnCallBacks() {
  const { t } = useTranslation();
  const me = useMe();
  const isWanted = me !== null && me !== undefined;
  const items = useCallList(KEY, () => answered(listOwnCallBacks()), { isWanted });
  if (items.length === 0) return null;
  return (
    <Panel title={t("own_call_backs.title")}>
      <ul className={styles["list"]}>
        {items.map((one) => (
          <Row key={one.id} one={one} isReady={me?.state === "ready"} />
        ))}
      </ul>
      {me?.state !== "ready" && <p className={styles["soft"]}>{t("own_call_backs.when_ready")}</p>}
    </Panel>
  );
}

function Row({ one, isReady }: { one: CallBack; isReady: boolean }) {
  const { t } = useTranslation();
  const when = useWhen();
  const queries = useQueryClient();
  const name = one.customer_name || one.number;
  const start = useMutation({
    mutationFn: () => answered(startCallBack({ path: { id: one.id } })),
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
  const isLater = Date.parse(one.due_at) > Date.parse(one.requested_at);
  return (
    <li>
      <div className={styles["who"]}>
        <strong>{name}</strong>
        {one.customer_name && <span className={`${styles["soft"]} figures`}>{one.number}</span>}
        <span className={styles["soft"]}>
          {one.queue_name} ·{" "}
          {isLater ? t("own_call_backs.at", { when: when.moment(one.due_at) }) : t("own_call_backs.soon")}
        </span>
        {one.note && <span>{one.note}</span>}
      </div>
      {one.is_under_way ? (
        <span className={styles["soft"]}>{t("call_backs.under_way")}</span>
      ) : (
        <Button
          disabled={!isReady}
          loading={start.isPending}
          aria-label={t("own_call_backs.call", { name })}
          onClick={() => start.mutate()}
        >
          {t("own_call_backs.call_now")}
        </Button>
      )}
      {start.error && <Notice tone="danger">{explain(start.error)}</Notice>}
    </li>
  );
}
