/** The places of the back office by what they are about, each with its texts and who may open it. */
import { KINDS, textKey } from "@/features/catalogue/model/kinds";

export interface Place {
  path: string;
  text: string;
  lead: string;
  permission: string;
}

export interface PlaceGroup {
  title: string;
  places: readonly Place[];
}

function place({ name, permission }: (typeof KINDS)[number]): Place {
  const text = `kind.${textKey(name)}`;
  return {
    path: `/admin/${name}`,
    text: `${text}.many`,
    lead: `${text}.lead`,
    permission: `${permission}.read`,
  };
}

const CALLS: readonly string[] = [
  ...["queues", "entry-points", "call-buttons", "flows", "opening-hours", "trunks", "voicemail-boxes"],
];
const PEOPLE: readonly string[] = ["agents", "users", "teams", "skills"];
const GROUPED: ReadonlySet<string> = new Set([...CALLS, ...PEOPLE, "customers"]);
const kinds = (names: readonly string[]) =>
  names.flatMap((name) => KINDS.filter((kind) => kind.name === name).map(place));

const PLACES: readonly PlaceGroup[] = [
  {
    title: "admin.calls",
    places: [
      ...kinds(CALLS),
      {
        path: "/admin/rules",
        text: "admission.rules",
        lead: "admission.rules_lead",
        permission: "routing.admission.read",
      },
      {
        path: "/admin/admission",
        text: "admission.title",
        lead: "admission.lead",
        permission: "routing.admission.read",
      },
    ],
  },
  {
    title: "admin.people",
    places: [
      ...kinds(PEOPLE),
      {
        path: "/admin/skills-matrix",
        text: "matrix.title",
        lead: "matrix.short",
        permission: "agents.agent.read",
      },
      {
        path: "/admin/interruptions",
        text: "interruptions.title",
        lead: "interruptions.short",
        permission: "agents.agent.read",
      },
    ],
  },
  // Whatever no other group names belongs to the work at the desk.
  { title: "admin.desk", places: KINDS.filter(({ name }) => !GROUPED.has(name)).map(place) },
  { title: "admin.customers", places: kinds(["customers"]) },
  {
    title: "admin.record",
    places: [
      {
        path: "/admin/privacy",
        text: "privacy.title",
        lead: "privacy.short",
        permission: "recordings.rules.read",
      },
      { path: "/admin/audit", text: "audit.title", lead: "audit.short", permission: "identity.audit.read" },
    ],
  },
];

/** The groups with what somebody may open, without those that are empty then. */
export function placesFor(isAllowed: (permission: string) => boolean): readonly PlaceGroup[] {
  return PLACES.map(({ title, places }) => ({
    title,
    places: places.filter(({ permission }) => isAllowed(permission)),
  })).filter(({ places }) => places.length > 0);
}
