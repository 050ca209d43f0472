import { useState } from 'preact/hooks';

export type Toggled = { readonly toggled: ReadonlySet<string>; readonly toggle: (key: string) => void };

/** Keys of what is not as it begins: folded where it begins open, open where it begins folded. */
export function useToggled(): Toggled {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  return {
    toggled,
    toggle: (key) => {
      const next = new Set(toggled);
      if (!next.delete(key)) next.add(key);
      setToggled(next);
    },
  };
}
