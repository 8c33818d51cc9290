import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ConfigurationError } from "../functions/shared/errors";
import { filesOfSources, generate } from "./generate";
import { sourceTemplate } from "./source-template";

const idPattern = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/;

/**
 * Makes the folder of a new log source, which compiles and has one passing sample, and registers it.
 * @returns the paths it wrote, relative to the root
 * @throws ConfigurationError when the id is not `<vendor>-<product>` or is taken
 */
export async function newSource(root: string, id: string): Promise<string[]> {
  if (!idPattern.test(id)) {
    throw new ConfigurationError(
      `"${id}" is no id of a log source. Use <vendor>-<product> in lower case, such as okta-system: letters, digits, hyphens.`,
    );
  }
  if (existsSync(join(root, "sources", id))) {
    throw new ConfigurationError(`sources/${id} exists. Change what is there, or choose another id.`);
  }
  const files = sourceTemplate(id).map(({ path, content }) => ({ path: `sources/${id}/${path}`, content }));
  mkdirSync(join(root, "sources", id, "samples"), { recursive: true });
  for (const { path, content } of files) writeFileSync(join(root, path), content);
  return [...files.map(({ path }) => path), ...(await generate(root, { files: filesOfSources }))];
}

async function main([id, ...others]: readonly string[]): Promise<void> {
  if (id === undefined || others.length > 0) {
    throw new ConfigurationError("Usage: npm run new-source -- <vendor>-<product>");
  }
  for (const path of await newSource(resolve(__dirname, ".."), id)) console.log(`wrote ${path}`);
  console.log(`Next: docs/adding-a-source.md, from step 2. Check with \`npm run samples -- ${id}\`.`);
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof ConfigurationError ? error.message : error);
    process.exitCode = 1;
  });
}
