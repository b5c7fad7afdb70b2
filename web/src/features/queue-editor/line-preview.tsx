/** Who would be served next by the settings as they stand in the form, and who moves by them. */
import { useTranslation } from "react-i18next";
import type { ChoicePreview } from "@/shared/api/generated/types.gen";
import type { Values } from "@/shared/api/records";
import { useEntities } from "@/shared/live/use-live";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import { usePreview } from "./model/use-preview";
import styles from "./preview.module.css";

const SHOWN = 6;
type Place = ChoicePreview["waiting"][number];

export function LinePreview({ id, body }: { id: string | null; body: Values }) {
  const { t } = useTranslation();
  const found = usePreview(id, body).data;
  if (!found) return null;
  // Nobody waits in a queue that is not saved yet.
  if (id === null) return <Lengths lengths={found.lengths} />;
  return (
    <section className={styles["preview"]} aria-label={t("choice_preview.line")}>
      <h4>{t("choice_preview.line")}</h4>
      {found.waiting.length === 0 && <p className={styles["soft"]}>{t("why.nobody_waits")}</p>}
      <ol className={styles["list"]}>
        {found.waiting.slice(0, SHOWN).map((one, index) => (
          <Line key={one.interaction_id} one={one} place={index + 1} />
        ))}
      </ol>
      {found.waiting_count > SHOWN && (
        <p className={styles["soft"]}>{t("why.more", { count: found.waiting_count - SHOWN })}</p>
      )}
      <Lengths lengths={found.lengths} />
    </section>
  );
}

/** The queues under ratio control: whose is longest for its weight. */
function Lengths({ lengths }: { lengths: ChoicePreview["lengths"] }) {
  const { t } = useTranslation();
  if (lengths.length === 0) return null;
  return (
    <section className={styles["lengths"]} aria-label={t("choice_preview.lengths")}>
      <h4>{t("choice_preview.lengths")}</h4>
      <ol className={styles["list"]}>
        {lengths.slice(0, SHOWN).map((one, index) => (
          <li key={one.queue_id}>
            <span className={`${styles["place"]} figures`}>{index + 1}</span>
            <strong>{one.name}</strong>
            <span className={`${styles["why"]} figures`}>
              {t("choice_preview.length", { count: one.waiting_count, weight: one.weight })}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Line({ one, place }: { one: Place; place: number }) {
  const { t } = useTranslation();
  const customer = useEntities("waiting")[one.interaction_id]?.customer;
  const moved = one.place_now - place;
  return (
    <li>
      <span className={`${styles["place"]} figures`}>{place}</span>
      <strong>{customer?.name || customer?.number || t("customer.unknown")}</strong>
      <ElapsedTime since={one.since} className={styles["soft"] ?? ""} />
      <span className={`${styles["why"]} figures`}>
        {t("choice_preview.head_start", { seconds: one.head_start_s })}
        {moved !== 0 && ` · ${t(moved > 0 ? "choice_preview.earlier" : "choice_preview.later")}`}
      </span>
    </li>
  );
}
