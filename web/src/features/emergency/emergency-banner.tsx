/** The centre is closed at once: everybody sees it on every page, and who may opens again. */
import { useMutation } from "@tanstack/react-query";
import { App, Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { liftEmergency } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import { listOf } from "@/shared/i18n/list-of";
import type { Emergency } from "@/shared/live/floor-entities";
import { useEntities } from "@/shared/live/use-live";
import { may, useSession } from "@/shared/session/session";
import { useWhen } from "@/shared/time/use-when";
import { Notice } from "@/shared/ui/notice";
import styles from "./emergency.module.css";

export function EmergencyBanner() {
  const closed = useEntities("emergency")["now"];
  return closed ? <Closed closed={closed} /> : null;
}

function Closed({ closed }: { closed: Emergency }) {
  const { t, i18n } = useTranslation();
  const when = useWhen();
  const mayOpen = may(useSession(), "routing.emergency.declare");
  const told = closed.text[i18n.language] ?? Object.values(closed.text)[0];
  const points = closed.entry_points;
  return (
    <Notice tone="danger" action={mayOpen && <OpenAgain />}>
      <strong>
        {points.length > 0 ? t("emergency.some", { numbers: listOf(points) }) : t("emergency.all")}
      </strong>
      <p className={styles["more"]}>
        {t(closed.by_name ? "emergency.by" : "emergency.since", {
          name: closed.by_name,
          at: when.moment(closed.since),
        })}
        {told && ` ${t("emergency.told", { text: told })}`}
        {!mayOpen && ` ${t("emergency.ask")}`}
      </p>
    </Notice>
  );
}

function OpenAgain() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const open = useMutation({
    mutationFn: () => answered(liftEmergency()),
    onError: (error) => void message.error(explain(error)),
  });
  return (
    <Popconfirm
      title={t("emergency.sure")}
      okText={t("emergency.open")}
      cancelText={t("form.cancel")}
      onConfirm={() => open.mutate()}
    >
      <Button loading={open.isPending}>{t("emergency.open")}</Button>
    </Popconfirm>
  );
}
