import styles from './Icon.module.css';

/** Drawn on a grid of 16 by 16, one stroke wide. */
const PATHS = {
  record: 'M8 4.2a3.8 3.8 0 1 1 0 7.6a3.8 3.8 0 0 1 0-7.6z',
  pause: 'M5.5 4v8M10.5 4v8',
  clear: 'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11zM4.2 4.2l7.6 7.6',
  copy: 'M5.5 5.5h7v8h-7zM3.5 10.5v-8h7',
  check: 'M3 8.5l3.2 3.2L13 4.8',
  export: 'M8 2.5v7.5M4.8 7L8 10.2L11.2 7M2.5 13.5h11',
  import: 'M8 10.2V2.7M4.8 5.9L8 2.7L11.2 5.9M2.5 13.5h11',
  again: 'M12.6 6.2A5 5 0 1 0 13 9M13 3v3.4H9.6',
  help: 'M5.8 6a2.2 2.2 0 1 1 3.4 1.8c-.8.6-1.2 1-1.2 2M8 12.2v.6',
  close: 'M4 4l8 8M12 4l-8 8',
  right: 'M6 4l4 4l-4 4',
  left: 'M10 4l-4 4l4 4',
  trash: 'M3 4.5h10M6.2 4.5v-2h3.6v2M4.5 4.5l.6 9h5.8l.6-9M6.8 7v4M9.2 7v4',
  compare: 'M2.5 3h4.5v10H2.5zM9 3h4.5v10H9zM4 6h1.5M10.5 6h1.5M4 9h1.5M10.5 9h1.5',
  down: 'M4 6l4 4l4-4',
  up: 'M4 10l4-4l4 4',
  user: 'M8 3a2.5 2.5 0 1 1 0 5a2.5 2.5 0 0 1 0-5zM3.5 13.5c0-3 2-4.2 4.5-4.2s4.5 1.2 4.5 4.2',
  error: 'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11zM8 5v4M8 10.6v.7',
  warning: 'M8 2.8l5.8 10.4H2.2zM8 6.4v3.4M8 11.2v.6',
  info: 'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11zM8 7.2v4M8 4.7v.7',
  eye: 'M1.8 8S4 4 8 4s6.2 4 6.2 4S12 12 8 12S1.8 8 1.8 8zM8 6.4a1.6 1.6 0 1 1 0 3.2a1.6 1.6 0 0 1 0-3.2z',
  plug: 'M5.5 2.5v3M10.5 2.5v3M4 5.5h8v2.5a4 4 0 0 1-8 0zM8 12v2',
  open: 'M6.5 3.5h-3v9h9v-3M9 2.5h4.5V7M13.2 2.8L7.5 8.5',
  columns: 'M2.5 3.5h11v9h-11zM6.2 3.5v9M9.9 3.5v9',
  pin: 'M5.5 2.5h5M6.5 2.5v4l-2 2.5h7l-2-2.5v-4M8 9v4.5',
  side: 'M2.5 3h11v10h-11zM9.5 3v10',
  settings: 'M8 5.8a2.2 2.2 0 1 1 0 4.4a2.2 2.2 0 0 1 0-4.4zM8 2v2M8 12v2M2 8h2M12 8h2M3.8 3.8l1.4 1.4M10.8 10.8l1.4 1.4M12.2 3.8l-1.4 1.4M5.2 10.8l-1.4 1.4',
  more: 'M3 7.4h1.2v1.2H3zM7.4 7.4h1.2v1.2H7.4zM11.8 7.4H13v1.2h-1.2z',
  zoomIn: 'M7 2.8a4.2 4.2 0 1 1 0 8.4a4.2 4.2 0 0 1 0-8.4zM10.2 10.2l3.3 3.3M5.2 7h3.6M7 5.2v3.6',
  zoomOut: 'M7 2.8a4.2 4.2 0 1 1 0 8.4a4.2 4.2 0 0 1 0-8.4zM10.2 10.2l3.3 3.3M5.2 7h3.6',
  fit: 'M2.5 3v10M13.5 3v10M4.5 8h7M6.5 6l-2 2l2 2M9.5 6l2 2l-2 2',
  keep: 'M3 4.5h7M3 8h5M3 11.5h4M12 3.5v7M9.8 8.5L12 10.8l2.2-2.3',
  undo: 'M3.5 6.5h6a3.2 3.2 0 0 1 0 6.4H6M6 3.8L3.2 6.5L6 9.2',
  tabs: 'M2.5 12.5v-9h4.5v2.5h6.5v6.5zM7 6V3.5h4V6',
  tree: 'M3 3.5h4M5 3.5v9h3M5 8h3M10 8h3M10 12.5h3',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class={`${styles['icon']} ${name === 'record' ? styles['filled'] : ''}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
