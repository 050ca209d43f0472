/** The formats in which a recording leaves, in the order in which they are offered. */
export const EXPORT_FORMAT_IDS = ['archive', 'archiveGzip', 'har', 'ndjson', 'csv', 'otlp', 'html', 'markdown', 'expectation'] as const;
export type ExportFormatId = (typeof EXPORT_FORMAT_IDS)[number];
