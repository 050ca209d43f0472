import { Ajv, type AnySchema } from 'ajv';
import draft6 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' };
import { createRequire } from 'node:module';

// The package has no types.
const schemas = createRequire(import.meta.url)('har-schema') as Record<string, AnySchema>;

/** Its `uri` would be checked by a package of its own; what our URLs are is checked elsewhere. */
const ajv = new Ajv({ strict: false, validateFormats: false }).addMetaSchema(draft6);
for (const schema of Object.values(schemas)) ajv.addSchema(schema);

/** What the schema of HAR 1.2 finds wrong with a value; empty where nothing is. */
export function harFaults(value: unknown): readonly object[] {
  return ajv.validate('har.json#', value) ? [] : (ajv.errors ?? []);
}
