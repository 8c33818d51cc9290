import { randomUUID } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { CreateJobCommand, DescribeJobCommand, type S3ControlClient } from "@aws-sdk/client-s3-control";
import { batchPrefix } from "../../../components/archive/report-prefixes";
import { ConfigurationError } from "../../../functions/shared/errors";
import { awsRefusal } from "../../rescue/adapters/aws-refusal";
import type { BatchJobs, JobOrder, JobState } from "../ports";

/** What a stack says of its jobs. */
export interface JobPlaces {
  readonly accountId: string;
  readonly functionArn: string;
  readonly roleArn: string;
  readonly reportsBucket: string;
}

/** S3 takes no more in one request. */
const maximumManifestBytes = 5 * 1024 ** 3;

export class S3BatchJobs implements BatchJobs {
  constructor(
    private readonly s3: S3Client,
    private readonly control: S3ControlClient,
    private readonly places: JobPlaces,
  ) {}

  async create({ description, priority, manifestPath, report }: JobOrder): Promise<string> {
    const { accountId, functionArn, roleArn, reportsBucket } = this.places;
    const token = randomUUID();
    const key = `${batchPrefix}manifests/${token}.csv`;
    const etag = await this.upload(manifestPath, key);
    // The partition is the one of the function.
    const bucketArn = `arn:${functionArn.split(":")[1]}:s3:::${reportsBucket}`;
    const request = new CreateJobCommand({
      AccountId: accountId,
      ClientRequestToken: token,
      Description: description,
      Priority: priority,
      RoleArn: roleArn,
      // Whoever runs the command has confirmed it.
      ConfirmationRequired: false,
      Operation: { LambdaInvoke: { FunctionArn: functionArn, InvocationSchemaVersion: "2.0" } },
      Manifest: {
        Spec: { Format: "S3BatchOperations_CSV_20180820", Fields: ["Bucket", "Key"] },
        Location: { ObjectArn: `${bucketArn}/${key}`, ETag: etag },
      },
      Report: {
        Enabled: true,
        Bucket: bucketArn,
        Prefix: `${batchPrefix}reports`,
        Format: "Report_CSV_20180820",
        ReportScope: report === "all" ? "AllTasks" : "FailedTasksOnly",
      },
    });
    const { JobId } = await this.control.send(request).catch((error: unknown) => {
      throw awsRefusal(error, "s3:CreateJob (and iam:PassRole)", roleArn);
    });
    if (JobId === undefined) throw new ConfigurationError("S3 Batch Operations created a job without id");
    return JobId;
  }

  async state(jobId: string): Promise<JobState> {
    const { accountId, reportsBucket } = this.places;
    const { Job } = await this.control
      .send(new DescribeJobCommand({ AccountId: accountId, JobId: jobId }))
      .catch((error: unknown) => {
        throw awsRefusal(error, "s3:DescribeJob", `job ${jobId}`);
      });
    const { Status = "unknown", ProgressSummary = {}, FailureReasons = [], Report } = Job ?? {};
    return {
      status: Status,
      total: ProgressSummary.TotalNumberOfTasks ?? 0,
      succeeded: ProgressSummary.NumberOfTasksSucceeded ?? 0,
      failed: ProgressSummary.NumberOfTasksFailed ?? 0,
      reasons: FailureReasons.map(({ FailureCode, FailureReason }) => `${FailureCode}: ${FailureReason}`),
      reportUrl: `s3://${reportsBucket}/${Report?.Prefix ?? ""}/job-${jobId}/`,
    };
  }

  private async upload(path: string, key: string): Promise<string> {
    const { reportsBucket } = this.places;
    const { size } = statSync(path);
    if (size > maximumManifestBytes) {
      throw new ConfigurationError("These are too many objects for one job: narrow --prefix, --since and --until");
    }
    const request = new PutObjectCommand({
      Bucket: reportsBucket,
      Key: key,
      Body: createReadStream(path),
      ContentLength: size,
      // Manifests that are encrypted with a KMS key are refused.
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-create-job.html#specify-batchjob-manifest
      ServerSideEncryption: "AES256",
    });
    const { ETag = "" } = await this.s3.send(request).catch((error: unknown) => {
      throw awsRefusal(error, "s3:PutObject", `s3://${reportsBucket}/${key}`);
    });
    return ETag.replaceAll('"', "");
  }
}
