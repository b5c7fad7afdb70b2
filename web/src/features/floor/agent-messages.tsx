/** The thread with one agent, as those who oversee the agent see it; looking at it reads it. */
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { listAgentMessages, readAgentMessages, sendMessage } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import type { ThreadMessage } from "@/shared/live/entities";
import type { LiveAgent } from "@/shared/live/floor-entities";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { MessageThread } from "@/shared/ui/message-thread";
import { Notice } from "@/shared/ui/notice";
import { useAct } from "@/shared/ui/use-act";

export function AgentMessages({ agent }: { agent: LiveAgent }) {
  const { t } = useTranslation();
  // The stream says that there is something new by the id of the last message.
  const thread = useQuery({
    queryKey: ["floor", "messages", agent.id, agent.last_message_id],
    queryFn: () => answered(listAgentMessages({ path: { agent_id: agent.id } })),
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const send = useAct((text: string) => answered(sendMessage({ body: { agents: [agent.id], text } })));
  const newest = thread.data?.messages.at(-1)?.id;
  const isUnread = agent.unread > 0;
  useEffect(() => {
    if (isUnread && newest)
      void readAgentMessages({ path: { agent_id: agent.id }, body: { message_id: newest } });
  }, [isUnread, newest, agent.id]);
  if (thread.error) return <Notice tone="danger">{explain(thread.error)}</Notice>;
  if (!thread.data) return <EmptyHint title={t("page.loading")} />;
  return (
    <MessageThread
      messages={thread.data.messages as ThreadMessage[]}
      isAgent={false}
      onSend={(text) => send.mutateAsync(text)}
    />
  );
}
