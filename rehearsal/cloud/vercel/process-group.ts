import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

const running = new Set<ChildProcess>();
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
let watching = false;

/** Starts a process as the leader of its own group, so that its workers can be ended with it. */
export function spawnGroup(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  watch();
  const child = spawn(command, args, { ...options, detached: true });
  running.add(child);
  child.once('exit', () => {
    // Workers that outlive their leader are still in the group.
    kill(child);
    running.delete(child);
  });
  child.once('error', () => running.delete(child));
  return child;
}

/** Ends a group for good. Resolves when its leader is gone. */
export async function endGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  kill(child);
  await gone;
}

function kill(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group is empty already.
  }
}

/** However this process ends, short of SIGKILL, the groups end with it. */
function watch(): void {
  if (watching) return;
  watching = true;
  process.once('exit', () => running.forEach(kill));
  for (const signal of signals) {
    const onSignal = () => {
      running.forEach(kill);
      process.removeListener(signal, onSignal);
      // Our listener had switched the signal's default off; where nobody else handles it, it must end us as before.
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    };
    process.on(signal, onSignal);
  }
}
