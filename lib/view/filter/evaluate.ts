import { assertNever } from '../../base/never.ts';
import type { Filter, FilterNode, LeafNode } from './ast.ts';
import { fieldTest } from './field-path.ts';
import { safeRegex } from '../../base/safe-regex.ts';
import { footstepText, sessionText, type FilterContext, type FilterFootstep, type FilterSession, type SearchText, type Subject } from './subject.ts';
import { numberTest, wordTest } from './term-tests.ts';

/**
 * A filter ready to be asked. What is said of a session holds for each of its footsteps; what is said of footsteps holds for no session
 * alone, so that a session is shown where it fits itself or one of its footsteps does.
 */
export type Matcher = {
  readonly session: (session: FilterSession) => boolean;
  readonly footstep: (footstep: FilterFootstep, session: FilterSession | undefined) => boolean;
};

type Test = (subject: Subject) => boolean;

/** Does the work that does not depend on the subject once. */
export function compileFilter({ root }: Filter, context: FilterContext): Matcher {
  if (!root) return { session: () => true, footstep: () => true };
  const test = compiled(root, context);
  return {
    session: (session) => test({ footstep: null, session }),
    footstep: (footstep, session) => test({ footstep, session: session ?? null }),
  };
}

/** Whether what it shows changes with time alone. */
export function isTimed(node: FilterNode | null): boolean {
  if (!node) return false;
  if (node.type === 'and' || node.type === 'or') return node.parts.some(isTimed);
  if (node.type === 'not') return isTimed(node.part);
  return (node.type === 'word' && (node.term === 'state' || node.term === 'beats')) || (node.type === 'number' && node.term === 'duration');
}

function compiled(node: FilterNode, context: FilterContext): Test {
  switch (node.type) {
    case 'and': {
      const tests = node.parts.map((part) => compiled(part, context));
      return (subject) => tests.every((test) => test(subject));
    }
    case 'or': {
      const tests = node.parts.map((part) => compiled(part, context));
      return (subject) => tests.some((test) => test(subject));
    }
    case 'not': {
      const test = compiled(node.part, context);
      return (subject) => !test(subject);
    }
    default:
      return leafTest(node, context);
  }
}

function leafTest(node: LeafNode, context: FilterContext): Test {
  switch (node.type) {
    case 'text': {
      const wanted = node.text.toLowerCase();
      return textTest(({ lower }) => lower().includes(wanted));
    }
    case 'regex': {
      const safe = safeRegex(node.source, node.flags);
      if (!safe.ok) return () => false;
      const { regex, searched } = safe.value;
      return textTest(({ text }) => text().split('\n').some((line) => regex.test(line.length > searched ? line.slice(0, searched) : line)));
    }
    case 'field': {
      const inData = fieldTest(node, context.fields);
      return ({ footstep, session }) => (footstep !== null && inData(footstep.data)) || (session !== null && inData(session.attributes));
    }
    case 'word':
      return wordTest(node, context);
    case 'number':
      return numberTest(node, context);
    default:
      return assertNever(node);
  }
}

/** A session's text is searched once, not once a footstep. */
function textTest(search: (text: SearchText) => boolean): Test {
  const ofSessions = new WeakMap<FilterSession, boolean>();
  const inSession = (session: FilterSession): boolean => {
    const known = ofSessions.get(session);
    if (known !== undefined) return known;
    const found = search(sessionText(session));
    ofSessions.set(session, found);
    return found;
  };
  return ({ footstep, session }) => (footstep !== null && search(footstepText(footstep))) || (session !== null && inSession(session));
}
