/** What to type into a desk phone: shown on request only, since looking is written down. */
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { renewPhoneSecret, revealPhoneSecret } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import styles from "./extras.module.css";

const MAKERS = ["yealink", "grandstream"] as const;

export function PhoneSecret({ id }: { id: string }) {
  const { t } = useTranslation();
  const reveal = useMutation({ mutationFn: () => answered(revealPhoneSecret({ path: { id } })) });
  const renew = useMutation({ mutationFn: () => answered(renewPhoneSecret({ path: { id } })) });
  const shown = renew.data ?? reveal.data;
  const error = renew.error ?? reveal.error;
  return (
    <section className={styles["extra"]} aria-label={t("phone_secret.title")}>
      <h2>{t("phone_secret.title")}</h2>
      <p className={styles["lead"]}>{t("phone_secret.lead")}</p>
      {shown && (
        <dl className={styles["secret"]}>
          <div>
            <dt>{t("phone_secret.server")}</dt>
            <dd>{shown.host}</dd>
          </div>
          <div>
            <dt>{t("phone_secret.port")}</dt>
            <dd>{`${shown.port} (UDP, TCP)${shown.tls_port === null ? "" : `, ${shown.tls_port} (TLS)`}`}</dd>
          </div>
          <div>
            <dt>{t("field.username")}</dt>
            <dd>{shown.username}</dd>
          </div>
          <div>
            <dt>{t("sign_in.password")}</dt>
            <dd>{shown.secret}</dd>
          </div>
        </dl>
      )}
      <p className={styles["lead"]}>{t("phone_secret.files")}</p>
      <div className={styles["buttons"]}>
        {MAKERS.map((maker) => (
          <Button
            key={maker}
            href={`/v1/agents/${id}/phone-files/${maker}`}
            download
            icon={<Icon name="download" />}
          >
            {t(`phone_secret.file.${maker}`)}
          </Button>
        ))}
      </div>
      {error && <Notice tone="danger">{explain(error)}</Notice>}
      <div className={styles["buttons"]}>
        <Button loading={reveal.isPending} onClick={() => reveal.mutate()}>
          {t("phone_secret.show")}
        </Button>
        <Button loading={renew.isPending} onClick={() => renew.mutate()}>
          {t("phone_secret.renew")}
        </Button>
      </div>
    </section>
  );
}
