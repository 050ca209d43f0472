import { useEffect, useState } from 'preact/hooks';
import { SECTIONS, type SectionId } from './OptionsSection.tsx';

/** Below the page's head, a line and a half: a section whose top has come up to here is the one that is read. */
const READ_AT = 64;

/**
 * The section that is being read: the last one whose top has come up to the page's head. Where the page ends before they can, the one that was
 * asked for by its name if it is in sight, else the last.
 */
export function useCurrentSection(): SectionId {
  const [current, setCurrent] = useState<SectionId>(SECTIONS[0]);
  useEffect(() => {
    const topOf = (id: string): number => document.getElementById(id)?.getBoundingClientRect().top ?? Infinity;
    const look = (): void => {
      const { scrollHeight } = document.documentElement;
      const isScrolled = window.scrollY > 0 && window.scrollY + window.innerHeight >= scrollHeight - 1;
      const asked = SECTIONS.find((id) => `#${id}` === location.hash);
      const last = SECTIONS.findLast((id) => topOf(id) <= READ_AT) ?? SECTIONS[0];
      const atEnd = asked && topOf(asked) > READ_AT && topOf(asked) < window.innerHeight ? asked : SECTIONS.at(-1);
      setCurrent(isScrolled && atEnd ? atEnd : last);
    };
    look();
    window.addEventListener('scroll', look, { passive: true });
    window.addEventListener('resize', look, { passive: true });
    window.addEventListener('hashchange', look);
    return () => {
      window.removeEventListener('scroll', look);
      window.removeEventListener('resize', look);
      window.removeEventListener('hashchange', look);
    };
  }, []);
  return current;
}
