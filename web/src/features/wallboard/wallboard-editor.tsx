/** Composing a wallboard: tiles put on a grid by hand or by keyboard, every step undoable. */
import { useQuery } from "@tanstack/react-query";
import { Button, Dropdown } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { listWallboardFigures } from "@/shared/api/generated/sdk.gen";
import type { GetWallboardResponse } from "@/shared/api/generated/types.gen";
import type { WallboardTile } from "@/shared/live/wallboard-entities";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Icon } from "@/shared/ui/icon";
import { replaced } from "@/shared/ui/placement/placed";
import { PlacementEditor } from "@/shared/ui/placement/placement-editor";
import { PlacementGrid } from "@/shared/ui/placement/placement-grid";
import { useUndoable } from "@/shared/ui/placement/use-undoable";
import styles from "./editor.module.css";
import { type FigureName, GRID, KINDS, newTile } from "./model/tiles";
import { TileForm } from "./tile-form";

export interface Draft {
  name: string;
  tiles: WallboardTile[];
}

interface Props {
  wallboard: GetWallboardResponse;
  isSaving: boolean;
  onSave: (draft: Draft) => void;
}

// About that of the screens on walls.
const SHAPE = { columns: 16, rows: 10 };

export function WallboardEditor({ wallboard, isSaving, onSave }: Props) {
  const { t } = useTranslation();
  const draft = useUndoable<Draft>({ name: wallboard.name, tiles: wallboard.tiles as WallboardTile[] });
  const [selected, setSelected] = useState<string | null>(null);
  const figures = useQuery({
    queryKey: ["wallboard-figures"],
    queryFn: () => answered(listWallboardFigures()),
    staleTime: Number.POSITIVE_INFINITY,
  }).data?.items;
  const { name, tiles } = draft.value;
  const setTiles = (next: WallboardTile[]) => draft.set({ name, tiles: next });
  const tile = tiles.find(({ id }) => id === selected);
  const remove = (id: string) => {
    setTiles(tiles.filter((one) => one.id !== id));
    setSelected(null);
  };
  const add = (kind: WallboardTile["kind"]) => {
    const made = newTile(kind, tiles, crypto.randomUUID().replaceAll("-", "").slice(0, 20));
    setTiles([...tiles, made]);
    setSelected(made.id);
  };
  const nameOf = ({ title, kind, figure }: WallboardTile) =>
    title || (figure ? t(`figure.${figure as FigureName}.name`) : t(`wallboard.kind.${kind}`));
  const marked = (test: "has_trend" | "is_low_bad") =>
    new Set((figures ?? []).filter((one) => one[test]).map(({ figure }) => figure as string));
  return (
    <PlacementEditor
      label={t("wallboard.name")}
      draft={draft}
      onRename={(renamed) => draft.set({ name: renamed, tiles })}
      shape={SHAPE}
      isSaving={isSaving}
      onSave={onSave}
      tools={
        <Dropdown
          trigger={["click"]}
          menu={{
            items: KINDS.map((kind) => ({ key: kind, label: t(`wallboard.kind.${kind}`) })),
            onClick: ({ key }) => add(key as WallboardTile["kind"]),
          }}
        >
          <Button icon={<Icon name="plus" size={16} />}>{t("wallboard.add_tile")}</Button>
        </Dropdown>
      }
      side={
        tile ? (
          <TileForm
            key={tile.id}
            tile={tile}
            trendable={marked("has_trend")}
            lowBad={marked("is_low_bad")}
            onChange={(next) => setTiles(replaced(tiles, next))}
            onRemove={() => remove(tile.id)}
          />
        ) : (
          <EmptyHint title={t(tiles.length ? "wallboard.choose_tile" : "wallboard.first_tile")} />
        )
      }
    >
      <PlacementGrid
        label={name}
        grid={GRID}
        items={tiles}
        selected={selected}
        onSelect={setSelected}
        onChange={setTiles}
        onRemove={remove}
      >
        {(item) => (
          <span className={styles["preview"]}>
            <strong>{nameOf(item)}</strong>
            {nameOf(item) !== t(`wallboard.kind.${item.kind}`) && (
              <span>{t(`wallboard.kind.${item.kind}`)}</span>
            )}
          </span>
        )}
      </PlacementGrid>
    </PlacementEditor>
  );
}
