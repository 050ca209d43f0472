/** As much of a syntax tree as is looked at. */
type Node = { readonly type: string; readonly start: number; readonly end: number; readonly computed?: boolean; readonly [part: string]: unknown };
type Parser = { parse(code: string): unknown };

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
const nameOf = (node: unknown): string | null => (isNode(node) && node.type === 'Identifier' ? String(node['name']) : null);

/** Called by the language itself. */
const OF_THE_LANGUAGE: ReadonlySet<string> = new Set(['constructor', 'then', 'toString', 'toJSON', 'valueOf', 'next', 'return', 'throw']);
/** How Dexie puts members on a class: `props(Class.prototype, { … })`. */
const PUTS_MEMBERS = /^props(?:\$\d+)?$/;

function* nodesIn(node: Node): Generator<Node> {
  yield node;
  for (const value of Object.values(node)) for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) if (isNode(one)) yield* nodesIn(one);
}

/** Members of classes that stand there with a plain name. */
function membersAt(node: Node): readonly Node[] {
  if (node.type === 'MethodDefinition') return [node];
  if (node.type !== 'CallExpression' || !PUTS_MEMBERS.test(nameOf(node['callee']) ?? '')) return [];
  const members = (node['arguments'] as readonly Node[])[1];
  return members?.type === 'ObjectExpression' ? (members['properties'] as readonly Node[]).filter(({ type }) => type === 'Property') : [];
}

/** Names by which a member may be reached: after a dot, in a pattern, or as a text, whole or as a word in it. */
function namesAt(node: Node): readonly string[] {
  if (node.type === 'MemberExpression') return node.computed ? [] : [nameOf(node['property']) ?? ''];
  if (node.type === 'Literal' && typeof node['value'] === 'string') return [node['value'], ...node['value'].split(/[^\w$]+/)];
  if (node.type === 'TemplateElement') return (node['value'] as { readonly raw: string }).raw.split(/[^\w$]+/);
  return node.type === 'ObjectPattern' ? (node['properties'] as readonly Node[]).map(({ key }) => nameOf(key) ?? '') : [];
}

/** The code without those members of classes that nothing in it names: bundlers keep them all, as they cannot know. */
function withoutUnnamed(code: string, parser: Parser): string {
  const nodes = [...nodesIn(parser.parse(code) as Node)];
  const named = new Set(nodes.flatMap(namesAt));
  const unnamed = nodes.flatMap(membersAt).filter((member) => {
    const name = member.computed ? null : nameOf(member['key']);
    return name !== null && !named.has(name) && !OF_THE_LANGUAGE.has(name);
  });
  if (!unnamed.length) return code;
  const whole = unnamed.filter((one) => !unnamed.some((other) => other.start < one.start && one.end < other.end));
  const cut = whole.toSorted((a, b) => b.start - a.start).reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end).replace(/^\s*,/, ''), code);
  // What was taken away may have been the last to name others.
  return withoutUnnamed(cut, parser);
}

/** Takes away what Dexie and others offer and nobody here uses. */
export const usedMembersAlone = {
  name: 'footsteps:used-members-alone',
  renderChunk(this: Parser, code: string): string {
    return withoutUnnamed(code, this);
  },
};
