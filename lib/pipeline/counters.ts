import type { Counters } from '../domain/ports.ts';

export function addCounters(sum: Record<string, number>, delta: Counters): void {
  for (const [name, n] of Object.entries(delta)) sum[name] = (sum[name] ?? 0) + n;
}
