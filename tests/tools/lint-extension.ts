/** Lints the built extension for Firefox as its store does (what `web-ext lint` runs). A warning fails too. Exit status 1 where there is one. */
import { FIREFOX_EXTENSION_DIRECTORY } from './build-extension.ts';
import { runNode, toolScript } from './run-tool.ts';

process.exitCode = await runNode(toolScript('addons-linter'), ['--warnings-as-errors', FIREFOX_EXTENSION_DIRECTORY]);
