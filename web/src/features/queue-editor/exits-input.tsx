/** What each key does for somebody who waits. */
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useChoices } from "@/shared/api/records";
import { Box, Part } from "@/shared/ui/faults";
import { Icon } from "@/shared/ui/icon";
import type { Exit, WaitingRoom } from "./model/waiting-room";
import styles from "./queue-editor.module.css";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "*", "#"];
const KINDS = ["call_back", "voicemail", "queue"] as const;

interface Props {
  exits: WaitingRoom["exits"];
  onChange: (exits: WaitingRoom["exits"]) => void;
}

export function ExitsInput({ exits, onChange }: Props) {
  const { t } = useTranslation();
  const queues = useChoices("/v1/queues");
  const free = KEYS.find((key) => !(key in exits));
  const set = (key: string, exit: Exit) => onChange({ ...exits, [key]: exit });
  const without = (key: string) => Object.fromEntries(Object.entries(exits).filter(([one]) => one !== key));
  const move = (from: string, to: string) => {
    const exit = exits[from];
    if (exit) onChange({ ...without(from), [to]: exit });
  };
  return (
    <div className={styles["rows"]}>
      {KEYS.filter((key) => key in exits).map((key, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row keeps its focus when its key is changed
        <div key={index} className={styles["row"]}>
          <Select
            className={styles["key"] ?? ""}
            aria-label={t("queue_editor.which_key", { key })}
            value={key}
            options={KEYS.filter((one) => one === key || !(one in exits)).map((one) => ({
              value: one,
              label: t("queue_editor.key", { key: one }),
            }))}
            onChange={(next: string) => move(key, next)}
          />
          <Part name={key}>
            <Box name="kind">
              <Select
                className={styles["wide"] ?? ""}
                aria-label={t("queue_editor.key", { key })}
                value={exits[key]?.kind ?? null}
                options={KINDS.map((kind) => ({ value: kind, label: t(`queue_editor.exit.${kind}`) }))}
                onChange={(kind: Exit["kind"] | null) => kind && set(key, { kind, queue_id: null })}
              />
            </Box>
            {exits[key]?.kind === "queue" && (
              <Box name="queue_id">
                <Select
                  className={styles["wide"] ?? ""}
                  aria-label={t("queue_editor.exit.queue")}
                  value={exits[key]?.queue_id ?? null}
                  options={queues}
                  placeholder={t("form.choose")}
                  onChange={(queue_id: string | null) => set(key, { kind: "queue", queue_id })}
                />
              </Box>
            )}
          </Part>
          <Button
            type="text"
            icon={<Icon name="cross" size={17} />}
            aria-label={`${t("form.remove")} ${key}`}
            onClick={() => onChange(without(key))}
          />
        </div>
      ))}
      {free !== undefined && (
        <span>
          <Button
            icon={<Icon name="plus" size={17} />}
            onClick={() => set(free, { kind: "call_back", queue_id: null })}
          >
            {t("queue_editor.add_key")}
          </Button>
        </span>
      )}
    </div>
  );
}
