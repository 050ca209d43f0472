import Ajv2020 from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';

const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(new URL('../../lib/archive/archive-v1.schema.json', import.meta.url), 'utf8')) as object,
);

/** What the published schema of archives finds wrong with a value; empty where nothing is. */
export const schemaFaults = (value: unknown): readonly object[] => (validate(value) ? [] : (validate.errors ?? []));
