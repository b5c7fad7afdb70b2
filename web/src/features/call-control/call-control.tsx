/** Bringing others into the call: whom to, and what the server allows once they are asked. */
import { Button, Checkbox } from "antd";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Work } from "@/shared/live/entities";
import { Icon, type IconName } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { oneClick } from "@/shared/ui/one-click";
import { useAwaited } from "@/shared/ui/use-awaited";
import { useShortcut } from "@/shared/ui/use-shortcut";
import styles from "./call-control.module.css";
import { ACTION_OF, type Choice, PASSINGS, type Passing } from "./model/passing";
import { PartyList } from "./party-list";
import { TargetPicker } from "./target-picker";
import { type CallWishes, useCallWishes } from "./use-call-wishes";
import { VisitNotice } from "./visit-notice";

const OPENERS: Record<Passing, [IconName, string]> = {
  transfer: ["forward", "KeyT"],
  consult: ["person", "KeyC"],
  conference: ["plus", "KeyI"],
  flow: ["keypad", "KeyF"],
};

type Step =
  | "park"
  | "take_back"
  | "toggle_consult"
  | "merge_consult"
  | "complete_consult"
  | "cancel_consult"
  | "leave";

const STEPS: readonly [Step, IconName, string][] = [
  ["park", "clock", "KeyK"],
  ["take_back", "back", "KeyB"],
  ["toggle_consult", "swap", "KeyS"],
  ["merge_consult", "people", "KeyG"],
  ["complete_consult", "forward", "KeyP"],
  ["cancel_consult", "back", "KeyX"],
  ["leave", "power", "KeyL"],
];

export function CallControl({ work }: { work: Work }) {
  const wishes = useCallWishes(work);
  const [passing, setPassing] = useState<Passing | null>(null);
  const [stays, setStays] = useState(true);
  const isOpen = passing !== null && work.actions.includes(ACTION_OF[passing]);
  // What was wished is there to be seen: the search has done its work, and does not come back by itself.
  if (passing !== null && !isOpen) setPassing(null);
  const seen = `${work.state} ${work.place} ${work.parties.length}`;
  const isPassAwaited = useAwaited(wishes.pass, seen);
  const isSendAwaited = useAwaited(wishes.send, seen);
  const openers = useRef<HTMLDivElement>(null);
  // A late answer must not close a search that was opened since.
  const opening = useRef(0);
  const open = (next: Passing | null) => {
    opening.current += 1;
    setPassing(next);
  };
  const close = () => open(null);
  const putAway = () => {
    // Whoever works by keys goes on where they were.
    openers.current?.querySelector<HTMLElement>("[aria-expanded=true]")?.focus();
    close();
  };
  const choose = ({ kind, id }: Choice) => {
    const chosenIn = opening.current;
    const onSuccess = () => {
      if (opening.current === chosenIn) close();
    };
    if (kind === "flow") wishes.send.mutate({ flow: id, stays }, { onSuccess });
    else if (passing !== null && passing !== "flow")
      wishes.pass.mutate({ passing, target: { kind, id } }, { onSuccess });
  };
  return (
    <div className={styles["control"]}>
      <div ref={openers} className={styles["buttons"]}>
        {PASSINGS.map((one) => (
          <Opener
            key={one}
            passing={one}
            isAllowed={work.actions.includes(ACTION_OF[one])}
            isOpen={isOpen && passing === one}
            onClick={() => open(passing === one ? null : one)}
          />
        ))}
        {STEPS.map(([step, icon, code]) => (
          <StepButton
            key={step}
            step={step === "toggle_consult" && work.place === "consult" ? "toggle_back" : step}
            icon={icon}
            code={code}
            isAllowed={work.actions.includes(step)}
            wish={wishes[step]}
            place={work.place}
          />
        ))}
      </div>
      {isOpen && (
        <TargetPicker
          key={passing}
          passing={passing}
          isPending={isPassAwaited || isSendAwaited}
          extra={passing === "flow" && <StaysSwitch value={stays} onChange={setStays} />}
          onChoose={choose}
          onClose={putAway}
        />
      )}
      {work.visit && work.state === "in_flow" && <VisitNotice visit={work.visit} />}
      {work.unreached && <UnreachedNotice unreached={work.unreached} />}
      {work.departed && <DepartedNotice departed={work.departed} />}
      <PartyList work={work} />
    </div>
  );
}

function UnreachedNotice({ unreached }: { unreached: NonNullable<Work["unreached"]> }) {
  const { t } = useTranslation();
  const name = unreached.name || unreached.number;
  return <Notice tone="pause">{t(`call_control.unreached.${unreached.reason}`, { name })}</Notice>;
}

function DepartedNotice({ departed }: { departed: NonNullable<Work["departed"]> }) {
  const { t } = useTranslation();
  const name = departed.name || departed.number;
  return <Notice tone="info">{t(`call_control.departed.${departed.reason}`, { name })}</Notice>;
}

function StaysSwitch({ value, onChange }: { value: boolean; onChange: (value: boolean) => void }) {
  const { t } = useTranslation();
  return (
    <Checkbox checked={value} onChange={({ target }) => onChange(target.checked)}>
      {t("call_control.stays")}
    </Checkbox>
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
      onClick={oneClick(onClick)}
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
  wish: CallWishes[Step];
  place: Work["place"];
}

function StepButton({ step, icon, code, isAllowed, wish, place }: StepProps) {
  const { t } = useTranslation();
  const isAwaited = useAwaited(wish, place);
  useShortcut(code, isAllowed && !isAwaited ? () => wish.mutate() : undefined);
  if (!isAllowed) return null;
  return (
    <Button
      type={step === "complete_consult" ? "primary" : "default"}
      aria-keyshortcuts={`Alt+${code.at(-1)}`}
      loading={isAwaited}
      icon={<Icon name={icon} size={18} />}
      onClick={oneClick(() => wish.mutate())}
    >
      {t(`call_control.${step}`)}
    </Button>
  );
}
