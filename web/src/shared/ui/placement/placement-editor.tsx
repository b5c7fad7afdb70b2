/** What surrounds a grid on which something is composed: name, steps back and on, the chosen item. */
import { Button, Input } from "antd";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import type { GridSize } from "./placed";
import styles from "./placement-editor.module.css";
import { useLeaveGuard } from "./use-leave-guard";
import type { Undoable } from "./use-undoable";

interface Props<T extends { name: string }> {
  label: string;
  draft: Undoable<T>;
  onRename: (name: string) => void;
  /** How wide and high the canvas is, in proportion. */
  shape: GridSize;
  /** What can be added or set beside the name. */
  tools: ReactNode;
  /** The form of the chosen item, or what to do first. */
  side: ReactNode;
  isSaving: boolean;
  onSave: (made: T) => void;
  children: ReactNode;
}

export function PlacementEditor<T extends { name: string }>(props: Props<T>) {
  const { label, draft, onRename, shape, tools, side, isSaving, onSave, children } = props;
  const { t } = useTranslation();
  const nameId = useId();
  const { name } = draft.value;
  useLeaveGuard(draft.canUndo && !isSaving);
  return (
    <div className={styles["editor"]}>
      <div className={styles["bar"]}>
        <label htmlFor={nameId}>{label}</label>
        <Input
          id={nameId}
          className={styles["name"] ?? ""}
          value={name}
          maxLength={100}
          onChange={({ target }) => onRename(target.value)}
        />
        {tools}
        <Button disabled={!draft.canUndo} onClick={draft.undo}>
          {t("placement.undo")}
        </Button>
        <Button disabled={!draft.canRedo} onClick={draft.redo}>
          {t("placement.redo")}
        </Button>
        <Button type="primary" loading={isSaving} disabled={!name.trim()} onClick={() => onSave(draft.value)}>
          {t("form.save")}
        </Button>
      </div>
      <p className={styles["hint"]}>{t("placement.keys")}</p>
      <div className={styles["halves"]}>
        <div className={styles["canvas"]} style={{ aspectRatio: `${shape.columns} / ${shape.rows}` }}>
          {children}
        </div>
        {side}
      </div>
    </div>
  );
}
