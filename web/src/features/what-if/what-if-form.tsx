/** What is asked of a past day: which day, and what would be different about whom. */
import { Button, Form, Select } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useChoices } from "@/shared/api/records";
import { DayInput } from "@/shared/ui/moment-input";
import { NumberInput } from "@/shared/ui/number-input";
import type { Asked } from "./model/plan";
import { RulesField } from "./rules-field";
import styles from "./what-if.module.css";

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
  const [form] = Form.useForm<Asked>();
  const agents = useChoices("/v1/agents");
  const like = Form.useWatch("like", form);
  const one = { allowClear: true, showSearch: true, optionFilterProp: "label" };
  const required = [{ required: true, message: t("form.required") }];
  return (
    <Form<Asked>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={fresh}
      onFinish={onAsk}
      className={styles["form"] ?? ""}
    >
      <Part name={t("what_if.part_day")}>
        <Form.Item name="day" label={t("what_if.day")} rules={required}>
          <DayInput max={latestDay} />
        </Form.Item>
        <Form.Item name="seeds" label={t("what_if.seeds")} extra={t("what_if.seeds_hint")}>
          <NumberInput min={2} max={20} precision={0} className={styles["number"] ?? ""} />
        </Form.Item>
      </Part>
      <Part name={t("what_if.part_customers")}>
        {SHARES.map(({ key, least, most }) => (
          <Form.Item key={key} name={key} label={t(`what_if.${key}`)}>
            <NumberInput min={least} max={most} precision={0} suffix="%" className={styles["number"] ?? ""} />
          </Form.Item>
        ))}
      </Part>
      <Part name={t("what_if.part_agents")}>
        <Form.Item name="absent" label={t("what_if.absent")}>
          <Select {...one} mode="multiple" options={agents} placeholder={t("what_if.nobody")} />
        </Form.Item>
        <Form.Item name="like" label={t("what_if.like")}>
          <Select {...one} options={agents} placeholder={t("what_if.nobody")} />
        </Form.Item>
        <Form.Item name="count" label={t("what_if.count")} hidden={!like}>
          <NumberInput min={1} max={200} precision={0} className={styles["number"] ?? ""} />
        </Form.Item>
      </Part>
      <Part name={t("what_if.part_rule")}>
        <Form.Item name="rules" className={styles["whole"] ?? ""}>
          <RulesField />
        </Form.Item>
      </Part>
      <Button type="primary" htmlType="submit" disabled={isRunning} className={styles["ask"] ?? ""}>
        {t("what_if.run")}
      </Button>
    </Form>
  );
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <fieldset className={styles["part"]}>
      <legend>{name}</legend>
      <div className={styles["fields"]}>{children}</div>
    </fieldset>
  );
}
