/** The formats in which a recording leaves, in the order in which they are offered. */
export const EXPORT_FORMAT_IDS = ['archive', 'archiveGzip', 'har', 'ndjson', 'csv', 'otlp', 'html', 'markdown', 'expectation'] as const;
export type ExportFormatId = (typeof EXPORT_FORMAT_IDS)[number];

/** What is taken out of an export, and why; in the order in which it is told. */
export const REDACTION_REASONS = ['header', 'cookie', 'secretField', 'token', 'email', 'ip', 'user', 'sessionId', 'field', 'pattern', 'opaque'] as const;
export type RedactionReason = (typeof REDACTION_REASONS)[number];
/** How often each reason applies; those that do not are left out. */
export type RedactionPreview = readonly { readonly reason: RedactionReason; readonly count: number }[];
