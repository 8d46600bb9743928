import { getTemplate } from './get-template.ts';
import { listTemplates } from './list-templates.ts';

/** What the resource `templates` can do. */
export const templatesOperations = { getTemplate, listTemplates } as const;
