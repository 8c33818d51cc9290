import type { StandIn, StandInAnswer } from "./answers";

const PATH = /^\/_plugins\/_security\/api\/(roles|rolesmapping)(?:\/([^/]+))?\/?$/;

/**
 * Keeps security roles and role mappings as the security plugin does, and enforces none of them.
 * @see https://docs.opensearch.org/2.19/security/access-control/api/
 */
export function securityApi(): { readonly matches: (path: string) => boolean; readonly answer: StandIn } {
  const collections = { roles: new Map<string, unknown>(), rolesmapping: new Map<string, unknown>() };
  const answer: StandIn = ({ method, path, body }) => {
    const [, collection, encodedName] = PATH.exec(path) ?? [];
    const entries = collections[collection === "roles" ? "roles" : "rolesmapping"];
    if (encodedName === undefined) {
      return reply(method === "GET" ? { status: 200, body: Object.fromEntries(entries) } : notAllowed(method));
    }
    const name = decodeURIComponent(encodedName);
    const known = entries.has(name);
    switch (method) {
      case "GET":
        return reply(known ? { status: 200, body: { [name]: entries.get(name) } } : notFound(name));
      case "PUT": {
        const value = parseObject(body);
        if (value === undefined) {
          return reply({ status: 400, body: { status: "error", reason: "Could not parse content of request." } });
        }
        entries.set(name, value);
        const [status, word, verb] = known ? [200, "OK", "updated"] : [201, "CREATED", "created"];
        return reply({ status: Number(status), body: { status: word, message: `'${name}' ${verb}.` } });
      }
      case "DELETE":
        if (!entries.delete(name)) return reply(notFound(name));
        return reply({ status: 200, body: { status: "OK", message: `'${name}' deleted.` } });
      default:
        return reply(notAllowed(method));
    }
  };
  return { matches: (path) => PATH.test(path), answer };
}

const reply = (answer: StandInAnswer): Promise<StandInAnswer> => Promise.resolve(answer);

const notFound = (name: string): StandInAnswer => ({
  status: 404,
  body: { status: "NOT_FOUND", message: `Resource '${name}' not found.` },
});

const notAllowed = (method: string): StandInAnswer => ({
  status: 405,
  body: { status: "METHOD_NOT_ALLOWED", message: `Method ${method} not supported for this action.` },
});

function parseObject(body: Buffer): object | undefined {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
