/**
 * A proposed change: what one press makes is a button, what a record holds is the way to it, and
 * what others must do, or time, is plain text.
 */
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { may, useSession } from "@/shared/session/session";
import { Icon } from "@/shared/ui/icon";
import { useAct } from "@/shared/ui/use-act";
import { useUndoNotice } from "@/shared/ui/use-undo-notice";
import styles from "./explanation.module.css";
import { type Act, actFor, IN_THE_RECORD } from "./model/acts";
import { type Obstacle, sayAct, sayChange } from "./model/say";

interface Props {
  obstacle: Obstacle;
  agentId: string;
  interactionId: string;
  /** Nothing but the order keeps the agent from it. */
  isFree: boolean;
}

export function ProposedChange({ obstacle, agentId, interactionId, isFree }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const said = sayChange(t, obstacle);
  if (!said || !obstacle.change) return null;
  const act = actFor(obstacle, { agentId, interactionId, isFree });
  if (act && may(session, act.permission)) return <ActButton act={act} said={sayAct(t, obstacle)} />;
  if (IN_THE_RECORD.has(obstacle.change) && may(session, "agents.agent.edit"))
    return (
      <Link to="/admin/$kind" params={{ kind: "agents" }} search={{ record: agentId }}>
        {said}
      </Link>
    );
  return (
    <span className={styles["theirs"]}>
      <Icon name="clock" size={15} /> {said}
    </span>
  );
}

function ActButton({ act, said }: { act: Act; said: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const refresh = () =>
    Promise.all(
      [["why"], ["floor", "profile"], ["catalogue"]].map((queryKey) =>
        queries.invalidateQueries({ queryKey }),
      ),
    );
  const offerUndo = useUndoNotice(refresh);
  const make = useAct(async () => {
    const undo = await act.make();
    if (undo) offerUndo({ title: t("why.made", { change: said }), undo });
    else void message.success(t("floor.done"));
    await refresh();
  });
  return (
    <Button
      size="small"
      icon={<Icon name="plus" size={15} />}
      loading={make.isPending}
      onClick={() => make.mutate(undefined)}
    >
      {said}
    </Button>
  );
}
