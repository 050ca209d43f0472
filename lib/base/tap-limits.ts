/** How much the page tap of one document may say, whatever its page does: kept to by the tap's partner, checked by the background. */
export const TAP_LIMITS = {
  /** Of one body, before base64. */
  bodyBytes: 1 << 20,
  bytesPerSecond: 8 << 20,
  messagesPerSecond: 500,
  /** Reports of requests that the page's policy stopped, for the life of the document. */
  refusals: 100,
  /** Sends beyond the rate, after which a document is not listened to any more: no SDK sends so much, so its page means harm. */
  beyondRate: 20_000,
  urlChars: 65_536,
  formEntries: 1_000,
} as const;
