import { useEffect, useState } from 'preact/hooks';

/** False until a picture of what is known was drawn: the first time that `known` is true, and for good after that. */
export function useAfterPicture(known: boolean): boolean {
  const [isDrawn, setIsDrawn] = useState(false);
  // Effects come after the browser has drawn.
  useEffect(() => {
    if (known) setIsDrawn(true);
  }, [known]);
  return isDrawn;
}
