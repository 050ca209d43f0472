/** Something broken in a file that was read all the same: where (`requests[3].body`, `log.entries[0]`) and what was expected there. */
export type Problem = { readonly place: string; readonly message: string };

/** A file that cannot be used at all. `place` is a key path or a line and column; null: the file as a whole. */
export type Refusal = { readonly place: string | null; readonly message: string };

/** A problem or refusal as one sentence, to be put after the file's name. */
export const sentenceOf = ({ place, message }: Problem | Refusal): string => (place === null ? message : `${place}: ${message}`);
