import type { Command } from 'commander';
import * as z from 'zod';
import { copyTemplate, listTemplates, showTemplate } from '../templates/perform-templates.ts';
import { addJson, jsonOption } from './options.ts';

const options = z.object({ ...jsonOption, copy: z.string().optional() });

const help = `
Examples:
  $ runlet templates                                    what there is
  $ runlet templates csv-report                         one of them: its form, its sample, its code
  $ runlet templates csv-report --copy my-report && runlet run my-report`;

/** `runlet templates`: starter scripts to look at, to run and to copy. */
export function declareTemplates(program: Command): void {
  const command = program
    .command('templates')
    .description('list starter scripts, show one, or copy one into a folder')
    .argument('[name]', 'name of a template')
    .option('--copy <dir>', 'copy the template into this folder, which is made');
  addJson(command)
    .addHelpText('after', help)
    .action(async (name: string | undefined) => {
      const { json, copy } = options.parse(command.opts());
      if (name === undefined) return listTemplates(json);
      return copy === undefined ? showTemplate(name, json) : copyTemplate(name, copy, json);
    });
}
