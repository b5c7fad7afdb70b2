/** Saves levels one after another for each agent, and remembers what can be undone. */
import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useCallback, useRef, useState } from "react";
import { putJson } from "@/shared/api/plain";
import { explain } from "@/shared/api/problems";
import { recordsQuery, type StoredRecord } from "@/shared/api/records";
import { type Change, levelsOf, reverse, withLevel } from "./levels";

const AGENTS = recordsQuery("/v1/agents");

export function useLevels() {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [done, setDone] = useState<readonly Change[]>([]);
  const saving = useRef(new Map<string, Promise<void>>());

  const show = useCallback(
    (agent: StoredRecord) =>
      queries.setQueryData(AGENTS.queryKey, (agents) =>
        agents?.map((one) => (one.id === agent.id ? agent : one)),
      ),
    [queries],
  );
  const find = useCallback(
    (id: string) => queries.getQueryData(AGENTS.queryKey)?.find((agent) => agent.id === id),
    [queries],
  );

  /** Show the change at once; save it after those of the same agent before it. */
  const save = useCallback(
    (change: Change) => {
      const before = find(change.agent);
      if (!before) return;
      show({ ...before, skills: withLevel(levelsOf(before), change.skill, change.to) });
      const turn = (saving.current.get(change.agent) ?? Promise.resolve()).then(async () => {
        const latest = find(change.agent);
        if (!latest) return;
        const { id, ...body } = latest;
        try {
          const saved = await putJson<StoredRecord>(`/v1/agents/${encodeURIComponent(id)}`, body);
          const shown = find(id);
          // What was typed meanwhile stays on screen; its own turn comes.
          if (shown) show({ ...saved, skills: levelsOf(shown) });
        } catch (error) {
          void message.error(explain(error));
          await queries.invalidateQueries({ queryKey: AGENTS.queryKey });
        }
      });
      saving.current.set(change.agent, turn);
    },
    [find, show, queries, message],
  );

  const change = useCallback(
    (one: Change) => {
      setDone((all) => [...all, one]);
      save(one);
    },
    [save],
  );
  const undo = useCallback(() => {
    const last = done.at(-1);
    if (!last) return;
    setDone(done.slice(0, -1));
    save(reverse(last));
  }, [done, save]);

  return { change, undo, last: done.at(-1) };
}
