/** What customers hear while they wait, the keys that lead out, and how the queue calls back. */
import { Input, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { useChoices } from "@/shared/api/records";
import { clearing } from "@/shared/ui/clearing";
import { Part } from "@/shared/ui/faults";
import { NumberInput } from "@/shared/ui/number-input";
import { TextsInput } from "@/shared/ui/texts-input";
import type { Control } from "./control";
import { ExitsInput } from "./exits-input";
import { Labelled } from "./labelled";
import { type CallBackRules, FRESH_ROOM, type WaitingRoom } from "./model/waiting-room";
import styles from "./queue-editor.module.css";

export function WaitingRoomField({ value, onChange }: Control<Partial<WaitingRoom>>) {
  const { t } = useTranslation();
  const room: WaitingRoom = { ...FRESH_ROOM, ...value };
  const set = (part: Partial<WaitingRoom>) => onChange?.({ ...room, ...part });
  return (
    <div className={styles["room"]}>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch is the control */}
      <label className={styles["line"]}>
        <Switch checked={room.announces_wait} onChange={(announces_wait) => set({ announces_wait })} />
        <span>{t("queue_editor.announces_wait")}</span>
      </label>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch is the control */}
      <label className={styles["line"]}>
        <Switch
          checked={room.announces_quiet_hours}
          onChange={(announces_quiet_hours) => set({ announces_quiet_hours })}
        />
        <span>{t("queue_editor.announces_quiet_hours")}</span>
      </label>
      <fieldset className={styles["step"]}>
        <legend>{t("queue_editor.comfort_texts")}</legend>
        <Part name="comfort_texts">
          <TextsInput
            longest={200}
            label={t("queue_editor.comfort_texts")}
            value={room.comfort_texts}
            onChange={(comfort_texts) => set({ comfort_texts })}
          />
        </Part>
      </fieldset>
      <fieldset className={styles["step"]}>
        <legend>{t("queue_editor.vip_texts")}</legend>
        <Part name="vip_texts">
          <TextsInput
            longest={200}
            label={t("queue_editor.vip_texts")}
            value={room.vip_texts}
            onChange={(vip_texts) => set({ vip_texts })}
          />
        </Part>
      </fieldset>
      <div className={styles["grid"]}>
        <Labelled text={t("queue_editor.vip_priority")} name="vip_priority">
          <NumberInput
            min={0}
            max={9}
            precision={0}
            value={room.vip_priority}
            onChange={(next) => set({ vip_priority: next })}
          />
        </Labelled>
        <Labelled text={t("queue_editor.announce_every_s")} name="announce_every_s">
          <NumberInput
            min={10}
            max={3600}
            precision={0}
            value={room.announce_every_s}
            onChange={(next) => set({ announce_every_s: next })}
          />
        </Labelled>
      </div>
      <fieldset className={styles["step"]}>
        <legend>{t("queue_editor.exits")}</legend>
        <Part name="exits">
          <ExitsInput exits={room.exits} onChange={(exits) => set({ exits })} />
        </Part>
      </fieldset>
      <fieldset className={styles["step"]}>
        <legend>{t("queue_editor.call_back")}</legend>
        <Part name="call_back">
          <CallBackInput rules={room.call_back} onChange={(call_back) => set({ call_back })} />
        </Part>
      </fieldset>
    </div>
  );
}

interface CallBackProps {
  rules: CallBackRules;
  onChange: (rules: CallBackRules) => void;
}

function CallBackInput({ rules, onChange }: CallBackProps) {
  const { t } = useTranslation();
  const trunks = useChoices("/v1/trunks");
  const hours = useChoices("/v1/opening-hours");
  const number = (key: "attempts" | "retry_after_s" | "ring_s", least: number, most: number) => (
    <Labelled text={t(`queue_editor.${key}`)} name={key}>
      <NumberInput
        min={least}
        max={most}
        precision={0}
        value={rules[key]}
        onChange={(next) => onChange({ ...rules, [key]: next })}
      />
    </Labelled>
  );
  const one = (key: "trunk_id" | "hours_id", options: typeof trunks, none: string) => (
    <Labelled text={t(`queue_editor.${key}`)} name={key}>
      <Select
        allowClear={clearing()}
        value={rules[key]}
        options={options}
        placeholder={none}
        notFoundContent={t("catalogue.nothing_to_choose")}
        onChange={(next: string | null | undefined) => onChange({ ...rules, [key]: next ?? null })}
      />
    </Labelled>
  );
  return (
    <div className={styles["grid"]}>
      <Labelled text={t("queue_editor.first")} name="first">
        <Select
          value={rules.first}
          options={(["agent", "customer"] as const).map((value) => ({
            value,
            label: t(`queue_editor.first_${value}`),
          }))}
          onChange={(first: CallBackRules["first"] | null) => first && onChange({ ...rules, first })}
        />
      </Labelled>
      {number("attempts", 1, 20)}
      {number("retry_after_s", 30, 86_400)}
      {number("ring_s", 10, 120)}
      {one("trunk_id", trunks, t("queue_editor.first_trunk"))}
      {one("hours_id", hours, t("queue_editor.always"))}
      <Labelled text={t("queue_editor.caller_number")} name="caller_number">
        <Input
          type="tel"
          maxLength={64}
          placeholder="+861055550100"
          value={rules.caller_number}
          onChange={({ target }) => onChange({ ...rules, caller_number: target.value })}
        />
      </Labelled>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch is the control */}
      <label className={styles["line"]}>
        <Switch
          checked={rules.after_cut_off}
          onChange={(after_cut_off) => onChange({ ...rules, after_cut_off })}
        />
        <span>{t("queue_editor.after_cut_off")}</span>
      </label>
    </div>
  );
}
