/** The way from a figure to the interactions behind it: today's, or who waits and works now. */
import { Link } from "@tanstack/react-router";
import { Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { useRecords } from "@/shared/api/records";
import type { WallboardTile } from "@/shared/live/wallboard-entities";
import { dayOf } from "@/shared/time/start-of-day";
import { Icon } from "@/shared/ui/icon";
import styles from "./behind-link.module.css";

const OUTCOMES: Record<string, string | undefined> = {
  answered: "handled",
  asa: "handled",
  aht: "handled",
  abandoned: "abandoned",
  abandon_rate: "abandoned",
};
const OF_THE_DAY: ReadonlySet<string> = new Set([
  ...Object.keys(OUTCOMES),
  "offered",
  "service_level",
  "service_level_recent",
]);

export function BehindLink({ tile }: { tile: WallboardTile }) {
  const { t } = useTranslation();
  const names = new Map(useRecords("/v1/queues").map(({ id, name }) => [id, name]));
  const label = t("wallboard.behind");
  const icon = <Icon name="search" size={16} />;
  if (!tile.figure || !OF_THE_DAY.has(tile.figure)) {
    return tile.kind === "clock" || tile.kind === "text" ? null : (
      <Link to="/board" aria-label={label} title={label}>
        {icon}
      </Link>
    );
  }
  const outcome = OUTCOMES[tile.figure];
  const search = { from: dayOf(new Date()), ...(outcome ? { outcome } : {}) };
  const one = tile.queues.length === 1 ? { queue: tile.queues[0] as string } : {};
  if (tile.queues.length < 2) {
    return (
      <Link to="/interactions" search={{ ...search, ...one }} aria-label={label} title={label}>
        {icon}
      </Link>
    );
  }
  const items = tile.queues.map((queue) => ({
    key: queue,
    label: (
      <Link to="/interactions" search={{ ...search, queue }}>
        {names.get(queue) ?? queue}
      </Link>
    ),
  }));
  return (
    <Dropdown trigger={["click"]} menu={{ items }}>
      <button type="button" className={styles["button"]} aria-label={label} title={label}>
        {icon}
      </button>
    </Dropdown>
  );
}
