/** Tries a stored trunk as it would be used. */
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { testTrunk } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import { troubleText } from "@/shared/calls/trunk-trouble";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import styles from "./extras.module.css";

export function TrunkTest({ id }: { id: string }) {
  const { t } = useTranslation();
  const test = useMutation({ mutationFn: () => answered(testTrunk({ path: { id } })) });
  const found = test.data;
  return (
    <section className={styles["extra"]} aria-label={t("trunk_test.title")}>
      <h2>{t("trunk_test.title")}</h2>
      <p className={styles["lead"]}>{t("trunk_test.lead")}</p>
      <Button icon={<Icon name="signal" size={18} />} loading={test.isPending} onClick={() => test.mutate()}>
        {t("trunk_test.run")}
      </Button>
      {test.error && <Notice tone="danger">{explain(test.error)}</Notice>}
      {found && (
        <Notice tone={found.is_reachable ? "info" : "danger"} icon={found.is_reachable ? "check" : "warning"}>
          <strong>{t(found.is_reachable ? "trunk_test.reachable" : "trunk_test.unreachable")}</strong>{" "}
          {found.round_trip_ms !== null &&
            t("trunk_test.round_trip", {
              ms: Math.max(1, Math.round(found.round_trip_ms)),
              status: found.status,
            })}
          {found.trouble && troubleText(found.trouble)}
        </Notice>
      )}
    </section>
  );
}
