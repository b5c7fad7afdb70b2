/** The list of interactions with its filters in the address. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { InteractionFilters } from "@/features/interactions/interaction-filters";
import { InteractionList } from "@/features/interactions/interaction-list";
import { useRecords } from "@/shared/api/records";
import { Panel } from "@/shared/ui/panel";
import styles from "./interactions-page.module.css";

export function InteractionsPage() {
  const { t } = useTranslation();
  const filters = useSearch({ from: "/inside/interactions" });
  const navigate = useNavigate();
  const queues = useRecords("/v1/queues");
  const agents = useRecords("/v1/agents");
  return (
    <div className={styles["page"]}>
      <h1>{t("interactions.title")}</h1>
      <InteractionFilters
        filters={filters}
        queues={queues}
        agents={agents}
        onChange={(next) => void navigate({ to: "/interactions", search: next, replace: true })}
      />
      <Panel title={t("interactions.title")} headIsUnseen>
        <InteractionList filters={filters} />
      </Panel>
    </div>
  );
}
