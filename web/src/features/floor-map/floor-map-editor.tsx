/** Drawing a floor: rooms and desks put on a grid by hand or by keyboard, every step undoable. */
import { Button, Input, Select } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { GetFloorMapResponse } from "@/shared/api/generated/types.gen";
import { useChoices } from "@/shared/api/records";
import { clearing } from "@/shared/ui/clearing";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Icon } from "@/shared/ui/icon";
import { fitted, freePlace, replaced } from "@/shared/ui/placement/placed";
import { PlacementEditor } from "@/shared/ui/placement/placement-editor";
import { PlacementGrid } from "@/shared/ui/placement/placement-grid";
import { useUndoable } from "@/shared/ui/placement/use-undoable";
import styles from "./floor-map.module.css";
import type { Place } from "./floor-plan";
import { SideInput } from "./side-input";

export interface MapDraft {
  name: string;
  columns: number;
  rows: number;
  places: Place[];
}

interface Props {
  map: GetFloorMapResponse;
  isSaving: boolean;
  onSave: (draft: MapDraft) => void;
}

const SIZES = { desk: { width: 4, height: 3 }, room: { width: 12, height: 7 } };

export function FloorMapEditor({ map, isSaving, onSave }: Props) {
  const { t } = useTranslation();
  const field = useId();
  const { name, columns, rows, places } = map;
  const draft = useUndoable<MapDraft>({ name, columns, rows, places });
  const now = draft.value;
  const [selected, setSelected] = useState<string | null>(null);
  const agents = useChoices("/v1/agents");
  const names = new Map(agents.map(({ value, label }) => [value, label]));
  const change = (part: Partial<MapDraft>) => {
    const next = { ...now, ...part };
    // What lies outside a smaller map is brought inside.
    draft.set({ ...next, places: next.places.map((place) => fitted(place, next)) });
  };
  const setPlaces = (next: Place[]) => change({ places: next });
  const add = (kind: Place["kind"]) => {
    const size = SIZES[kind];
    const fits = { width: Math.min(size.width, now.columns), height: Math.min(size.height, now.rows) };
    // Rooms may hold desks, but not where they are named.
    const others = now.places.flatMap((place) =>
      place.kind === kind ? [place] : kind === "desk" ? [{ ...place, height: 1 }] : [],
    );
    const id = crypto.randomUUID().replaceAll("-", "").slice(0, 20);
    setPlaces([...now.places, { id, kind, label: "", agent_id: null, ...freePlace(others, fits, now) }]);
    setSelected(id);
  };
  const remove = (id: string) => {
    setPlaces(now.places.filter((place) => place.id !== id));
    setSelected(null);
  };
  const nameOf = (place: Place) =>
    (place.agent_id && names.get(place.agent_id)) || place.label || t(`floor_map.${place.kind}`);
  const place = now.places.find(({ id }) => id === selected);
  const seated = new Set(
    now.places.flatMap(({ agent_id, id }) => (agent_id && id !== selected ? [agent_id] : [])),
  );
  return (
    <PlacementEditor
      label={t("floor_map.name")}
      draft={draft}
      onRename={(renamed) => change({ name: renamed })}
      shape={now}
      isSaving={isSaving}
      onSave={onSave}
      tools={
        <>
          {(["columns", "rows"] as const).map((side) => (
            <span key={side} className={styles["side"]}>
              <label htmlFor={`${field}-${side}`}>{t(`floor_map.${side}`)}</label>
              <SideInput
                id={`${field}-${side}`}
                value={now[side]}
                onSet={(value) => change({ [side]: value })}
              />
            </span>
          ))}
          {(["room", "desk"] as const).map((kind) => (
            <Button key={kind} icon={<Icon name="plus" size={16} />} onClick={() => add(kind)}>
              {t(`floor_map.add_${kind}`)}
            </Button>
          ))}
        </>
      }
      side={
        place ? (
          <div className={styles["form"]} key={place.id}>
            <h2>{t(`floor_map.${place.kind}`)}</h2>
            <label htmlFor={`${field}-label`}>{t("floor_map.label")}</label>
            <Input
              id={`${field}-label`}
              value={place.label}
              maxLength={100}
              onChange={({ target }) => setPlaces(replaced(now.places, { ...place, label: target.value }))}
            />
            {place.kind === "desk" && (
              <>
                <label htmlFor={`${field}-agent`}>{t("floor_map.agent")}</label>
                <Select
                  id={`${field}-agent`}
                  allowClear={clearing()}
                  showSearch
                  optionFilterProp="label"
                  placeholder={t("floor_map.free")}
                  value={place.agent_id ?? null}
                  options={agents.filter(({ value }) => !seated.has(value))}
                  onChange={(agent) => setPlaces(replaced(now.places, { ...place, agent_id: agent ?? null }))}
                />
              </>
            )}
            <Button danger icon={<Icon name="cross" size={16} />} onClick={() => remove(place.id)}>
              {t("floor_map.remove_place")}
            </Button>
          </div>
        ) : (
          <EmptyHint title={t(now.places.length ? "floor_map.choose" : "floor_map.first")} />
        )
      }
    >
      <PlacementGrid
        label={now.name}
        grid={now}
        items={now.places}
        selected={selected}
        onSelect={setSelected}
        onChange={setPlaces}
        onRemove={remove}
        isBehind={({ kind }) => kind === "room"}
      >
        {(item) => <span className={styles[`drawn_${item.kind}`]}>{nameOf(item)}</span>}
      </PlacementGrid>
    </PlacementEditor>
  );
}
