/** What the page remembers over its own full navigations, in this tab alone. */
export function remembered<T>(key: string, fallback: T): T {
  const text = sessionStorage.getItem(`demo.${key}`);
  // Written by `remember` alone, so that the type is the one that was put in.
  return text === null ? fallback : (JSON.parse(text) as T);
}

export function remember(key: string, value: unknown): void {
  sessionStorage.setItem(`demo.${key}`, JSON.stringify(value));
}
