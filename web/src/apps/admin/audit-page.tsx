/** The audit trail with its filters in the address. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { AuditFilters } from "@/features/audit/audit-filters";
import { type AuditQuery, AuditTrail } from "@/features/audit/audit-trail";
import { startOfDay } from "@/shared/time/start-of-day";
import { Panel } from "@/shared/ui/panel";
import styles from "./audit-page.module.css";

export function AuditPage() {
  const { t } = useTranslation();
  const wanted = useSearch({ from: "/inside/admin/audit" });
  const navigate = useNavigate();
  const { topic, user, from, to } = wanted;
  const query = {
    ...(topic ? { topic } : {}),
    ...(user ? { user } : {}),
    ...(from ? { from: startOfDay(from) } : {}),
    ...(to ? { before: startOfDay(to, 1) } : {}),
    // A topic that the server does not know is answered by it: the address may hold anything.
  } as AuditQuery;
  return (
    <div className={styles["page"]}>
      <header>
        <h1>{t("audit.title")}</h1>
        <p className={styles["lead"]}>{t("audit.lead")}</p>
      </header>
      <AuditFilters
        wanted={wanted}
        onChange={(next) => void navigate({ to: "/admin/audit", search: next, replace: true })}
      />
      <Panel title={t("audit.title")} headIsUnseen>
        <AuditTrail query={query} />
      </Panel>
    </div>
  );
}
