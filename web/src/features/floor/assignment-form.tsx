/** What an agent answers: queues and skill levels, changed from the floor. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { assignAgent, getAgent } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import { useChoices } from "@/shared/api/records";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { LevelsInput } from "@/shared/ui/levels-input";
import { Notice } from "@/shared/ui/notice";
import { useAct } from "@/shared/ui/use-act";
import styles from "./floor.module.css";

interface Assignment {
  queues: string[];
  skills: Record<string, number>;
}

export function AssignmentForm({ agentId }: { agentId: string }) {
  const { t } = useTranslation();
  const profile = useQuery({
    queryKey: ["floor", "profile", agentId],
    queryFn: () => answered(getAgent({ path: { id: agentId } })),
    staleTime: 0,
  });
  if (profile.error) return <Notice tone="danger">{explain(profile.error)}</Notice>;
  if (!profile.data) return <EmptyHint title={t("page.loading")} />;
  const { queues, skills, version } = profile.data;
  return <Editor key={version} agentId={agentId} known={{ queues: [...queues], skills: { ...skills } }} />;
}

function Editor({ agentId, known }: { agentId: string; known: Assignment }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const choices = useChoices("/v1/queues");
  const [wanted, setWanted] = useState(known);
  const save = useAct(async (body: Assignment) => {
    await answered(assignAgent({ path: { agent_id: agentId }, body }));
    await cache.invalidateQueries({ queryKey: ["floor", "profile", agentId] });
  }, t("floor.done"));
  const isChanged = JSON.stringify(wanted) !== JSON.stringify(known);
  return (
    <div className={styles["form"]}>
      <label className={styles["label"]} htmlFor="floor-queues">
        {t("floor.queues")}
      </label>
      <Select
        id="floor-queues"
        mode="multiple"
        optionFilterProp="label"
        value={wanted.queues}
        options={choices}
        onChange={(queues) => setWanted({ ...wanted, queues })}
      />
      <span className={styles["label"]}>{t("floor.skills")}</span>
      <LevelsInput
        path="/v1/skills"
        label={t("floor.skills")}
        value={wanted.skills}
        onChange={(skills) => setWanted({ ...wanted, skills })}
      />
      <div className={styles["buttons"]}>
        <Button
          type="primary"
          disabled={!isChanged}
          loading={save.isPending}
          onClick={() => save.mutate(wanted)}
        >
          {t("floor.save_assignment")}
        </Button>
        {isChanged && <Button onClick={() => setWanted(known)}>{t("form.cancel")}</Button>}
      </div>
    </div>
  );
}
