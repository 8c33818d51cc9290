import type { LogEvent } from "../event";
import type { Random } from "../random";
import { isoSeconds } from "../time";
import { type Role, roleArn, type World } from "../world";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json | undefined };

/** A principal as CloudTrail writes it, with the account that its calls are recorded in. */
export interface Caller {
  readonly account: string;
  readonly userIdentity: { readonly [name: string]: Json | undefined };
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly vpcEndpointId?: string | undefined;
}

/** What is called: `service` is the first label of the event source. */
export interface Call {
  readonly service: string;
  readonly name: string;
  readonly region: string;
  readonly time: number;
  readonly readOnly?: boolean;
  readonly errorCode?: string | undefined;
  readonly errorMessage?: string | undefined;
  readonly requestParameters?: Json;
  readonly responseElements?: Json;
  readonly additionalEventData?: Json | undefined;
  readonly resources?: readonly Json[] | undefined;
  readonly eventType?: "AwsApiCall" | "AwsServiceEvent" | "AwsConsoleSignIn";
  readonly data?: boolean;
  readonly requestId?: string;
  readonly sharedEventId?: string;
}

const READ_ONLY = /^(?:Get|List|Describe|Head|Lookup|Search|BatchGet)/;

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
export function cloudTrailEvent(world: World, random: Random, caller: Caller, call: Call): LogEvent {
  const id = random.uuid();
  const signIn = call.eventType === "AwsConsoleSignIn";
  const record = {
    eventVersion: "1.11",
    userIdentity: caller.userIdentity,
    eventTime: isoSeconds(call.time),
    eventSource: `${call.service}.amazonaws.com`,
    eventName: call.name,
    awsRegion: call.region,
    sourceIPAddress: caller.sourceIPAddress,
    userAgent: caller.userAgent,
    errorCode: call.errorCode,
    errorMessage: call.errorMessage,
    requestParameters: call.requestParameters ?? null,
    responseElements: call.errorCode === undefined ? (call.responseElements ?? null) : null,
    additionalEventData: call.additionalEventData,
    requestID: call.requestId ?? random.uuid(),
    eventID: id,
    readOnly: call.readOnly ?? READ_ONLY.test(call.name),
    resources: call.resources,
    eventType: call.eventType ?? "AwsApiCall",
    managementEvent: call.data !== true,
    recipientAccountId: caller.account,
    sharedEventID: call.sharedEventId,
    vpcEndpointId: caller.vpcEndpointId,
    eventCategory: call.data === true ? "Data" : "Management",
    tlsDetails:
      signIn || caller.sourceIPAddress.endsWith(".amazonaws.com")
        ? undefined
        : {
            tlsVersion: "TLSv1.3",
            cipherSuite: "TLS_AES_128_GCM_SHA256",
            clientProvidedHostHeader: `${call.service}.${call.region}.amazonaws.com`,
          },
  };
  return { stream: world.cloudTrail(caller.account, call.region), time: call.time, text: JSON.stringify(record), id };
}

export interface Session {
  readonly role: Role;
  readonly sessionName: string;
  readonly accessKeyId: string;
  /** When the credentials were issued. */
  readonly issued: number;
  readonly address: string;
  readonly userAgent: string;
  /** `1.0` where the credentials came through IMDSv1, `2.0` for IMDSv2; absent outside EC2. */
  readonly ec2RoleDelivery?: string;
  readonly vpcEndpointId?: string;
  readonly invokedBy?: string;
}

export function sessionCaller(session: Session): Caller {
  const { role } = session;
  return {
    account: role.account,
    sourceIPAddress: session.address,
    userAgent: session.userAgent,
    vpcEndpointId: session.vpcEndpointId,
    userIdentity: {
      type: "AssumedRole",
      principalId: `${role.id}:${session.sessionName}`,
      arn: `arn:aws:sts::${role.account}:assumed-role/${role.name}/${session.sessionName}`,
      accountId: role.account,
      accessKeyId: session.invokedBy === undefined ? session.accessKeyId : undefined,
      sessionContext: {
        sessionIssuer: {
          type: "Role",
          principalId: role.id,
          arn: roleArn(role),
          accountId: role.account,
          userName: role.name,
        },
        attributes: { creationDate: isoSeconds(session.issued), mfaAuthenticated: "false" },
        ec2RoleDelivery: session.ec2RoleDelivery,
      },
      invokedBy: session.invokedBy,
    },
  };
}

export function serviceCaller(account: string, service: string): Caller {
  const name = `${service}.amazonaws.com`;
  return {
    account,
    sourceIPAddress: name,
    userAgent: name,
    userIdentity: { type: "AWSService", invokedBy: name },
  };
}

/** What an `AssumeRole*` event says about the credentials that it issued. */
export function issuedCredentials(random: Random, session: Session): { readonly [name: string]: Json } {
  return {
    credentials: {
      accessKeyId: session.accessKeyId,
      sessionToken: `IQoJb3JpZ2luX2VjE${random.base62(64)}`,
      expiration: new Date(session.issued + 6 * 3_600_000).toUTCString(),
    },
    assumedRoleUser: {
      assumedRoleId: `${session.role.id}:${session.sessionName}`,
      arn: `arn:aws:sts::${session.role.account}:assumed-role/${session.role.name}/${session.sessionName}`,
    },
  };
}

export function temporaryKey(random: Random): string {
  return `ASIA${random.base32(16)}`;
}

/** S3 request ids look like this and stand in both the data event and the server access log. */
export function s3RequestId(random: Random): string {
  return random.base32(16);
}
