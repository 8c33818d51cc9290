import type { Day } from "../day";
import type { LogEvent } from "../event";
import type { Random } from "../random";
import { cloudTrailEvent, s3RequestId, sessionCaller } from "../records/cloudtrail";
import { type S3Request, s3AccessEvent } from "../records/s3-access";
import { SECOND } from "../time";
import { HOME_REGION } from "../world";
import { BACKDOOR_USER_AGENT, backdoorCaller } from "./abuse";
import { type IntrusionPlan, VICTIM_ACCOUNT } from "./plan";

/** Takes the exports: a first few as the backdoor user, the rest with the assumed role. Two records for each request. */
export function collection(day: Day, random: Random, plan: IntrusionPlan, objects: readonly string[]): LogEvent[] {
  const { world } = day;
  const bucket = world.buckets.exports.name;
  const user = backdoorCaller(plan);
  const role = sessionCaller({
    role: plan.exportRole,
    sessionName: plan.backdoorUser,
    accessKeyId: plan.exportKey,
    issued: plan.times.collection - 50 * SECOND,
    address: plan.backdoorAddress,
    userAgent: BACKDOOR_USER_AGENT,
  });
  const requests = [undefined, ...objects];
  return requests.flatMap((key, index) => {
    const asUser = index < 6;
    const time = asUser
      ? plan.times.backdoorUse + 200 * SECOND + index * 11 * SECOND
      : plan.times.collection + index * 9 * SECOND;
    const requestId = s3RequestId(random);
    const bytes = key === undefined ? 9_214 : random.integer(200_000, 9_000_000);
    const access: S3Request = {
      time,
      bucket: "exports",
      requester: asUser
        ? `arn:aws:iam::${VICTIM_ACCOUNT}:user/${plan.backdoorUser}`
        : `arn:aws:sts::${VICTIM_ACCOUNT}:assumed-role/${plan.exportRole.name}/${plan.backdoorUser}`,
      remoteIp: plan.backdoorAddress,
      requestId,
      operation: key === undefined ? "REST.GET.BUCKET" : "REST.GET.OBJECT",
      ...(key === undefined ? {} : { key }),
      bytes,
      userAgent: BACKDOOR_USER_AGENT,
    };
    const event = cloudTrailEvent(world, random, asUser ? user : role, {
      service: "s3",
      name: key === undefined ? "ListObjects" : "GetObject",
      region: HOME_REGION,
      time,
      data: true,
      readOnly: true,
      requestId,
      requestParameters: key === undefined ? { bucketName: bucket, "list-type": "2" } : { bucketName: bucket, key },
      additionalEventData: {
        SignatureVersion: "SigV4",
        CipherSuite: "TLS_AES_128_GCM_SHA256",
        bytesTransferredIn: 0,
        bytesTransferredOut: bytes,
        AuthenticationMethod: "AuthHeader",
      },
      resources: [
        ...(key === undefined ? [] : [{ type: "AWS::S3::Object", ARN: `arn:aws:s3:::${bucket}/${key}` }]),
        { accountId: VICTIM_ACCOUNT, type: "AWS::S3::Bucket", ARN: `arn:aws:s3:::${bucket}` },
      ],
    });
    return [event, s3AccessEvent(world, random, access)];
  });
}
