/** Who did what, newest first, under its day. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { listAudit } from "@/shared/api/generated/sdk.gen";
import type { ListAuditData } from "@/shared/api/generated/types.gen";
import { explain } from "@/shared/api/problems";
import { useWhen } from "@/shared/time/use-when";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Notice } from "@/shared/ui/notice";
import styles from "./audit-trail.module.css";
import { byDay, sentence } from "./model/sentence";

export type AuditQuery = NonNullable<ListAuditData["query"]>;

export function AuditTrail({ query }: { query: AuditQuery }) {
  const { t } = useTranslation();
  const when = useWhen();
  const trail = useInfiniteQuery({
    queryKey: ["audit", query],
    queryFn: ({ pageParam }) =>
      answered(listAudit({ query: { ...query, ...(pageParam ? { before: pageParam } : {}) } })),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
  if (trail.error) return <Notice tone="danger">{explain(trail.error)}</Notice>;
  if (trail.isPending) return <EmptyHint title={t("page.loading")} />;
  const entries = trail.data.pages.flatMap((page) => page.items);
  if (entries.length === 0)
    return (
      <EmptyHint title={t("audit.none")}>
        <p>{t("audit.none_hint")}</p>
      </EmptyHint>
    );
  return (
    <div className={styles["trail"]}>
      {byDay(entries, when.day).map(({ day, entries: those }) => (
        <section key={day} aria-label={day}>
          <h3 className={styles["day"]}>{day}</h3>
          <ol>
            {those.map((entry) => (
              <li key={`${entry.at}${entry.what}${entry.subject}`} className={styles["entry"]}>
                <time dateTime={entry.at} className={`${styles["at"]} figures`}>
                  {when.exact(entry.at)}
                </time>
                <span>
                  <strong>{entry.who || t("audit.system")}</strong> {sentence(entry)}
                  {typeof entry.params["interaction_id"] === "string" && (
                    <>
                      {" · "}
                      <Link to="/interactions/$id" params={{ id: entry.params["interaction_id"] }}>
                        {t("audit.open_interaction")}
                      </Link>
                    </>
                  )}
                </span>
              </li>
            ))}
          </ol>
        </section>
      ))}
      {trail.hasNextPage && (
        <Button block onClick={() => void trail.fetchNextPage()} loading={trail.isFetchingNextPage}>
          {t("list.more")}
        </Button>
      )}
    </div>
  );
}
