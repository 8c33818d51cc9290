import { member } from "./cluster";
import type { ConfiguratorSettings } from "./settings";
import { includes, lookUp, type Outcome, type Step, send } from "./steps";

const name = "siem-watch";
const path = `/_index_template/${name}`;

/** Template of the index in which functions keep what they remember: documents of the SIEM are never replaced, those are. */
export function watchIndexStep({ replicas }: Pick<ConfiguratorSettings, "replicas">): Step {
  const wanted = {
    index_patterns: ["watch-*"],
    template: {
      settings: {
        index: {
          number_of_shards: "1",
          ...(replicas === "auto" ? { auto_expand_replicas: "0-1" } : { number_of_replicas: String(replicas) }),
        },
      },
      // Read as a whole, by its id.
      mappings: { dynamic: "false" },
    },
  };
  const run: Step["run"] = async (cluster): Promise<Outcome> => {
    const found = await lookUp(cluster, path, `read the index template ${name}`);
    const templates = member(found?.body, "index_templates");
    const installed = Array.isArray(templates) ? member(templates[0], "index_template") : undefined;
    if (includes(installed, wanted)) return { kind: "unchanged" };
    await send(cluster, { method: "PUT", path, body: wanted }, `install the index template ${name}`);
    return { kind: found === undefined ? "installed" : "changed" };
  };
  return { name: `index template ${name}`, run };
}
