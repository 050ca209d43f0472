/** How something stands, for its colour and mark. A tone never stands alone: a word says the same. */
export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'quiet';
