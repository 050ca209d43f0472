import type { ArchiveParts } from '../archive/parts.ts';
import type { RedactionRules } from '../archive/redact-rules.ts';
import { previewRedaction, redactParts, type RedactionTools } from '../archive/redact.ts';
import type { RedactionPreview } from '../domain/export-format.ts';
import { compress, decompress } from '../pipeline/recode-body.ts';

/** A new salt for each archive: what is hashed in one says nothing about what is hashed in another. */
const tools = (): RedactionTools => ({ salt: crypto.randomUUID(), codec: { compress, decompress } });

export const redacted = (parts: ArchiveParts, rules: RedactionRules): Promise<ArchiveParts> => redactParts(parts, rules, tools());

/** What would be taken out. */
export const redactionOf = (parts: ArchiveParts, rules: RedactionRules): Promise<RedactionPreview> => previewRedaction(parts, rules, tools());
