/** What agents are told until a time: it stands on the desk until it is read. */
import { useMutation } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { readNotice } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import type { DeskNotice } from "@/shared/live/entities";
import { useEntityList } from "@/shared/live/use-live";
import { useWhen } from "@/shared/time/use-when";
import { Notice } from "@/shared/ui/notice";
import styles from "./notices.module.css";

const byTime = (one: DeskNotice, other: DeskNotice) => one.at.localeCompare(other.at);

export function OwnNotices() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const when = useWhen();
  const notices = useEntityList("notice", byTime);
  const read = useMutation({
    mutationFn: (id: string) => answered(readNotice({ path: { id } })),
    onError: (error) => void message.error(explain(error)),
  });
  return notices.map((notice) => (
    <Notice
      key={notice.id}
      tone="info"
      icon="bell"
      action={<Button onClick={() => read.mutate(notice.id)}>{t("notices.read")}</Button>}
    >
      <strong>{t("notices.from", { name: notice.sender_name })}</strong>
      <p className={styles["text"]}>{notice.text}</p>
      <p className={styles["soft"]}>{t("notices.until", { at: when.moment(notice.until) })}</p>
    </Notice>
  ));
}
