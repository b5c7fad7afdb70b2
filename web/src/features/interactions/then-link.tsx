/** Leads to the centre as it was at that moment. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import styles from "./interaction-detail.module.css";

export function ThenLink({ at, children }: { at: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Link
      to="/time-machine"
      search={{ at }}
      title={t("interactions.see_then")}
      className={styles["then"] ?? ""}
    >
      {children}
    </Link>
  );
}
