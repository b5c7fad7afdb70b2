/** What to copy into a web site's pages so that a call button stands there, and where to try it. */
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import type { StoredRecord } from "@/shared/api/records";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import styles from "./extras.module.css";

export function ButtonSnippet({ record }: { record: StoredRecord }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const fields = record["data_fields"] as readonly string[];
  const line = snippet(record.id, fields);
  const copy = async () => {
    await navigator.clipboard.writeText(line);
    void message.success(t("call_button.copied"));
  };
  return (
    <section className={styles["extra"]} aria-label={t("call_button.title")}>
      <h2>{t("call_button.title")}</h2>
      <p className={styles["lead"]}>
        {t("call_button.lead")} {fields.length > 0 && t("call_button.fields")}
      </p>
      {record["is_active"] === false && <Notice tone="pause">{t("call_button.off")}</Notice>}
      <pre className={styles["snippet"]}>
        <code>{line}</code>
      </pre>
      <p className={styles["lead"]}>{t("call_button.try_lead")}</p>
      <div className={styles["buttons"]}>
        <Button onClick={() => void copy()}>{t("call_button.copy")}</Button>
        <Button href={`/try-call-button/${record.id}`} target="_blank" icon={<Icon name="phone" size={18} />}>
          {t("call_button.try_it")}
        </Button>
      </div>
    </section>
  );
}

export function snippet(key: string, fields: readonly string[]): string {
  const data = fields.map((field) => ` data-field-${field}=""`).join("");
  return `<script src="${location.origin}/call-button.js" data-key="${key}"${data} async></script>`;
}
