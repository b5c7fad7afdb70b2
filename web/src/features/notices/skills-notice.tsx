/** The agent is told which skills somebody changed, until it is read, in whichever browser. */
import { useMutation } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { readOwnSkills } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import type { SkillChange } from "@/shared/live/entities";
import { useMe } from "@/shared/live/use-live";
import { Notice } from "@/shared/ui/notice";
import styles from "./notices.module.css";

export function SkillsNotice() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const me = useMe();
  const read = useMutation({
    mutationFn: (skills: Record<string, number>) => answered(readOwnSkills({ body: { skills } })),
    onError: (error) => void message.error(explain(error)),
  });
  if (!me || me.skill_changes.length === 0) return null;
  // What stands here is what is read: a change that is on its way remains to be told.
  const shown = Object.fromEntries(me.skills.map(({ id, level }) => [id, level]));
  return (
    <Notice
      tone="info"
      icon="bell"
      action={
        <Button loading={read.isPending} onClick={() => read.mutate(shown)}>
          {t("notices.read")}
        </Button>
      }
    >
      <strong>{t("notices.skills")}</strong>
      <ul className={styles["changes"]}>
        {me.skill_changes.map((change) => (
          <li key={change.id}>
            <Change change={change} />
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Change({ change: { name, before, after } }: { change: SkillChange }) {
  const { t } = useTranslation();
  if (before === null) return t("notices.skill_new", { name, after });
  if (after === null) return t("notices.skill_gone", { name, before });
  return t("notices.skill_changed", { name, before, after });
}
