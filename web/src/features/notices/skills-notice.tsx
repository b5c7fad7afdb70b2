/** The agent is told which skills somebody changed, until it is read. */
import { Button } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Me } from "@/shared/live/entities";
import { useMe } from "@/shared/live/use-live";
import { Notice } from "@/shared/ui/notice";
import { changesBetween, keepKnown, readKnown, type SkillChange } from "./model/skill-changes";
import styles from "./notices.module.css";

export function SkillsNotice() {
  const me = useMe();
  return me ? <Changes key={me.agent_id} me={me} /> : null;
}

function Changes({ me: { agent_id: agentId, skills } }: { me: Me }) {
  const { t } = useTranslation();
  const [known, setKnown] = useState(() => readKnown(agentId) ?? skills);
  // Written down at once, so that a change is told that comes while this page is closed.
  useEffect(() => keepKnown(agentId, known), [agentId, known]);
  const changes = changesBetween(known, skills);
  if (changes.length === 0) return null;
  return (
    <Notice
      tone="info"
      icon="bell"
      action={<Button onClick={() => setKnown(skills)}>{t("notices.read")}</Button>}
    >
      <strong>{t("notices.skills")}</strong>
      <ul className={styles["changes"]}>
        {changes.map((change) => (
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
