/** A list of records: a table on wide screens, cards on narrow ones. Rows may lead somewhere. */
import type { ReactNode } from "react";
import styles from "./record-table.module.css";

export interface Column<T> {
  key: string;
  title: string;
  cell: (record: T) => ReactNode;
  isNumber?: boolean;
}

interface Props<T> {
  label: string;
  columns: readonly Column<T>[];
  records: readonly T[];
  idOf: (record: T) => string;
  onOpen?: ((record: T) => void) | undefined;
}

export function RecordTable<T>({ label, columns, records, idOf, onOpen }: Props<T>) {
  return (
    <table className={styles["table"]} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.key} scope="col" className={column.isNumber ? styles["number"] : ""}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {records.map((record) => (
          // The first cell holds the link for keyboards; the row is a larger target for pointers.
          <tr key={idOf(record)} className={onOpen ? styles["open"] : ""} onClick={() => onOpen?.(record)}>
            {columns.map((column) => (
              <td
                key={column.key}
                data-label={column.title}
                className={column.isNumber ? `${styles["number"]} figures` : ""}
              >
                {column.cell(record)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
