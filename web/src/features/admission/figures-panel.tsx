/** How many calls came in, and how many were refused for which reason, day by day. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { getAdmissionFigures } from "@/shared/api/generated/sdk.gen";
import { serverText } from "@/shared/i18n/server-text";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Panel } from "@/shared/ui/panel";
import styles from "./admission.module.css";

export function FiguresPanel() {
  const { t } = useTranslation();
  const days = useQuery({
    queryKey: ["admission", "figures"],
    queryFn: async () => (await answered(getAdmissionFigures())).days,
    refetchInterval: 10_000,
  }).data;
  if (!days) return null;
  return (
    <Panel className={styles["panel"]} title={t("admission.figures")}>
      {days.length === 0 && <EmptyHint title={t("admission.no_figures")} />}
      <ul className={styles["list"]}>
        {days.map((one) => (
          <li key={one.day}>
            <span className="figures">{one.day}</span>
            <span className={styles["grow"]}>{t("admission.admitted", { number: one.admitted })}</span>
            <span className={styles["soft"]}>
              {Object.entries(one.refused)
                .map(([reason, number]) => `${serverText(`reason_text.${reason}`)}: ${number}`)
                .join(" · ")}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
