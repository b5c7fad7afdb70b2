/** What pages take from their addresses: only what could have been written by us. */

type Search = Record<string, unknown>;

export const dayIn = ({ day }: Search): { day?: string } =>
  typeof day === "string" && /^\d{4}-\d{2}-\d{2}$/.test(day) ? { day } : {};

export const weekIn = (search: Search): { day?: string; team?: string } => ({
  ...dayIn(search),
  ...(typeof search["team"] === "string" ? { team: search["team"] } : {}),
});
