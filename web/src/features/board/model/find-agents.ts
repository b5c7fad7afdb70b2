/** Which agents a word on the board finds: by name, by team, by whom they talk with. */
import type { LiveAgent } from "@/shared/live/floor-entities";

export function fits(agent: LiveAgent, wanted: string): boolean {
  const part = wanted.trim().toLocaleLowerCase();
  if (!part) return true;
  const texts = [
    agent.name,
    ...agent.teams.map((team) => team.name),
    ...agent.in_hand.flatMap((item) => [item.customer_name, item.queue?.name ?? ""]),
  ];
  return texts.some((text) => text.toLocaleLowerCase().includes(part));
}
