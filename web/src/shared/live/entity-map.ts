/** Which shape stands under which name in the live stream. */

import type { AgentTask, DeskNotice, Me, Offer, ParkedCall, Thread, Watched, Work } from "./entities";
import type {
  Emergency,
  Hand,
  Listening,
  LiveAgent,
  LiveTrunk,
  QueueFigures,
  Waiting,
} from "./floor-entities";
import type { OwnPlan } from "./plan-entities";
import type { TileContent, WallboardLayout } from "./wallboard-entities";

export interface Entities {
  me: Me;
  offer: Offer;
  work: Work;
  queue: QueueFigures;
  agent: LiveAgent;
  waiting: Waiting;
  parked: ParkedCall;
  parked_call: ParkedCall;
  trunk: LiveTrunk;
  emergency: Emergency;
  thread: Thread;
  hand: Hand;
  listening: Listening;
  watched: Watched;
  task: AgentTask;
  plan: OwnPlan;
  notice: DeskNotice;
  wallboard: WallboardLayout;
  tile: TileContent;
}

export type EntityName = keyof Entities;
export type EntityMap<E extends EntityName> = Readonly<Record<string, Entities[E]>>;
