import type { Command } from 'commander';
import { contracts } from '../contracts.ts';
import { print } from './output.ts';

/** `perennial find forecast`: the commands that speak of something. */
export function addFind(program: Command): void {
  program
    .command('find <words...>')
    .description('Find the commands that speak of something: perennial find stage conversion')
    .option('--json', 'raw JSON on one line, for other programs')
    .action((words: string[], { json }: { json?: true }) => {
      const items = commandsAbout(words);
      if (json || items.length === 0) print({ items }, Boolean(json));
      else process.stdout.write(items.map(({ command, summary }) => `perennial ${command}\n    ${summary}\n`).join(''));
    });
}

/** All words must stand in a command's name or its sentence, each at least as the beginning of a word. */
export function commandsAbout(words: readonly string[]): { command: string; summary: string }[] {
  const all = Object.entries(contracts).flatMap(([slice, contract]) =>
    Object.entries(contract).map(([name, { summary }]) => ({ command: `api ${slice} ${name}`, summary })),
  );
  return all.filter(({ command, summary }) => {
    const said = ` ${command.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')} ${summary}`
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, ' ');
    return words.every((word) => said.includes(` ${word.toLowerCase()}`));
  });
}
