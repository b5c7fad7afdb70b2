/** The places of the back office in groups, each with its text and who may open it. */
import { KINDS, textKey } from "@/features/catalogue/model/kinds";

export interface Place {
  path: string;
  text: string;
  permission: string;
}

const RECORDS: Place[] = KINDS.map(({ name, permission }) => ({
  path: `/admin/${name}`,
  text: `kind.${textKey(name)}.many`,
  permission: `${permission}.read`,
}));

export const PLACES: readonly (readonly Place[])[] = [
  RECORDS,
  [
    { path: "/admin/rules", text: "admission.rules", permission: "routing.admission.read" },
    { path: "/admin/admission", text: "admission.title", permission: "routing.admission.read" },
  ],
  [{ path: "/admin/skills-matrix", text: "matrix.title", permission: "agents.agent.read" }],
  [{ path: "/admin/audit", text: "audit.title", permission: "identity.audit.read" }],
];
