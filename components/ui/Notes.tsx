import { PrivateNote } from './PrivateNote.tsx';
import { SettingsProblem } from './SettingsProblem.tsx';
import { StoreProblem } from './StoreProblem.tsx';

/** What stands at the head of a page where it is not as usual: a private window, a database or settings that cannot be used. */
export function Notes() {
  return (
    <>
      <PrivateNote />
      <StoreProblem />
      <SettingsProblem />
    </>
  );
}
