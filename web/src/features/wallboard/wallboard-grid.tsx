/** A wallboard as a whole: its tiles in their places, and the sound of its alarms. */
import { Button } from "antd";
import { type ReactNode, useMemo, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import type { Live } from "@/shared/live/live-connection";
import type { TileContent, WallboardLayout, WallboardTile } from "@/shared/live/wallboard-entities";
import { currentSecond, onEachSecond } from "@/shared/time/server-clock";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Icon } from "@/shared/ui/icon";
import { amountOf, GRID, levelOf } from "./model/tiles";
import { useAlarm } from "./use-alarm";
import styles from "./wallboard.module.css";
import { WallboardTileView } from "./wallboard-tile";

interface Props {
  live: Live;
  link?: (tile: WallboardTile) => ReactNode;
}

function sounding(
  tiles: readonly WallboardTile[],
  contents: Readonly<Record<string, TileContent>>,
  second: number,
) {
  return tiles
    .filter((tile) => {
      const reading = contents[tile.id]?.reading;
      return (
        tile.sounds && reading && levelOf(tile, reading.is_low_bad, amountOf(reading, second)) === "alarm"
      );
    })
    .map((tile) => tile.id);
}

export function WallboardGrid({ live, link }: Props) {
  const { t } = useTranslation();
  const second = useSyncExternalStore(onEachSecond, currentSecond);
  const { wallboard, tile: contents } = live.state.entities;
  const layout: WallboardLayout | undefined = Object.values(wallboard)[0];
  const tiles = layout?.tiles ?? NONE;
  const alarms = useMemo(() => sounding(tiles, contents, second), [tiles, contents, second]);
  const sounds = tiles.some((tile) => tile.sounds);
  const { isSilent, allow } = useAlarm(alarms, sounds);
  if (!layout) {
    const isKnown = live.state.sequence >= 0;
    return <EmptyHint title={t(isKnown ? "wallboard.gone" : "page.loading")} />;
  }
  return (
    <div className={styles["wall"]}>
      {live.status !== "live" && (
        <p className={styles["lost"]} role="status">
          <Icon name="warning" size={20} /> {t("wallboard.reconnecting")}
        </p>
      )}
      {tiles.length === 0 && (
        <div className={styles["empty"]}>
          <EmptyHint title={t("wallboard.empty")} />
        </div>
      )}
      <div className={styles["grid"]} style={{ gridTemplateRows: `repeat(${GRID.rows}, minmax(0, 1fr))` }}>
        {tiles.map((tile) => (
          <div
            key={tile.id}
            className={styles["cell"]}
            style={{
              gridColumn: `${tile.x + 1} / span ${tile.width}`,
              gridRow: `${tile.y + 1} / span ${tile.height}`,
            }}
          >
            <WallboardTileView tile={tile} content={contents[tile.id]} link={link} />
          </div>
        ))}
      </div>
      {isSilent && sounds && (
        <Button className={styles["sound"] ?? ""} icon={<Icon name="volume" size={18} />} onClick={allow}>
          {t("wallboard.sound_on")}
        </Button>
      )}
    </div>
  );
}

const NONE: readonly WallboardTile[] = [];
