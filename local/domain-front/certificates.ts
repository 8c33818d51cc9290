import { generate } from "selfsigned";

/** PEM texts. */
export interface ServerCertificate {
  readonly key: string;
  readonly certificate: string;
  /** The authority that signed it: what a client must trust (`NODE_EXTRA_CA_CERTS`). */
  readonly authority: string;
}

const common = { keyType: "ec", algorithm: "sha256" } as const;

/** A certificate for 127.0.0.1 and localhost, signed by an authority whose key is thrown away. Valid for a year. */
export async function makeServerCertificate(): Promise<ServerCertificate> {
  const authority = await generate([{ name: "commonName", value: "SIEM local stage" }], {
    ...common,
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: "commonName", value: "localhost" }], {
    ...common,
    extensions: [
      { name: "basicConstraints", cA: false },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
    ca: { key: authority.private, cert: authority.cert },
  });
  return { key: server.private, certificate: server.cert, authority: authority.cert };
}
