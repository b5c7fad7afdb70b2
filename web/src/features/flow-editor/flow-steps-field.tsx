/** The steps of a flow as a list of cards; ways between them are chosen by name. */
import { Button, Dropdown, Input } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Box, Part, PartFault } from "@/shared/ui/faults";
import { Icon, type IconName } from "@/shared/ui/icon";
import styles from "./flow-steps-field.module.css";
import {
  addStep,
  changeStep,
  removeStep,
  renameStep,
  STEP_FIELDS,
  STEP_KINDS,
  type Step,
  type StepKind,
  type Steps,
  summary,
} from "./model/steps";
import { StepInput } from "./step-input";

const ICONS: Record<StepKind, IconName> = {
  say: "volume",
  menu: "keypad",
  digits: "keypad",
  hours: "clock",
  set: "pen",
  queue: "headset",
  call_back: "phone",
  outside: "phone",
  voicemail: "microphone",
  return: "back",
  hang_up: "phoneDown",
};

interface Props {
  value?: Steps;
  onChange?: (steps: Steps) => void;
}

export function FlowStepsField({ value = {}, onChange }: Props) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<string | null>(null);
  const add = (kind: StepKind) => {
    const added = addStep(value, kind);
    onChange?.(added.steps);
    setOpened(added.id);
  };
  const items = STEP_KINDS.map((kind) => ({
    key: kind,
    label: t(`step.kind.${kind}`),
    icon: <Icon name={ICONS[kind]} size={17} />,
    onClick: () => add(kind),
  }));
  return (
    <div className={styles["steps"]}>
      {Object.entries(value).map(([id, step]) => (
        <Part key={id} name={id}>
          <StepCard
            id={id}
            step={step}
            ids={Object.keys(value)}
            isOpen={opened === id}
            onToggle={() => setOpened(opened === id ? null : id)}
            onChange={(next) => onChange?.(changeStep(value, id, next))}
            onRename={(to) => {
              onChange?.(renameStep(value, id, to));
              setOpened(to);
            }}
            onRemove={() => onChange?.(removeStep(value, id))}
          />
        </Part>
      ))}
      <Dropdown menu={{ items }} autoFocus trigger={["click"]}>
        <Button icon={<Icon name="plus" size={17} />}>{t("step.add")}</Button>
      </Dropdown>
    </div>
  );
}

interface CardProps {
  id: string;
  step: Step;
  ids: readonly string[];
  isOpen: boolean;
  onToggle: () => void;
  onChange: (step: Step) => void;
  onRename: (to: string) => void;
  onRemove: () => void;
}

function StepCard({ id, step, ids, isOpen, onToggle, onChange, onRename, onRemove }: CardProps) {
  const { t } = useTranslation();
  const body = useId();
  return (
    <div className={styles["card"]}>
      <button
        type="button"
        className={styles["head"]}
        aria-expanded={isOpen}
        aria-controls={body}
        onClick={onToggle}
      >
        <Icon name={ICONS[step.kind]} size={18} />
        <strong>{id}</strong>
        <span className={styles["kind"]}>{t(`step.kind.${step.kind}`)}</span>
        <span className={styles["summary"]}>{summary(step)}</span>
        <Icon name="chevron" size={17} />
      </button>
      {/* A step that is folded has no boxes: it tells for them. */}
      <PartFault name="" />
      {isOpen && (
        <div id={body} className={styles["body"]}>
          <NameInput id={id} ids={ids} onRename={onRename} />
          {STEP_FIELDS[step.kind].map((field) => (
            <StepInput
              key={field.key}
              field={field}
              digits={Object.keys((step["choices"] ?? {}) as object)}
              value={step[field.key]}
              ids={ids}
              onChange={(next) => onChange({ ...step, [field.key]: next })}
            />
          ))}
          <Button danger type="text" icon={<Icon name="bin" size={17} />} onClick={onRemove}>
            {t("step.remove")}
          </Button>
        </div>
      )}
    </div>
  );
}

function NameInput({
  id,
  ids,
  onRename,
}: {
  id: string;
  ids: readonly string[];
  onRename: (to: string) => void;
}) {
  const { t } = useTranslation();
  const input = useId();
  const [name, setName] = useState(id);
  const isTaken = name !== id && (name === "" || ids.includes(name));
  return (
    <div className={styles["field"]}>
      <label htmlFor={input}>{t("step.name")}</label>
      <Box name="id">
        <Input
          id={input}
          value={name}
          maxLength={64}
          {...(isTaken ? { status: "error" as const } : {})}
          onChange={(event) => setName(event.target.value.trim())}
          onBlur={() => (isTaken ? setName(id) : onRename(name))}
        />
      </Box>
    </div>
  );
}
