/** One tile of a wallboard. How bad a value is, is told by word, icon and colour. */
import { memo, type ReactNode, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import type { Reading, TileContent, WallboardTile } from "@/shared/live/wallboard-entities";
import { currentSecond, onEachSecond } from "@/shared/time/server-clock";
import { Icon } from "@/shared/ui/icon";
import { amountOf, type FigureName, type Level, levelOf, valueText } from "./model/tiles";
import { AgentList, Clock, QueueList, WaitingList } from "./tile-lists";
import { Trend } from "./trend";
import styles from "./wallboard.module.css";

interface Props {
  tile: WallboardTile;
  content: TileContent | undefined;
  /** Where the interactions behind the figure are shown; absent on displays. */
  link?: ((tile: WallboardTile) => ReactNode) | undefined;
}

export const WallboardTileView = memo(function WallboardTileView({ tile, content, link }: Props) {
  const { t } = useTranslation();
  const second = useSyncExternalStore(onEachSecond, currentSecond);
  const reading = content?.reading ?? null;
  const value = reading ? amountOf(reading, second) : null;
  const level = reading ? levelOf(tile, reading.is_low_bad, value) : "calm";
  const list = NAME_OF[tile.kind];
  const ownName = tile.figure ? t(`figure.${tile.figure as FigureName}.name`) : list ? t(list) : "";
  const title = tile.title || ownName;
  const count = countOf(tile, content);
  return (
    <section
      className={`${styles["tile"]} ${styles[level]}`}
      aria-label={title || t(`wallboard.kind.${tile.kind}`)}
    >
      {(title || level !== "calm") && (
        <header className={styles["head"]}>
          <h2 title={tile.figure ? t(`figure.${tile.figure as FigureName}.meaning`) : undefined}>{title}</h2>
          {/* Where there is no room for all, the number tells how many there are. */}
          {count !== null && <span className={`${styles["count"]} figures`}>{count}</span>}
          {level !== "calm" && (
            <span className={styles["level"]}>
              <Icon name={level === "alarm" ? "bell" : "warning"} size={18} /> {t(`wallboard.level.${level}`)}
            </span>
          )}
          {link?.(tile)}
        </header>
      )}
      <Body tile={tile} content={content} reading={reading} value={value} level={level} />
    </section>
  );
});

// Names and times alone do not say whose they are.
const NAME_OF: Partial<Record<WallboardTile["kind"], "board.agents" | "board.waiting">> = {
  agents: "board.agents",
  waiting: "board.waiting",
};

function countOf(tile: WallboardTile, content: TileContent | undefined): number | null {
  if (!content || (tile.kind !== "agents" && tile.kind !== "waiting")) return null;
  return content[tile.kind].length || null;
}

// Beside a picture the value is smaller.
const SIZE_OF: Partial<Record<WallboardTile["kind"], string>> = { gauge: "gauged", trend: "small" };

interface BodyProps {
  tile: WallboardTile;
  content: TileContent | undefined;
  reading: Reading | null;
  value: number | null;
  level: Level;
}

function Body({ tile, content, reading, value }: BodyProps) {
  switch (tile.kind) {
    case "clock":
      return <Clock />;
    case "text":
      return <p className={styles["text"]}>{tile.text}</p>;
    case "queues":
      return <QueueList rows={content?.queues ?? []} />;
    case "agents":
      return <AgentList rows={content?.agents ?? []} />;
    case "waiting":
      return <WaitingList rows={content?.waiting ?? []} />;
    default:
      return (
        <>
          <p className={`${styles["value"]} ${styles[SIZE_OF[tile.kind] ?? ""] ?? ""} figures`}>
            {reading ? valueText(reading.unit, value) : "–"}
          </p>
          {tile.kind === "gauge" && reading && <Gauge tile={tile} reading={reading} value={value} />}
          {tile.kind === "trend" && <Trend points={content?.points ?? []} unit={reading?.unit ?? "count"} />}
        </>
      );
  }
}

function Gauge({ tile, reading, value }: { tile: WallboardTile; reading: Reading; value: number | null }) {
  const limits = [tile.warns_at, tile.alarms_at].filter((limit): limit is number => limit !== null);
  const most = reading.unit === "percent" ? 100 : Math.max(1, value ?? 0, ...limits.map((one) => one * 1.25));
  const place = (amount: number) => (100 * Math.min(amount, most)) / most;
  return (
    <svg className={styles["gauge"]} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect x="0" y="1" width="100" height="6" className={styles["track"]} />
      <rect x="0" y="1" width={place(value ?? 0)} height="6" className={styles["filled"]} />
      {limits.map((limit) => (
        <rect key={limit} x={place(limit) - 0.4} y="0" width="0.8" height="8" className={styles["mark"]} />
      ))}
    </svg>
  );
}
