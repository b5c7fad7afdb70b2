/** What is asked of a past day: which day, and what would be different about whom. */
import { Button, Form, Select } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useChoices } from "@/shared/api/records";
import { clearing } from "@/shared/ui/clearing";
import { DayInput } from "@/shared/ui/moment-input";
import { NumberInput } from "@/shared/ui/number-input";
import { ChangesField } from "./changes-field";
import type { Changes } from "./model/changes";
import type { Asked } from "./model/plan";
import styles from "./what-if.module.css";

const SEEDS = { least: 2, most: 20 };
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
  const day = Form.useWatch("day", form);
  const changed = Form.useWatch(
    ({ agents: people, queues }) => people?.made.length + queues?.made.length,
    form,
  );
  const required = [{ required: true, message: t("form.required") }];
  const within = (least: number, most: number) => [
    ...required,
    {
      type: "integer" as const,
      min: least,
      max: most,
      message: t("form.between", { first: least, second: most }),
    },
  ];
  const isWhole = {
    validator: (_: unknown, { draft }: Changes) =>
      draft?.whom ? Promise.reject(new Error(t("what_if.unfinished"))) : Promise.resolve(),
  };
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
        <Form.Item
          name="seeds"
          label={t("what_if.seeds")}
          extra={t("what_if.seeds_hint")}
          rules={within(SEEDS.least, SEEDS.most)}
        >
          <NumberInput className={styles["number"] ?? ""} />
        </Form.Item>
      </Part>
      <Part name={t("what_if.part_customers")}>
        {SHARES.map(({ key, least, most }) => (
          <Form.Item key={key} name={key} label={t(`what_if.${key}`)} rules={within(least, most)}>
            <NumberInput suffix="%" className={styles["number"] ?? ""} />
          </Form.Item>
        ))}
      </Part>
      <Part name={t("what_if.part_agents")}>
        <Form.Item name="absent" label={t("what_if.absent")}>
          <Select
            allowClear={clearing()}
            showSearch
            optionFilterProp="label"
            mode="multiple"
            options={agents}
            placeholder={t("what_if.nobody")}
          />
        </Form.Item>
        <Form.Item
          name="agents"
          className={styles["whole"] ?? ""}
          rules={[isWhole]}
          validateTrigger="onSubmit"
        >
          <ChangesField subject="agents" />
        </Form.Item>
      </Part>
      <Part name={t("what_if.queues")}>
        <Form.Item
          name="queues"
          className={styles["whole"] ?? ""}
          rules={[isWhole]}
          validateTrigger="onSubmit"
        >
          <ChangesField subject="queues" />
        </Form.Item>
      </Part>
      {changed > 0 && day !== latestDay && <p className={styles["soft"]}>{t("what_if.instead_of")}</p>}
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
