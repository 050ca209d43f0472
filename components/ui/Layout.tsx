import styles from './Layout.module.css';

/** Classes of the boxes that several screens are made of; what is special to a screen stands in its own styles. */
export const layout = { page: styles['page'], column: styles['column'], unseen: styles['unseen'], choices: styles['choices'] };
