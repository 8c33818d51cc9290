import type { StandIn, StandInAnswer, StandInRequest } from "./answers";

const IMPORT_PATH = /^\/_dashboards\/api\/saved_objects\/_import\/?$/;
const INDEX = ".kibana";

interface Reference {
  readonly type: string;
  readonly id: string;
  readonly name: string;
}

interface SavedObject {
  readonly type: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly references: readonly Reference[];
}

interface ImportError {
  readonly id: string;
  readonly type: string;
  readonly title: string | undefined;
  readonly error: Readonly<Record<string, unknown>>;
}

/**
 * Imports saved objects as OpenSearch Dashboards does: refuses what has missing references or exists already (unless
 * `overwrite=true`), stores the rest in `.kibana`.
 * @see https://docs.opensearch.org/2.19/dashboards/
 */
export function savedObjectsApi(openSearchUrl: () => Promise<string>): {
  readonly matches: (path: string) => boolean;
  readonly answer: StandIn;
} {
  return { matches: (path) => IMPORT_PATH.test(path), answer: (request) => importObjects(request, openSearchUrl) };
}

async function importObjects(
  { method, query, headers, body }: StandInRequest,
  openSearchUrl: () => Promise<string>,
): Promise<StandInAnswer> {
  if (method !== "POST") return failure(404, "Not Found");
  if (headers["osd-xsrf"] === undefined) return failure(400, "Request must contain a osd-xsrf header.");
  let objects: readonly SavedObject[];
  try {
    objects = parseObjects(await fileOf(String(headers["content-type"]), body));
  } catch (error) {
    return failure(400, error instanceof Error ? error.message : String(error));
  }
  const node = await openSearchUrl();
  await createIndex(node);
  const imported = new Set(objects.map(documentId));
  const mentioned = objects.flatMap(({ references }) => references.map(documentId)).filter((id) => !imported.has(id));
  const present = await existing(node, [...imported, ...mentioned]);
  const overwrite = query.get("overwrite") === "true";
  const errors: ImportError[] = [];
  const accepted: SavedObject[] = [];
  for (const object of objects) {
    const { id, type, attributes } = object;
    const missing = object.references.filter((reference) => {
      const target = documentId(reference);
      return !imported.has(target) && !present.has(target);
    });
    const title = typeof attributes.title === "string" ? attributes.title : undefined;
    if (missing.length > 0) {
      const references = missing.map((reference) => ({ type: reference.type, id: reference.id }));
      errors.push({ id, type, title, error: { type: "missing_references", references } });
    } else if (present.has(documentId(object)) && !overwrite) {
      errors.push({ id, type, title, error: { type: "conflict" } });
    } else {
      accepted.push(object);
    }
  }
  await store(node, accepted);
  const successResults = accepted.map(({ type, id, attributes }) => ({ type, id, meta: { title: attributes.title } }));
  const success = errors.length === 0;
  return {
    status: 200,
    body: { successCount: accepted.length, success, successResults, ...(success ? {} : { errors }) },
  };
}

const documentId = ({ type, id }: { type: string; id: string }): string => `${type}:${id}`;

function failure(statusCode: number, message: string): StandInAnswer {
  return { status: statusCode, body: { statusCode, error: statusCode === 404 ? "Not Found" : "Bad Request", message } };
}

async function fileOf(contentType: string, body: Buffer): Promise<string> {
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": contentType } }).formData();
  const file = form.get("file");
  if (file === null || typeof file === "string")
    throw new Error("[request body.file]: expected value of type [Stream]");
  if (!file.name.endsWith(".ndjson")) throw new Error(`Invalid file extension ${file.name}`);
  return file.text();
}

function parseObjects(ndjson: string): SavedObject[] {
  return ndjson
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line, index) => {
      const value = JSON.parse(line) as Partial<SavedObject> & { exportedCount?: number };
      // The last line of an export counts its objects.
      if (value.exportedCount !== undefined) return undefined;
      const { type, id, attributes, references = [] } = value;
      if (typeof type !== "string" || typeof id !== "string" || typeof attributes !== "object" || attributes === null) {
        throw new Error(`Line ${index + 1} is no saved object: it needs type, id and attributes`);
      }
      return { type, id, attributes, references };
    })
    .filter((object) => object !== undefined);
}

async function call(node: string, method: string, path: string, body: string | object): Promise<unknown> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const contentType = typeof body === "string" ? "application/x-ndjson" : "application/json";
  const response = await fetch(`${node}/${path}`, { method, body: text, headers: { "content-type": contentType } });
  const answer: unknown = await response.json();
  const isKnownIndex = JSON.stringify(answer).includes("resource_already_exists_exception");
  if (!response.ok && !isKnownIndex) throw new Error(`OpenSearch refused ${path}: ${JSON.stringify(answer)}`);
  return answer;
}

/** Attributes differ by type and are only kept, so that no object can make new mappings. */
async function createIndex(node: string): Promise<void> {
  await call(node, "PUT", INDEX, {
    settings: { number_of_replicas: 0 },
    mappings: { dynamic: false, properties: { type: { type: "keyword" }, updated_at: { type: "date" } } },
  });
}

async function existing(node: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const answer = (await call(node, "POST", `${INDEX}/_mget?_source=false`, { ids })) as {
    docs: readonly { _id: string; found?: boolean }[];
  };
  return new Set(answer.docs.filter(({ found }) => found === true).map(({ _id }) => _id));
}

async function store(node: string, objects: readonly SavedObject[]): Promise<void> {
  if (objects.length === 0) return;
  const updated_at = new Date().toISOString();
  const lines = objects.flatMap(({ type, id, attributes, references }) => [
    JSON.stringify({ index: { _id: documentId({ type, id }) } }),
    JSON.stringify({ type, [type]: attributes, references, updated_at }),
  ]);
  await call(node, "POST", `${INDEX}/_bulk?refresh=true`, `${lines.join("\n")}\n`);
}
