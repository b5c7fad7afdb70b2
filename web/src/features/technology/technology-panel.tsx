/** What carries the calls: trunks, who is in which flow, the engine and this machine. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { getTechnology } from "@/shared/api/generated/sdk.gen";
import type { GetTechnologyResponse } from "@/shared/api/generated/types.gen";
import { troubleText } from "@/shared/calls/trunk-trouble";
import { ElapsedTime } from "@/shared/time/elapsed-time";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { FirstStep } from "@/shared/ui/first-step";
import { Panel } from "@/shared/ui/panel";
import { StateTag } from "@/shared/ui/state-tag";
import styles from "./technology.module.css";

const EVERY_MS = 3_000;
const GOOD: ReadonlySet<string> = new Set(["registered", "reachable"]);
const COUNTS = ["lines_in_use", "in_flow", "waiting", "with_agents", "wrap_up"] as const;
const SHARES = ["processor", "memory", "disk"] as const;
// From here on somebody should look before calls suffer.
const FULL_PERCENT = 90;
// The only step that nobody named: what a rule lets callers hear first.
const BEFORE_START = "before the start";

export function TechnologyPanel() {
  const { t } = useTranslation();
  const now = useQuery({
    queryKey: ["technology"],
    queryFn: () => answered(getTechnology()),
    refetchInterval: EVERY_MS,
  }).data;
  return (
    <Panel title={t("technology.title")}>
      {now && (
        <div className={styles["parts"]}>
          <Figures now={now} />
          <Trunks trunks={now.trunks} />
          <Flows flows={now.flows} count={now.calls.in_flow} />
        </div>
      )}
    </Panel>
  );
}

function Figures({ now }: { now: GetTechnologyResponse }) {
  const { t } = useTranslation();
  const { machine } = now;
  return (
    <dl className={styles["figures"]}>
      {COUNTS.map((name) => (
        <div key={name}>
          <dt>{t(`technology.${name}`)}</dt>
          <dd className="figures">{now.calls[name]}</dd>
        </div>
      ))}
      <div>
        <dt>{t("technology.engine")}</dt>
        <dd>
          <StateTag
            tone={machine.is_engine_connected ? "ready" : "danger"}
            icon={machine.is_engine_connected ? "check" : "warning"}
          >
            {t(machine.is_engine_connected ? "technology.connected" : "technology.gone")}
          </StateTag>
        </dd>
      </div>
      {SHARES.map((name) => {
        const share = machine[name];
        if (share === null) return null;
        const isFull = share >= FULL_PERCENT;
        return (
          <div key={name}>
            <dt>{t(`technology.${name}`)}</dt>
            <dd className="figures">
              {isFull ? (
                <StateTag tone="danger" icon="warning">
                  {Math.round(share)} %
                </StateTag>
              ) : (
                `${Math.round(share)} %`
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Trunks({ trunks }: { trunks: GetTechnologyResponse["trunks"] }) {
  const { t } = useTranslation();
  return (
    <section>
      <h3>{t("technology.trunks")}</h3>
      {trunks.length === 0 && (
        <EmptyHint title={t("technology.no_trunks")}>
          <FirstStep kind="trunks" permission="telephony.trunk.edit" text={t("technology.add_trunks")} />
        </EmptyHint>
      )}
      <ul className={styles["list"]}>
        {trunks.map((trunk) => (
          <li key={trunk.id}>
            <span className={styles["name"]}>{trunk.name}</span>
            <StateTag
              tone={GOOD.has(trunk.state) ? "ready" : trunk.state === "unknown" ? "quiet" : "danger"}
              icon={GOOD.has(trunk.state) ? "check" : "warning"}
            >
              {t(`trunk_state.${trunk.state}`)}
            </StateTag>
            {trunk.since && <ElapsedTime since={trunk.since} />}
            {trunk.trouble && <span className={styles["detail"]}>{troubleText(trunk.trouble)}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Who leads a team is told how many there are, not who: no team has them yet. */
function Flows({ flows, count }: { flows: GetTechnologyResponse["flows"]; count: number }) {
  const { t } = useTranslation();
  return (
    <section>
      <h3>{t("technology.flows")}</h3>
      {flows.length === 0 && (
        <EmptyHint title={t(count > 0 ? "technology.flows_unnamed" : "technology.no_flows", { count })} />
      )}
      <ul className={styles["list"]}>
        {flows.map((call) => (
          <li key={call.interaction_id}>
            <Link
              to="/interactions/$id"
              params={{ id: call.interaction_id }}
              className={styles["name"] ?? ""}
            >
              {call.name || call.number || t("technology.unknown")}
            </Link>
            <span>
              {t("technology.at_step", {
                flow: call.flow_name,
                step: call.step === BEFORE_START ? t("technology.before_start") : call.step,
              })}
            </span>
            <ElapsedTime since={call.since} />
          </li>
        ))}
      </ul>
    </section>
  );
}
