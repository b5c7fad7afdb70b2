/** The columns of a kind's list, with references shown by name. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { recordsQuery, type StoredRecord } from "@/shared/api/records";
import { listOf } from "@/shared/i18n/list-of";
import { serverText } from "@/shared/i18n/server-text";
import { Icon } from "@/shared/ui/icon";
import type { Column } from "@/shared/ui/record-table";
import type { Field, Kind } from "./model/kind";
import styles from "./use-columns.module.css";

const MOST_NAMED = 3;

type NameOf = (path: string, id: string) => string;

function some(names: readonly string[]): ReactNode {
  const more = names.length - MOST_NAMED;
  return more > 0 ? `${listOf(names.slice(0, MOST_NAMED))} +${more}` : listOf(names);
}

function show(field: Field, value: unknown, nameOf: NameOf): ReactNode {
  if (value === null || value === undefined || value === "") return null;
  switch (field.input) {
    case "reference":
      return nameOf(field.path, String(value));
    case "references":
      return some((value as string[]).map((id) => nameOf(field.path, id)));
    case "levels":
      return some(Object.entries(value as object).map(([id, level]) => `${nameOf(field.path, id)} ${level}`));
    case "choice":
      return serverText(`${field.texts}.${String(value)}`);
    case "choices":
      return some((value as string[]).map((one) => serverText(`${field.texts}.${one}`)));
    case "switch":
      return (
        <>
          <Icon name={value ? "check" : "cross"} size={17} />
          <span className="unseen">{serverText(value ? "form.yes" : "form.no")}</span>
        </>
      );
    case "number":
      return field.unit ? serverText("catalogue.seconds", { count: Number(value) }) : String(value);
    case "lines":
      return some(value as string[]);
    case "weekly":
    case "holidays":
      return String((value as unknown[]).length);
    case "own":
      return typeof value === "object" ? String(Object.keys(value).length) : String(value);
    default:
      return String(value);
  }
}

export function useColumns(kind: Kind, onOpen: (record: StoredRecord) => void): Column<StoredRecord>[] {
  const { i18n } = useTranslation();
  const users = useReferenced(kind, "/v1/users");
  const queues = useReferenced(kind, "/v1/queues");
  const skills = useReferenced(kind, "/v1/skills");
  const flows = useReferenced(kind, "/v1/flows");
  const dispositions = useReferenced(kind, "/v1/dispositions");
  return useMemo(() => {
    const names = new Map(
      [...users, ...queues, ...skills, ...flows, ...dispositions].map(({ id, name }) => [id, name]),
    );
    const nameOf: NameOf = (_, id) => names.get(id) ?? "…";
    const fields = kind.columns.flatMap((key) => kind.fields.find((field) => field.key === key) ?? []);
    return fields.map((field, index) => ({
      key: `${i18n.language}${field.key}`,
      title: serverText(`field.${field.key}`),
      isNumber: field.input === "number",
      cell: (record: StoredRecord) =>
        index === 0 ? (
          <button
            type="button"
            className={styles["open"]}
            onClick={(event) => {
              event.stopPropagation();
              onOpen(record);
            }}
          >
            {record.name}
          </button>
        ) : (
          show(field, record[field.key], nameOf)
        ),
    }));
  }, [kind, users, queues, skills, flows, dispositions, onOpen, i18n.language]);
}

const NONE: readonly StoredRecord[] = [];

/** The records a column of this kind refers to; none of a path that no column does. */
function useReferenced(kind: Kind, path: string): readonly StoredRecord[] {
  const isWanted = kind.fields.some(
    (field) => "path" in field && field.path === path && kind.columns.includes(field.key),
  );
  return useQuery({ ...recordsQuery(path), enabled: isWanted }).data ?? NONE;
}
