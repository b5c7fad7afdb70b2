/** One interaction. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { InteractionDetail } from "@/features/interactions/interaction-detail";
import { LastSeconds } from "@/features/recording-control/last-seconds";
import { answered } from "@/shared/api/client";
import { getInteraction } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import { CallButton } from "@/shared/calls/call-button";
import { may, useSession } from "@/shared/session/session";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import styles from "./interaction-page.module.css";

const LISTEN = "recordings.recording.listen";
const DOWNLOAD = "recordings.recording.download";

export function InteractionPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: "/inside/interactions/$id" });
  const session = useSession();
  const detail = useQuery({
    queryKey: ["interaction", id],
    queryFn: () => answered(getInteraction({ path: { interaction_id: id } })),
    refetchInterval: ({ state }) => (state.data?.outcome === "in_progress" ? 3_000 : false),
  });
  return (
    <>
      <div className={styles["head"]}>
        <Link to="/interactions" className={styles["back"] ?? ""}>
          <Icon name="back" size={18} /> {t("interactions.back")}
        </Link>
        {detail.data?.customer.number && (
          <CallButton
            interactionId={id}
            name={detail.data.customer.name || detail.data.customer.number}
            isWide
          />
        )}
        {detail.data?.outcome === "in_progress" && may(session, LISTEN) && <LastSeconds interactionId={id} />}
      </div>
      {detail.isPending && <EmptyHint title={t("page.loading")} />}
      {detail.error && <Notice tone="danger">{explain(detail.error)}</Notice>}
      {detail.data && (
        <InteractionDetail
          detail={detail.data}
          mayDownload={may(session, DOWNLOAD)}
          mayReadPast={may(session, "reporting.past.read")}
        />
      )}
    </>
  );
}
