/** Somebody whom a call can go to: name, how things stand, and why not where that is so. */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { serverText } from "@/shared/i18n/server-text";
import type { AgentState } from "@/shared/live/entities";
import { AgentStateTag } from "@/shared/ui/agent-state-tag";
import { Icon, type IconName } from "@/shared/ui/icon";
import type { Choice } from "./model/passing";
import styles from "./target-picker.module.css";

const ICONS: Record<Choice["kind"], IconName> = {
  agent: "person",
  queue: "list",
  number: "phone",
  flow: "keypad",
};

interface Props {
  id: string;
  choice: Choice;
  isActive: boolean;
  onChoose: () => void;
}

export function TargetRow({ id, choice, isActive, onChoose }: Props) {
  const { t } = useTranslation();
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: "nearest" });
  }, [isActive]);
  const whyNot = choice.whyNot?.replaceAll(".", "_");
  return (
    // The keyboard is at the search above: it moves through the list and chooses.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    // biome-ignore lint/a11y/useFocusableInteractive: see above
    <div
      ref={row}
      id={id}
      role="option"
      aria-selected={isActive}
      aria-disabled={choice.whyNot !== null}
      className={styles["row"]}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      <Icon name={ICONS[choice.kind]} size={18} />
      <span className={`${styles["name"]} ${choice.kind === "number" ? "figures" : ""}`}>{choice.name}</span>
      {choice.kind === "agent" && choice.state && <AgentStateTag state={choice.state as AgentState} />}
      {choice.kind === "queue" && (
        <span className={styles["soft"]}>
          {t("call_control.queue_stands", { waiting: choice.waiting ?? 0, free: choice.free ?? 0 })}
        </span>
      )}
      {whyNot && (
        <span className={styles["why"]}>
          {whyNot.startsWith("dial") ? serverText(`problem.${whyNot}`) : serverText(`why_not.${whyNot}`)}
        </span>
      )}
    </div>
  );
}
