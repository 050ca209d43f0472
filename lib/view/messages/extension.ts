/** What the browser itself shows of the extension. */
export const extension = {
  extensionDescription: 'Shows the sessions that analytics and error SDKs open on a page, and why each began and ended.',
} as const;
