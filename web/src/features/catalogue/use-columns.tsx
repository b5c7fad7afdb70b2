/** The columns of a kind's list, with references shown by name. */
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { StoredRecord } from "@/shared/api/records";
import { listOf } from "@/shared/i18n/list-of";
import { serverText } from "@/shared/i18n/server-text";
import { Icon } from "@/shared/ui/icon";
import type { Column } from "@/shared/ui/record-table";
import type { Field, Kind } from "./model/kind";
import styles from "./use-columns.module.css";
import { useNames } from "./use-names";

const MOST_NAMED = 3;

type NameOf = (id: string) => string;

function some(names: readonly string[]): ReactNode {
  const more = names.length - MOST_NAMED;
  return more > 0 ? `${listOf(names.slice(0, MOST_NAMED))} +${more}` : listOf(names);
}

function show(field: Field, value: unknown, nameOf: NameOf): ReactNode {
  if (value === null || value === undefined || value === "") return null;
  switch (field.input) {
    case "reference":
      return nameOf(String(value));
    case "references":
      return some((value as string[]).map((id) => nameOf(id)));
    case "levels":
      return some(Object.entries(value as object).map(([id, level]) => `${nameOf(id)} ${level}`));
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
  const names = useNames(kind.fields.filter(({ key }) => kind.columns.includes(key)));
  return useMemo(() => {
    const nameOf: NameOf = (id) => names.get(id) ?? "…";
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
  }, [kind, names, onOpen, i18n.language]);
}
