/** What the selected tile shows: its figure, queues, thresholds, title. */
import { Button, Input, InputNumber, Select, Switch } from "antd";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { useChoices } from "@/shared/api/records";
import type { WallboardTile } from "@/shared/live/wallboard-entities";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import styles from "./editor.module.css";
import { FIGURES, type FigureName, hidesWarning, showsFigure, showsQueues } from "./model/tiles";

interface Props {
  tile: WallboardTile;
  trendable: ReadonlySet<string>;
  lowBad: ReadonlySet<string>;
  onChange: (tile: WallboardTile) => void;
  onRemove: () => void;
}

export function TileForm({ tile, trendable, lowBad, onChange, onRemove }: Props) {
  const { t } = useTranslation();
  const queues = useChoices("/v1/queues");
  const figures = FIGURES.filter((figure) => tile.kind !== "trend" || trendable.has(figure));
  const figure = tile.figure as FigureName | null;
  const set = (change: Partial<WallboardTile>) => onChange({ ...tile, ...change });
  const isLowBad = lowBad.has(tile.figure ?? "");
  const limit = isLowBad ? "wallboard.at_most" : "wallboard.at_least";
  return (
    <div className={styles["form"]}>
      <h2>{t(`wallboard.kind.${tile.kind}`)}</h2>
      <Field label={t("wallboard.title_of_tile")}>
        {(id) => (
          <Input
            id={id}
            value={tile.title}
            maxLength={100}
            placeholder={figure ? t(`figure.${figure}.name`) : ""}
            onChange={({ target }) => set({ title: target.value })}
          />
        )}
      </Field>
      {tile.kind === "text" && (
        <Field label={t("wallboard.text")}>
          {(id) => (
            <Input.TextArea
              id={id}
              value={tile.text}
              maxLength={500}
              autoSize={{ minRows: 2, maxRows: 6 }}
              onChange={({ target }) => set({ text: target.value })}
            />
          )}
        </Field>
      )}
      {showsFigure(tile.kind) && (
        <Field label={t("wallboard.figure")} hint={figure ? t(`figure.${figure}.meaning`) : ""}>
          {(id) => (
            <Select
              id={id}
              value={figure}
              options={figures.map((value) => ({ value, label: t(`figure.${value}.name`) }))}
              onChange={(value) => set({ figure: value })}
            />
          )}
        </Field>
      )}
      {showsQueues(tile.kind) && (
        <Field label={t("wallboard.queues")}>
          {(id) => (
            <Select
              id={id}
              mode="multiple"
              value={tile.queues}
              options={queues}
              placeholder={t("wallboard.all_queues")}
              optionFilterProp="label"
              onChange={(value) => set({ queues: value })}
            />
          )}
        </Field>
      )}
      {showsFigure(tile.kind) && (
        <>
          <Field label={t("wallboard.warns_at")} hint={t(limit)}>
            {(id) => <Limit id={id} value={tile.warns_at} onChange={(warns_at) => set({ warns_at })} />}
          </Field>
          <Field label={t("wallboard.alarms_at")}>
            {(id) => <Limit id={id} value={tile.alarms_at} onChange={(alarms_at) => set({ alarms_at })} />}
          </Field>
          {hidesWarning(tile, isLowBad) && <Notice tone="pause">{t("wallboard.alarm_first")}</Notice>}
          <Field label={t("wallboard.sounds")}>
            {(id) => <Switch id={id} checked={tile.sounds} onChange={(sounds) => set({ sounds })} />}
          </Field>
        </>
      )}
      <Button danger icon={<Icon name="cross" size={16} />} onClick={onRemove}>
        {t("wallboard.remove_tile")}
      </Button>
    </div>
  );
}

interface LimitProps {
  id: string;
  value: number | null;
  onChange: (value: number | null) => void;
}

function Limit({ id, value, onChange }: LimitProps) {
  return <InputNumber id={id} min={0} max={1_000_000} value={value} onChange={onChange} />;
}

function Field({
  label,
  hint,
  children,
}: {
  label: string;
  hint?: string;
  children: (id: string) => ReactNode;
}) {
  const id = useId();
  return (
    <div className={styles["field"]}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {hint && <p className={styles["hint"]}>{hint}</p>}
    </div>
  );
}
