/** Chooses to whom a call goes: colleagues, queues, or a number that is typed. Keys do all of it. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button, Input, type InputRef } from "antd";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { listTargets } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import { clearing } from "@/shared/ui/clearing";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { useHeldEnter } from "@/shared/ui/use-held-enter";
import { type Choice, choicesOf, nextChoosable, type Passing } from "./model/passing";
import styles from "./target-picker.module.css";
import { TargetRow } from "./target-row";

// States of colleagues change while one looks.
const REFRESH_MS = 3_000;

interface Props {
  passing: Passing;
  isPending: boolean;
  /** What is to be settled beside the choice. */
  extra?: ReactNode;
  onChoose: (choice: Choice) => void;
  onClose: () => void;
}

export function TargetPicker({ passing, isPending, extra, onChoose, onClose }: Props) {
  const { t } = useTranslation();
  const listId = useId();
  const input = useRef<InputRef>(null);
  const [typed, setTyped] = useState("");
  const [chosenId, setChosenId] = useState<string | null>(null);
  const found = useQuery({
    queryKey: ["targets", typed],
    queryFn: () => answered(listTargets({ query: { q: typed.trim(), limit: 30 } })),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
  useEffect(() => input.current?.focus(), []);

  const choices = choicesOf(found.data, passing);
  const wanted = choices.findIndex((choice) => choice.id === chosenId && choice.whyNot === null);
  const at = wanted >= 0 ? wanted : nextChoosable(choices, -1, 1);
  const chosen = choices[at];
  const choose = (choice: Choice) => {
    if (choice.whyNot === null && !isPending) onChoose(choice);
  };
  const enter = useHeldEnter(!found.isPending && !found.isPlaceholderData, () => {
    if (chosen) choose(chosen);
  });
  const press = (event: KeyboardEvent) => {
    if (enter.take(event)) return;
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : undefined;
    if (by !== undefined) setChosenId(choices[nextChoosable(choices, at, by)]?.id ?? null);
    else if (event.key === "Escape") onClose();
    else return;
    event.preventDefault();
  };

  return (
    <section className={styles["picker"]} aria-label={t(`call_control.${passing}_to`)}>
      <header className={styles["head"]}>
        <strong>{t(`call_control.${passing}_to`)}</strong>
        <Button
          type="text"
          icon={<Icon name="cross" size={18} />}
          aria-label={t("call_control.close")}
          onClick={onClose}
        />
      </header>
      <Input
        ref={input}
        value={typed}
        size="large"
        maxLength={64}
        allowClear={clearing()}
        role="combobox"
        aria-expanded
        aria-autocomplete="list"
        aria-controls={listId}
        aria-label={t(passing === "flow" ? "call_control.search_flow" : "call_control.search")}
        placeholder={t(passing === "flow" ? "call_control.search_flow" : "call_control.search")}
        {...(chosen ? { "aria-activedescendant": `${listId}-${at}` } : {})}
        prefix={<Icon name="search" size={18} />}
        onChange={({ target }) => {
          setTyped(target.value);
          enter.forget();
        }}
        onKeyDown={press}
      />
      {found.error && <Notice tone="danger">{explain(found.error)}</Notice>}
      {isPending && (
        <p role="status" className={styles["none"]}>
          {t("call_control.being_asked")}
        </p>
      )}
      {found.isSuccess && choices.length === 0 && (
        <p className={styles["none"]}>
          {t(passing === "flow" ? "call_control.no_flow_found" : "call_control.nobody_found")}
        </p>
      )}
      <div id={listId} role="listbox" aria-label={t(`call_control.${passing}_to`)} className={styles["list"]}>
        {choices.map((choice, index) => (
          <TargetRow
            key={`${choice.kind}/${choice.id}`}
            id={`${listId}-${index}`}
            choice={choice}
            isActive={index === at}
            onChoose={() => choose(choice)}
          />
        ))}
      </div>
      {extra}
    </section>
  );
}
