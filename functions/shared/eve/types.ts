/** How ECS classes an event of a type. */
export interface EveClass {
  readonly kind?: "alert" | "event" | "metric";
  readonly category: readonly string[];
  readonly type: readonly string[];
}

const flow: EveClass = { category: ["network"], type: ["connection", "end"] };
const mail: EveClass = { category: ["network", "email"], type: ["protocol", "info"] };
const file: EveClass = { category: ["network", "file"], type: ["protocol", "info"] };

/** What is seen of a protocol's transactions. */
export const protocolClass: EveClass = { category: ["network"], type: ["protocol"] };

/** Types of events that are not just a protocol's. @see https://docs.suricata.io/en/latest/output/eve/eve-json-format.html */
export const classes: Readonly<Record<string, EveClass>> = {
  alert: { kind: "alert", category: ["network", "intrusion_detection"], type: ["info"] },
  anomaly: { category: ["network"], type: ["protocol", "info"] },
  drop: { category: ["network"], type: ["connection", "denied"] },
  engine: { category: ["host"], type: ["info"] },
  fileinfo: file,
  flow,
  ftp_data: file,
  http: { category: ["network", "web"], type: ["protocol", "access"] },
  netflow: flow,
  packet: { category: ["network"], type: ["info"] },
  smtp: mail,
  stats: { kind: "metric", category: ["host"], type: ["info"] },
};
