import { Readable } from "node:stream";
import { type S3Client, WriteGetObjectResponseCommand } from "@aws-sdk/client-s3";
import type { AnswerPorts } from "./answer";

/** Sends answers to who asks. https://docs.aws.amazon.com/AmazonS3/latest/API/API_WriteGetObjectResponse.html */
export function objectResponses(s3: S3Client): AnswerPorts["write"] {
  return async ({ route, token }, answer) => {
    const place = { RequestRoute: route, RequestToken: token };
    if ("errorCode" in answer) {
      const { statusCode, errorCode, errorMessage } = answer;
      const fault = { StatusCode: statusCode, ErrorCode: errorCode, ErrorMessage: errorMessage };
      await s3.send(new WriteGetObjectResponseCommand({ ...place, ...fault }));
      return;
    }
    await s3.send(
      new WriteGetObjectResponseCommand({
        ...place,
        StatusCode: 200,
        ContentType: answer.contentType,
        ContentEncoding: answer.contentEncoding,
        LastModified: answer.lastModified,
        Body: Readable.from(answer.body, { objectMode: false }),
      }),
    );
  };
}
