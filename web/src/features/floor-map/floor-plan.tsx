/** A floor as it is now: rooms, desks, and at each desk the agent's state and since when. */
import { useTranslation } from "react-i18next";
import type { GetFloorMapResponse } from "@/shared/api/generated/types.gen";
import type { LiveAgent } from "@/shared/live/floor-entities";
import { useEntities } from "@/shared/live/use-live";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import { AgentStateTag } from "@/shared/ui/agent-state-tag";
import { Icon } from "@/shared/ui/icon";
import styles from "./floor-map.module.css";

export type Place = GetFloorMapResponse["places"][number];

interface Props {
  map: Pick<GetFloorMapResponse, "name" | "columns" | "rows" | "places">;
  onOpen: (agentId: string, name: string) => void;
}

/** Rooms first, then desks from the top, so that the keyboard goes through them as one reads. */
function inReadingOrder(places: readonly Place[]): Place[] {
  const rank = (place: Place) => (place.kind === "room" ? 0 : 1);
  return [...places].sort((one, other) => rank(one) - rank(other) || one.y - other.y || one.x - other.x);
}

export function FloorPlan({ map, onOpen }: Props) {
  const { t } = useTranslation();
  const agents = useEntities("agent");
  return (
    <div className={styles["scroll"]}>
      <ul
        className={styles["plan"]}
        aria-label={t("floor_map.plan_of", { name: map.name })}
        style={{
          gridTemplateColumns: `repeat(${map.columns}, minmax(26px, 1fr))`,
          gridTemplateRows: `repeat(${map.rows}, 44px)`,
        }}
      >
        {inReadingOrder(map.places).map((place) => (
          <li
            key={place.id}
            className={styles[place.kind]}
            style={{
              gridColumn: `${place.x + 1} / span ${place.width}`,
              gridRow: `${place.y + 1} / span ${place.height}`,
            }}
          >
            <PlaceView
              place={place}
              agent={place.agent_id ? agents[place.agent_id] : undefined}
              onOpen={onOpen}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

interface PlaceProps {
  place: Place;
  agent: LiveAgent | undefined;
  onOpen: Props["onOpen"];
}

function PlaceView({ place, agent, onOpen }: PlaceProps) {
  const { t } = useTranslation();
  if (place.kind === "room") return <span className={styles["label"]}>{place.label}</span>;
  if (!agent) {
    // Whom one does not oversee sits there all the same.
    const state = t(place.agent_id ? "floor_map.taken" : "floor_map.free");
    return <span className={styles[place.agent_id ? "taken" : "free"]}>{place.label || state}</span>;
  }
  return (
    <button type="button" className={styles["seat"]} onClick={() => onOpen(agent.id, agent.name)}>
      <span className={styles["who"]}>
        {agent.hand && (
          <>
            <Icon name="hand" size={15} />
            <span className="unseen">{t("floor_map.hand")}</span>
          </>
        )}
        <strong>{agent.name}</strong>
      </span>
      <AgentStateTag state={agent.state} />
      {agent.state !== "offline" && <ElapsedTime since={agent.since} />}
    </button>
  );
}
