/** Where something stands in the text: `from` its first character, `to` the one after its last. */
export type Span = { readonly from: number; readonly to: number };

/** What a number has to be; both ends belong to it. */
export type NumberTest =
  | { readonly op: '=' | '<' | '<=' | '>' | '>='; readonly value: number }
  | { readonly op: 'range'; readonly low: number; readonly high: number };

export type TextNode = Span & { readonly type: 'text'; readonly text: string };
export type RegexNode = Span & { readonly type: 'regex'; readonly source: string; readonly flags: string };
/** A term of the table in `terms.ts` whose value is a word or a text. */
export type WordNode = Span & { readonly type: 'word'; readonly term: string; readonly value: string };
/** A term of the table whose value is a number, or a length of time in milliseconds. */
export type NumberNode = Span & { readonly type: 'number'; readonly term: string; readonly test: NumberTest };
/** A field of the event's data, by its path or by the name that the vendor's list of fields gives it. */
export type FieldNode = Span & { readonly type: 'field'; readonly name: string; readonly value: string; readonly test: NumberTest | null };
export type LeafNode = TextNode | RegexNode | WordNode | NumberNode | FieldNode;

export type FilterNode =
  | LeafNode
  | (Span & { readonly type: 'not'; readonly part: FilterNode })
  | (Span & { readonly type: 'and' | 'or'; readonly parts: readonly FilterNode[] });

/** What is wrong, in a sentence, and where. `unfinished`: it may become right as more is typed at the end. */
export type FilterProblem = Span & { readonly message: string; readonly unfinished: boolean };

/** `root` null: nothing is asked, so everything is shown. What is wrong is left out of it. */
export type Filter = { readonly root: FilterNode | null; readonly problem: FilterProblem | null };
