/** A tree of results as the groups of a list, and the search through both. */
import type { DispositionChoice } from "@/shared/live/entities";

export interface Choosable {
  value: string;
  label: string;
}
export interface Group {
  label: string;
  options: Choosable[];
}

/** Results without a heading stand for themselves, the others under the path to them. */
export function optionsOf(choices: readonly DispositionChoice[]): (Choosable | Group)[] {
  const options: (Choosable | Group)[] = [];
  const groups = new Map<string, Group>();
  for (const { id, name, path } of choices) {
    const one = { value: id, label: name };
    const heading = path.join(" › ");
    const group = groups.get(heading);
    if (heading === "") options.push(one);
    else if (group) group.options.push(one);
    else {
      const first = { label: heading, options: [one] };
      groups.set(heading, first);
      options.push(first);
    }
  }
  return options;
}

/** Whether every word typed stands in the name of the result or of a heading above it. */
export function matches(typed: string, id: string, choices: readonly DispositionChoice[]): boolean {
  const one = choices.find((choice) => choice.id === id);
  const text = one ? [...one.path, one.name].join(" ").toLocaleLowerCase() : "";
  return typed
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
