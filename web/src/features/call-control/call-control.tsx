/** Bringing others into the call: whom to, and what the server allows once they are asked. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Work } from "@/shared/live/entities";
import { Icon, type IconName } from "@/shared/ui/icon";
import { useShortcut } from "@/shared/ui/use-shortcut";
import styles from "./call-control.module.css";
import { PASSINGS, type Passing } from "./model/passing";
import { PartyList } from "./party-list";
import { TargetPicker } from "./target-picker";
import { useCallWishes } from "./use-call-wishes";

const OPENERS: Record<Passing, [IconName, string]> = {
  transfer: ["forward", "KeyT"],
  consult: ["person", "KeyC"],
  conference: ["plus", "KeyI"],
};

type Step = "toggle_consult" | "merge_consult" | "complete_consult" | "cancel_consult" | "leave";

const STEPS: readonly [Step, IconName, string][] = [
  ["toggle_consult", "swap", "KeyS"],
  ["merge_consult", "people", "KeyG"],
  ["complete_consult", "forward", "KeyP"],
  ["cancel_consult", "back", "KeyX"],
  ["leave", "power", "KeyL"],
];

export function CallControl({ work }: { work: Work }) {
  const wishes = useCallWishes(work.id);
  const [passing, setPassing] = useState<Passing | null>(null);
  const isOpen = passing !== null && work.actions.includes(passing);
  return (
    <div className={styles["control"]}>
      <div className={styles["buttons"]}>
        {PASSINGS.map((one) => (
          <Opener
            key={one}
            passing={one}
            isAllowed={work.actions.includes(one)}
            isOpen={isOpen && passing === one}
            onClick={() => setPassing(passing === one ? null : one)}
          />
        ))}
        {STEPS.map(([step, icon, code]) => (
          <StepButton
            key={step}
            step={step === "toggle_consult" && work.place === "consult" ? "toggle_back" : step}
            icon={icon}
            code={code}
            isAllowed={work.actions.includes(step)}
            isPending={wishes[step].isPending}
            onClick={() => wishes[step].mutate()}
          />
        ))}
      </div>
      {isOpen && (
        <TargetPicker
          key={passing}
          passing={passing}
          isPending={wishes.pass.isPending}
          onChoose={(target) =>
            wishes.pass.mutate({ passing, target }, { onSuccess: () => setPassing(null) })
          }
          onClose={() => setPassing(null)}
        />
      )}
      <PartyList work={work} wishes={wishes} />
    </div>
  );
}

interface OpenerProps {
  passing: Passing;
  isAllowed: boolean;
  isOpen: boolean;
  onClick: () => void;
}

function Opener({ passing, isAllowed, isOpen, onClick }: OpenerProps) {
  const { t } = useTranslation();
  const [icon, code] = OPENERS[passing];
  useShortcut(code, isAllowed ? onClick : undefined);
  if (!isAllowed) return null;
  return (
    <Button
      aria-expanded={isOpen}
      aria-keyshortcuts={`Alt+${code.at(-1)}`}
      icon={<Icon name={icon} size={18} />}
      onClick={onClick}
    >
      {t(`call_control.${passing}`)}
    </Button>
  );
}

interface StepProps {
  step: Step | "toggle_back";
  icon: IconName;
  code: string;
  isAllowed: boolean;
  isPending: boolean;
  onClick: () => void;
}

function StepButton({ step, icon, code, isAllowed, isPending, onClick }: StepProps) {
  const { t } = useTranslation();
  useShortcut(code, isAllowed && !isPending ? onClick : undefined);
  if (!isAllowed) return null;
  return (
    <Button
      type={step === "complete_consult" ? "primary" : "default"}
      aria-keyshortcuts={`Alt+${code.at(-1)}`}
      loading={isPending}
      icon={<Icon name={icon} size={18} />}
      onClick={onClick}
    >
      {t(`call_control.${step}`)}
    </Button>
  );
}
