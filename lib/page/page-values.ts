/** Reading what a page has in its own world, whatever it may be. Getters of the page run, and may throw. */

/** The page's own variables. */
export const page = window as unknown as { readonly [name: string]: unknown };

/** So long an SDK may take to answer. */
const WAIT_MS = 3000;

/** What is found by a path of names; undefined where the path leads nowhere. */
export const at = (from: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => ((typeof value === 'object' || typeof value === 'function') && value !== null ? (value as { readonly [key: string]: unknown })[key] : undefined), from);
/** A text or number as a short text; null for all else. */
export const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value.slice(0, 300) : typeof value === 'number' || typeof value === 'bigint' ? String(value) : null);
/** Whether all of these are methods; a name may be a path with dots. */
export const has = (from: unknown, ...methods: readonly string[]): boolean => methods.every((method) => typeof at(from, ...method.split('.')) === 'function');
/** Calls a method of an object, with that object as `this`. */
export const tell = (from: unknown, method: string, ...args: readonly unknown[]): unknown => {
  const path = method.split('.');
  return (at(from, ...path) as (...args: readonly unknown[]) => unknown).apply(at(from, ...path.slice(0, -1)) ?? from, [...args]);
};
/** Rejects where the page does not answer in time. */
export const within = <T>(promise: Promise<T>): Promise<T> => Promise.race([promise, new Promise<T>((_, reject) => setTimeout(() => reject(new Error('the page did not answer in time')), WAIT_MS))]);
/** The first of these names in the page whose value fits. */
export const first = (names: readonly string[], fits: (value: unknown) => boolean): readonly [string, unknown] | null => {
  for (const name of names) {
    const value = at(page, ...name.split('.'));
    if (fits(value)) return [name, value];
  }
  return null;
};
