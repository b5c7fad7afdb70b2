/** Calling a colleague from the desk: found by name, with what each is doing just now. */
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { type FormEvent, type KeyboardEvent, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { callColleague, listColleagues } from "@/shared/api/generated/sdk.gen";
import type { AgentTarget } from "@/shared/api/generated/types.gen";
import { explain } from "@/shared/api/problems";
import { useWhyNotFree } from "@/shared/calls/use-place-call";
import { serverText } from "@/shared/i18n/server-text";
import type { AgentState } from "@/shared/live/entities";
import { AgentStateTag } from "@/shared/ui/agent-state-tag";
import { clearing } from "@/shared/ui/clearing";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { Panel } from "@/shared/ui/panel";
import { useHeldEnter } from "@/shared/ui/use-held-enter";
import styles from "./dial-box.module.css";

// States of colleagues change while one looks.
const REFRESH_MS = 3_000;

export function ColleagueBox() {
  const { t } = useTranslation();
  const id = useId();
  const whyNot = useWhyNotFree();
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  // Whom the arrow keys have come to.
  const active = useRef<string>(undefined);
  const found = useQuery({
    queryKey: ["colleagues", typed],
    queryFn: () => answered(listColleagues({ query: { q: typed.trim(), limit: 30 } })),
    enabled: isOpen,
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
  const call = useMutation({
    mutationFn: (agent_id: string) => answered(callColleague({ body: { agent_id } })),
    onSuccess: () => setChosen(null),
  });
  const isAnswered = !found.isPending && !found.isPlaceholderData;
  const enter = useHeldEnter(isAnswered, () => {
    const free = (found.data?.agents ?? []).filter((one) => one.why_not === null);
    const next = free.find((one) => one.id === active.current) ?? free[0];
    if (!next) return;
    setChosen(next.id);
    setOpen(false);
  });
  if (whyNot === undefined) return null;
  const mayCall = whyNot === null && chosen !== null;
  const known = found.data?.agents ?? [];
  // Found for what was typed before.
  const fitting = found.isPlaceholderData ? known.filter((one) => isCalled(one, typed)) : known;
  const search = (next: string) => {
    setTyped(next);
    enter.forget();
  };
  const press = (event: KeyboardEvent) => {
    // The list would choose from what it shows already.
    if (isOpen && !isAnswered && event.target instanceof HTMLInputElement && enter.take(event))
      event.stopPropagation();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (mayCall && !call.isPending) call.mutate(chosen);
  };
  return (
    <Panel title={t("colleagues.title")}>
      <form className={styles["form"]} onSubmit={submit} onKeyDownCapture={press}>
        <label htmlFor={id} className="unseen">
          {t("colleagues.who")}
        </label>
        <Select
          id={id}
          showSearch={{ filterOption: false, onSearch: search }}
          allowClear={clearing()}
          value={chosen}
          popupMatchSelectWidth={300}
          placeholder={t("colleagues.who")}
          notFoundContent={
            found.isPending || found.isPlaceholderData ? t("page.loading") : t("colleagues.none")
          }
          options={fitting.map((one) => ({
            value: one.id,
            label: one.name,
            disabled: one.why_not !== null,
            one,
          }))}
          optionRender={({ data }) => <Colleague one={data.one} />}
          open={isOpen}
          onOpenChange={setOpen}
          onActive={(next) => {
            active.current = next;
          }}
          onChange={(next: string | undefined) => setChosen(next ?? null)}
        />
        <Button
          type="primary"
          htmlType="submit"
          disabled={!mayCall}
          loading={call.isPending}
          icon={<Icon name="headset" size={18} />}
        >
          {t("dialling.call")}
        </Button>
      </form>
      {whyNot !== null && <p className={styles["soft"]}>{t(`dialling.why_not.${whyNot}`)}</p>}
      {found.error && <Notice tone="danger">{explain(found.error)}</Notice>}
      {call.error && <Notice tone="danger">{explain(call.error)}</Notice>}
    </Panel>
  );
}

function isCalled({ name }: AgentTarget, typed: string): boolean {
  return name.toLowerCase().includes(typed.trim().toLowerCase());
}

function Colleague({ one }: { one: AgentTarget }) {
  return (
    <span className={styles["colleague"]}>
      <span className={styles["name"]}>{one.name}</span>
      <AgentStateTag state={one.state as AgentState} />
      {one.why_not === "unreachable" && <span>{serverText("why_not.unreachable")}</span>}
    </span>
  );
}
