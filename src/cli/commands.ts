import type { Command } from 'commander';
import { addEndpointCommands } from './endpoints.ts';
import { addExport } from './export.ts';
import { addFind } from './find.ts';
import { addImport } from './import.ts';
import { addOperations } from './operations.ts';

/** Every command but those that start the server. */
export function addCommands(program: Command): void {
  addOperations(program);
  addImport(program);
  addExport(program);
  addFind(program);
  addEndpointCommands(program);
}
