/** Ask what a past day would have been with other people or rules; see how far it is, and the answer. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Progress } from "antd";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { listWhatIfs, removeWhatIf, startWhatIf } from "@/shared/api/generated/sdk.gen";
import type { GetWhatIfResponse } from "@/shared/api/generated/types.gen";
import { explain } from "@/shared/api/problems";
import { serverText } from "@/shared/i18n/server-text";
import { serverNow } from "@/shared/time/server-clock";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Notice } from "@/shared/ui/notice";
import { Panel } from "@/shared/ui/panel";
import { Findings } from "./findings";
import { type Asked, askedOf, bodyOf, FRESH } from "./model/plan";
import { ToldPlan } from "./told-plan";
import { WhatIfForm } from "./what-if-form";

const LOOK_MS = 1_000;
const LIST = ["what-if"];

interface Props {
  today: string;
  mayRun: boolean;
}

export function WhatIf({ today, mayRun }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const list = useQuery({
    queryKey: LIST,
    queryFn: () => answered(listWhatIfs()),
    refetchInterval: ({ state }) => (state.data?.items[0]?.state === "running" ? LOOK_MS : false),
  });
  const renew = () => queries.invalidateQueries({ queryKey: LIST });
  const ask = useMutation({
    mutationFn: async (asked: Asked) => {
      const body = bodyOf(asked, serverNow());
      return body && answered(startWhatIf({ body }));
    },
    onSettled: renew,
  });
  const cancel = useMutation({
    mutationFn: (id: string) => answered(removeWhatIf({ path: { what_if_id: id } })),
    onSettled: renew,
  });
  const [former, setFormer] = useState<GetWhatIfResponse>();
  const form = useRef<HTMLDivElement>(null);
  const askAgain = (asked: GetWhatIfResponse) => {
    setFormer(asked);
    form.current?.scrollIntoView();
  };
  const error = ask.error ?? cancel.error ?? list.error;
  const latest = list.data?.items[0];
  const isRunning = latest?.state === "running";
  return (
    <>
      {mayRun && (
        <div ref={form}>
          <Panel title={t("what_if.plan")}>
            <WhatIfForm
              key={former?.id}
              fresh={former ? askedOf(former) : { ...FRESH, day: today }}
              latestDay={today}
              isRunning={isRunning || ask.isPending}
              onAsk={(asked) => ask.mutate(asked)}
            />
          </Panel>
        </div>
      )}
      {error && <Notice tone="danger">{explain(error)}</Notice>}
      {list.isSuccess && !latest && (
        <Panel title={t("what_if.answer")} headIsUnseen>
          <EmptyHint title={t("what_if.none")}>
            <p>{t("what_if.none_hint")}</p>
          </EmptyHint>
        </Panel>
      )}
      {latest && isRunning && (
        <Panel title={t("what_if.running")}>
          <Progress percent={Math.round(latest.progress * 100)} aria-label={t("what_if.running")} />
          {mayRun && <Button onClick={() => cancel.mutate(latest.id)}>{t("form.cancel")}</Button>}
        </Panel>
      )}
      {latest?.problem && (
        <Notice tone={latest.problem === "what_if.failed" ? "danger" : "info"}>
          {serverText(`problem.${latest.problem.replaceAll(".", "_")}`)}
        </Notice>
      )}
      {latest && <ToldPlan asked={latest} onAgain={mayRun ? () => askAgain(latest) : undefined} />}
      {latest?.findings && (
        <Findings key={latest.id} id={latest.id} begins={latest.begins} found={latest.findings} />
      )}
    </>
  );
}
