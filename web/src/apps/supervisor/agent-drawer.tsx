/** What can be done for one agent, beside the board or the floor map. */
import { Drawer } from "antd";
import { AgentExplanation } from "@/features/explanation/agent-explanation";
import { AgentActs } from "@/features/floor/agent-acts";
import { ListenButtons } from "@/features/monitoring/listen-buttons";
import { AgentDay } from "@/features/own-day/agent-day";
import { AgentTasks } from "@/features/tasks/agent-tasks";
import { may, useSession } from "@/shared/session/session";

export interface AskedAgent {
  id: string;
  name: string;
}

export function AgentDrawer({ agent, onClose }: { agent: AskedAgent | null; onClose: () => void }) {
  const session = useSession();
  const mayListen = may(session, "supervision.call.monitor");
  const mayAct = may(session, "supervision.floor.act");
  const mayAsk = may(session, "routing.explanation.read");
  return (
    <Drawer open={agent !== null} onClose={onClose} destroyOnHidden size={560} title={agent?.name}>
      {agent && (
        <>
          <AgentActs
            key={agent.id}
            id={agent.id}
            extra={mayListen ? (item) => <ListenButtons item={item} /> : undefined}
            tasks={mayAct && <AgentTasks agentId={agent.id} name={agent.name} />}
            explanation={mayAsk && <AgentExplanation id={agent.id} />}
          />
          <AgentDay key={agent.id} id={agent.id} />
        </>
      )}
    </Drawer>
  );
}
