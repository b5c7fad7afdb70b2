/** Which shape stands under which name in the live stream. */

import type {
  AgentTask,
  DeskNotice,
  Emergency,
  Hand,
  Listening,
  LiveAgent,
  LiveTrunk,
  Me,
  Offer,
  ParkedCall,
  QueueFigures,
  Thread,
  Waiting,
  Watched,
  Work,
} from "./entities";
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
