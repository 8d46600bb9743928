import * as z from 'zod';

export const eventsDescription =
  'Server-sent events. `id` is what a client sends as Last-Event-ID to resume behind it; the last event is `end`.';

/** One event as it stands on the line: `event` names its type, `data` is JSON as text, described where it has a name in the document. */
export function sentEvent(schema: z.ZodType): z.ZodType {
  const kinds = schema instanceof z.ZodDiscriminatedUnion ? schema.options : [schema];
  return z.union(kinds.map(kind));
}

function kind(schema: z.core.$ZodType): z.ZodType {
  const { type = z.string(), data = z.json() } = schema instanceof z.ZodObject ? schema.shape : {};
  const text = z.string().meta({
    override: ({ jsonSchema }) => {
      jsonSchema['contentMediaType'] = 'application/json';
      jsonSchema['contentSchema'] = contentSchema(data);
    },
  });
  return z.object({ id: z.string().optional(), event: type, data: text });
}

/** Schemas with a name are in the document already, since other answers hold them too. */
function contentSchema(data: z.core.$ZodType) {
  const id = z.globalRegistry.get(data)?.id;
  if (id !== undefined) return { $ref: `#/components/schemas/${id}` };
  const { $schema: _, ...schema } = z.toJSONSchema(data);
  return schema;
}
