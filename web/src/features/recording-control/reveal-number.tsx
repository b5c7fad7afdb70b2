/** Shows a masked number once it is asked for: that is put on record, and counted. */
import { useMutation } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { revealNumber } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import type { Work } from "@/shared/live/entities";
import { may, useSession } from "@/shared/session/session";
import { Icon } from "@/shared/ui/icon";
import styles from "./recording-control.module.css";

export function RevealNumber({ work }: { work: Work }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const seesAll = may(useSession(), "customers.number.read");
  const reveal = useMutation({
    mutationFn: () => answered(revealNumber({ path: { interaction_id: work.id } })),
    onError: (error) => void message.error(explain(error)),
  });
  if (seesAll || !work.actions.includes("reveal_number")) return null;
  if (reveal.data)
    return (
      <p className={styles["number"]} role="status">
        <strong className="figures">{reveal.data.number}</strong>{" "}
        {t("recording.left_today", { count: reveal.data.left_today })}
      </p>
    );
  return (
    <div className={styles["number"]}>
      <Button
        size="small"
        icon={<Icon name="search" size={16} />}
        loading={reveal.isPending}
        onClick={() => reveal.mutate()}
      >
        {t("recording.reveal")}
      </Button>
    </div>
  );
}
