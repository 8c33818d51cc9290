import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod/mini";
import { DependencyError } from "../../functions/shared/errors";

const mappingSchema = z.object({
  UUID: z.string(),
  EventSourceArn: z.string(),
  // A deployment may name the function by its ARN.
  FunctionName: z.pipe(
    z.string(),
    z.transform((name) => name.replace(/^arn:.*:function:([^:]+).*$/, "$1")),
  ),
  Enabled: z._default(z.boolean(), true),
  BatchSize: z._default(z.number(), 10),
  MaximumBatchingWindowInSeconds: z._default(z.number(), 0),
  FunctionResponseTypes: z._default(z.array(z.string()), []),
  ScalingConfig: z.optional(z.object({ MaximumConcurrency: z.optional(z.number()) })),
});

/** An event source mapping as it is deployed, in the words of `lambda:CreateEventSourceMapping`. */
export type EventSourceMapping = z.infer<typeof mappingSchema>;

/**
 * The deployed mappings, from the files that the deployment leaves in `<state folder>/mappings`: the emulator itself has
 * them switched off, for it would poll the queue in its own way.
 */
export async function readMappings(stateFolder: string): Promise<EventSourceMapping[]> {
  const folder = join(stateFolder, "mappings");
  const files = await readdir(folder).catch(() => []);
  const mappings: EventSourceMapping[] = [];
  for (const file of files.filter((name) => name.endsWith(".json")).sort()) {
    const content: unknown = JSON.parse(await readFile(join(folder, file), "utf8"));
    const mapping = mappingSchema.safeParse(content);
    if (!mapping.success)
      throw new DependencyError(`${file} is no event source mapping: ${z.prettifyError(mapping.error)}`);
    mappings.push(mapping.data);
  }
  return mappings;
}
