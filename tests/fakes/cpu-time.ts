/**
 * Milliseconds that this thread has computed so far. What takes too long is told by these, and not by a clock: on a machine that does much else a
 * clock goes on while the thread waits for its turn.
 */
export function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
