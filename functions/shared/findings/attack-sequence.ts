import { records } from "../records";
import { asRecord, ipAddress, type JsonObject, list, nonEmpty, text } from "../values";

/** The parts of an attack sequence (Extended Threat Detection) that are searched for. */
export interface AttackSequence {
  readonly fields: object | undefined;
  readonly addresses: readonly string[] | undefined;
  readonly users: readonly string[] | undefined;
  readonly tactics: readonly string[] | undefined;
  readonly techniques: readonly string[] | undefined;
}

/**
 * Reads `service.detection.sequence`.
 * @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Sequence.html
 */
export function attackSequence(detection: unknown): AttackSequence | undefined {
  const sequence = asRecord(asRecord(detection)?.sequence);
  if (sequence === undefined) return undefined;
  const actors = records(sequence.actors);
  const users = actors.map((actor) => asRecord(actor.user) ?? {});
  const signals = records(sequence.signals);
  const indicators = records(sequence.sequenceIndicators);
  const addresses = list(records(sequence.endpoints).map((endpoint) => ipAddress(endpoint.ip)));
  const userNames = list(users.map((user) => user.name));
  return {
    addresses,
    users: userNames,
    tactics: indicated(indicators, "ATTACK_TACTIC"),
    techniques: indicated(indicators, "ATTACK_TECHNIQUE"),
    fields: nonEmpty({
      uid: text(sequence.uid),
      endpoint_ip: addresses,
      user_name: userNames,
      credential_id: list(users.map((user) => user.credentialUid)),
      resource_uid: list(records(sequence.resources).map((resource) => resource.uid)),
      // Security Hub has titles and ids of them.
      signal_name: list(signals.map((signal) => signal.name ?? signal.title)),
      signal_uid: list(signals.map((signal) => signal.uid ?? signal.id)),
      signal_count: signals.length > 0 ? signals.length : undefined,
      indicator: list(indicators.map((indicator) => indicator.key)),
    }),
  };
}

function indicated(indicators: readonly JsonObject[], key: string): string[] | undefined {
  return list(
    indicators.filter((indicator) => indicator.key === key).flatMap((indicator) => [indicator.values].flat()),
  );
}
