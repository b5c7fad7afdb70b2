/** One kind of record, with what other features add to it. */
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { NotFound } from "@/apps/shell/not-found";
import { CataloguePage } from "@/features/catalogue/catalogue-page";
import { ButtonSnippet } from "@/features/catalogue/extras/button-snippet";
import { PhoneSecret } from "@/features/catalogue/extras/phone-secret";
import { TrunkState } from "@/features/catalogue/extras/trunk-state";
import { TrunkTest } from "@/features/catalogue/extras/trunk-test";
import { UserPassword } from "@/features/catalogue/extras/user-password";
import type { KindName } from "@/features/catalogue/model/kind";
import { findKind } from "@/features/catalogue/model/kinds";
import type { Below } from "@/features/catalogue/record-form";
import { FlowStartField } from "@/features/flow-editor/flow-start-field";
import { FlowStepsField } from "@/features/flow-editor/flow-steps-field";
import { QuestionsField } from "@/features/form-editor/questions-field";
import { AgentChoiceField } from "@/features/queue-editor/agent-choice-field";
import { AgentPreview } from "@/features/queue-editor/agent-preview";
import { AlternativesField } from "@/features/queue-editor/alternatives-field";
import { CapacityField } from "@/features/queue-editor/capacity-field";
import { ChoiceWeightsField } from "@/features/queue-editor/choice-weights-field";
import { HeadStartsField } from "@/features/queue-editor/head-starts-field";
import { LinePreview } from "@/features/queue-editor/line-preview";
import { MusicField } from "@/features/queue-editor/music-field";
import { OverflowInput } from "@/features/queue-editor/overflow-input";
import { RelaxationField } from "@/features/queue-editor/relaxation-field";
import { WaitingRoomField } from "@/features/queue-editor/waiting-room-field";
import type { StoredRecord } from "@/shared/api/records";
import { may, useSession } from "@/shared/session/session";

const OWN = {
  flow_start: FlowStartField,
  flow_steps: FlowStepsField,
  agent_choice: AgentChoiceField,
  music: MusicField,
  choice_weights: ChoiceWeightsField,
  relaxation: RelaxationField,
  overflow: OverflowInput,
  waiting_room: WaitingRoomField,
  head_starts: HeadStartsField,
  capacity: CapacityField,
  alternatives: AlternativesField,
  questions: QuestionsField,
};

const BELOW: Partial<Record<KindName, Below>> = {
  queues: { choice_weights: AgentPreview, share_percent: LinePreview },
};

function Extra({ kind, record }: { kind: KindName; record: StoredRecord }) {
  if (kind === "trunks")
    return (
      <>
        <TrunkState id={record.id} />
        <TrunkTest id={record.id} />
      </>
    );
  if (kind === "call-buttons") return <ButtonSnippet record={record} />;
  if (kind === "users") return <UserPassword id={record.id} />;
  if (kind === "agents" && record["phone_kind"] === "sip") return <PhoneSecret id={record.id} />;
  return null;
}

export function KindPage() {
  const { kind: name } = useParams({ from: "/inside/admin/$kind" });
  const { record } = useSearch({ from: "/inside/admin/$kind" });
  const navigate = useNavigate();
  const session = useSession();
  const kind = findKind(name);
  if (!kind) return <NotFound />;
  const below = BELOW[kind.name];
  const mayEdit = may(session, `${kind.permission}.edit`);
  return (
    <CataloguePage
      key={kind.name}
      kind={kind}
      mayEdit={mayEdit}
      own={OWN}
      askedFor={record}
      onClose={() => {
        if (record) void navigate({ to: ".", search: {} });
      }}
      {...(below ? { below } : {})}
      {...(mayEdit ? { extra: (record: StoredRecord) => <Extra kind={kind.name} record={record} /> } : {})}
    />
  );
}
