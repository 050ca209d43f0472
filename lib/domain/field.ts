import type { Json } from '../base/json.ts';

/** A node of the tree that a person reads under "Fields", and that search finds by name. */
export type FieldNode = {
  /** The stable search key, e.g. `sentry.event.level`; null for a part that no FieldSpec names. */
  readonly name: string | null;
  readonly label: string;
  /** Its key or place in the data, where that is not the label. */
  readonly key?: string;
  /** Leaf value; null for a branch. */
  readonly value: Json;
  readonly children: readonly FieldNode[];
};

export type FieldType = 'string' | 'number' | 'boolean' | 'time' | 'id' | 'url' | 'json';

/**
 * Declares a field. The name is for ever: filters, columns and exports hang on it. `path` is its place in an event's data
 * (keys joined by `/`, `*` for any index), by which the recorder labels the tree; absent where the dissector records it itself.
 */
export type FieldSpec = {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  readonly description: string;
  readonly path?: string;
};
