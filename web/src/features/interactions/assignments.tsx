/** Why each offer went where it went, as the journal tells it; asked for only on demand. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { listAssignments } from "@/shared/api/generated/sdk.gen";
import type { ListAssignmentsResponse } from "@/shared/api/generated/types.gen";
import { explain, Problem } from "@/shared/api/problems";
import { useWhen } from "@/shared/time/use-when";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Notice } from "@/shared/ui/notice";
import { Panel } from "@/shared/ui/panel";
import { RecordTable } from "@/shared/ui/record-table";
import styles from "./assignments.module.css";
import { scoreOf } from "./model/score";
import { ThenLink } from "./then-link";

export type Assignment = ListAssignmentsResponse["assignments"][number];
type Candidate = Assignment["candidates"][number];
type Contender = Assignment["line"][number];

// Those with a score come first: more than these is for whoever asks.
const FIRST = 6;

export function Assignments({ id }: { id: string }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Panel title={t("assignments.title")}>
      {isOpen ? (
        <Told id={id} />
      ) : (
        <div className={styles["closed"]}>
          <p className={styles["soft"]}>{t("assignments.lead")}</p>
          <Button onClick={() => setIsOpen(true)}>{t("assignments.show")}</Button>
        </div>
      )}
    </Panel>
  );
}

function Told({ id }: { id: string }) {
  const { t } = useTranslation();
  const told = useQuery({
    queryKey: ["assignments", id],
    queryFn: () => answered(listAssignments({ path: { interaction_id: id } })),
    retry: false,
    staleTime: 0,
  });
  if (told.error instanceof Problem && told.error.status === 404)
    return <EmptyHint title={t("assignments.none")} />;
  if (told.error)
    return (
      <Notice
        tone="danger"
        action={<Button onClick={() => void told.refetch()}>{t("assignments.again")}</Button>}
      >
        {explain(told.error)}
      </Notice>
    );
  if (!told.data) return <EmptyHint title={t("page.loading")} />;
  return (
    <div className={styles["all"]}>
      {told.data.assignments.map((one) => (
        <One key={one.offer_id} one={one} />
      ))}
    </div>
  );
}

function One({ one }: { one: Assignment }) {
  const { t } = useTranslation();
  const when = useWhen();
  return (
    <article className={styles["one"]}>
      <h3>
        <ThenLink at={one.at}>
          <span className="figures">{when.exact(one.at)}</span>
        </ThenLink>{" "}
        {t("assignments.to", { agent: one.agent.name || one.agent.id })}
      </h3>
      <p className={styles["soft"]}>
        {t("assignments.rule", { rule: t(`agent_choice.${one.rule}`) })} ·{" "}
        {t("assignments.version", { queue: one.queue.name, version: one.queue_version })} ·{" "}
        {t("assignments.record", { position: one.position })}
      </p>
      {one.kept_for && <p>{t("assignments.kept_for", { agent: one.kept_for.name })}</p>}
      <Candidates one={one} />
      {one.line.length > 1 && <Line one={one} />}
    </article>
  );
}

function Candidates({ one }: { one: Assignment }) {
  const { t } = useTranslation();
  const when = useWhen();
  const [isAll, setIsAll] = useState(false);
  const shown = isAll ? one.candidates : one.candidates.slice(0, FIRST);
  const hidden = one.candidate_count - shown.length;
  const why = (candidate: Candidate) => {
    if (candidate.is_chosen) return <strong>{t("assignments.chosen")}</strong>;
    return candidate.reason ? t(`assignments.reason.${candidate.reason}`) : t("assignments.behind");
  };
  const score = (candidate: Candidate) => {
    const found = scoreOf(one.rule, candidate.score, one.at);
    if (!found) return null;
    return found.unit === "ms"
      ? when.length(found.value)
      : t(`assignments.score.${found.unit}`, { value: found.value });
  };
  return (
    <>
      <RecordTable
        label={t("assignments.candidates")}
        idOf={(candidate) => candidate.agent.id}
        records={shown}
        columns={[
          { key: "agent", title: t("board.agent"), cell: ({ agent }) => agent.name || agent.id },
          { key: "why", title: t("assignments.why"), cell: why },
          { key: "score", title: t(`assignments.compared.${one.rule}`), isNumber: true, cell: score },
          {
            key: "level",
            title: t("assignments.level"),
            isNumber: true,
            cell: ({ level }) => level,
          },
        ]}
      />
      {hidden > 0 && !isAll && (
        <Button type="text" onClick={() => setIsAll(true)}>
          {t("assignments.more", { count: hidden })}
        </Button>
      )}
    </>
  );
}

function Line({ one }: { one: Assignment }) {
  const { t } = useTranslation();
  const when = useWhen();
  const say = (contender: Contender) => {
    const waited = t("assignments.waited", {
      queue: contender.queue.name,
      time: when.length(contender.waited_s * 1000),
    });
    return contender.head_start_s > 0
      ? `${waited} · ${t("assignments.head_start", { time: when.length(contender.head_start_s * 1000) })}`
      : waited;
  };
  return (
    <section aria-label={t("assignments.line")}>
      <h4>{t("assignments.line")}</h4>
      <ol className={styles["line"]}>
        {one.line.map((contender) => (
          <li key={contender.interaction_id}>
            {contender.is_chosen ? (
              <>
                {say(contender)} <strong>{t("assignments.this_one")}</strong>
              </>
            ) : (
              <Link to="/interactions/$id" params={{ id: contender.interaction_id }}>
                {say(contender)}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
