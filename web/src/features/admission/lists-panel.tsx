/** Black and white list: searched, imported with a report line by line, taken off. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input, Segmented } from "antd";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { answered, deleteAt } from "@/shared/api/client";
import { importEntries, listEntries } from "@/shared/api/generated/sdk.gen";
import type { ImportReport, ListEntryShown, ListKind } from "@/shared/api/generated/types.gen";
import { explain } from "@/shared/api/problems";
import { useChoices } from "@/shared/api/records";
import { serverText } from "@/shared/i18n/server-text";
import { useHidden } from "@/shared/removal/pending-removals";
import { useUndoableRemoval } from "@/shared/removal/use-undoable-removal";
import { serverNow } from "@/shared/time/server-clock";
import { useWhen } from "@/shared/time/use-when";
import { clearing } from "@/shared/ui/clearing";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { Panel } from "@/shared/ui/panel";
import styles from "./admission.module.css";
import { type EntryDraft, EntryFields, NO_ENTRIES } from "./entry-fields";
import { isOver, laterOnly } from "./model/valid-from";

function Report({ report, list }: { report: ImportReport; list: ListKind }) {
  const { t } = useTranslation();
  return (
    <div className={styles["stack"]} role="status">
      <p className={styles["sound"]}>
        {t("admission.imported", { added: report.added, changed: report.changed })}
      </p>
      {report.on_other > 0 && (
        <Notice tone="pause">{t(`admission.on_other.${list}`, { number: report.on_other })}</Notice>
      )}
      {report.problem_count > 0 && (
        <>
          <p className={styles["wrong"]}>{t("admission.not_taken", { number: report.problem_count })}</p>
          <ul className={styles["list"]}>
            {report.problems.map((one) => (
              <li key={one.line}>
                {t("admission.line", { line: one.line, text: one.text })}{" "}
                {serverText(`admission.line_wrong.${one.code}`)}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

export function ListsPanel({ mayEdit }: { mayEdit: boolean }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [kind, setKind] = useState<ListKind>("black");
  const [q, setQ] = useState("");
  const asked = useDeferredValue(q.trim());
  const [draft, setDraft] = useState(NO_ENTRIES);
  const points = useChoices("/v1/entry-points");
  const when = useWhen();
  const again = () => queries.invalidateQueries({ queryKey: ["admission", "lists"] });
  const page = useQuery({
    queryKey: ["admission", "lists", kind, asked],
    queryFn: () => answered(listEntries({ query: { kind, q: asked } })),
    placeholderData: keepPreviousData,
  }).data;
  const put = useMutation({
    mutationFn: (sent: EntryDraft) => {
      const expires_at = laterOnly(sent.expires_at, serverNow());
      return answered(importEntries({ body: { ...sent, list: kind, expires_at } }));
    },
    onSuccess: ({ problems }, sent) => {
      const refused = new Set(problems.map(({ line }) => line));
      // What was not taken stays, to be put right, and what was written since.
      const left = sent.lines.split("\n").filter((_, index) => refused.has(index + 1));
      setDraft((now) => {
        const isSame = now.lines.startsWith(sent.lines);
        const lines = isSame ? left.join("\n") + now.lines.slice(sent.lines.length) : now.lines;
        return { ...now, lines: lines.trimStart() };
      });
      return again();
    },
  });
  const hidden = useHidden();
  const remove = useUndoableRemoval();
  const takeOff = ({ id, value }: ListEntryShown) =>
    remove({
      id,
      name: value,
      remove: () => deleteAt(`/v1/admission/lists/${encodeURIComponent(id)}`),
      after: again,
    });
  const shown = page?.items.filter(({ id }) => !hidden.has(id)) ?? [];
  return (
    <Panel
      className={styles["panel"]}
      title={t("admission.lists")}
      extra={
        <Segmented<ListKind>
          aria-label={t("admission.lists")}
          value={kind}
          onChange={(other) => {
            setKind(other);
            put.reset();
          }}
          options={(["black", "white"] as const).map((value) => ({
            value,
            label: t(`admission.list.${value}`),
          }))}
        />
      }
    >
      <p className={styles["lead"]}>
        {t(`admission.list_means.${kind}`)} {t("admission.lists_lead")}
      </p>
      {mayEdit && (
        <div className={styles["stack"]}>
          <EntryFields value={draft} onChange={setDraft} refused={put.error} sent={put.variables} />
          <div className={styles["row"]}>
            <Button
              type="primary"
              disabled={!draft.lines.trim() || isOver(draft.expires_at, serverNow())}
              loading={put.isPending}
              onClick={() => put.mutate(draft)}
            >
              {t("admission.import")}
            </Button>
          </div>
          {put.error && <Notice tone="danger">{explain(put.error)}</Notice>}
          {put.data && <Report report={put.data} list={kind} />}
        </div>
      )}
      <Input
        className={styles["search"] ?? ""}
        prefix={<Icon name="search" size={17} />}
        aria-label={t("admission.search")}
        placeholder={t("admission.search")}
        allowClear={clearing()}
        value={q}
        onChange={({ target }) => setQ(target.value)}
      />
      {page && shown.length === 0 && <EmptyHint title={t("admission.list_empty")} />}
      <ul className={styles["list"]}>
        {shown.map((one) => (
          <li key={one.id}>
            <span className={styles["grow"]}>
              {one.value}
              {one.match === "prefix" && "*"}{" "}
              <span className={styles["soft"]}>
                {[
                  one.reason,
                  points.find(({ value }) => value === one.entry_point_id)?.label,
                  one.expires_at &&
                    t(Date.parse(one.expires_at) > serverNow() ? "admission.until" : "admission.over", {
                      time: when.moment(one.expires_at),
                    }),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </span>
            {mayEdit && (
              <Button size="small" onClick={() => takeOff(one)}>
                {t("admission.take_off")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {page && page.total > page.items.length && (
        <p className={styles["lead"]}>{t("admission.more", { total: page.total })}</p>
      )}
    </Panel>
  );
}
