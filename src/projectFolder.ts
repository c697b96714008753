import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the project lies. */
export const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)));
