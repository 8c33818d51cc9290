import { lookup } from "../../functions/shared/lookup";
import { asRecord, decimal, integer, ipAddress, nonEmpty, text } from "../../functions/shared/values";
import { callerIdentity } from "../aws-cloudtrail/identity";

/** Who changed a bucket's policy, and from where. */
export interface PolicyActor {
  readonly user: object | undefined;
  readonly relatedUsers: readonly string[] | undefined;
  readonly source: object | undefined;
  readonly fields: object | undefined;
}

/** By `userIdentity.type`: the member that holds the identity, which has CloudTrail's names. */
const memberOfType: Readonly<Record<string, string>> = {
  AssumedRole: "assumedRole",
  IAMUser: "iamUser",
  FederatedUser: "federatedUser",
  Root: "root",
  AWSAccount: "awsAccount",
  AWSService: "awsService",
};

/** @see https://docs.aws.amazon.com/macie/latest/APIReference/findings-describe.html */
export function actorOf(value: unknown): PolicyActor {
  const actor = asRecord(value) ?? {};
  const userIdentity = asRecord(actor.userIdentity) ?? {};
  const type = text(userIdentity.type);
  const member = lookup(memberOfType, type);
  const identity = callerIdentity({ type, ...(member === undefined ? undefined : asRecord(userIdentity[member])) });
  const details = asRecord(actor.ipAddressDetails) ?? {};
  const country = asRecord(details.ipCountry) ?? {};
  const owner = asRecord(details.ipOwner) ?? {};
  const place = asRecord(details.ipGeoLocation) ?? {};
  const lat = decimal(place.lat);
  const lon = decimal(place.lon);
  const onEarth = lat !== undefined && lon !== undefined && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  const asn = integer(owner.asn);
  const domain = text(asRecord(actor.domainDetails)?.domainName);
  return {
    user: identity.user,
    relatedUsers: identity.relatedUsers,
    source: nonEmpty({
      ip: ipAddress(details.ipAddressV4),
      domain,
      geo: nonEmpty({
        country_name: text(country.name),
        country_iso_code: text(country.code),
        city_name: text(asRecord(details.ipCity)?.name),
        location: onEarth ? { lat, lon } : undefined,
      }),
      as: nonEmpty({
        number: asn !== undefined && asn > 0 ? asn : undefined,
        organization: nonEmpty({ name: text(owner.asnOrg) ?? text(owner.org) }),
      }),
    }),
    fields: identity.fields,
  };
}
