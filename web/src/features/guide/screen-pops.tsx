/** Pages outside that belong to an interaction: links, and panels inside the desk. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ScreenPop } from "@/shared/live/entities";
import { Icon } from "@/shared/ui/icon";
import { Panel } from "@/shared/ui/panel";
import styles from "./guide.module.css";

/** Opens what opens by itself. Browsers allow it only within a click or a key. */
export function openAutomaticPages(pops: readonly ScreenPop[]): void {
  for (const pop of pops) {
    if (pop.kind === "link" && pop.is_automatic) window.open(pop.address, "_blank", "noopener,noreferrer");
  }
}

export function PageLinks({ pops }: { pops: readonly ScreenPop[] }) {
  const { t } = useTranslation();
  const links = pops.filter(({ kind }) => kind === "link");
  if (links.length === 0) return null;
  return (
    <ul className={styles["links"]}>
      {links.map((pop) => (
        <li key={pop.id}>
          <a
            href={pop.address}
            target="_blank"
            rel="noopener noreferrer"
            title={t("guide.leads_to", { host: pop.host })}
          >
            <Icon name="outside" size={17} /> {pop.name}
            <span className="unseen">{t("guide.new_page")}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** Mount with a key of the interaction, so that a panel stays as it is from offer to wrap-up. */
export function PagePanels({ pops }: { pops: readonly ScreenPop[] }) {
  return pops.filter(({ kind }) => kind === "panel").map((pop) => <PagePanel key={pop.id} pop={pop} />);
}

function PagePanel({ pop }: { pop: ScreenPop }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(pop.is_automatic);
  return (
    <Panel
      title={pop.name}
      extra={
        <span className={styles["source"]}>
          {pop.host}
          <Button size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {t(isOpen ? "guide.close_panel" : "guide.open_panel")}
          </Button>
        </span>
      }
    >
      {isOpen && (
        <iframe
          title={pop.name}
          src={pop.address}
          className={styles["frame"]}
          // No way to navigate our page, and nothing of our origin: the list of sites never has it.
          sandbox="allow-scripts allow-forms allow-same-origin allow-popups"
          referrerPolicy="no-referrer"
          allow=""
        />
      )}
    </Panel>
  );
}
