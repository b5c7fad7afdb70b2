/** What is known of the customer: number, name, data from the flow, and the last interactions. */
import { useTranslation } from "react-i18next";
import { nameOfLanguage } from "@/shared/i18n/languages";
import { serverText } from "@/shared/i18n/server-text";
import type { Candidate, DataItem, KnownCustomer, PastInteraction } from "@/shared/live/entities";
import { useWhen } from "@/shared/time/use-when";
import { StateTag } from "@/shared/ui/state-tag";
import styles from "./customer-card.module.css";

interface Props {
  customer: KnownCustomer;
  /** Several customers with this number, of whom none is chosen yet. */
  candidates?: readonly Candidate[];
  language: string;
  data: readonly DataItem[];
  history: readonly PastInteraction[];
}

export function CustomerCard({ customer, candidates = [], language, data, history }: Props) {
  const { t } = useTranslation();
  const name = customer.name || t("customer.no_name");
  return (
    <div className={styles["card"]}>
      <div>
        <p className={styles["name"]}>{customer.name ? name : customer.number || t("customer.unknown")}</p>
        {customer.name && <p className={`${styles["number"]} figures`}>{customer.number}</p>}
        {customer.id === null && candidates.length > 0 && (
          <p className={styles["number"]}>
            {t("customer.one_of", { names: candidates.map(({ name }) => name).join(" / ") })}
          </p>
        )}
        <Standing customer={customer} />
      </div>
      {customer.note && <p className={styles["remark"]}>{customer.note}</p>}
      <dl className={styles["data"]}>
        <div>
          <dt>{t("customer.language")}</dt>
          <dd>{nameOfLanguage(language)}</dd>
        </div>
        {data
          .filter((item) => item.key !== "language")
          .map((item) => (
            <div key={item.key}>
              <dt>{item.name}</dt>
              <dd>{item.meaning}</dd>
            </div>
          ))}
      </dl>
      <PastList history={history} />
    </div>
  );
}

function Standing({ customer }: { customer: KnownCustomer }) {
  const { t } = useTranslation();
  if (customer.vip_level === 0 && customer.segment === "") return null;
  return (
    <p className={styles["standing"]}>
      {customer.vip_level > 0 && (
        <StateTag tone="ring" icon="star">
          {t("customer.vip", { level: customer.vip_level })}
        </StateTag>
      )}
      {customer.segment && (
        <StateTag tone="quiet" icon="person">
          {customer.segment}
        </StateTag>
      )}
    </p>
  );
}

function PastList({ history }: { history: readonly PastInteraction[] }) {
  const { t } = useTranslation();
  const when = useWhen();
  return (
    <div>
      <h3>{t("customer.history")}</h3>
      {history.length === 0 && <p className={styles["first"]}>{t("customer.first_time")}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keys too */}
      <ol className={styles["past"]} tabIndex={0} aria-label={t("customer.history")}>
        {history.map((past) => (
          <li key={past.at}>
            <p>
              <span className="figures">{when.moment(past.at)}</span>
              {" · "}
              {past.disposition_name ?? serverText(`outcome.${past.outcome}`)}
              {past.agent_name && ` · ${past.agent_name}`}
            </p>
            {past.note && <p className={styles["note"]}>{past.note}</p>}
          </li>
        ))}
      </ol>
    </div>
  );
}
