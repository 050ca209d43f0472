/** Closes a `switch` over a union: a new member is a type error here, and a damaged value a clear exception. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
