/** What the agents of each team aim at in a day, set by who leads them. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Drawer } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { listTeamGoals, setTeamGoals } from "@/shared/api/generated/sdk.gen";
import type { ListTeamGoalsResponse } from "@/shared/api/generated/types.gen";
import { explain } from "@/shared/api/problems";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Notice } from "@/shared/ui/notice";
import { NumberInput } from "@/shared/ui/number-input";
import styles from "./goals.module.css";

const KEY = ["floor", "goals"];

type TeamGoals = ListTeamGoalsResponse["items"][number];
type Goals = TeamGoals["goals"];

const FIELDS = [
  { name: "handled_count", most: 1_000 },
  { name: "handle_s", most: 86_400 },
  { name: "occupancy_percent", most: 100 },
] as const;

export function GoalsButton() {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>{t("goals.open")}</Button>
      <Drawer
        open={isOpen}
        onClose={() => setIsOpen(false)}
        title={t("goals.title")}
        size={440}
        destroyOnHidden
      >
        <AllGoals />
      </Drawer>
    </>
  );
}

function AllGoals() {
  const { t } = useTranslation();
  const list = useQuery({ queryKey: KEY, queryFn: () => answered(listTeamGoals()) });
  if (list.error) return <Notice tone="danger">{explain(list.error)}</Notice>;
  if (!list.data) return <EmptyHint title={t("page.loading")} />;
  if (list.data.items.length === 0)
    return (
      <EmptyHint title={t("goals.none")}>
        <p>{t("goals.none_hint")}</p>
      </EmptyHint>
    );
  return (
    <div className={styles["teams"]}>
      <p className={styles["lead"]}>{t("goals.lead")}</p>
      {list.data.items.map((team) => (
        <Team key={team.team_id} team={team} />
      ))}
    </div>
  );
}

function Team({ team }: { team: TeamGoals }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [goals, setGoals] = useState<Goals>(team.goals);
  const id = useId();
  const save = useMutation({
    mutationFn: () => answered(setTeamGoals({ path: { team_id: team.team_id }, body: goals })),
    onSuccess: () => void message.success(t("goals.saved", { name: team.team_name })),
    onError: (error) => void message.error(explain(error)),
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
  return (
    <form
      aria-label={team.team_name}
      className={styles["team"]}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <h3>{team.team_name}</h3>
      {FIELDS.map(({ name, most }) => (
        <div key={name} className={styles["field"]}>
          <label htmlFor={`${id}-${name}`}>{t(`goals.${name}`)}</label>
          <NumberInput
            id={`${id}-${name}`}
            min={1}
            max={most}
            precision={0}
            value={goals[name] ?? null}
            onChange={(value) => setGoals({ ...goals, [name]: typeof value === "number" ? value : null })}
          />
        </div>
      ))}
      <Button htmlType="submit" loading={save.isPending}>
        {t("goals.save")}
      </Button>
    </form>
  );
}
