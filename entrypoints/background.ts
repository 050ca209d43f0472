import { defineBackground } from 'wxt/utils/define-background';
import { startBackground } from '../lib/app/background.ts';

// No module: built by itself, it has nothing that only pages need, and is one file to read when the worker wakes.
export default defineBackground({ main: startBackground });
