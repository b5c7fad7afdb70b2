/** Ready-made ways for a number: one choice makes queue, flow, number and rules. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { buildTemplate, undoTemplate } from "@/shared/api/generated/sdk.gen";
import type { TemplateKind } from "@/shared/api/generated/types.gen";
import { explain } from "@/shared/api/problems";
import { useChoices } from "@/shared/api/records";
import { Notice } from "@/shared/ui/notice";
import { Panel } from "@/shared/ui/panel";
import styles from "./admission.module.css";

const KINDS = ["direct", "automatic", "skills", "smart"] as const;

export function TemplatePanel() {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const skills = useChoices("/v1/skills");
  const [kind, setKind] = useState<TemplateKind>("automatic");
  const [name, setName] = useState("");
  const [number, setNumber] = useState("");
  const [skill, setSkill] = useState<string | null>(null);
  const undo = useMutation({
    mutationFn: (id: string) => answered(undoTemplate({ path: { id } })),
    onSuccess: () => queries.invalidateQueries(),
  });
  const build = useMutation({
    mutationFn: () =>
      answered(buildTemplate({ body: { kind, name, number, language: i18n.language, skill_id: skill } })),
    onMutate: () => undo.reset(),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <Panel className={styles["panel"]} title={t("admission.templates")}>
      <p className={styles["lead"]}>{t(`admission.template_lead.${kind}`)}</p>
      <div className={styles["row"]}>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
        <label className={styles["field"]}>
          {t("admission.template_kind")}
          <Select
            value={kind}
            options={KINDS.map((value) => ({ value, label: t(`admission.template.${value}`) }))}
            onChange={setKind}
          />
        </label>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
        <label className={styles["field"]}>
          {t("admission.name")}
          <Input value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
        </label>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
        <label className={styles["field"]}>
          {t("admission.dialled")}
          <Input value={number} maxLength={40} onChange={(event) => setNumber(event.target.value)} />
        </label>
        {kind === "skills" && (
          // biome-ignore lint/a11y/noLabelWithoutControl: the control is inside
          <label className={styles["field"]}>
            {t("admission.skill")}
            <Select value={skill} options={skills} onChange={setSkill} />
          </label>
        )}
        <Button
          type="primary"
          disabled={!name || !number}
          loading={build.isPending}
          onClick={() => build.mutate()}
        >
          {t("admission.build")}
        </Button>
      </div>
      {build.error && <Notice tone="danger">{explain(build.error)}</Notice>}
      {undo.error && <Notice tone="danger">{explain(undo.error)}</Notice>}
      {build.data && !undo.isSuccess && (
        <Notice
          tone="info"
          action={
            <Button loading={undo.isPending} onClick={() => undo.mutate(build.data.id)}>
              {t("catalogue.undo")}
            </Button>
          }
        >
          {t("admission.built")}
        </Notice>
      )}
      {undo.isSuccess && <Notice tone="info">{t("catalogue.undone")}</Notice>}
    </Panel>
  );
}
