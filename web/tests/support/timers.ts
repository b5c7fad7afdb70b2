/** Every timer of a test, so that none of them goes off in the test after it. */
const running = new Set<ReturnType<typeof setTimeout>>();
const real = { setTimeout, setInterval, clearTimeout };

function kept<Start extends (...given: never[]) => ReturnType<typeof setTimeout>>(start: Start): Start {
  const keep = (...given: never[]) => {
    const timer = start(...given);
    running.add(timer);
    return timer;
  };
  return Object.assign(keep, start);
}

globalThis.setTimeout = kept(real.setTimeout as never);
globalThis.setInterval = kept(real.setInterval as never);

export function stopTimers(): void {
  for (const timer of running) real.clearTimeout(timer);
  running.clear();
}
