import { cp, mkdir, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { makeServerCertificate } from "../../local/domain-front/certificates";
import { type OpenSearchNode, startOpenSearch } from "../../local/opensearch";
import type { Processes } from "../../local/processes";

/** What the plugin brings as its defaults; the rest is ours, below. */
const pluginDefaults = ["action_groups", "allowlist", "audit", "nodes_dn", "roles", "tenants", "whitelist"];

const nodeSettings = {
  "plugins.security.allow_default_init_securityindex": true,
  "plugins.security.restapi.roles_enabled": ["all_access"],
  "plugins.security.nodes_dn": ["CN=localhost"],
  // Without TLS on the side of HTTP there is no client certificate: nobody is above the roles.
  "plugins.security.ssl.http.enabled": false,
  "plugins.security.ssl.transport.enforce_hostname_verification": false,
  "plugins.security.ssl.transport.pemcert_filepath": "node.pem",
  "plugins.security.ssl.transport.pemkey_filepath": "node-key.pem",
  "plugins.security.ssl.transport.pemtrustedcas_filepath": "authority.pem",
};

const meta = (type: string) => ({ _meta: { type, config_version: 2 } });

/** Takes the caller's IAM role from a header; the managed domain takes it from the signature. Both are backend roles. */
const authentication = {
  http_enabled: true,
  order: 0,
  http_authenticator: {
    type: "proxy",
    challenge: false,
    config: { user_header: "x-proxy-user", roles_header: "x-proxy-roles" },
  },
  authentication_backend: { type: "noop" },
};

/** Headers that make a request one of an IAM role. */
export const asRole = (roleArn: string): Readonly<Record<string, string>> => ({
  "x-forwarded-for": "192.0.2.1",
  "x-proxy-user": roleArn,
  "x-proxy-roles": roleArn,
});

/**
 * OpenSearch with the security plugin, which has one master role as a managed domain has: the plugin's `all_access` and
 * `security_manager`. `classPath` is that of `secureOpenSearchJars`.
 */
export async function startSecuredOpenSearch(
  processes: Processes,
  { stateFolder, classPath, masterRoleArn }: { stateFolder: string; classPath: string; masterRoleArn: string },
): Promise<OpenSearchNode> {
  const configFolder = join(stateFolder, "opensearch", "config");
  const securityFolder = join(configFolder, "opensearch-security");
  await mkdir(securityFolder, { recursive: true });
  // The last entry is the plugin's folder, as `<folder>/*`.
  const defaults = join(dirname(classPath.split(delimiter).at(-1) ?? ""), "config");
  for (const name of pluginDefaults) await cp(join(defaults, `${name}.yml`), join(securityFolder, `${name}.yml`));
  const http = { anonymous_auth_enabled: false, xff: { enabled: true, internalProxies: "127\\.0\\.0\\.1" } };
  const dynamic = { http, authc: { iam_role: authentication } };
  const master = { backend_roles: [masterRoleArn] };
  const { key, certificate, authority } = await makeServerCertificate();
  // JSON is YAML.
  const files = {
    "opensearch.yml": nodeSettings,
    "opensearch-security/config.yml": { ...meta("config"), config: { dynamic } },
    "opensearch-security/internal_users.yml": meta("internalusers"),
    "opensearch-security/roles_mapping.yml": { ...meta("rolesmapping"), all_access: master, security_manager: master },
    "node.pem": certificate,
    "node-key.pem": key,
    "authority.pem": authority,
  };
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(configFolder, name), typeof content === "string" ? content : JSON.stringify(content));
  }
  return startOpenSearch(processes, {
    stateFolder,
    classPath,
    heapMegabytes: 512,
    plugins: ["org.opensearch.security.OpenSearchSecurityPlugin"],
    headers: asRole(masterRoleArn),
  });
}
