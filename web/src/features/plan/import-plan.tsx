/** Importing a plan: a file is shown with all it would change and all that is wrong with it first. */
import { useMutation } from "@tanstack/react-query";
import { Button, Drawer } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { importPlan, previewPlanImport } from "@/shared/api/generated/sdk.gen";
import type { PlanPreview, PlanWeek } from "@/shared/api/generated/types.gen";
import { explain } from "@/shared/api/problems";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import styles from "./import-plan.module.css";
import { exampleOf } from "./model/example";
import { base64Of } from "./model/week";
import { Preview } from "./preview";
import { useChanged } from "./use-plan-acts";

export function ImportPlan({ week }: { week: PlanWeek }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button icon={<Icon name="up" size={17} />} onClick={() => setIsOpen(true)}>
        {t("plan.import")}
      </Button>
      <Drawer
        open={isOpen}
        onClose={() => setIsOpen(false)}
        title={t("plan.import_title")}
        size={620}
        destroyOnHidden
      >
        <ImportForm week={week} onDone={() => setIsOpen(false)} />
      </Drawer>
    </>
  );
}

interface Shown {
  content: string;
  preview: PlanPreview;
}

function ImportForm({ week, onDone }: { week: PlanWeek; onDone: () => void }) {
  const { t } = useTranslation();
  const changed = useChanged();
  const id = useId();
  const look = useMutation({
    mutationFn: async (file: File): Promise<Shown> => {
      const content = base64Of(new Uint8Array(await file.arrayBuffer()));
      return { content, preview: await answered(previewPlanImport({ body: { content } })) };
    },
  });
  const take = useMutation({
    mutationFn: ({ content, preview }: Shown) =>
      answered(importPlan({ body: { content, version: preview.version } })),
    onSuccess: (done) => void changed(t("plan.imported"), done),
  });
  const shown = look.data;
  const preview = shown?.preview;
  const count = preview ? preview.added + preview.changed + preview.removed : 0;
  const isSound = preview?.problem_count === 0 && count > 0;
  return (
    <div className={styles["import"]}>
      <p>{t("plan.import_lead")}</p>
      <p className={styles["soft"]}>{t("plan.import_columns")}</p>
      <Example week={week} />
      <label htmlFor={id} className={styles["file"]}>
        <Icon name="up" size={18} /> {t("plan.file")}
        <input
          id={id}
          type="file"
          accept=".csv,.txt,.xlsx,.xlsm,.ods"
          onChange={({ target }) => {
            const file = target.files?.[0];
            take.reset();
            if (file) look.mutate(file);
            // The same file, mended, can be chosen once more.
            target.value = "";
          }}
        />
      </label>
      {look.isPending && <p role="status">{t("plan.reading")}</p>}
      {look.variables && !look.isPending && <p className={styles["soft"]}>{look.variables.name}</p>}
      {look.error && <Notice tone="danger">{explain(look.error)}</Notice>}
      {preview && !look.isPending && <Preview preview={preview} />}
      {take.error && <Notice tone="danger">{explain(take.error)}</Notice>}
      {shown && !look.isPending && (
        <Button
          type="primary"
          disabled={!isSound}
          loading={take.isPending}
          onClick={() => take.mutate(shown, { onSuccess: onDone })}
        >
          {t("plan.import_now", { count })}
        </Button>
      )}
    </div>
  );
}

/** A file to begin with, with the agents and days that are shown. */
function Example({ week }: { week: PlanWeek }) {
  const { t } = useTranslation();
  const text = exampleOf(week);
  // The mark in front tells spreadsheet programs how the letters are written.
  const address = `data:text/csv;charset=utf-8,${encodeURIComponent(`\uFEFF${text}`)}`;
  return (
    <a href={address} download="plan.csv">
      {t("plan.example")}
    </a>
  );
}
