/** What would be different on a past day. */
import { Button, Form, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useChoices } from "@/shared/api/records";
import type { Asked } from "./model/plan";
import styles from "./what-if.module.css";

const CHOICES = [
  "longest_ready",
  "longest_idle",
  "round_robin",
  "least_occupied",
  "highest_level",
  "fewest_handled",
] as const;
const SHARES = [
  { key: "arrivals", least: 10, most: 500 },
  { key: "talk", least: 10, most: 500 },
  { key: "patience", least: 10, most: 1000 },
] as const;

interface Props {
  fresh: Asked;
  latestDay: string;
  isRunning: boolean;
  onAsk: (asked: Asked) => void;
}

export function WhatIfForm({ fresh, latestDay, isRunning, onAsk }: Props) {
  const { t } = useTranslation();
  const agents = useChoices("/v1/agents");
  const queues = useChoices("/v1/queues");
  const one = { allowClear: true, showSearch: true, optionFilterProp: "label", placeholder: t("form.none") };
  return (
    <Form<Asked>
      layout="vertical"
      requiredMark={false}
      initialValues={fresh}
      onFinish={onAsk}
      className={styles["form"] ?? ""}
    >
      <Form.Item
        name="day"
        label={t("what_if.day")}
        rules={[{ required: true, message: t("form.required") }]}
      >
        <input type="date" max={latestDay} className={styles["date"]} />
      </Form.Item>
      {SHARES.map(({ key, least, most }) => (
        <Form.Item key={key} name={key} label={t(`what_if.${key}`)}>
          <InputNumber min={least} max={most} precision={0} suffix="%" className={styles["number"] ?? ""} />
        </Form.Item>
      ))}
      <Form.Item name="absent" label={t("what_if.absent")} className={styles["wide"] ?? ""}>
        <Select {...one} mode="multiple" options={agents} />
      </Form.Item>
      <Form.Item name="like" label={t("what_if.like")}>
        <Select {...one} options={agents} />
      </Form.Item>
      <Form.Item name="count" label={t("what_if.count")}>
        <InputNumber min={1} max={200} precision={0} className={styles["number"] ?? ""} />
      </Form.Item>
      <Form.Item name="queue" label={t("what_if.queue")}>
        <Select {...one} options={queues} />
      </Form.Item>
      <Form.Item name="agent_choice" label={t("what_if.agent_choice")}>
        <Select {...one} options={CHOICES.map((value) => ({ value, label: t(`agent_choice.${value}`) }))} />
      </Form.Item>
      <Form.Item name="seeds" label={t("what_if.seeds")} extra={t("what_if.seeds_hint")}>
        <InputNumber min={2} max={20} precision={0} className={styles["number"] ?? ""} />
      </Form.Item>
      <div className={styles["foot"]}>
        <Button type="primary" htmlType="submit" disabled={isRunning}>
          {t("what_if.run")}
        </Button>
      </div>
    </Form>
  );
}
